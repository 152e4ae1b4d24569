internal import BackupStore
internal import FileSystem

extension StoreError {
  var message: Message {
    switch self {
    case .noPIN: .noPIN
    case .pinAlreadySet: .pinAlreadySet
    case .wrongPIN(let wait): .wrongPIN(nextIn: wait)
    case .mustWait(let seconds): .mustWait(tooManyWrongPINs, seconds)
    case .wouldLock(let count): .wouldLock(count)
    case .wouldLose(let names): .wouldLose(names)
    case .wouldLeaveCard(let obstacle): obstacle.message
    case .opensNothing: .opensNothing
    case .nothingToAdopt: .nothingToAdopt
    case .tooCostly(let passes, let mebibytes): .tooCostly(passes, mebibytes)
    case .epochsUsedUp: .epochsUsedUp
    case .full(let needed?, let free?):
      .full("The SD card is full: \(size(needed)) are needed, \(size(free)) are free.")
    case .full: .full("The SD card is full. The backups on it are not affected.")
    case .noFileLeft(let cause): cause.message
    case .epochsTaken: .epochsTaken
    case .numbersTaken: .numbersTaken
    case .otherBackups: .otherBackups
    case .importUnfinished(let name, let cause): .importUnfinished(name, cause)
    case .deletionUnfinished(let name, let failure):
      failure.message("Backup \(name) was deleted, but its file could not be overwritten")
    case .locked(let count): .locked(count)
    case .noCard: .noCard
    case .readOnly: .readOnlyCard
    case .obstructed: .obstructed
    case .readBackDiffers: .readBackDiffers
    case .countersUsedUp: .countersUsedUp
    case .file(let error): error.cardMessage
    case .nothingToUndo: .nothingToUndo
    case .undoDamaged: .undoDamaged
    case .undoNotWritten(let error): .undoNotWritten(error)
    case .escrow(let error): error.escrowMessage
    case .damaged(let names): .damaged(names)
    case .vaultDamaged: .vaultDamaged
    case .notFound(let name): .notFound(name)
    case .onlyReturned(let name): .onlyReturned(name)
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
      error.message("Only \(counted(count, "backup")) could be deleted", "The list shows the other backups.")
    case .stopped: Message("Stopped. Nothing was changed.")
    case .recordDamaged: .recordDamaged
    case .record(let error): error.recordMessage
    case .staging(let error):
      error.message("The configuration cannot be restored, and nothing was changed", "Make room, or check CONFIG.")
    case .busy(let holder): holder.message
    case .incoming(let fault): fault.message
    case .receiving(let error): error.receivingMessage
    case .notReceived(let error): .notReceived(error)
    case .nameTaken(let name): .nameTaken(name)
    case .damagedOnCard(let name): .damagedOnCard(name)
    case .differsOnCard(let name): .differsOnCard(name)
    case .tooManyFiles: .tooManyFiles
    case .wouldLockCard(let name): .wouldLockCard(name)
    case .nothingToCompare(let cause): cause.message
    }
  }
}

/// The record in the state directory, and the memory of the machine.
extension Message {
  fileprivate static let recordDamaged = Message(
    "Both copies of the record in the state directory are damaged.",
    .command("Set the old PIN again with \(.forgottenPIN). It opens the backups again.")
      + .screen("Set the old PIN again with \(.setPIN). It opens the backups again."))

  static let noGuardedMemory = Message("There is not enough guarded memory.", closePrograms)

  /// - Parameter kibibytes: KiB that were asked for; 0 when little.
  fileprivate static func noMemory(_ kibibytes: UInt32) -> Message {
    let amount = kibibytes > 0 ? ": \(kibibytes / 1_024) MiB are needed" : ""
    return Message("There is not enough free memory\(amount).", closePrograms)
  }

  private static let closePrograms: Hint = "Close other programs, and try again."
}

extension FileError {
  fileprivate var recordMessage: Message {
    switch operation {
    case .open, .read, .status:
      message("The record in the state directory cannot be read", "Check its rights, and the disk.")
    case .create, .write, .synchronize, .remove, .rename, .list, .makeDirectory, .readLink, .exchange, .lock,
      .setAttributes:
      message("The record in the state directory cannot be written", "Check whether the disk is full or fails.")
    }
  }
}

extension CleanUpFailure {
  /// - Parameter name: of the backup that was made.
  fileprivate func message(of name: BackupName?) -> Message {
    let done = name.map { "Backup \($0) was created and verified" } ?? "The work is complete and verified"
    return message("\(done), but old files could not be overwritten")
  }

  /// - Parameter what: what is done and what is not, a sentence without its end.
  fileprivate func message(_ what: String) -> Message {
    let hint: Hint = "The next operation tries again."
    return switch self {
    case .card(let error) where error.isGone:
      Message("\(what): the SD card was pulled out, or it no longer answers.", "Insert it again." + hint)
    case .card(let error):
      Message("\(what): \(error.name): \(error.reason).", (error.unlockHint ?? "") + hint)
    case .record(let error): Message("\(what): the record: \(error.reason).", hint)
    case .readOnly: Message("\(what): the card cannot be written.", hint)
    case .other: Message("\(what).", hint)
    }
  }
}
