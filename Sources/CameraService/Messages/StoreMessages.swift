internal import BackupStore
internal import FileSystem

extension StoreError {
  var message: Message {
    switch self {
    case .noPIN, .pinAlreadySet, .wrongPIN, .mustWait, .wouldLock, .wouldLose, .wouldLeaveCard, .nothingToAdopt,
      .tooCostly, .opensNothing, .epochsUsedUp:
      pinMessage
    case .full, .noFileLeft: fullMessage
    case .epochsTaken, .numbersTaken, .otherBackups, .deletionUnfinished: otherCardMessage
    case .locked, .noCard, .readOnly, .obstructed, .readBackDiffers, .file, .countersUsedUp: cardMessage
    case .nothingToUndo, .undoDamaged, .undoNotWritten: undoMessage
    case .damaged, .vaultDamaged, .notFound, .otherPIN, .archive, .label, .tooManyKept, .keepDamaged:
      backupMessage
    case .plan(let error): error.message
    case .configurationKeepsChanging(let path):
      Message(
        .busy, "\(path) changed during each of three readings, and no backup was made.",
        "Leave it out with --skip-failed, or try again when nothing writes to it.",
        onScreen: "Try again when nothing writes to it.")
    case .requiredLeftOut(let entry):
      Message(
        .busy, "\(entry.path.text) cannot be left out of a backup (\(entry.reason.words)).",
        "Stop what writes to it, or check its rights.")
    case .noMemory(let kibibytes): Self.memoryMessage(kibibytes)
    case .cleanUpFailed(let name, let failure): failure.message(of: name)
    case .partlyDeleted(let count, let error):
      error.message(
        "Not every backup could be deleted (\(count) \(count == 1 ? "was" : "were"))", "The list shows the rest.")
    case .stopped: Message(.stopped, "Stopped, and undone.", "Nothing was changed.")
    case .recordDamaged:
      Message(
        .damaged, "Both copies of the record in the state directory are unreadable.",
        "Set the Super PIN again with pin set --forgotten; the former digits open the backups then.",
        onScreen: "Set the Super PIN again; the former digits open the backups then.")
    case .record(let error):
      error.recordMessage
    case .staging(let error):
      error.message("The configuration cannot be restored, and nothing was changed", "Make room, or check CONFIG.")
    case .busy(let holder): holder.message
    }
  }

  private var pinMessage: Message {
    switch self {
    case .noPIN:
      Message(
        .noPIN, "No Super PIN is set.", "Set one with pin set: without it there are no backups.",
        onScreen: "Set one under Users and Passwords, Super PIN.")
    case .pinAlreadySet:
      Message(
        .refused, "A Super PIN is set already.", "Use pin change; if nobody knows it, pin set --forgotten.",
        onScreen: "Open Super PIN again to change it.")
    case .wrongPIN(let wait):
      wait > 0
        ? Message(.wrongPIN, "That is not the Super PIN.", "The next try is possible in \(duration(wait)).")
        : Message(
          .wrongPIN, "That is not the Super PIN.", "Try again; if nobody knows it, pin set --forgotten.",
          onScreen: "Try again.")
    case .mustWait(let seconds):
      Message(.mustWait, "Too many wrong PINs.", "The next try is possible in \(duration(seconds)).")
    case .wouldLock(let count):
      Message(
        .locked, "These digits do not open \(backups(count)) on the card, and nothing was changed.",
        "Enter the digits that were in force then; or add --yes to lock the card until they are set again.",
        onScreen: "Enter the digits that were in force then.")
    case .wouldLose(let names):
      Message(
        .damaged, "Damaged: \(list(names)). A change of the PIN loses what is damaged, and nothing was changed.",
        "Add --lose-damaged to give it up.", onScreen: "Save again and agree, to give it up.")
    case .wouldLeaveCard(let obstacle): obstacle.message
    case .opensNothing:
      Message(.refused, "These digits open no backup on the card.", "Enter the former digits, or more of new ones.")
    case .nothingToAdopt:
      Message(.notFound, "No backup on the card was made with another PIN.", "There is nothing to adopt.")
    case .tooCostly(let passes, let mebibytes):
      Message(
        .locked, "The PIN was not tried on a backup: its key needs too much time or memory.",
        "If you trust the card, set ARGON2_PASSES=\(passes) and ARGON2_MIB=\(mebibytes).")
    default:
      Message(
        .refused, "The Super PIN was changed the maximum number of times (65,535).",
        "This camera can no longer change its Super PIN.")
    }
  }

  private var cardMessage: Message {
    switch self {
    case .locked(let count):
      Message(
        .locked, "The card is locked: its \(backups(count)) \(count == 1 ? "needs" : "need") another Super PIN.",
        "If they have the PIN of this camera, use pin adopt. Otherwise set the old PIN with pin change (pin set where "
          + "none is set), or delete them with backup delete-all.",
        onScreen: "Set the Super PIN to the former digits, or delete all backups.")
    case .noCard: Message(.noCard, "There is no SD card.", "Put one into the slot.")
    case .readOnly:
      Message(.readOnly, "The SD card cannot be written.", "\(Message.readOnlyHint) Or use another card.")
    case .obstructed:
      Message(
        .refused, "Something else than a folder is called CAMVAULT on the card.", "Remove it, or use another card.")
    case .readBackDiffers:
      Message(.damaged, "What was read back is not what was written; the backup was removed.", "Replace the card.")
    case .countersUsedUp:
      Message(.refused, "Every number for backups is used.", "Change the Super PIN: it numbers the backups again.")
    case .file(let error) where error.isTooLarge:
      Message(
        .ioError, "The backup is larger than a file may be here.",
        "The card's file system limits it, or the limits of this process (ulimit -f).")
    case .file(let error):
      error.isGone
        ? .cardPulledOut
        : error.message("The SD card fails", "Try again; if it fails again, replace the card.")
    default: Message(.ioError, "The SD card fails.", "Replace the card.")
    }
  }

