internal import BackupStore
internal import CameraDevice
internal import CameraModel
internal import ConfigurationChange
internal import FileSystem

/// What the record of a restore, or of a change of keys, says beside what every change says. Records of earlier
/// versions do not have all of it.
struct RestoreDetails: ChangeDetails {
  /// Which backup; `nil` for Undo.
  var source: RestoredBackup?
  /// What of the backup was left out.
  var leftOut: RestoreLeftOut?
  /// The restored configuration that the camera has after it, and the one that Undo brings back.
  var configuration: RestoredConfiguration?
  var formerConfiguration: RestoredConfiguration?
  /// What of the backup the restored configuration does not have; `nil` for nothing.
  var losses: RestoreLosses?
  /// Of a change of the configuration: what it changed; `nil` for a restore.
  var edited: EditedConfiguration?

  /// After a revert the previous configuration is used again.
  func takenBack(to previous: RestoreDetails?) -> RestoreDetails {
    var details = self
    details.configuration = previous?.configuration
    details.formerConfiguration = previous?.formerConfiguration
    return details
  }
}

typealias RestoreEngine = ChangeEngine<RestoreDetails>
typealias RestoreIntent = ChangeIntent<RestoreDetails>
typealias RestoreOutcome = ChangeOutcome<RestoreDetails>

extension UseCase {
  /// Writing of modules that did not answer before.
  static let writePendingModules = UseCase("modules pending", .work)
}

extension Camera {
  /// What carries restores out on this camera.
  func restoreEngine() throws(ServiceError) -> RestoreEngine {
    RestoreEngine(
      journal: ChangeJournal(directory: try openState()), machine: machine, keeper: UndoKeeper(camera: self),
      shouldStop: observer.shouldStop)
  }

  /// Runs work on the restore's record. Who changes it holds this lock; who changes configuration or modules too holds
  /// the store's, taken before: see `ChangeEngine`.
  func withRestores<Result>(
    _ work: LockedWork, _ body: (RestoreEngine) throws(ServiceError) -> Result
  ) throws(ServiceError) -> Result {
    let engine = try restoreEngine()
    return try withLock(work, name: "restore") { () throws(ServiceError) in try body(engine) }
  }

  /// Gives an event of a restore to its engine, under the record's lock.
  func handle(
    _ event: ChangeEvent, of asked: RestoreID? = nil, _ work: LockedWork = .endOfRestore
  ) throws(ServiceError) -> ChangeReport<RestoreDetails> {
    try withRestores(work) { (engine) throws(ServiceError) in
      try changing { () throws(ChangeError) in try engine.handle(event, of: asked?.change) }
    }
  }

  /// Finishes an interrupted restore, revert or confirmation, so that no backup takes a mixture.
  func settleInterruptedRestore() throws(ServiceError) { _ = try handle(.settle) }

  /// Gives modules that appeared the settings that waited for them.
  ///
  /// - Returns: the addresses of those that took them, and of those that still wait.
  package func writePendingModules() throws(ServiceError) -> (written: [String], pending: [String]) {
    try perform(.writePendingModules) { () throws(ServiceError) in
      try withLock(.writeModules) { () throws(ServiceError) in
        let report = try handle(.modulesAppeared, .writeModules)
        return (report.written, report.waiting)
      }
    }
  }
}

/// Runs work of the change engine.
func changing<Result>(_ body: () throws(ChangeError) -> Result) throws(ServiceError) -> Result {
  try mapError(ServiceError.init(change:), body)
}

extension ServiceError {
  init(change error: ChangeError) {
    self =
      switch error {
      case .journal(let error), .clock(let error): .state(error)
      case .journalDamaged: .restoreRecordDamaged
      case .exchange(let error): .exchange(error)
      case .source(let error): error as? ServiceError ?? .restoreRecordDamaged
      case .bus(let error): .bus(error)
      case .modules(let failures) where failures.contains { $0.error == .noThread }: .noThread
      case .modules(let failures): .restoreModules(failures)
      case .noSuchModule(let address): .noSuchModule(address)
      case .moduleDiffers(let address): .moduleDiffers(address: address)
      case .notPutBack(let modules, let cause):
        .notPutBack(modules: modules, cause: cause.map { ServiceError(change: $0) })
      case .stopped: .store(.stopped)
      case .refused(let refusal, let backup): ServiceError(change: refusal, backup)
      }
  }

  private init(change refusal: ChangeRefusal, _ backup: String) {
    self =
      switch refusal {
      case .restartNeeded: .rebootNeeded(backup)
      case .awaitsConfirmation: .restoreAwaits(backup)
      case .revertNeedsRestart: .revertNeedsReboot(backup)
      case .nothingAwaits: .noRestoreAwaits
      case .nothingToUndo: .store(.nothingToUndo)
      case .anotherChange: .otherRestore(backup)
      case .formerNotKept(let problem): .undoNotKept(UndoFailure(problem))
      }
  }
}

extension Caller {
  /// As it stands in the record of a restore.
  var text: String {
    switch origin {
    case .shell: name
    case .sudo: "\(name) (sudo)"
    case .ssh(let address): "\(name) (ssh \(address))"
    case .console(let line): "\(name) (console \(line))"
    }
  }
}
