internal import BackupStore
internal import FileSystem

/// A backup that comes from a file or through a pipe.
extension IncomingFault {
  var message: Message {
    let nothing = " Nothing was changed."
    return switch self {
    case .notABackup:
      Message(
        "This is not a backup." + nothing,
        "Use a file of CAMVAULT or a sealed export." + .command("A tar archive cannot be imported."))
    case .laterVersion:
      Message("This backup was made by a later version of this program." + nothing, "Update this camera first.")
    case .damaged: Message("This backup is damaged." + nothing, "Copy it again, or use another backup.")
    case .cut(_, 0): Message("This backup is not complete." + nothing, "Copy it again.")
    case .cut(let received, let expected):
      Message(
        "This backup is not complete: \(received) of \(expected) bytes were received." + nothing, "Copy it again.")
    case .excess: Message("There is more behind the end of this backup." + nothing, "Copy it again.")
    case .text(let line): Message("The text of this backup is damaged in line \(line)." + nothing, "Copy it again.")
    case .checksum: Message("The checksum of this text is wrong." + nothing, "Copy it again.")
    }
  }
}

extension FileError {
  var receivingMessage: Message {
    code == FileError.Code.timedOut
      ? Message("No more of the backup was received. Nothing was changed.", "Check the line, and try again.")
      : message("The backup cannot be read", "Check its name and rights." + .command("Or pipe it to backup import -."))
  }
}

extension Message {
  /// - Parameter error: `nil`: there is no room.
  static func notReceived(_ error: FileError?) -> Message {
    error?.message("The backup cannot be received in the state directory", "Check the disk of STATE.")
      ?? Message(
        "The state directory has no room for this backup. Nothing was changed.", "Make room on its file system.")
  }

  static func nameTaken(_ name: BackupName) -> Message {
    Message(
      "Another backup on the card has the number \(name). Nothing was changed.",
      "Use another card." + .command("Or restore it from its copy, with camconsole backup restore -."))
  }

  static func damagedOnCard(_ name: BackupName) -> Message {
    Message(
      "Backup \(name) is on the card already, and it is damaged there.",
      "Delete it with \(.deleteBackup). Then import it again.")
  }

  static let tooManyFiles = Message(
    "The card has \(BackupLimits.files) backups. Another one would not be looked at.",
    "Delete backups with \(.deleteBackup), or use another card.")

  static func wouldLockCard(_ name: BackupName) -> Message {
    Message(
      "Backup \(name) was made with another PIN and would lock the card. Nothing was changed.",
      .command("Without a terminal add --yes.") + "Or set that PIN first with \(.changePIN).")
  }
}
