internal import BackupStore
internal import CameraDevice
internal import CameraModel
internal import CameraService
internal import FileSystem

extension ServiceError.CardLack {
  var message: Message {
    switch self {
    case .absent:
      Message("There is no SD card.", "Put one into the slot, or check CARD in the settings.")
    case .notMounted(let reason): reason.message
    case .pulledOut: .cardPulledOut
    case .pulledOutAtChange:
      Message(
        "The SD card was pulled out, and its backups would be locked. Nothing was changed.",
        "Put it in again, or add --without-card.", onScreen: "Put it in, or save again and go on without it.")
    case .unwritable(let filesystem):
      Message(
        "The SD card cannot be written: its file system, \(filesystem), is only for reading.",
        "Use another card, or format this one.")
    }
  }
}

extension Message {
  /// The card's file system is mounted, and its device is gone or silent.
  static let cardPulledOut = Message(
    "The SD card was pulled out, or it no longer answers.",
    "If CARD is still mounted, unmount it. Put the card in again. The next command finishes what is left to do.",
    onScreen: "Put it in again: what is left to do is finished then.")

  static let readOnlyCard = Message(
    "The SD card cannot be written.", "\(readOnlyHint) Or use another card.")

  /// What to do about a card that is read-only because of its write protection, or because the kernel found an error
  /// in its file system. A microSD card has no write protection.
  static let readOnlyHint =
    "Check its write protection (a microSD card has none), then check its file system with fsck."
}

extension NotACard {
  fileprivate var message: Message {
    switch self {
    case .nothingMounted:
      Message(
        "No SD card is mounted at CARD.",
        "Put the card in again. On a machine without a slot set CARD_MOUNT=no."
      )
    case .partOfFileSystem: refusal("CARD is a directory of another file system, not an SD card.")
    case .cameraFileSystem: refusal("CARD is the file system that the camera runs from, not an SD card.")
    case .noBlockDevice(let filesystem):
      refusal("CARD is on no block device, but on \(filesystem). It is not an SD card.")
    case .unknown:
      Message(
        "It is not known whether CARD is an SD card: the list of mounts cannot be read.",
        "Mount /proc, or set CARD_MOUNT=no.")
    }
  }

  private func refusal(_ text: String) -> Message {
    Message(
      text, "Put the card in, and mount all of it there. To use the directory as it is, set CARD_MOUNT=no.",
      onScreen: "Mount the card there, or set CARD_MOUNT=no.")
  }
}

/// A card that has no room, and one that holds something else than was expected.
extension Message {
  static func full(_ text: String) -> Message {
    Message(
      text, "Delete a backup (backup delete ID), or use a larger card.",
      onScreen: "Delete a backup, or use a larger card.")
  }

  static func locked(_ count: Int) -> Message {
    Message(
      "The card is locked: its \(counted(count, "backup")) \(count == 1 ? "needs" : "need") another Super PIN.",
      "If they have the PIN of this camera, use pin adopt. Otherwise set the old PIN with pin change (pin set where "
        + "none is set), or delete them with backup delete-all.",
      onScreen: "Set the Super PIN to the former digits, or delete all backups.")
  }

  static let obstructed = Message(
    "Something else than a folder is called CAMVAULT on the card.", "Remove it, or use another card.")

  static let epochsTaken = Message(
    "Backups of other PINs on this SD card have the numbers of this camera's next PINs.",
    "Use another card. If this card has no backups that you need, delete all of them: backup delete-all.",
    onScreen: "Use another card, or delete all backups.")

  static let numbersTaken = Message(
    "Files on this SD card have the names of the next backups.",
    "Remove what is not a backup from CAMVAULT on the card, or use another card.")

  static let otherBackups = Message(
    "The backups on the SD card are not those of the question. Nothing was deleted.",
    "Look at the list, then delete again.")
}

extension FileError {
  /// An error of the card.
  var cardMessage: Message {
    if isTooLarge {
      return Message(
        "The backup is larger than a file may be here.",
        "The card's file system limits it, or the limits of this process (ulimit -f).")
    }
    return isGone ? .cardPulledOut : message("The SD card fails", "Try again; if it fails again, replace the card.")
  }
}

extension FileLack {
  /// For the card in general, and for an attempt to write to it.
  var message: Message {
    switch self {
    case .inodes:
      Message(
        "The SD card takes no more files: it has free bytes, but its file system has no free inode.",
        "Delete other files from the card, or a backup: backup delete ID.",
        onScreen: "Delete other files from the card, or a backup.")
    case .names:
      Message(
        "The SD card takes no more files: it has free bytes, but a folder on it is full.",
        "Delete files from the card's main folder and from CAMVAULT, or a backup: backup delete ID.",
        onScreen: "Delete files from the card's main folder, or a backup.")
    }
  }
}
