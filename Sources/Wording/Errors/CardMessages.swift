internal import BackupStore
internal import CameraDevice
internal import CameraService
internal import FileSystem

extension ServiceError.CardProblem {
  var message: Message {
    switch self {
    case .absent: .noCard
    case .notMounted(let reason): reason.message
    case .pulledOut: .cardPulledOut
    case .pulledOutAtChange:
      Message(
        "The SD card was pulled out, and its backups would be locked. Nothing was changed.",
        .command("Insert it again, or add --without-card.")
          + .screen("Insert it again, or save again and continue without it."))
    case .unwritable(let filesystem):
      Message(
        "The SD card cannot be written: its file system, \(filesystem), is for reading only.",
        "Use another card, or format this one.")
    }
  }
}

extension Message {
  static let noCard = Message(
    "There is no SD card.", "Insert a card." + .command("If a card is in the slot, check CARD in the settings."))

  /// The card's file system is mounted, and its device is gone or silent.
  static let cardPulledOut = Message(
    "The SD card was pulled out, or it no longer answers.",
    .command("If CARD is still mounted, unmount it. Insert the card again. The next command finishes the work.")
      + .screen("Insert it again. The work is finished then."))

  static let readOnlyCard = Message(
    "The SD card cannot be written.", readOnlyHint + "Or use another card.")

  /// What to do about a card that is read-only because of its write protection, or because the kernel found an error
  /// in its file system. A microSD card has no write protection.
  static let readOnlyHint: Hint =
    "Check its write protection (a microSD card has none). Then check its file system with fsck."
}

extension NotACard {
  fileprivate var message: Message {
    switch self {
    case .nothingMounted:
      Message(
        "No SD card is mounted at CARD.",
        "Insert the card again. On a machine without a slot, set CARD_MOUNT=no."
      )
    case .partOfFileSystem: refusal("CARD is a directory of another file system, not an SD card.")
    case .cameraFileSystem: refusal("CARD is the file system that the camera runs from, not an SD card.")
    case .noBlockDevice(let filesystem):
      refusal("CARD is on \(filesystem), not on a block device. It is not an SD card.")
    case .unknown:
      Message(
        "The list of mounts cannot be read. So it is not known whether CARD is an SD card.",
        "Mount /proc, or set CARD_MOUNT=no.")
    }
  }

  private func refusal(_ text: String) -> Message {
    Message(
      text,
      "Mount the card there, or set CARD_MOUNT=no." + .command("With CARD_MOUNT=no any directory is used as it is."))
  }
}

/// A card that is full, and one with other contents than expected.
extension Message {
  static func full(_ text: String) -> Message {
    Message(
      text, "Delete a backup with \(.deleteBackup), or use a larger card.")
  }

  static func locked(_ count: Int) -> Message {
    Message(
      "The card is locked: its \(counted(count, "backup")) \(count == 1 ? "was" : "were") made with another PIN.",
      .command("If that is the PIN of this camera too, use \(.adopt). Where no PIN is set, use \(.setPIN).")
        + "Set the old PIN with \(.changePIN), or delete all backups with \(.deleteAll)."
        + .command("Or delete one: \(nameOnLockedCard)"))
  }

  static let obstructed = Message(
    "CAMVAULT on the card is not a folder.", "Rename it, or use another card.")

  static let epochsTaken = Message(
    "This card holds backups made with other PINs, under the numbers that the next PIN needs.",
    "Use another card, or delete its backups with \(.deleteAll).")

  static let numbersTaken = Message(
    "Files on this card have the names of the next backups.",
    "Remove other files from CAMVAULT on the card, or use another card.")

  static let otherBackups = Message(
    "The backups on the card have changed since the question. Nothing was deleted.",
    "Look at the list. Then delete again.")
}

extension FileError {
  /// An error of the card.
  var cardMessage: Message {
    if isTooLarge {
      return Message(
        "The backup is larger than a file on this card can be.",
        "The card's file system limits it, or the limits of this process (ulimit -f).")
    }
    return isGone ? .cardPulledOut : message("The SD card fails", "Try again. If it fails again, replace the card.")
  }
}

extension FileLack {
  /// For the card in general, and for an attempt to write to it.
  var message: Message {
    switch self {
    case .inodes:
      Message(
        "The SD card cannot take another file: it has free bytes, but no free inode.",
        "Delete other files from the card, or a backup with \(.deleteBackup).")
    case .names:
      Message(
        "The SD card cannot take another file: it has free bytes, but a folder on it is full.",
        "Delete files from the card's main folder, or a backup with \(.deleteBackup).")
    }
  }
}
