internal import BackupStore
internal import CameraModel

/// Why a PIN has to wait.
package let tooManyWrongPINs = "Too many wrong PINs."

/// The Super PIN, and what a change of it would do.
extension Message {
  static let noPIN = Message(
    "No Super PIN is set. Without one there are no backups.",
    .command("Set one with \(.setPIN).") + .screen("Set one under \(.listUsers), \(.setPIN)."))

  static let pinAlreadySet = Message(
    "A Super PIN is set already.",
    "To change it, use \(.changePIN)." + .command("If nobody knows the PIN, use \(.forgottenPIN)."))

  /// - Parameter wait: seconds until the next try, 0 for none.
  static func wrongPIN(nextIn wait: Int) -> Message {
    let text = "That is not the Super PIN."
    return wait > 0
      ? Message(text, "Try again in \(duration(wait)).")
      : Message(text, "Try again." + .command("If nobody knows the PIN, use \(.forgottenPIN)."))
  }

  /// - Parameters:
  ///   - text: what was tried too often, a sentence.
  ///   - seconds: until the next try.
  static func mustWait(_ text: String, _ seconds: Int) -> Message {
    Message(text, "Try again in \(duration(seconds)).")
  }

  static func wouldLock(_ count: Int) -> Message {
    Message(
      "This PIN does not open the \(counted(count, "backup")) on the card. Nothing was changed.",
      "Enter the old PIN." + .command("Or add --yes to lock the card until the old PIN is set again."))
  }

  static func wouldLose(_ names: [BackupName]) -> Message {
    Message(
      "Damaged: \(list(names)). A change of the PIN deletes damaged backups. Nothing was changed.",
      .command("Add --lose-damaged to delete them.") + .screen("Save again and agree, to delete them."))
  }

  static let opensNothing = Message(
    "This PIN does not open the backups on the card.",
    "Enter the PIN that they were made with, or a longer new one.")

  static let nothingToAdopt = Message(
    "No backup on the card was made with another PIN.", "There is nothing to adopt.")

  static func tooCostly(_ passes: UInt32, _ mebibytes: UInt32) -> Message {
    Message(
      "The PIN was not tried on a backup: its key needs too much time or memory.",
      "If you trust the card, set ARGON2_PASSES=\(passes) and ARGON2_MIB=\(mebibytes).")
  }

  static let epochsUsedUp = Message(
    "The PIN has been changed the maximum number of times (65,535).",
    "This camera cannot change its PIN again.")
}

extension PINProblem {
  var message: Message {
    switch self {
    case .notDigits: Message("A PIN has digits only.", "Enter 0 to 9.")
    case .tooShort(let minimum):
      Message("A PIN has at least \(minimum) digits.", "\(.generate) gives you a random PIN.")
    case .tooLong(let maximum): Message("A PIN has at most \(maximum) digits.", "Enter fewer digits.")
    }
  }
}

extension CardObstacle {
  var message: Message {
    let leave =
      Hint.screen("Or save again, and its backups are locked.")
      + .command("Or add --without-card: its backups are then locked.")
    return switch self {
    case .absent:
      Message(
        "There is no card. A card that was written with the old PIN would be locked. Nothing was changed.",
        .command("Insert it, or add --without-card.") + .screen("Insert it, or save again without it."))
    case .readOnly:
      Message(
        "The card cannot be written. Its backups would be locked. Nothing was changed.",
        .command(Message.readOnlyHint + "Or add --without-card.")
          + .screen("Check its write protection or file system, or save again without the card."))
    case .tooSmall(let missing):
      .tooSmall(size(missing), "Delete a backup, or use a larger card." + leave)
    case .tooFewInodes(let missing):
      .tooSmall(
        counted(Int(clamping: missing), "free inode"), "Delete other files from the card." + leave)
    case .otherCard(let count):
      Message(
        "Another card holds \(counted(count, "backup")) that would be locked. Nothing was changed.",
        .command("Insert that card, or add --without-card: it stays locked until the old PIN is set again.")
          + .screen("Insert that card, or save again and leave its backups locked."))
    }
  }
}

extension Message {
  /// - Parameter amount: what is missing on the card.
  fileprivate static func tooSmall(_ amount: String, _ hint: Hint) -> Message {
    Message("Re-encrypting needs \(amount) more on the card. Nothing was changed.", hint)
  }
}
