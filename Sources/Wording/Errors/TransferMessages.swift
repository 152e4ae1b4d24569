internal import BackupStore
internal import FileSystem

/// A backup that comes from a file or through a pipe.
extension IncomingFault {
  var message: Message { Message(text + " Nothing was changed.", hint) }

  /// What is wrong with it.
  var text: String {
    switch self {
    case .notABackup: "This is not a backup."
    case .laterVersion: "This backup was made by a later version of this program."
    case .damaged: "This backup is damaged."
    case .cut(_, 0): "This backup is not complete."
    case .cut(let received, let expected):
      "This backup is not complete: \(received) of \(expected) bytes were received."
    case .excess: "There is more data after the end of this backup."
    case .text(let line): "The text of this backup is damaged in line \(line)."
    case .checksum: "The checksum of this text is wrong."
    }
  }

  private var hint: Hint {
    switch self {
    case .notABackup: "Use a file of CAMVAULT or a sealed export." + .command("A tar archive cannot be imported.")
    case .laterVersion: "Update this camera first."
    case .damaged: "Copy it again, or use another backup."
    case .cut, .excess, .text, .checksum: "Copy it again."
    }
  }
}

extension FileError {
  var receivingMessage: Message {
    code == FileError.Code.timedOut
      ? Message("The rest of the backup did not arrive. Nothing was changed.", "Check the line, and try again.")
      : message(
        "The backup cannot be read",
        .command("Check its name and rights. Or pipe it to backup import -.")
          + .screen("Put the stick in again, and look again with l."))
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
      .command("Delete that one with \(.deleteBackup), or use another card.")
        + .screen("Delete that one under \(.listBackups), or use another card.")
        + .command("Or restore this one from its copy, with camconsole backup restore -."))
  }

  static func damagedOnCard(_ name: BackupName) -> Message {
    Message(
      "Backup \(name) is on the card already, and it is damaged there.",
      .command("Import it from a file: that replaces the damaged one. Or delete it first with \(.deleteBackup).")
        + .screen("Delete it under \(.listBackups). Then import it again."))
  }

  static func differsOnCard(_ name: BackupName) -> Message {
    Message(
      "Backup \(name) on the card differs from this one. One of the two is damaged.",
      "Set its PIN, then import again: only the PIN tells which one."
        + .command("Or delete the one on the card with \(.deleteBackup)."))
  }

  /// - Parameter cause: why the import failed, of which the sentence that nothing was changed would not be true.
  static func importUnfinished(_ name: BackupName, _ cause: StoreError) -> Message {
    let reason = cause.message.text.replacing(" Nothing was changed.", with: "")
    return Message("\(reason) Damaged backup \(name) is deleted already.", "Import the backup again.")
  }

  static let tooManyFiles = Message(
    "The card has \(BackupLimits.files) backups, and more are not possible.",
    .command("Delete backups with \(.deleteBackup), or use another card.")
      + .screen("Delete backups under \(.listBackups), or use another card."))

  static func wouldLockCard(_ name: BackupName) -> Message {
    Message(
      "Backup \(name) was made with another PIN and would lock the card. Nothing was changed.",
      .agreeing + "Or set that PIN first with \(.changePIN).")
  }
}
