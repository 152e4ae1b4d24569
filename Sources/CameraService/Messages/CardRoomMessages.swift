internal import BackupStore

/// A card that has no room, and one that holds something else than was expected.
extension StoreError {
  var fullMessage: Message {
    switch self {
    case .full(let needed?, let free?):
      .full("The SD card is full: \(size(needed)) are needed, \(size(free)) are free.")
    case .noFileLeft(let lack): lack.message
    default: .full("The SD card is full. The backups on it are unharmed.")
    }
  }

  var otherCardMessage: Message {
    switch self {
    case .epochsTaken:
      Message(
        .refused, "Backups of other PINs on this SD card have the numbers of this camera's next PINs.",
        "Use another card. If this card has no backups that you need, delete all of them: backup delete-all.",
        onScreen: "Use another card, or delete all backups.")
    case .numbersTaken:
      Message(
        .refused, "Files on this SD card have the names of the next backups.",
        "Remove what is not a backup from CAMVAULT on the card, or use another card.")
    case .otherBackups:
      Message(
        .refused, "The backups on the SD card are not those of the question. Nothing was deleted.",
        "Look at the list, then delete again.")
    case .deletionUnfinished(let name, let failure):
      failure.message("Backup \(name) is deleted from the list, but its file could not be wiped")
    default: Message(.ioError, "The SD card fails.", "Replace the card.")
    }
  }
}

extension Message {
  fileprivate static func full(_ text: String) -> Message {
    Message(
      .full, text, "Delete a backup (backup delete ID), or use a larger card.",
      onScreen: "Delete a backup, or use a larger card.", reason: "bytes")
  }
}

extension FileLack {
  /// For the card in general, and for an attempt to write to it.
  var message: Message {
    switch self {
    case .inodes:
      Message(
        .full, "The SD card takes no more files: it has free bytes, but its file system has no free inode.",
        "Delete other files from the card, or a backup: backup delete ID.",
        onScreen: "Delete other files from the card, or a backup.", reason: "inodes")
    case .names:
      Message(
        .full, "The SD card takes no more files: it has free bytes, but a folder on it is full.",
        "Delete files from the card's main folder and from CAMVAULT, or a backup: backup delete ID.",
        onScreen: "Delete files from the card's main folder, or a backup.", reason: "names")
    }
  }
}

extension CardObstacle {
  var message: Message {
    switch self {
    case .absent:
      Message(
        .noCard, "There is no card: one written under the old PIN would be locked. Nothing was changed.",
        "Put it in, or add --without-card.", onScreen: "Put it in, or save again and go on without it.")
    case .readOnly:
      Message(
        .readOnly, "The card cannot be written: its backups would be locked. Nothing was changed.",
        "\(Message.readOnlyHint) Or add --without-card.",
        onScreen: "Check its write protection or file system, or save again without the card.")
    case .tooSmall(let missing):
      Message(
        .full, "Re-encrypting needs \(size(missing)) more on the card. Nothing was changed.",
        "Delete a backup, use a larger card, or add --without-card: its backups are locked then.",
        onScreen: "Delete a backup, use a larger card, or save again and leave its backups locked.", reason: "bytes")
    case .tooFewInodes(let missing):
      Message(
        .full,
        "Re-encrypting needs \(counted(Int(clamping: missing), "free inode")) more on the card. Nothing was changed.",
        "Delete other files from the card, or add --without-card: its backups are locked then.",
        onScreen: "Delete other files from the card, or save again and leave its backups locked.", reason: "inodes")
    case .otherCard(let count):
      Message(
        .locked, "Another card holds \(backups(count)) that would be locked. Nothing was changed.",
        "Put that card in, or add --without-card: it stays locked until the old PIN is set again.",
        onScreen: "Put that card in, or save again and leave its backups locked.")
    }
  }
}
