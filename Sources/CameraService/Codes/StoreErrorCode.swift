internal import BackupStore
internal import FileSystem

extension StoreError {
  var code: ErrorCode {
    switch self {
    case .noPIN: .noPIN
    case .wrongPIN: .wrongPIN
    case .mustWait: .mustWait
    case .noCard: .noCard
    case .wouldLock, .tooCostly, .locked, .otherPIN: .locked
    case .readOnly: .readOnly
    case .full, .noFileLeft: .full
    case .wouldLose, .readBackDiffers, .undoDamaged, .damaged, .vaultDamaged, .archive, .recordDamaged: .damaged
    case .configurationKeepsChanging, .requiredLeftOut, .busy: .busy
    case .nothingToAdopt, .nothingToUndo, .notFound, .onlyReturned, .nothingToCompare: .notFound
    case .noMemory: .noMemory
    case .stopped: .stopped
    case .wouldLeaveCard(let obstacle): obstacle.code
    case .deletionUnfinished(_, let failure), .cleanUpFailed(_, let failure): failure.code
    case .importUnfinished(_, let cause): cause.code
    case .file(let error): error.isTooLarge || error.isGone ? .ioError : error.errorCode
    case .undoNotWritten(let error): error?.internalCode ?? .full
    case .escrow(let error): error.isFull ? .full : error.internalCode
    case .plan(let error): error.code
    case .partlyDeleted(_, let error), .staging(let error): error.errorCode
    case .record(let error), .receiving(let error): error.internalCode
    case .notReceived(let error): error?.internalCode ?? .full
    case .incoming(let fault): fault.code
    case .pinAlreadySet, .opensNothing, .epochsUsedUp, .epochsTaken, .numbersTaken, .otherBackups, .obstructed,
      .countersUsedUp, .label, .tooManyKept, .notInLedger, .keepDamaged, .nameTaken, .damagedOnCard,
      .differsOnCard, .tooManyFiles, .wouldLockCard:
      .refused
    }
  }

  /// What is used up, where the code is `full`: a word in JSON.
  var reason: String? {
    if case .full = self { return "bytes" }
    if case .noFileLeft(let used) = self { return used.word }
    guard case .wouldLeaveCard(let obstacle) = self else { return nil }
    return obstacle.reason
  }
}

extension IncomingFault {
  fileprivate var code: ErrorCode {
    switch self {
    case .notABackup, .laterVersion: .refused
    case .damaged, .cut, .excess, .text, .checksum: .damaged
    }
  }
}

extension FileLack {
  fileprivate var word: String {
    switch self {
    case .inodes: "inodes"
    case .names: "names"
    }
  }
}

extension CardObstacle {
  fileprivate var code: ErrorCode {
    switch self {
    case .absent: .noCard
    case .readOnly: .readOnly
    case .tooSmall, .tooFewInodes: .full
    case .otherCard: .locked
    }
  }

  fileprivate var reason: String? {
    switch self {
    case .tooSmall: "bytes"
    case .tooFewInodes: "inodes"
    case .absent, .readOnly, .otherCard: nil
    }
  }
}

extension CleanUpFailure {
  fileprivate var code: ErrorCode {
    switch self {
    case .readOnly: .readOnly
    case .card, .record, .other: .ioError
    }
  }
}

extension ArchivePlanError {
  fileprivate var code: ErrorCode {
    switch self {
    case .refused, .identity: .refused
    case .changed: .busy
    case .file: .ioError
    case .digest: .noMemory
    }
  }
}
