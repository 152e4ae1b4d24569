package import BackupStore
internal import CameraDevice
internal import ConfigurationChange
package import FileSystem

/// Why the configuration from before a restore could not be kept for Undo.
package enum UndoFailure: Error, Equatable {
  /// No Super PIN is set: nothing can be sealed.
  case noPIN
  /// The state directory has no room for it.
  case noRoom
  /// The state directory cannot be written.
  case readOnly
  /// A file of Undo in the state directory.
  case undoFile(FileError)
  /// What was written reads back different.
  case undoDamaged
  /// The store's record.
  case record(FileError)
  /// Both copies of the record are unreadable.
  case recordDamaged
  /// A file that the store reads or writes.
  case file(FileError)
  /// The system lacks memory: how much was asked for, 0 when little.
  case noMemory(kibibytes: UInt32)
  /// The PIN was changed as often as the format allows.
  case epochsUsedUp
  /// The state directory.
  case state(FileError)
  /// The current configuration, of which only modules were changed.
  case configuration(FileError)
  /// The configuration from before the restore.
  case former(FileError)
  /// Nothing can be reached beside the configuration directory: its path.
  case place(path: String)
  /// The trees that are there are not those of the restore's record.
  case journalDamaged
  /// A file of the configuration, by its path in the archive.
  case unreadable(path: String, FileError)
  /// A file that changed while it was read.
  case changed(path: String)
  /// An entry that breaks a rule of the format; `nil` in records of earlier versions, which do not say which.
  case unfit(path: String, ArchiveRule?)
  /// A field of the camera's identity is too long or not printable.
  case identity(ArchiveIdentity.Field)
  /// It was kept, and its file is no longer in the state directory.
  case gone
  /// What an earlier version recorded: a sentence.
  case sentence(String)
  /// No work of Undo fails in this way.
  case unexpected
}

extension UndoFailure {
  /// What sealing the previous configuration threw.
  init(_ error: ServiceError) {
    self =
      switch error {
      case .store(let error): UndoFailure(error)
      case .state(let error): .state(error)
      case .configuration(let error): .configuration(error)
      case .exchange(.file(let error)): .former(error)
      case .exchange(.notExchangeable(let path, _)), .exchange(.noRoom(let path, _)): .place(path: path)
      case .restoreRecordDamaged: .journalDamaged
      case .settings, .settingsWithheld, .demo, .systemFile, .noCard, .notReplaceable, .card, .run, .configurationWrite,
        .bus,
        .modules, .noSuchModule, .pin, .pinsDiffer, .user, .userList, .logInUsers, .password, .passwordsDiffer,
        .usersChanged, .notAsShown, .logIn, .reload, .secret, .escrow, .drill, .export, .notConfirmed, .notPermitted,
        .restoreModules,
        .moduleNotRestorable, .moduleDiffers, .notPutBack, .otherModel, .nothingToKeep, .newerFirmware,
        .noAdministrator, .nothingToRestore, .identityLost, .revertNotArmed, .rebootNeeded, .restoreAwaits,
        .revertNeedsReboot, .undoNotKept, .noRestoreAwaits, .reboot, .rebootAfterRevert, .commandLine, .usage,
        .screens, .noThread, .ownFile, .otherRestore, .output, .replacesAnother, .edit:
        .unexpected
      }
  }

  private init(_ error: StoreError) {
    self =
      switch error {
      case .plan(let error): UndoFailure(error)
      case .undoNotWritten(let error?): .undoFile(error)
      case .undoNotWritten(nil): .noRoom
      case .undoDamaged: .undoDamaged
      case .readOnly: .readOnly
      case .record(let error): .record(error)
      case .recordDamaged: .recordDamaged
      case .file(let error): .file(error)
      case .noMemory(let kibibytes): .noMemory(kibibytes: kibibytes)
      case .noPIN: .noPIN
      case .epochsUsedUp: .epochsUsedUp
      case .pinAlreadySet, .wrongPIN, .mustWait, .locked, .noCard, .full, .noFileLeft, .damaged, .vaultDamaged,
        .notFound, .onlyReturned, .otherPIN, .cleanUpFailed, .partlyDeleted, .stopped, .archive, .label,
        .configurationKeepsChanging,
        .requiredLeftOut, .readBackDiffers, .tooManyKept, .notInLedger, .keepDamaged, .countersUsedUp, .epochsTaken,
        .numbersTaken,
        .otherBackups, .deletionUnfinished, .wouldLock, .opensNothing, .wouldLose, .wouldLeaveCard, .nothingToAdopt,
        .tooCostly, .obstructed, .staging, .nothingToUndo, .escrow, .busy, .incoming, .receiving, .notReceived,
        .nameTaken, .damagedOnCard, .differsOnCard, .importUnfinished, .tooManyFiles, .wouldLockCard, .nothingToCompare:
        .unexpected
      }
  }

