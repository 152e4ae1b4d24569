internal import BackupStore
internal import CameraDevice
internal import CameraModel
internal import CameraService
internal import FileSystem

extension StoreError {
  var message: Message {
    switch self {
    case .noPIN: .noPIN
    case .pinAlreadySet: .pinAlreadySet
    case .wrongPIN(let wait): .wrongPIN(nextIn: wait)
    case .mustWait(let seconds): .mustWait("Too many wrong PINs.", seconds)
    case .wouldLock(let count): .wouldLock(count)
    case .wouldLose(let names): .wouldLose(names)
    case .wouldLeaveCard(let obstacle): obstacle.message
    case .opensNothing: .opensNothing
    case .nothingToAdopt: .nothingToAdopt
    case .tooCostly(let passes, let mebibytes): .tooCostly(passes, mebibytes)
    case .epochsUsedUp: .epochsUsedUp
    case .full(let needed?, let free?):
      .full("The SD card is full: \(size(needed)) are needed, \(size(free)) are free.")
    case .full: .full("The SD card is full. The backups on it are unharmed.")
    case .noFileLeft(let lack): lack.message
    case .epochsTaken: .epochsTaken
    case .numbersTaken: .numbersTaken
    case .otherBackups: .otherBackups
    case .deletionUnfinished(let name, let failure):
      failure.message("Backup \(name) is deleted from the list, but its file could not be wiped")
    case .locked(let count): .locked(count)
    case .noCard: Message("There is no SD card.", "Put one into the slot.")
    case .readOnly: .readOnlyCard
    case .obstructed: .obstructed
    case .readBackDiffers: .readBackDiffers
    case .countersUsedUp: .countersUsedUp
    case .file(let error): error.cardMessage
    case .nothingToUndo: .nothingToUndo
    case .undoDamaged: .undoDamaged
    case .undoNotWritten(let error): .undoNotWritten(error)
    case .damaged(let names): .damaged(names)
    case .vaultDamaged: .vaultDamaged
    case .notFound(let name): .notFound(name)
    case .otherPIN(let name): .otherPIN(name)
    case .archive(let name, let error): error.message(of: name)
    case .label: .label
    case .notInLedger(let name): .notInLedger(name)
    case .tooManyKept: .tooManyKept
    case .keepDamaged(let name): .keepDamaged(name)
    case .plan(let error): error.message
    case .configurationKeepsChanging(let path): .configurationKeepsChanging(path)
    case .requiredLeftOut(let entry): entry.message
    case .noMemory(let kibibytes): .noMemory(kibibytes)
    case .cleanUpFailed(let name, let failure): failure.message(of: name)
    case .partlyDeleted(let count, let error):
      error.message(
        "Not every backup could be deleted (\(count) \(count == 1 ? "was" : "were"))", "The list shows the rest.")
    case .stopped: Message("Stopped, and undone.", "Nothing was changed.")
    case .recordDamaged: .recordDamaged
    case .record(let error): error.recordMessage
    case .staging(let error):
      error.message("The configuration cannot be restored, and nothing was changed", "Make room, or check CONFIG.")
    case .busy(let holder): holder.message
    }
  }
}

/// The record in the state directory, and the memory of the machine.
extension Message {
  fileprivate static let recordDamaged = Message(
    "Both copies of the record in the state directory are unreadable.",
    "Set the Super PIN again with pin set --forgotten; the former digits open the backups then.",
    onScreen: "Set the Super PIN again; the former digits open the backups then.")

  /// - Parameter kibibytes: KiB that were asked for; 0 when little.
  fileprivate static func noMemory(_ kibibytes: UInt32) -> Message {
    let amount = kibibytes > 0 ? ": \(kibibytes / 1_024) MiB" : ""
    return Message("This needs more memory than is free\(amount).", "Close other programs and try again.")
  }
}

extension FileError {
  fileprivate var recordMessage: Message {
    switch operation {
    case .open, .read, .status:
      message(
        "The record in the state directory cannot be read", "Check its rights, or look for a failing disk.")
    case .create, .write, .synchronize, .remove, .rename, .list, .makeDirectory, .readLink, .exchange, .lock,
      .setAttributes:
      message("The record in the state directory cannot be written", "Look for a full or failing disk.")
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
  fileprivate func message(_ what: String) -> Message {
    let hint = "The next operation on this card does it."
    return switch self {
    case .card(let error) where error.isGone:
      Message("\(what): the SD card was pulled out, or it no longer answers.", "Put it in again. \(hint)")
    case .card(let error):
      Message("\(what): \(error.name): \(error.reason).", (error.unlockHint.map { $0 + " " } ?? "") + hint)
    case .record(let error): Message("\(what): the record: \(error.reason).", hint)
    case .readOnly: Message("\(what): the card cannot be written.", hint)
    case .other: Message("\(what).", hint)
    }
  }
}