  private var backupMessage: Message {
    switch self {
    case .damaged(let names):
      Message(
        .damaged, "Damaged: \(list(names)).", "Use another backup; backup list shows them.",
        onScreen: "Use another backup.")
    case .vaultDamaged:
      Message(.damaged, "The PIN is right, but what it opens is damaged.", "Use a backup made under another PIN.")
    case .notFound(let name):
      Message(
        .notFound, "There is no backup \(name) on the card.", "backup list shows those that are there.",
        onScreen: "The list shows those that are there.")
    case .otherPIN(let name):
      Message(
        .locked, "Backup \(name) was made with another PIN.",
        "If it is the PIN of this camera too, use pin adopt. Otherwise change the PIN to the old one with pin change.",
        onScreen: "Set the PIN to the old one to use it.")
    case .archive(let name, let error):
      Message(.damaged, "Backup \(name) opens, but what is in it breaks the format: \(error.reason).", "Use another.")
    case .label:
      Message(
        .refused, "The label is too long or has characters that cannot be shown.",
        "At most 64 bytes of printable text.")
    case .keepDamaged(let name):
      Message(
        .refused, "Backup \(name) is damaged and cannot be kept.",
        "Make a new backup. If a reader failed, verify this one again: backup verify \(name).",
        onScreen: "Make a new backup. If a reader failed, verify this one again.")
    default:
      Message(
        .refused, "Four backups are kept already, the most there may be.", "Take the mark off one: backup unkeep ID.",
        onScreen: "Take the mark off one first.")
    }
  }

  private var undoMessage: Message {
    switch self {
    case .undoDamaged:
      Message(.damaged, "What Undo would put back is damaged.", "Restore a backup instead.")
    case .undoNotWritten(let error?):
      error.internalMessage(
        "What Undo needs cannot be kept in the state directory",
        "Look for a failing disk; pin change --lose-undo gives it up.", onScreen: "Look for a failing disk.")
    case .undoNotWritten:
      Message(
        .full, "There is no room in the state directory for what Undo needs.",
        "Make room on its file system; pin change --lose-undo gives it up.",
        onScreen: "Make room on its file system.")
    default:
      Message(
        .notFound, "There is nothing to undo.",
        "A restore can be undone from its confirmation until the next restore.")
    }
  }

  private static func memoryMessage(_ kibibytes: UInt32) -> Message {
    let amount = kibibytes > 0 ? ": \(kibibytes / 1_024) MiB" : ""
    return Message(.noMemory, "This needs more memory than is free\(amount).", "Close other programs and try again.")
  }
}

extension FileError {
  fileprivate var recordMessage: Message {
    switch operation {
    case .open, .read, .status:
      internalMessage(
        "The record in the state directory cannot be read", "Check its rights, or look for a failing disk.")
    case .create, .write, .synchronize, .remove, .rename, .list, .makeDirectory, .readLink, .exchange, .lock,
      .setAttributes:
      internalMessage("The record in the state directory cannot be written", "Look for a full or failing disk.")
    }
  }
}

extension CleanUpFailure {
  /// - Parameter name: of the backup that was made.
  fileprivate func message(of name: BackupName?) -> Message {
    let done = name.map { "Backup \($0) is made and verified" } ?? "The work is done and verified"
    return message("\(done), but what it replaced could not be wiped")
  }

  /// - Parameter what: what is done and what is not, a sentence without its end.
  func message(_ what: String) -> Message {
    let hint = "The next operation on this card does it."
    return switch self {
    case .card(let error) where error.isGone:
      Message(.ioError, "\(what): the SD card was pulled out, or it no longer answers.", "Put it in again. \(hint)")
    case .card(let error):
      Message(.ioError, "\(what): \(error.name): \(error.reason).", (error.unlockHint.map { $0 + " " } ?? "") + hint)
    case .record(let error): Message(.ioError, "\(what): the record: \(error.reason).", hint)
    case .readOnly: Message(.readOnly, "\(what): the card cannot be written.", hint)
    case .other: Message(.ioError, "\(what).", hint)
    }
  }
}

extension LockHolder {
  fileprivate var message: Message {
    Message(
      .busy, sentence(UTC.text), "Try again in a moment, or give it --wait SECONDS.",
      onScreen: "Try again in a moment.")
  }

  /// Who is at work, and since when.
  ///
  /// - Parameter time: a moment as it is shown, of seconds since 1970.
  package func sentence(_ time: (Int64) -> String) -> String {
    guard !work.isEmpty else { return "Another session is at work." }
    return "Another session is at work: \(work)\(since.map { ", since \(time($0))" } ?? "")."
  }
}

/// `1 backup`, `5 backups`.
func backups(_ count: Int) -> String { count == 1 ? "1 backup" : "\(count) backups" }

private func list(_ names: [BackupName]) -> String { names.map(\.description).joined(separator: ", ") }
