internal import BackupStore
internal import CameraDevice
internal import CameraModel
internal import FileSystem

extension ServiceError {
  /// The class of this error. Its sentence is made in the module `Wording`.
  package var code: ErrorCode {
    switch self {
    case .settings(let error): error.code
    case .demo(let problem): problem.code
    case .systemFile(let problem): problem.code
    case .settingsWithheld: .settings
    case .store(let error): error.code
    case .noCard(let problem): problem.code
    case .card(let error), .configuration(let error), .configurationWrite(let error): error.errorCode
    case .state(let error), .run(let error): error.internalCode
    case .bus(.noThread), .noThread: .noMemory
    case .bus, .modules, .restoreModules, .moduleDiffers, .notPutBack: .moduleFailed
    case .noSuchModule, .noRestoreAwaits: .notFound
    case .user(let error): error.code
    case .userList, .logInUsers: .damaged
    case .usersChanged, .notAsShown: .busy
    case .logIn(let problem): problem.code
    case .secret(let problem): problem.code
    case .escrow(let problem): problem.code
    case .drill(let problem): problem.code
    case .export(_, let error): error.operation == .create && error.isExisting ? .refused : error.errorCode
    case .notPermitted: .notPermitted
    case .commandLine, .usage: .usage
    case .exchange(let error): error.code
    case .screens(let problem): problem.code
    case .output(let error): error.distrust == nil ? .ioError : .settings
    case .edit(let problem): problem.code
    case .reload, .reboot, .rebootAfterRevert, .restoreRecordDamaged: .ioError
    case .pin, .pinsDiffer, .password, .passwordsDiffer, .notConfirmed, .moduleNotRestorable, .otherModel,
      .nothingToKeep, .newerFirmware, .noAdministrator, .nothingToRestore, .identityLost, .revertNotArmed,
      .rebootNeeded, .restoreAwaits, .revertNeedsReboot, .undoNotKept, .otherRestore, .notReplaceable, .ownFile,
      .replacesAnother:
      .refused
    }
  }

  /// Which of several causes of its code it is, a word in JSON; `nil` where the code says it all.
  package var reason: String? {
    guard case .store(let error) = self else { return nil }
    return error.reason
  }
}

extension ServiceError.CardProblem {
  fileprivate var code: ErrorCode {
    switch self {
    case .absent, .notMounted, .pulledOutAtChange: .noCard
    case .pulledOut: .ioError
    case .unwritable: .readOnly
    }
  }
}

extension SettingsFileError {
  fileprivate var code: ErrorCode {
    switch self {
    case .missing, .notRegular, .tooLarge, .notTrusted, .invalid, .notDirectory: .settings
    case .unreadable(_, let error): error.isNotPermitted ? .notPermitted : .settings
    }
  }
}

extension SystemFileProblem {
  fileprivate var code: ErrorCode {
    switch self {
    case .exists: .refused
    case .file(let error): error.errorCode
    }
  }
}

extension DemoProblem {
  fileprivate var code: ErrorCode {
    switch self {
    case .noHome: .settings
    case .notADemo, .unsuitablePath: .refused
    case .file(let error): error.errorCode
    }
  }
}

extension UserError {
  fileprivate var code: ErrorCode {
    switch self {
    case .notFound: .notFound
    case .name, .nameTaken, .tooMany, .noAdministratorLeft, .needsPassword, .badPasswordString: .refused
    }
  }
}

extension ConfigurationEditProblem {
  fileprivate var code: ErrorCode {
    switch self {
    case .noKey, .noSection: .notFound
    case .ambiguous, .invalidName, .invalidSection, .noSections, .tooLong, .utf16, .notUTF8, .outside, .notAPair,
      .structure:
      .usage
    case .secretArgument, .entriesDiffer, .users, .identity, .masked, .value, .textSection, .repeated, .repeatedSection,
      .emptySection, .tooMany:
      .refused
    case .line(_, let problem): problem.code
    case .file: .damaged
    case .changed: .busy
    }
  }
}

extension LogInProblem {
  fileprivate var code: ErrorCode {
    switch self {
    case .wrong: .notPermitted
    case .mustWait: .mustWait
    }
  }
}

extension SecretProblem {
  fileprivate var code: ErrorCode {
    switch self {
    case .noTerminal: .noTerminal
    case .file(_, let error): error.errorCode
    case .missingLine, .tooLong, .utf16: .usage
    case .noMemory: .noMemory
    }
  }
}

extension DrillProblem {
  fileprivate var code: ErrorCode {
    switch self {
    case .unreadable(let error): error.isNotFound ? .notFound : error.errorCode
    case .place(_, let error): error.errorCode
    case .copy(.notABackup), .copy(.laterVersion): .refused
    case .copy(.cut), .copy(.damaged), .copy(.excess), .copy(.text), .copy(.checksum), .differs: .damaged
    case .wrongPIN: .wrongPIN
    }
  }
}

extension EscrowProblem {
  fileprivate var code: ErrorCode {
    switch self {
    case .unreadable(_, let error): error.isNotFound ? .notFound : error.errorCode
    case .notRegular, .notPublicKey, .privateInPlaceOfPublic, .notPrivateKey, .otherKey, .laterVersion, .tooLarge,
      .notRevealed:
      .refused
    case .openToOthers, .foreignOwner: .notPermitted
    case .nothingFound: .notFound
    case .damaged: .damaged
    }
  }
}

extension ScreenProblem {
  fileprivate var code: ErrorCode {
    switch self {
    case .noTerminal, .unusable: .noTerminal
    case .commandRefused: .notPermitted
    }
  }
}

extension FileError {
  /// Of a file on the card, or of one that a person named.
  var errorCode: ErrorCode {
    if distrust != nil { return .settings }
    return isNotPermitted ? .notPermitted : isReadOnly ? .readOnly : isFull ? .full : .ioError
  }

  /// Of a disk that is not the card: *full* and *read-only* would seem to be said of the card.
  var internalCode: ErrorCode {
    if distrust != nil { return .settings }
    return isNotPermitted ? .notPermitted : .ioError
  }
}
