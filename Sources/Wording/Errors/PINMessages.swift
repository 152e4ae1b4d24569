internal import BackupStore
internal import CameraDevice
internal import CameraModel
internal import CameraService
internal import FileSystem

/// The Super PIN, and what a change of it would do.
extension Message {
  static let noPIN = Message(
    "No Super PIN is set.", "Set one with pin set: without it there are no backups.",
    onScreen: "Set one under Users and Passwords, Super PIN.")

  static let pinAlreadySet = Message(
    "A Super PIN is set already.", "Use pin change; if nobody knows it, pin set --forgotten.",
    onScreen: "Open Super PIN again to change it.")

  /// - Parameter wait: seconds until the next try, 0 for none.
  static func wrongPIN(nextIn wait: Int) -> Message {
    let text = "That is not the Super PIN."
    return wait > 0
      ? Message(text, "The next try is possible in \(duration(wait)).")
      : Message(text, "Try again; if nobody knows it, pin set --forgotten.", onScreen: "Try again.")
  }

  /// - Parameters:
  ///   - text: what was tried too often, a sentence.
  ///   - seconds: until the next try.
  static func mustWait(_ text: String, _ seconds: Int) -> Message {
    Message(text, "The next try is possible in \(duration(seconds)).")
  }

  static func wouldLock(_ count: Int) -> Message {
    Message(
      "These digits do not open \(counted(count, "backup")) on the card, and nothing was changed.",
      "Enter the digits that were in force then; or add --yes to lock the card until they are set again.",
      onScreen: "Enter the digits that were in force then.")
  }

  static func wouldLose(_ names: [BackupName]) -> Message {
    Message(
      "Damaged: \(list(names)). A change of the PIN loses what is damaged, and nothing was changed.",
      "Add --lose-damaged to give it up.", onScreen: "Save again and agree, to give it up.")
  }

  static let opensNothing = Message(
    "These digits open no backup on the card.", "Enter the former digits, or more of new ones.")

  static let nothingToAdopt = Message(
    "No backup on the card was made with another PIN.", "There is nothing to adopt.")

  static func tooCostly(_ passes: UInt32, _ mebibytes: UInt32) -> Message {
    Message(
      "The PIN was not tried on a backup: its key needs too much time or memory.",
      "If you trust the card, set ARGON2_PASSES=\(passes) and ARGON2_MIB=\(mebibytes).")
  }

  static let epochsUsedUp = Message(
    "The Super PIN was changed the maximum number of times (65,535).",
    "This camera can no longer change its Super PIN.")
}

extension PINProblem {
  var message: Message {
    switch self {
    case .notDigits: Message("A Super PIN has digits only.", "Enter 0 to 9.")
    case .tooShort(let minimum):
      Message(
        "A Super PIN has at least \(minimum) digits.", "pin generate offers one that resists.",
        onScreen: "Generate offers one that resists.")
    case .tooLong(let maximum): Message("A Super PIN has at most \(maximum) digits.", "Enter fewer.")
    }
  }
}

extension CardObstacle {
  var message: Message {
    switch self {
    case .absent:
      Message(
        "There is no card: one written under the old PIN would be locked. Nothing was changed.",
        "Put it in, or add --without-card.", onScreen: "Put it in, or save again and go on without it.")
    case .readOnly:
      Message(
        "The card cannot be written: its backups would be locked. Nothing was changed.",
        "\(Message.readOnlyHint) Or add --without-card.",
        onScreen: "Check its write protection or file system, or save again without the card.")
    case .tooSmall(let missing):
      .tooSmall(
        size(missing),
        "Delete a backup, use a larger card, or add --without-card: its backups are locked then.",
        onScreen: "Delete a backup, use a larger card, or save again and leave its backups locked.")
    case .tooFewInodes(let missing):
      .tooSmall(
        counted(Int(clamping: missing), "free inode"),
        "Delete other files from the card, or add --without-card: its backups are locked then.",
        onScreen: "Delete other files from the card, or save again and leave its backups locked.")
    case .otherCard(let count):
      Message(
        "Another card holds \(counted(count, "backup")) that would be locked. Nothing was changed.",
        "Put that card in, or add --without-card: it stays locked until the old PIN is set again.",
        onScreen: "Put that card in, or save again and leave its backups locked.")
    }
  }
}

extension Message {
  /// - Parameter amount: what is missing on the card.
  fileprivate static func tooSmall(_ amount: String, _ hint: String, onScreen screenHint: String) -> Message {
    Message("Re-encrypting needs \(amount) more on the card. Nothing was changed.", hint, onScreen: screenHint)
  }
}
