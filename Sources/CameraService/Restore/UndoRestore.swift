internal import BackupStore
internal import CameraDevice
internal import CameraModel
internal import ConfigurationChange
internal import FileSystem

/// Undo: the configuration before the last restore is kept, sealed, until the next restore, and restored like a backup.
extension Camera {
  /// The options of a restore or a preview; undoing a restore of modules leaves the configuration alone.
  ///
  /// - Throws: `.restoreAwaits`, `.rebootNeeded`, `.revertNeedsReboot`: what is kept is not from before that restore;
  ///   `.otherRestore`: it is from before another one than was asked about.
  func undoing(_ id: BackupSelector?, _ options: RestoreOptions) throws(ServiceError) -> RestoreOptions {
    guard id == .undo else { return options }
    return try withRestores(.preview) { (engine) throws(ServiceError) in
      try settleEarlier(engine, options)
      return try undoing(id, options, engine)
    }
  }

  /// Refuses what is not from before the last restore, where Undo is meant.
  ///
  /// - Throws: as `undoing`.
  func checkUndo(_ ids: [BackupSelector]) throws(ServiceError) {
    for id in ids { _ = try undoing(id, RestoreOptions()) }
  }

  func undoing(
    _ id: BackupSelector?, _ options: RestoreOptions, _ engine: RestoreEngine
  ) throws(ServiceError) -> RestoreOptions {
    guard id == .undo else { return options }
    let note = try changing { () throws(ChangeError) in
      try engine.undoable(leavingOut: options.modules.skipped, of: options.undoes?.change)
    }
    var options = options
    options.modulesOnly = options.modulesOnly || note.isModulesOnly
    options.undoes = note.change.map(RestoreID.init)
    return options
  }

  /// A session on the record alone. What it does is past a commit point and does not stop.
  func sessionWithoutCard() throws(ServiceError) -> StoreSession {
    let observer = WorkObserver(report: observer.report, shouldStop: { false }, expect: observer.expect)
    let environment = environment(state: try openState(), card: nil)
    return try store { () throws(StoreError) in try StoreSession(environment, observer: observer) }
  }
}
