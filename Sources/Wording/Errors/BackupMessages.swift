internal import BackupStore
internal import FileSystem

/// Backups, and the configuration that Undo restores.
extension Message {
  static func damaged(_ names: [BackupName]) -> Message {
    Message(
      names.count == 1 ? "Backup \(list(names)) is damaged." : "These backups are damaged: \(list(names)).",
      "Use another backup." + .command("\(.listBackups) shows the backups."))
  }

  static let vaultDamaged = Message(
    "The PIN is right, but the keys of its backups are damaged.", "Use a backup that was made with another PIN.")

  static func notFound(_ name: String) -> Message {
    Message(
      "There is no backup \(name) on the card.",
      .command("\(.listBackups) shows the backups on the card. It shows none of a locked card: \(nameOnLockedCard)")
        + .screen("It was deleted, or a change of the PIN has given it another number. The list shows what is there."))
  }

  /// How one backup of a locked card is deleted, after a colon.
  static let nameOnLockedCard =
    "there \(Control.deleteBackup.command) takes the name of a file in CAMVAULT, without .CVB."

  static func onlyReturned(_ name: BackupName) -> Message {
    Message(
      "All backups on the card are returned or imported. The camera does not know which one is the latest.",
      .command("To use the newest of them, give its number: \(name).") + .screen("Select one in the list."))
  }

  static func otherPIN(_ name: BackupName) -> Message {
    Message(
      "Backup \(name) was made with another PIN.",
      .command("If that is the PIN of this camera too, use \(.adopt).")
        + "To use this backup, change the PIN to that one with \(.changePIN).")
  }

  static let label = Message(
    "The label is too long or has characters that cannot be shown.",
    "Use at most \(BackupMetadata.longestLabel) bytes of printable text.")

  static func notInLedger(_ name: BackupName) -> Message {
    Message(
      "Backup \(name) has returned to the card. Its label cannot be changed.", "Make a new backup with this label.")
  }

  static let tooManyKept = Message(
    "\(spelled(BackupLimits.kept, beginsSentence: true)) backups are kept already, and more are not possible.",
    "Stop keeping one of them first, with \(.unkeep).")

  static func keepDamaged(_ name: BackupName) -> Message {
    Message(
      "Backup \(name) is damaged and cannot be kept.",
      "Make a new backup. If the card reader failed, verify this backup again."
        + .command("To verify it: \(.verify) \(name)."))
  }

  static let replacesAnother = Message(
    "The backups on the card have changed meanwhile. No backup was made.",
    "Look at which backup the new one replaces. Then start it again.")

  static let readBackDiffers = Message(
    "The backup on the card differs from what was written, and was removed.", "Replace the card.")

  static let countersUsedUp = Message(
    "All numbers for backups are used.", "Change the PIN: the backups are numbered from 1 again.")

  static func configurationKeepsChanging(_ path: String) -> Message {
    Message(
      "\(path) changed during each of three readings. No backup was made.",
      "Try again when nothing writes to it." + .command("Or leave it out with --skip-failed."))
  }

  static let noBackupToCompare = Message(
    "There is no backup on the card to compare the camera with.", "Make a backup.")

  static func missingToCompare(_ name: BackupName) -> Message {
    Message(
      "The newest backup \(name) is missing. Only the PIN shows what is in the others.",
      "Make a new backup." + .command("Or compare another one with \(.preview)."))
  }

  static func unknownToCompare(_ name: BackupName) -> Message {
    Message(
      "Only the PIN shows what is in backup \(name): a newer one was deleted, or another camera made it.",
      "Make a new backup." + .command("Or compare it with \(.preview)."))
  }

  static let nothingToUndo = Message(
    "There is nothing to undo.", "A restore can be undone after it is confirmed, until the next restore.")

  static let undoDamaged = Message("The copy that Undo needs is damaged.", "Restore a backup instead.")

  /// - Parameter error: `nil`: there is no room.
  static func undoNotWritten(_ error: FileError?) -> Message {
    let without = Hint.command("To change the PIN without it, use \(.changePIN) --lose-undo.")
    return error?.message(
      "The copy that Undo needs cannot be kept in the state directory", "Check the disk of STATE." + without)
      ?? Message(
        "The state directory has no room for the copy that Undo needs.", "Make room on its file system." + without)
  }
}

extension UnknownContents {
  var message: Message {
    switch self {
    case .noBackup: .noBackupToCompare
    case .missing(let name): .missingToCompare(name)
    case .notKnown(let name): .unknownToCompare(name)
    }
  }
}

func list(_ names: [BackupName]) -> String { names.map(\.description).joined(separator: ", ") }
