internal import BackupStore
internal import CameraDevice
internal import CameraModel
internal import ConfigurationChange
internal import FileSystem

/// What `boot` did with a restore.
package enum BootReport: Sendable, Equatable {
  /// There was no restore.
  case nothing
  /// It was interrupted before the exchange: everything is as it was.
  case undone(backup: String)
  /// The configuration was exchanged in this very boot.
  case rebootNeeded(backup: String)
  /// It waits for its confirmation, and is reverted after so many seconds.
  case waiting(backup: String, seconds: Int, pending: [String])
  /// It is complete; these modules did not take their settings yet.
  case finished(backup: String, pending: [String])
  /// It was reverted.
  case reverted(RevertReport)
  /// There was no restore, but modules waited for their settings.
  case modules(written: [String], pending: [String])
}

extension UseCase {
  /// What a start does with a restore.
  static let finishRestore = UseCase("boot", .work)
}

extension Camera {
  /// Seconds between two looks at a restore that waits, and after a failure.
  private static let interval = 2
  private static let pauseAfterFailure = 15

  /// Finishes what the restart, or a power cut, interrupted. While a restore waits for its confirmation, stays until it
  /// is confirmed or reverted. When its time is over, reverts it and restarts the camera.
  ///
  /// - Parameters:
  ///   - once: does what is due now, and ends.
  ///   - wait: waits so many seconds, and says whether to continue; else it ends and nothing is decided.
  ///   - tell: gets what has changed, or why it could not be done yet.
  package func boot(
    once: Bool, wait: (_ seconds: Int) -> Bool, tell: (Result<BootReport, ServiceError>) -> Void
  ) throws(ServiceError) {
    markBoot(once: once)
    clearEarlierLeftover()
    let watch = once ? nil : BootMark.watch(in: files, run: settings.run, now: time.now().seconds)
    defer { withExtendedLifetime(watch) {} }
    var last: BootReport?
    while true {
      do throws(ServiceError) {
        let report = try finishRestore(after: last)
        if report.isNews(after: last) { tell(.success(report)) }
        last = report
        switch report {
        case .reverted(let revert):
          if revert.needsReboot { try rebootAfterRevert() }
          return
        case .waiting(_, let seconds, let pending):
          guard !once, stay(seconds, pending, wait) else { return }
        case .nothing, .undone, .rebootNeeded, .finished, .modules: return
        }
      } catch {
        // A camera that cannot be reached must not stay so because of an error that passes.
        guard !once, isWorthAnotherTry(error) else { throw error }
        tell(.failure(error))
        guard wait(Self.pauseAfterFailure) else { return }
      }
    }
  }

  /// Where another session is at work, the next start or the next change of users does it.
  private func clearEarlierLeftover() {
    try? withLock(.start, waitSeconds: 0) { () throws(ServiceError) in
      try? MainConfiguration(settings, files: files).clearEarlierLeftover()
    }
  }

  /// The same, and tells of a restore that someone confirmed meanwhile.
  private func finishRestore(after last: BootReport?) throws(ServiceError) -> BootReport {
    let report = try finishRestore()
    guard case .waiting = last, let status = try restoreStatus(), status.state == .confirmed else {
      return report
    }
    switch report {
    case .nothing, .modules: return .finished(status)
    case .undone, .rebootNeeded, .waiting, .finished, .reverted: return report
    }
  }

  private func isWorthAnotherTry(_ error: ServiceError) -> Bool {
    if case .restoreRecordDamaged = error { return false }
    return (try? restoreEngine()).flatMap { try? $0.journal.intent() } != nil
  }

  /// Waits until something is due.
  ///
  /// - Returns: whether to continue.
  private func stay(_ seconds: Int, _ pending: [String], _ wait: (Int) -> Bool) -> Bool {
    var left = min(seconds, pending.isEmpty ? seconds : 2 * Self.interval)
    while left > 0 {
      guard wait(min(left, Self.interval)) else { return false }
      guard let status = try? restoreStatus() else { return true }
      // What does not wait for its confirmation any more has no time.
      left = min(left - Self.interval, status.untilSeconds ?? 0)
    }
    return true
  }

  /// Does what is due now: counts the start, undoes or finishes, gives pending modules their settings, takes a restore
  /// back whose time is over. The caller runs the reboot command after that.
  package func finishRestore() throws(ServiceError) -> BootReport {
    try perform(.finishRestore) { () throws(ServiceError) in
      _ = try handle(.boot, .start)
      return try withLock(.endOfRestore) { () throws(ServiceError) in
        try withRestores(.endOfRestore) { (engine) throws(ServiceError) in try finish(engine) }
      }
    }
  }

  private func finish(_ engine: RestoreEngine) throws(ServiceError) -> BootReport {
    func timePassed() throws(ServiceError) -> ChangeReport<RestoreDetails> {
      try changing { () throws(ChangeError) in try engine.handle(.timePassed) }
    }
    guard let backup = try changing({ () throws(ChangeError) in try engine.overdue() }) else {
      return try bootReport(timePassed())
    }
    return .reverted(
      try perform(.revertRestore, about: backup) { () throws(ServiceError) in RevertReport(try timePassed()) })
  }

  private func bootReport(_ report: ChangeReport<RestoreDetails>) throws(ServiceError) -> BootReport {
    let backup = report.intent?.subject ?? ""
    switch report.end {
    case .undone: return .undone(backup: backup)
    case .restartNeeded: return .rebootNeeded(backup: backup)
    case .awaiting(let seconds): return .waiting(backup: backup, seconds: seconds, pending: report.waiting)
    case .confirmed: return .finished(try status(report))
    case .reverted: return .reverted(RevertReport(report))
    case .nothing, .settled, .refused, .undoable:
      let (written, pending) = (report.written, report.waiting)
      return written.isEmpty && pending.isEmpty ? .nothing : .modules(written: written, pending: pending)
    }
  }
}

extension BootReport {
  fileprivate static func finished(_ status: RestoreStatus) -> BootReport {
    .finished(backup: status.backup, pending: status.pendingModules)
  }

  /// Whether it says more than another, but that time has passed.
  fileprivate func isNews(after other: BootReport?) -> Bool {
    guard case .waiting(_, _, let pending) = self, case .waiting(_, _, let previous) = other else { return true }
    return pending != previous
  }
}
