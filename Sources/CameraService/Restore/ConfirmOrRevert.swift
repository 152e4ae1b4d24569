internal import BackupStore
internal import CameraDevice
internal import CameraModel
internal import FileSystem

/// What came of taking a restore back.
package struct RevertReport: Sendable, Equatable {
  package let backup: String
  /// The camera ran with the restored configuration, and has to be restarted.
  package let needsReboot: Bool
  /// Modules that did not take their former settings: they get them when they appear.
  package let pendingModules: [String]
  /// It was reverted before it was asked for.
  package let isUnchanged: Bool

  package init(backup: String, needsReboot: Bool, pendingModules: [String], isUnchanged: Bool = false) {
    self.backup = backup
    self.needsReboot = needsReboot
    self.pendingModules = pendingModules
    self.isUnchanged = isUnchanged
  }
}

extension Camera {
  /// Keeps what was restored. It waits for no other session's work but a restore's own; while there is any, the former
  /// configuration is not sealed for Undo yet, which the next start or the next work on the store does.
  ///
  /// - Returns: how the restore stands now.
  /// - Throws: `.noRestoreAwaits`, `.rebootNeeded`.
  @discardableResult
  package func confirmRestore() throws(ServiceError) -> RestoreStatus {
    try perform(.confirmRestore) { () throws(ServiceError) in
      var isRepeated = false
      let status = try withRecord("a confirmation") { (record) throws(ServiceError) in
        guard let intent = try record.intent() else {
          guard let outcome = try record.outcome(), !outcome.isReverted else { throw .noRestoreAwaits }
          isRepeated = true
          return self.status(outcome)
        }
        isRepeated = intent.isConfirmed
        switch try phase(of: intent) {
        case .awaiting, .confirmed: return RestoreStatus(try markConfirmed(intent, record), .confirmed)
        case .rebootNeeded: throw .rebootNeeded(intent.backup)
        case .interrupted, .takenBack: throw .noRestoreAwaits
        }
      }
      var result = try endConfirmed(status)
      result.isRepeated = isRepeated
      return result
    }
  }

  /// Ends a restore that is confirmed, unless another session is at work.
  private func endConfirmed(_ status: RestoreStatus) throws(ServiceError) -> RestoreStatus {
    do throws(ServiceError) {
      return try withLock("the end of a restore", patience: 0) { () throws(ServiceError) in
        try withRecord("the end of a restore") { (record) throws(ServiceError) in
          guard let intent = try record.intent(), intent.isConfirmed else { return status }
          return try finishConfirmation(intent, record, mayPostpone: true)
        }
      }
    } catch {
      guard case .store(.busy) = error else { throw error }
      return status
    }
  }

  /// The mark is the commit point of a confirmation.
  private func markConfirmed(
    _ intent: RestoreIntent, _ record: RestoreRecord
  ) throws(ServiceError) -> RestoreIntent {
    guard !intent.isConfirmed else { return intent }
    var intent = try counted(intent)
    intent.isConfirmed = true
    try record.save(intent)
    return intent
  }

  /// Confirms, if nobody has, and ends the restore: the former configuration is sealed for Undo, then goes. The caller
  /// holds the store's lock.
  ///
  /// - Parameter mayPostpone: leaves it for the next start or work, should sealing fail for a reason that may pass.
  func finishConfirmation(
    _ intent: RestoreIntent, _ record: RestoreRecord, mayPostpone: Bool = false
  ) throws(ServiceError) -> RestoreStatus {
    var intent = try markConfirmed(intent, record)
    // Where `boot` did not look at the modules yet, most hold their settings all the same.
    let writer = ModuleWriter(bus: bus)
    for index in intent.modules.indices where !intent.modules[index].isSettled {
      let module = intent.modules[index]
      intent.modules[index].isSettled = writer.holds(Array(module.new), module.address)
    }
    if intent.undo == nil {
      intent.undo = sealUndo(intent, mayPostpone: mayPostpone)
      guard intent.undo != nil else { return RestoreStatus(intent, .confirmed) }
      // From here on the former configuration is not needed, and may be gone in part.
      try record.save(intent)
    }
    let outcome = try outcome(of: intent, record)
    try record.save(outcome)
    removeSibling()
    try record.clear()
    return status(outcome)
  }

