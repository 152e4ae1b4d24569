package import BackupStore
internal import CameraDevice
internal import CameraModel
internal import FileSystem

/// What a person asked for when starting a backup.
package struct StartBackupOptions: Sendable {
  package var label = ""
  package var isKept = false
  package var onlyIfChanged = false
  /// Addresses of modules to leave out if they cannot be read.
  package var skippedModules: Set<String> = []

  package init() {}
}

/// A backup that was made, or was not needed.
package struct StartedBackup: Sendable {
  package let outcome: BackupOutcome
  package let description: BackupDescription
  /// Files that were unlinked without being overwritten: *replace the card if that matters*.
  package let notOverwritten: [String]

  package init(outcome: BackupOutcome, description: BackupDescription, notOverwritten: [String]) {
    self.outcome = outcome
    self.description = description
    self.notOverwritten = notOverwritten
  }
}

extension Camera {
  /// Makes a backup of the configuration and of the modules on the bus. How it ends is recorded on internal flash, also
  /// without a card or a PIN; but not while another session is at work, nor where the record cannot be written.
  ///
  /// - Throws: `ServiceError.module` for a module that cannot be read and is not among those to skip;
  ///   `.noSuchModule` for one to skip that is not on the bus.
  package func startBackup(_ options: StartBackupOptions) throws(ServiceError) -> StartedBackup {
    try perform(.startBackup) { () throws(ServiceError) in
      let state = try openState()
      return try withLock("a backup") { () throws(ServiceError) in
        do throws(ServiceError) {
          return try withSession(in: state, needsCard: true) { (session, _) throws(ServiceError) in
            try startBackup(options, session)
          }
        } catch {
          recordFailedAttempt(error, state)
          throw error
        }
      }
    }
  }

  private func startBackup(
    _ options: StartBackupOptions, _ session: StoreSession
  ) throws(ServiceError) -> StartedBackup {
    guard session.isPINSet else { throw .store(.noPIN) }
    try settleInterruptedRestore()
    let (configuration, identity) = (try openConfiguration(), try identity())
    try checkRestorable(configuration, identity, session)
    let request = BackupRequest(
      configuration: configuration, modules: try snapshots(skipping: options.skippedModules),
      identity: ArchiveIdentity(identity), label: options.label, isKept: options.isKept,
      onlyIfChanged: options.onlyIfChanged)
    let outcome = try store { () throws(StoreError) in try session.create(request) }
    let row = try store { () throws(StoreError) in try session.find(.name(outcome.name)) }
    return StartedBackup(outcome: outcome, description: row, notOverwritten: session.wipes.notOverwritten)
  }

  /// Reads the record again, as the next start would, because the session that failed may not know what it holds.
  /// Without a card, so that nothing but the attempt is written; where that fails there is no place to say so.
  private func recordFailedAttempt(_ error: ServiceError, _ state: any Directory) {
    guard let session = try? StoreSession(environment(state: state, card: nil)) else { return }
    try? session.recordFailedAttempt(UInt8(truncatingIfNeeded: error.message.code.rawValue))
  }

  /// Refuses a backup that could not be restored, before anything is written or a good one goes for it.
  ///
  /// A camera that never said what it is may be backed up; one that no longer does keeps the backups that say it.
  private func checkRestorable(
    _ configuration: any Directory, _ identity: CameraIdentity, _ session: StoreSession
  ) throws(ServiceError) {
    guard configuration.hasAdministrator else { throw .nothingToRestore }
    guard identity.model.isEmpty else { return }
    let listing = try store { () throws(StoreError) in try session.list(.headers) }
    guard let next = listing.nextRemoved, let row = listing.backups.first(where: { $0.name == next }) else { return }
    guard row.state == .damaged || (row.metadata.model?.isEmpty ?? true) else {
      throw .identityLost(removes: next.description)
    }
  }

  /// The configuration directory.
  func openConfiguration() throws(ServiceError) -> any Directory {
    do {
      return try files.openDirectory(at: settings.configuration)
    } catch {
      throw .configuration(error)
    }
  }

  /// Every module with its configuration, as it is read from the bus.
  private func snapshots(skipping skipped: Set<String>) throws(ServiceError) -> [ModuleSnapshot] {
    let modules = try readModules()
    let present = Set(modules.map(\.address.text))
    if let unknown = skipped.subtracting(present).min() { throw .noSuchModule(unknown) }
    var snapshots: [ModuleSnapshot] = []
    for module in modules {
      snapshots.append(try snapshot(of: module, mayBeSkipped: skipped.contains(module.address.text)))
    }
    return snapshots
  }

  private func snapshot(of module: BusModule, mayBeSkipped: Bool) throws(ServiceError) -> ModuleSnapshot {
    var configuration: [UInt8]?
    if !mayBeSkipped {
      do throws(ModuleBusError) {
        if let error = ModuleBusError(module.state) { throw error }
        configuration = try bus.configuration(of: module.address)
      } catch {
        throw .module(address: module.address.text, error)
      }
    }
    return ModuleSnapshot(
      address: module.address.text, kind: module.kind, serial: module.serial, firmware: module.firmware,
      configuration: configuration)
  }
}

extension ArchiveIdentity {
  init(_ identity: CameraIdentity) {
    self.init(model: identity.model, serial: identity.serial, firmware: identity.firmware)
  }
}
