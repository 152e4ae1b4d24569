package import BackupStore
internal import CameraDevice
internal import CameraModel
internal import ConfigurationChange
internal import FileSystem
package import Sodium

/// What came of a restore.
package struct RestoreReport: Sendable {
  /// What the restore was about to change, read just before it.
  package let preview: RestorePreview
  /// The configuration was exchanged, and the camera has to be restarted.
  package let needsReboot: Bool
  /// What of the backup the configuration does not have.
  package let losses: RestoreLosses

  /// See the properties.
  package init(preview: RestorePreview, needsReboot: Bool, losses: RestoreLosses = RestoreLosses()) {
    self.preview = preview
    self.needsReboot = needsReboot
    self.losses = losses
  }
}

extension UseCase {
  /// Restore.
  static let restore = UseCase("backup restore", .work)
  /// Restart of the camera.
  static let reboot = UseCase("reboot", .work)
}

extension Camera {
  /// Restores a backup, all or nothing: staged and verified, recorded, modules written and read back, configuration
  /// exchanged in one step, which is the commit point.
  ///
  /// - Throws: after any error nothing is changed, unless the error says that a module does not have its previous
  ///   settings. `.notAsShown`: it would change something else than the preview showed that the options name.
  package func restore(
    _ id: BackupSelector, _ digits: borrowing SecretBytes, _ options: RestoreOptions
  ) throws(ServiceError) -> RestoreReport {
    try restore(.selected(id), digits, options)
  }

  /// The same with a backup of the card or one that came through a pipe.
  package func restore(
    _ backup: RestorableBackup, _ digits: borrowing SecretBytes, _ options: RestoreOptions
  ) throws(ServiceError) -> RestoreReport {
    try perform(.restore, about: backup.text) { () throws(ServiceError) in
      try withStore(.restore, needsCard: backup.needsCard) { (session, _) throws(ServiceError) in
        try withRestores(.restore) { (engine) throws(ServiceError) in
          try settleEarlier(engine, options)
          let options = try undoing(backup.selector, options, engine)
          try checkExchangeable(options)
          try checkRevert(options)
          observer.expect(options.modulesOnly ? Self.passesOfPreview : Self.passesOfPreview + 1)
          let opened = try store { () throws(StoreError) in try session.open(backup, digits) }
          let preview = try acceptable(opened, options, in: session)
          return try restore(opened, preview, options, engine)
        }
      }
    }
  }

  /// The preview of a restore that the firmware allows.
  private func acceptable(
    _ opened: OpenedBackup, _ options: RestoreOptions, in session: StoreSession
  ) throws(ServiceError) -> RestorePreview {
    let preview = try preview(opened, options, in: session)
    try options.shown?.check(preview.shown, leavingOut: options.modules.skipped)
    if let refusal = preview.refusal(options) { throw refusal }
    // What was asked for by its address is done, or refused.
    if let plan = preview.modules.first(where: { $0.isObstacle(to: options.modules) }) {
      throw .moduleNotRestorable(address: plan.address, plan.action)
    }
    return preview
  }

  /// Runs the reboot command.
  package func reboot() throws(ServiceError) {
    try perform(.reboot) { () throws(ServiceError) in
      try mapError(ServiceError.reboot) { () throws(CommandError) in try commands.restart(settings.reboot) }
    }
  }

  /// A restore that was interrupted is undone; one that waits for its reboot or its confirmation forbids another. A
  /// module that went since then, or is left out now, does not stop it.
  func settleEarlier(_ engine: RestoreEngine, _ options: RestoreOptions) throws(ServiceError) {
    _ = try changing { () throws(ChangeError) in
      try engine.handle(.beginAnother, leavingOut: options.modules.skipped)
    }
  }

  func checkExchangeable(_ options: RestoreOptions) throws(ServiceError) {
    guard !options.modulesOnly else { return }
    try mapError(ServiceError.exchange) { () throws(ExchangeError) in
      try ConfigurationDirectory(at: settings.configuration, in: files).checkExchangeable(trialMemory)
      if let memoryObstacle { throw .notExchangeable(path: settings.configuration, memoryObstacle) }
    }
  }

  private func restore(
    _ opened: OpenedBackup, _ preview: RestorePreview, _ options: RestoreOptions, _ engine: RestoreEngine
  ) throws(ServiceError) -> RestoreReport {
    let plan = ChangePlan(
      subject: preview.backup.id, caller: caller.text, camera: try identityIfKnown(),
      revertMinutes: preview.revertMinutes, modules: preview.wantedModules,
      source: BackupSource(opened, preview, options, self))
    guard !options.modulesOnly || !plan.modules.isEmpty else {
      return RestoreReport(preview: preview, needsReboot: false)
    }
    let report = try changing { () throws(ChangeError) in
      try engine.begin(plan, modulesOnly: options.modulesOnly)
    }
    return RestoreReport(
      preview: preview, needsReboot: !options.modulesOnly,
      losses: report.intent?.details.losses ?? RestoreLosses())
  }
}