  /// A restore of modules alone changes nothing of what is said of the last one, but which modules wait.
  private func outcome(of intent: RestoreIntent, _ record: RestoreRecord) throws(ServiceError) -> RestoreOutcome {
    guard intent.newTree == nil, var former = try record.outcome() else {
      return RestoreOutcome(intent, isReverted: false, pending: intent.pending, undo: intent.undo, after: nil)
    }
    let addresses = intent.modules.map(\.address)
    former.pending = former.pending.filter { !addresses.contains($0.address) } + intent.pending
    former.undo = intent.undo
    return former
  }

  /// Puts back the configuration and the modules' settings from before the restore. The caller restarts the camera when
  /// the report says so.
  ///
  /// - Throws: `.noRestoreAwaits`.
  package func revertRestore() throws(ServiceError) -> RevertReport {
    try perform(.revertRestore) { () throws(ServiceError) in
      try withLock("taking a restore back") { () throws(ServiceError) in
        try withRecord("taking a restore back") { (record) throws(ServiceError) in
          guard let intent = try record.intent() else { return try repeatedRevert(record) }
          switch try phase(of: intent) {
          case .rebootNeeded, .awaiting: return try revert(intent, record)
          case .takenBack: return try finishTakingBack(intent, record)
          case .interrupted, .confirmed: throw .noRestoreAwaits
          }
        }
      }
    }
  }

  /// Whether there is a restore to be taken back; `false` where that has happened.
  ///
  /// - Throws: `.noRestoreAwaits`.
  package func awaitsRevert() throws(ServiceError) -> Bool {
    try withRecord("taking a restore back") { (record) throws(ServiceError) in
      guard let intent = try record.intent() else { return try !repeatedRevert(record).isUnchanged }
      switch try phase(of: intent) {
      case .rebootNeeded, .awaiting, .takenBack: return true
      case .interrupted, .confirmed: throw .noRestoreAwaits
      }
    }
  }

  /// What reverting comes to where that has happened.
  private func repeatedRevert(_ record: RestoreRecord) throws(ServiceError) -> RevertReport {
    guard let outcome = try record.outcome(), outcome.isReverted else { throw .noRestoreAwaits }
    return RevertReport(
      backup: outcome.backup, needsReboot: false, pendingModules: outcome.pending.map(\.address), isUnchanged: true)
  }

  /// Runs the reboot command after a restore was taken back.
  package func rebootAfterRevert() throws(ServiceError) {
    do {
      try reboot()
    } catch .reboot(let error) {
      throw .rebootAfterRevert(error)
    }
  }

  /// The exchange back is the commit point; from then on the record is that of a restore that is taken back.
  func revert(_ intent: RestoreIntent, _ record: RestoreRecord) throws(ServiceError) -> RevertReport {
    let started = try counted(intent)
    try record.save(started)
    do {
      try ConfigurationDirectory(at: settings.configuration, in: files).exchange()
    } catch {
      throw .exchange(error)
    }
    return try finishTakingBack(started, record)
  }

  /// Gives the modules back their settings. The record stays until the camera is restarted, if it ran with the restored
  /// configuration.
  func finishTakingBack(_ intent: RestoreIntent, _ record: RestoreRecord) throws(ServiceError) -> RevertReport {
    let stuck = ModuleWriter(bus: bus).putBack(intent.modules)
    let boot = try currentBoot()
    let needsReboot = intent.lastStart == boot && intent.bootID != boot
    if !needsReboot {
      // What waited before this restore waits again.
      let addresses = stuck.map(\.address)
      let former = try record.outcome()
      let pending = (former?.pending.filter { !addresses.contains($0.address) } ?? []) + stuck
      try record.save(
        RestoreOutcome(intent, isReverted: true, pending: pending, undo: former?.undo, after: former))
      try record.clear()
    }
    removeSibling()
    return RevertReport(backup: intent.backup, needsReboot: needsReboot, pendingModules: stuck.map(\.address))
  }

  /// The intent with this boot among its starts.
  func counted(_ intent: RestoreIntent) throws(ServiceError) -> RestoreIntent {
    var intent = intent
    let boot = try currentBoot()
    let now = time.sinceBoot().seconds
    guard intent.lastStart != boot else {
      // The clock of another start of a container with the same name of the boot.
      if intent.startedAt.map({ $0 > now }) ?? true { intent.startedAt = now }
      return intent
    }
    intent.lastStart = boot
    intent.startedAt = now
    if boot != intent.bootID { intent.starts = min(intent.starts + 1, RestoreIntent.mostStarts) }
    return intent
  }
}
