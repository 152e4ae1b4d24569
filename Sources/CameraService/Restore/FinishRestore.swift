internal import BackupStore
internal import CameraDevice
internal import CameraModel
internal import FileSystem

/// What `boot` did with a restore that was under way.
package enum BootReport: Sendable, Equatable {
  /// There was none.
  case nothing
  /// It was interrupted before the exchange: everything is as it was.
  case undone(backup: String)
  /// It is complete; these modules did not take their settings yet.
  case finished(backup: String, pending: [String])
}

/// The last restore, for `status`.
package struct RestoreStatus: Sendable {
  package enum State: String, Sendable {
    case rebootNeeded = "reboot-needed"
    case awaitingConfirmation = "awaiting-confirmation"
    case confirmed, reverted
  }

  package let backup: String
  package let state: State
  /// Addresses of the modules that did not take their settings.
  package let pendingModules: [String]

  package init(backup: String, state: State, pendingModules: [String]) {
    self.backup = backup
    self.state = state
    self.pendingModules = pendingModules
  }
}

extension Camera {
  /// Finishes what the reboot, or a power cut, interrupted: the inode under the configuration's name tells the side.
  package func finishRestore() throws(ServiceError) -> BootReport {
    try perform(.finishRestore) { () throws(ServiceError) in
      try withLock("the end of a restore") { () throws(ServiceError) in
        try finish(RestoreRecord(directory: try openState()))
      }
    }
  }

  private func finish(_ record: RestoreRecord) throws(ServiceError) -> BootReport {
    guard let intent = try record.intent() else {
      try record.clear()
      removeSibling()
      return .nothing
    }
    guard try isExchanged(intent) else {
      try undo(intent, record)
      return .undone(backup: intent.backup)
    }
    let pending = ModuleWriter(bus: bus).finish(intent.modules)
    try record.save(
      RestoreOutcome(backup: intent.backup, finished: time.now().seconds, isReverted: false, pending: pending))
    try record.clear()
    removeSibling()
    return .finished(backup: intent.backup, pending: pending)
  }

  /// Puts back what a restore that was interrupted before the exchange did to modules, lest a backup take a mixture.
  func undoInterruptedRestore() throws(ServiceError) {
    let record = RestoreRecord(directory: try openState())
    guard let intent = try record.intent(), try !isExchanged(intent) else { return }
    try undo(intent, record)
  }

  /// How the last restore stands.
  func restoreStatus() throws(ServiceError) -> RestoreStatus? {
    let record = RestoreRecord(directory: try openState())
    if let intent = try record.intent(), try isExchanged(intent) {
      return RestoreStatus(backup: intent.backup, state: .rebootNeeded, pendingModules: [])
    }
    guard let outcome = try record.outcome() else { return nil }
    return RestoreStatus(
      backup: outcome.backup, state: outcome.isReverted ? .reverted : .confirmed,
      pendingModules: outcome.pending)
  }

  /// Whether the new tree is under the configuration's name. Both trees are on one file system, whose device number
  /// may be another after a restart: the inode decides.
  ///
  /// - Throws: `.restoreRecordDamaged` where a third tree is there.
  func isExchanged(_ intent: RestoreIntent) throws(ServiceError) -> Bool {
    guard let former = intent.formerTree, let new = intent.newTree else { return false }
    let inode: UInt64
    do {
      inode = try ConfigurationDirectory(at: settings.configuration).identity().inode
    } catch {
      throw .exchange(error)
    }
    guard inode == new.inode || inode == former.inode else { throw .restoreRecordDamaged }
    return inode == new.inode
  }

  /// Puts the modules back and removes the staged tree and the intent.
  ///
  /// - Parameter isGivenUp: whether a module that does not take its settings may stay as it is.
  func undo(
    _ intent: RestoreIntent, _ record: RestoreRecord, isGivenUp: (String) -> Bool = { _ in false }
  ) throws(ServiceError) {
    let stuck = ModuleWriter(bus: bus).putBack(intent.modules)
      .filter { !isGivenUp($0) }
    guard stuck.isEmpty else { throw .notPutBack(modules: stuck, cause: "The restore was interrupted.") }
    try record.clear()
    removeSibling()
  }

  /// Removes the tree that is not under the configuration's name, in which secrets are in clear. What cannot be
  /// removed now is tried again by the next restore and at the next start.
  private func removeSibling() {
    guard let configuration = try? ConfigurationDirectory(at: settings.configuration),
      (try? configuration.identity()) != nil
    else { return }
    try? configuration.removeSibling()
  }
}
