internal import BackupStore
internal import ConfigurationChange

/// What came of reverting a restore.
package struct RevertReport: Sendable, Equatable {
  /// The backup that was restored: `EEEECCCC`, or `undo`.
  package let backup: String
  /// The camera ran with the restored configuration, and has to be restarted.
  package let needsReboot: Bool
  /// Modules that did not take their previous settings: they get them when they are on the bus again.
  package let pendingModules: [String]
  /// It was reverted before it was asked for.
  package let isUnchanged: Bool

  /// See the properties.
  package init(backup: String, needsReboot: Bool, pendingModules: [String], isUnchanged: Bool = false) {
    self.backup = backup
    self.needsReboot = needsReboot
    self.pendingModules = pendingModules
    self.isUnchanged = isUnchanged
  }
}

extension RevertReport {
  init(_ report: ChangeReport<RestoreDetails>) {
    let (needsReboot, isRepeated) =
      switch report.end {
      case .reverted(let needsRestart, let isRepeated): (needsRestart, isRepeated)
      case .refused, .nothing, .settled, .undone, .restartNeeded, .awaiting, .confirmed, .undoable: (false, false)
      }
    self.init(
      backup: report.intent?.subject ?? report.outcome?.subject ?? "", needsReboot: needsReboot,
      pendingModules: isRepeated ? report.outcome?.pending.map(\.address) ?? [] : report.stuck,
      isUnchanged: isRepeated)
  }
}

extension UseCase {
  /// Confirmation of a restore.
  static let confirmRestore = UseCase("confirm", .work)
  /// Return to the previous configuration.
  static let revertRestore = UseCase("revert", .work)
}

extension Camera {
  /// Confirms the restore. It waits for the work of another session only if that is a restore's own. While another
  /// session works, the previous configuration is not sealed for Undo yet: the next start or the next work on the store
  /// does it.
  ///
  /// - Parameter asked: the restore that the person was asked about; `nil`: whichever waits.
  /// - Returns: how the restore stands now.
  /// - Throws: `.noRestoreAwaits`, `.rebootNeeded`, `.otherRestore`.
  @discardableResult
  package func confirmRestore(_ asked: RestoreID? = nil) throws(ServiceError) -> RestoreStatus {
    try perform(.confirmRestore) { () throws(ServiceError) in
      let report = try handle(.confirm, of: asked, .confirm)
      var result = try endConfirmed(try status(report))
      result.isRepeated = report.end == .confirmed(isRepeated: true)
      return result
    }
  }

  /// Ends a restore that is confirmed, unless another session is at work.
  private func endConfirmed(_ previous: RestoreStatus) throws(ServiceError) -> RestoreStatus {
    do throws(ServiceError) {
      return try withLock(.endOfRestore, waitSeconds: 0) { () throws(ServiceError) in
        let report = try handle(.finish)
        return report.end == .nothing ? previous : try status(report)
      }
    } catch {
      guard case .store(.busy) = error else { throw error }
      return previous
    }
  }

  /// How a restore stands that is confirmed.
  func status(_ report: ChangeReport<RestoreDetails>) throws(ServiceError) -> RestoreStatus {
    if let outcome = report.outcome { return try status(outcome) }
    guard let intent = report.intent else { throw .noRestoreAwaits }
    return RestoreStatus(intent, .confirmed)
  }

  /// Reverts the restore: configuration and modules get what they had before it. The caller restarts the camera when
  /// the report says so.
  ///
  /// - Parameter asked: the restore that the person was asked about; `nil`: whichever waits.
  /// - Throws: `.noRestoreAwaits`, `.otherRestore`.
  package func revertRestore(_ asked: RestoreID? = nil) throws(ServiceError) -> RevertReport {
    try perform(.revertRestore) { () throws(ServiceError) in
      try withLock(.revert) { () throws(ServiceError) in
        RevertReport(try handle(.revert, of: asked, .revert))
      }
    }
  }

  /// Which restore there is to revert, and whether that has happened already.
  ///
  /// - Throws: `.noRestoreAwaits`.
  package func revertibleRestore() throws(ServiceError) -> (id: RestoreID, isReverted: Bool) {
    try withRestores(.revert) { (engine) throws(ServiceError) in
      let (change, isReverted) = try changing { () throws(ChangeError) in try engine.revertible() }
      return (RestoreID(change), isReverted)
    }
  }

  /// Runs the reboot command after a restore was reverted.
  package func rebootAfterRevert() throws(ServiceError) {
    do {
      try reboot()
    } catch .reboot(let error) {
      throw .rebootAfterRevert(error)
    }
  }
}