  private init(_ error: ArchivePlanError) {
    self =
      switch error {
      case .refused(let path, let rule): .unfit(path: path, rule)
      case .identity(let field): .identity(field)
      case .changed(let path): .changed(path: path)
      case .file(let path, let error): .unreadable(path: path, error)
      case .digest: .noMemory(kibibytes: 0)
      }
  }

  /// Whether sealing may succeed another time.
  var mayPass: Bool {
    switch self {
    case .undoFile, .record, .file, .noMemory: true
    case .noPIN, .noRoom, .readOnly, .undoDamaged, .recordDamaged, .epochsUsedUp, .state, .configuration, .former,
      .place, .journalDamaged, .unreadable, .changed, .unfit, .identity, .gone, .sentence, .unexpected:
      false
    }
  }
}

/// How it stands in the record of a restore.
extension UndoFailure {
  fileprivate enum Code: String {
    case noPIN = "no-pin"
    case noRoom = "no-room"
    case readOnly = "read-only"
    case undoFile = "undo-file"
    case undoDamaged = "undo-damaged"
    case record
    case recordDamaged = "record-damaged"
    case file
    case noMemory = "no-memory"
    case epochsUsedUp = "epochs-used-up"
    case state, configuration, former, place, journal, unreadable, changed, unfit, identity, gone, failed
  }

  /// What is recorded of it.
  var problem: UndoProblem {
    switch self {
    case .noPIN: UndoProblem(.noPIN)
    case .noRoom: UndoProblem(.noRoom)
    case .readOnly: UndoProblem(.readOnly)
    case .undoFile(let error): UndoProblem(.undoFile, error)
    case .undoDamaged: UndoProblem(.undoDamaged)
    case .record(let error): UndoProblem(.record, error)
    case .recordDamaged: UndoProblem(.recordDamaged)
    case .file(let error): UndoProblem(.file, error)
    case .noMemory(let kibibytes): UndoProblem(.noMemory, number: Int32(clamping: kibibytes))
    case .epochsUsedUp: UndoProblem(.epochsUsedUp)
    case .state(let error): UndoProblem(.state, error)
    case .configuration(let error): UndoProblem(.configuration, error)
    case .former(let error): UndoProblem(.former, error)
    case .place(let path): UndoProblem(.place, path)
    case .journalDamaged: UndoProblem(.journal)
    case .unreadable(let path, let error): UndoProblem(.unreadable, path, number: error.code, error.operation.rawValue)
    case .changed(let path): UndoProblem(.changed, path)
    case .unfit(let path, let rule): UndoProblem(.unfit, path, rule?.rawValue)
    case .identity(let field): UndoProblem(.identity, field.rawValue)
    case .gone: UndoProblem(.gone)
    case .sentence(let sentence): UndoProblem(code: sentence)
    case .unexpected: UndoProblem(.failed)
    }
  }

  /// What a record says: what is not a code is the sentence of an earlier version.
  init(_ problem: UndoProblem) {
    guard let code = Code(rawValue: problem.code) else {
      self = .sentence(problem.code)
      return
    }
    let path = problem.file ?? ""
    // Earlier versions do not say what was done to the file.
    let operation = problem.detail.flatMap(FileError.Operation.init) ?? .open
    let error = FileError(operation, path, code: problem.number ?? 0)
    self =
      switch code {
      case .noPIN: .noPIN
      case .noRoom: .noRoom
      case .readOnly: .readOnly
      case .undoFile: .undoFile(error)
      case .undoDamaged: .undoDamaged
      case .record: .record(error)
      case .recordDamaged: .recordDamaged
      case .file: .file(error)
      case .noMemory: .noMemory(kibibytes: UInt32(clamping: problem.number ?? 0))
      case .epochsUsedUp: .epochsUsedUp
      case .state: .state(error)
      case .configuration: .configuration(error)
      case .former: .former(error)
      case .place: .place(path: path)
      case .journal: .journalDamaged
      case .unreadable: .unreadable(path: path, error)
      case .changed: .changed(path: path)
      case .unfit: .unfit(path: path, problem.detail.flatMap(ArchiveRule.init))
      case .identity: ArchiveIdentity.Field(rawValue: path).map(UndoFailure.identity) ?? .unexpected
      case .gone: .gone
      case .failed: .unexpected
      }
  }
}

extension UndoProblem {
  fileprivate init(_ code: UndoFailure.Code, _ file: String? = nil, number: Int32? = nil, _ detail: String? = nil) {
    self.init(code: code.rawValue, file: file, number: number, detail: detail)
  }

  fileprivate init(_ code: UndoFailure.Code, _ error: FileError) {
    self.init(code, error.name, number: error.code, error.operation.rawValue)
  }
}
