internal import BackupStore
internal import CameraDevice
internal import CameraModel
internal import FileSystem

/// Undo: what was in force before the last restore is kept, sealed, until the next one, and restored like a backup.
extension Camera {
  /// The options of a restore or a preview; undoing a restore of modules leaves the configuration alone.
  ///
  /// - Throws: `.restoreAwaits`, `.rebootNeeded`, `.revertNeedsReboot`: what is kept is not from before that restore.
  func undoing(_ id: BackupSelector, _ options: RestoreOptions) throws(ServiceError) -> RestoreOptions {
    guard id == .undo else { return options }
    return try withRecord("a preview") { (record) throws(ServiceError) in
      try settleFormer(record, options)
      return try undoing(id, options, record)
    }
  }

  /// Refuses what is not from before the last restore, where Undo is meant.
  ///
  /// - Throws: as `undoing`.
  func checkUndo(_ ids: [BackupSelector]) throws(ServiceError) {
    for id in ids { _ = try undoing(id, RestoreOptions()) }
  }

  func undoing(
    _ id: BackupSelector, _ options: RestoreOptions, _ record: RestoreRecord
  ) throws(ServiceError) -> RestoreOptions {
    guard id == .undo else { return options }
    guard let note = try record.outcome()?.undo else { throw .store(.nothingToUndo) }
    if let problem = note.problem { throw .undoNotKept(problem) }
    var options = options
    options.modulesOnly = options.modulesOnly || note.isModulesOnly
    return options
  }

  /// Seals configuration and modules from before a restore in the state directory. The confirmation stands whatever
  /// comes of it: then nothing is kept, so that Undo cannot bring the configuration from before an earlier restore.
  ///
  /// - Returns: `nil` where it may be postponed and failed for a reason that may pass.
  func sealUndo(_ intent: RestoreIntent, mayPostpone: Bool) -> UndoNote? {
    var note = UndoNote(isModulesOnly: intent.newTree == nil)
    do throws(ServiceError) {
      let session = try sessionWithoutCard()
      do throws(ServiceError) {
        let request = try undoRequest(intent)
        try store { () throws(StoreError) in try session.sealUndo(request, created: intent.began) }
      } catch {
        guard mayPostpone, error.mayPass else {
          try? session.removeUndo()
          throw error
        }
        return nil
      }
    } catch {
      note.problem = error.message.text
    }
    return note
  }

  /// A session on the record alone. What it does is past a commit point and does not stop.
  func sessionWithoutCard() throws(ServiceError) -> StoreSession {
    let observer = WorkObserver(report: observer.report, shouldStop: { false })
    let environment = environment(state: try openState(), card: nil)
    return try store { () throws(StoreError) in try StoreSession(environment, observer: observer) }
  }

  private func undoRequest(_ intent: RestoreIntent) throws(ServiceError) -> BackupRequest {
    let modules = intent.modules.compactMap { module in
      module.former.map { former in
        ModuleSnapshot(
          ModuleIdentity(
            address: module.address, kind: module.kind, serial: module.serial ?? "", firmware: module.firmware ?? ""),
          configuration: Array(former))
      }
    }
    let identity = ArchiveIdentity(
      model: intent.model ?? "", serial: intent.serial ?? "", firmware: intent.firmware ?? "")
    return BackupRequest(
      configuration: try formerConfiguration(intent), modules: modules, identity: identity,
      label: "before \(intent.backup)")
  }

  /// The configuration before a restore: the sibling after the exchange, the running one where none was exchanged.
  private func formerConfiguration(_ intent: RestoreIntent) throws(ServiceError) -> any Directory {
    guard let former = intent.formerTree else { return try openConfiguration() }
    do {
      let configuration = try ConfigurationDirectory(at: settings.configuration)
      guard try configuration.siblingIdentity().inode == former.inode else { throw ServiceError.restoreRecordDamaged }
      return try configuration.openSibling()
    } catch let error as ExchangeError {
      throw .exchange(error)
    } catch {
      throw .restoreRecordDamaged
    }
  }
}

extension ServiceError {
  /// Whether what was sealed without success may be sealed another time.
  fileprivate var mayPass: Bool {
    switch self {
    case .store(.undoNotWritten(_?)), .store(.record), .store(.file), .store(.noMemory): true
    default: false
    }
  }
}
