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
}

extension Camera {
  /// Finishes what the reboot, or a power cut, interrupted: the inode under the configuration's name tells the side.
  package func finishRestore() throws(ServiceError) -> BootReport {
    try perform(.finishRestore) { () throws(ServiceError) in
      try withStore("the end of a restore", needsCard: false) { (_, _) throws(ServiceError) in
        try finish(RestoreRecord(directory: try openState()))
      }
    }
  }

  private func finish(_ record: RestoreRecord) throws(ServiceError) -> BootReport {
    guard let intent = try record.intent() else { return .nothing }
    guard try isExchanged(intent) else {
      try undo(intent, record)
      return .undone(backup: intent.backup)
    }
    let pending = ModuleWriter(bus: bus).finish(intent.modules)
    try removeFormer()
    try record.save(RestoreOutcome(backup: intent.backup, finished: time.now().seconds, isReverted: false))
    try record.clear()
    return .finished(backup: intent.backup, pending: pending)
  }

  /// How the last restore stands.
  func restoreStatus() throws(ServiceError) -> RestoreStatus? {
    let record = RestoreRecord(directory: try openState())
    if let intent = try record.intent(), try isExchanged(intent) {
      return RestoreStatus(backup: intent.backup, state: .rebootNeeded)
    }
    guard let outcome = try record.outcome() else { return nil }
    return RestoreStatus(backup: outcome.backup, state: outcome.isReverted ? .reverted : .confirmed)
  }

  /// Whether the new tree is under the configuration's name.
  func isExchanged(_ intent: RestoreIntent) throws(ServiceError) -> Bool {
    guard let new = intent.newTree else { return false }
    do {
      return try configurationDirectory().identity() == new
    } catch {
      throw .exchange(error)
    }
  }

  /// Puts the modules back and removes the staged tree and the intent.
  func undo(_ intent: RestoreIntent, _ record: RestoreRecord) throws(ServiceError) {
    let stuck = ModuleWriter(bus: bus).putBack(intent.modules)
    guard stuck.isEmpty else { throw .notPutBack(modules: stuck, cause: "The restore was interrupted.") }
    if intent.newTree != nil { try removeFormer() }
    try record.clear()
  }

  /// Removes the tree that is not under the configuration's name.
  private func removeFormer() throws(ServiceError) {
    do {
      try configurationDirectory().removeSibling()
    } catch {
      throw .exchange(error)
    }
  }

  private func configurationDirectory() throws(ExchangeError) -> ConfigurationDirectory {
    try ConfigurationDirectory(at: settings.configuration)
  }
}
