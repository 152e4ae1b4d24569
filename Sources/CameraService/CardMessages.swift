internal import CameraDevice

extension ServiceError.CardLack {
  var message: Message {
    switch self {
    case .absent:
      Message(.noCard, "There is no SD card.", "Put one into the slot, or check CARD in the settings.")
    case .notMounted(let reason): reason.message
    case .pulledOut: .cardPulledOut
    }
  }
}

extension Message {
  /// The card's file system is mounted, and its device is gone or silent.
  static let cardPulledOut = Message(
    .ioError, "The SD card was pulled out, or it no longer answers.",
    "Put the card in again. The next command finishes what is left to do. If CARD is still mounted, unmount it first.",
    onScreen: "Put the card in again. What is left to do is finished then.")

  /// What to do about a card that is read-only because of its write protection, or because the kernel found an error
  /// in its file system. A microSD card has no switch.
  static let readOnlyHint = "Check its write protection. If that is not the cause, check its file system with fsck."
}

extension NotACard {
  fileprivate var message: Message {
    let directory = "To use this directory all the same, set CARD_MOUNT=no."
    return switch self {
    case .nothingMounted:
      Message(
        .noCard, "No SD card is mounted at CARD.", "Put the card in again. On a machine without a slot set CARD_MOUNT=no."
      )
    case .partOfFileSystem:
      Message(
        .noCard, "CARD is a directory of another file system, not an SD card.",
        "Put the card in, and mount all of it there. \(directory)")
    case .cameraFileSystem:
      Message(
        .noCard, "CARD is the file system that the camera runs from, not an SD card.",
        "Put the card in, and mount it there. \(directory)")
    case .noBlockDevice(let filesystem):
      Message(
        .noCard, "CARD is \(filesystem), which is not on a block device: it is not an SD card.",
        "Put the card in, and mount it there. \(directory)")
    case .unknown:
      Message(
        .noCard, "Nobody can tell whether CARD is an SD card: the list of mounts cannot be read.",
        "Mount /proc. \(directory)")
    }
  }
}
