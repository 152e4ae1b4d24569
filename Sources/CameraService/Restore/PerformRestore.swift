package import BackupStore
internal import CameraDevice
internal import CameraModel
internal import FileSystem
package import Sodium

/// What came of a restore.
package struct RestoreReport: Sendable {
  package let preview: RestorePreview
  /// The configuration was exchanged, and the camera has to be restarted.
  package let needsReboot: Bool
  /// What of the backup the configuration does not have.
  package let losses: RestoreLosses

  package init(preview: RestorePreview, needsReboot: Bool, losses: RestoreLosses = RestoreLosses()) {
    self.preview = preview
    self.needsReboot = needsReboot
    self.losses = losses
  }
}

extension Camera {
  /// Restores a backup, all or nothing: staged and verified, recorded, modules written and read back, configuration
  /// exchanged in one step, which is the commit point.
  ///
  /// - Throws: after any error nothing is changed, unless the error says that a module could not be put back.
  package func restore(
    _ id: BackupSelector, _ digits: borrowing SecretBytes, _ options: RestoreOptions
  ) throws(ServiceError) -> RestoreReport {
    try perform(.restore, about: "\(id)") { () throws(ServiceError) in
      try withStore("a restore", needsCard: id != .undo) { (session, _) throws(ServiceError) in
        try withRecord("a restore") { (record) throws(ServiceError) in
          try settleFormer(record, options)
          let options = try undoing(id, options, record)
          let configuration = try exchangeableConfiguration(options)
          try checkRevert(options)
          let opened = try store { () throws(StoreError) in try session.open(id, digits) }
          let preview = try acceptable(opened, options, in: session)
          guard let configuration else {
            try restoreModules(preview, options, record)
            return RestoreReport(preview: preview, needsReboot: false)
          }
          let losses = try restore(opened, preview, configuration, options, record)
          return RestoreReport(preview: preview, needsReboot: true, losses: losses)
        }
      }
    }
  }

  /// The preview of a restore that the firmware allows.
  private func acceptable(
    _ opened: OpenedBackup, _ options: RestoreOptions, in session: StoreSession
  ) throws(ServiceError) -> RestorePreview {
    let preview = try preview(opened, options, in: session)
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
      do throws(CommandError) {
        try commands.run(settings.reboot)
      } catch {
        throw .reboot(error)
      }
      time.rebooted()
    }
  }

  /// A restore that was interrupted is undone; one that waits for its reboot or its confirmation forbids another. A
  /// module that went since then, or is left out now, does not stop it.
  func settleFormer(_ record: RestoreRecord, _ options: RestoreOptions) throws(ServiceError) {
    guard let intent = try record.intent() else { return }
    switch try phase(of: intent) {
    case .interrupted:
      let writer = ModuleWriter(bus: bus)
      try undo(intent, record) { options.modules.skipped.contains($0) || writer.isGone($0) }
    case .rebootNeeded: throw .rebootNeeded(intent.backup)
    case .awaiting(seconds: .some): throw .restoreAwaits(intent.backup)
    case .awaiting(seconds: nil), .confirmed: _ = try finishConfirmation(intent, record)
    case .takenBack:
      guard try !finishTakingBack(intent, record).needsReboot else { throw .revertNeedsReboot(intent.backup) }
    }
  }

  private func exchangeableConfiguration(
    _ options: RestoreOptions
  ) throws(ServiceError) -> ConfigurationDirectory? {
    guard !options.modulesOnly else { return nil }
    do throws(ExchangeError) {
      let configuration = try ConfigurationDirectory(at: settings.configuration)
      try configuration.checkExchangeable(trialMemory)
      if let memoryObstacle { throw .notExchangeable(path: settings.configuration, memoryObstacle) }
      return configuration
    } catch {
      throw .exchange(error)
    }
  }

  private func restore(
    _ opened: OpenedBackup, _ preview: RestorePreview, _ configuration: ConfigurationDirectory,
    _ options: RestoreOptions, _ record: RestoreRecord
  ) throws(ServiceError) -> RestoreLosses {
    var intent: RestoreIntent?
    do throws(ServiceError) {
      let staged = try stage(opened, configuration, preview.keptParts ?? KeptParts(options, identityKeys: [], settings))
      var made = try makeIntent(preview, configuration, options)
      note(staged.root, of: preview, in: &made, record)
      made.losses = staged.losses.isEmpty ? nil : staged.losses
      intent = made
      try record.save(made)
      try write(made.modules)
      try checkStop()
      try exchange(configuration)
      return staged.losses
    } catch {
      try giveUp(intent, configuration, record, error)
    }
  }

  private func exchange(_ configuration: ConfigurationDirectory) throws(ServiceError) {
    do {
      try configuration.exchange()
    } catch {
      throw .exchange(error)
    }
  }

  /// Modules alone: nothing waits for a confirmation when all hold their settings.
  private func restoreModules(
    _ preview: RestorePreview, _ options: RestoreOptions, _ record: RestoreRecord
  ) throws(ServiceError) {
    let intent = try makeIntent(preview, nil, options)
    guard !intent.modules.isEmpty else { return }
    do throws(ServiceError) {
      try record.save(intent)
      try write(intent.modules)
      _ = try finishConfirmation(intent, record)
    } catch {
      try giveUp(intent, nil, record, error)
    }
  }

  private func write(_ modules: [RestoreIntent.Module]) throws(ServiceError) {
    let writer = ModuleWriter(bus: bus)
    for module in modules where module.former != nil {
      try checkStop()
      try writer.write(Array(module.new), to: module.address)
    }
  }

  private func checkStop() throws(ServiceError) {
    if observer.shouldStop() { throw .store(.stopped) }
  }

  /// Puts the modules back and removes what was staged, then tells the error that made it necessary.
  private func giveUp(
    _ intent: RestoreIntent?, _ configuration: ConfigurationDirectory?, _ record: RestoreRecord,
    _ error: ServiceError
  ) throws(ServiceError) -> Never {
    // What could not be taken back stands, and the next start finishes it.
    if let intent, (try? isExchanged(intent)) != false { throw error }
    if let recorded = try? record.intent(), recorded.isConfirmed { throw error }
    let stuck = intent.map { ModuleWriter(bus: bus).putBack($0.modules).map(\.address) } ?? []
    try? configuration?.removeSibling()
    guard stuck.isEmpty else { throw .notPutBack(modules: stuck, cause: error) }
    // An intent that stays does no harm: everything is as it was.
    try? record.clear()
    throw error
  }

  private func makeIntent(
    _ preview: RestorePreview, _ configuration: ConfigurationDirectory?, _ options: RestoreOptions
  ) throws(ServiceError) -> RestoreIntent {
    do {
      let identity = try identityIfKnown()
      return RestoreIntent(
        backup: preview.backup.id, began: time.now().seconds, caller: caller.text,
        bootID: try time.bootID(), formerTree: try configuration?.identity(),
        newTree: try configuration?.siblingIdentity(),
        modules: try ModuleWriter(bus: bus).formerSettings(preview.modules, preview.moduleContents),
        model: identity.model, serial: identity.serial, firmware: identity.firmware,
        revertMinutes: preview.revertMinutes, source: preview.backup.isUndo ? nil : RestoredBackup(preview.backup),
        leftOut: RestoreLeftOut(preview.modules, preview.kept, options))
    } catch let error as ServiceError {
      throw error
    } catch let error as ExchangeError {
      throw .exchange(error)
    } catch let error as FileError {
      throw .state(error)
    } catch {
      throw .restoreRecordDamaged
    }
  }
}
