internal import CameraDevice

extension ServiceError.CardLack {
  var message: Message {
    switch self {
    case .absent:
      Message(.noCard, "There is no SD card.", "Put one into the slot, or check CARD in the settings.")
    case .notMounted(let reason): reason.message
    case .pulledOut: .cardPulledOut
    case .pulledOutAtChange:
      Message(
        .noCard, "The SD card was pulled out, and its backups would be locked. Nothing was changed.",
        "Put it in again, or add --without-card.", onScreen: "Put it in, or save again and go on without it.")
    case .unwritable(let filesystem):
      Message(
        .readOnly, "The SD card cannot be written: its file system, \(filesystem), is only for reading.",
        "Use another card, or format this one.")
    }
  }
}

extension Message {
  /// The card's file system is mounted, and its device is gone or silent.
  static let cardPulledOut = Message(
    .ioError, "The SD card was pulled out, or it no longer answers.",
    "If CARD is still mounted, unmount it. Put the card in again. The next command finishes what is left to do.",
    onScreen: "Put it in again: what is left to do is finished then.")

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
        .noCard, "No SD card is mounted at CARD.",
        "Put the card in again. On a machine without a slot set CARD_MOUNT=no."
      )
    case .partOfFileSystem: refusal("CARD is a directory of another file system, not an SD card.")
    case .cameraFileSystem: refusal("CARD is the file system that the camera runs from, not an SD card.")
    case .noBlockDevice(let filesystem):
      refusal("CARD is on no block device, but on \(filesystem). It is not an SD card.")
    case .unknown:
      Message(
        .noCard, "It is not known whether CARD is an SD card: the list of mounts cannot be read.",
        "Mount /proc, or set CARD_MOUNT=no.")
    }
  }

  private func refusal(_ text: String) -> Message {
    Message(
      .noCard, text, "Put the card in, and mount all of it there. To use the directory as it is, set CARD_MOUNT=no.",
      onScreen: "Mount the card there, or set CARD_MOUNT=no.")
  }
}
