internal import BackupStore
internal import CameraDevice
internal import CameraModel
internal import CameraService
internal import FileSystem

/// Backups, and what Undo would put back.
extension Message {
  static func damaged(_ names: [BackupName]) -> Message {
    Message(
      "Damaged: \(list(names)).", "Use another backup; backup list shows them.",
      onScreen: "Use another backup.")
  }

  static let vaultDamaged = Message(
    "The PIN is right, but what it opens is damaged.", "Use a backup made under another PIN.")

  static func notFound(_ name: String) -> Message {
    Message(
      "There is no backup \(name) on the card.", "backup list shows those that are there.",
      onScreen: "The list shows those that are there.")
  }

  static func otherPIN(_ name: BackupName) -> Message {
    Message(
      "Backup \(name) was made with another PIN.",
      "If it is the PIN of this camera too, use pin adopt. Otherwise change the PIN to the old one with pin change.",
      onScreen: "Set the PIN to the old one to use it.")
  }

  static let label = Message(
    "The label is too long or has characters that cannot be shown.",
    "At most \(BackupMetadata.longestLabel) bytes of printable text.")

  static func notInLedger(_ name: BackupName) -> Message {
    Message(
      .refused, "Backup \(name) was put back on the card. Its label cannot be changed.",
      "Make a new backup with this label.")
  }

  static let tooManyKept = Message(
    "\(spelled(BackupLimits.kept, beginsSentence: true)) backups are kept already, the most there may be.",
    "Take the mark off one: backup unkeep ID.", onScreen: "Take the mark off one first.")

  static func keepDamaged(_ name: BackupName) -> Message {
    Message(
      "Backup \(name) is damaged and cannot be kept.",
      "Make a new backup. If a reader failed, verify this one again: backup verify \(name).",
      onScreen: "Make a new backup. If a reader failed, verify this one again.")
  }

  static let readBackDiffers = Message(
    "What was read back is not what was written; the backup was removed.", "Replace the card.")

  static let countersUsedUp = Message(
    "Every number for backups is used.", "Change the Super PIN: it numbers the backups again.")

  static func configurationKeepsChanging(_ path: String) -> Message {
    Message(
      "\(path) changed during each of three readings, and no backup was made.",
      "Leave it out with --skip-failed, or try again when nothing writes to it.",
      onScreen: "Try again when nothing writes to it.")
  }

  static let nothingToUndo = Message(
    "There is nothing to undo.", "A restore can be undone from its confirmation until the next restore.")

  static let undoDamaged = Message(
    "What Undo would put back is damaged.", "Restore a backup instead.")

  /// - Parameter error: `nil`: there is no room.
  static func undoNotWritten(_ error: FileError?) -> Message {
    error?.message(
      "What Undo needs cannot be kept in the state directory",
      "Look for a failing disk; pin change --lose-undo gives it up.", onScreen: "Look for a failing disk.")
      ?? Message(
        "There is no room in the state directory for what Undo needs.",
        "Make room on its file system; pin change --lose-undo gives it up.",
        onScreen: "Make room on its file system.")
  }
}

extension ArchiveError {
  func message(of name: BackupName) -> Message {
    Message("Backup \(name) opens, but what is in it breaks the format: \(reason).", "Use another.")
  }
}

extension LeftOut {
  /// The same of what no backup can be without.
  var message: Message {
    Message(
      "\(path.text) cannot be left out of a backup (\(reason.words)).",
      "Stop what writes to it, or check its rights.")
  }
}

func list(_ names: [BackupName]) -> String { names.map(\.description).joined(separator: ", ") }
