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
  /// Leaves out modules that cannot be read, and files that change all the time or cannot be read.
  package var skipsFailed = false

  package init() {}
}

/// A backup that was made, or was not needed.
package struct StartedBackup: Sendable {
  package let outcome: BackupOutcome
  package let description: BackupDescription
  /// Files that were unlinked without being overwritten: *replace the card if that matters*.
  package let notOverwritten: [String]
  /// Addresses of modules that are not in it, whoever wanted that.
  package let leftOutModules: [String]

  package init(
    outcome: BackupOutcome, description: BackupDescription, notOverwritten: [String], leftOutModules: [String] = []
  ) {
    self.outcome = outcome
    self.description = description
    self.notOverwritten = notOverwritten
    self.leftOutModules = leftOutModules
  }
}

extension StartedBackup {
  /// What is not in it, counted: `4/5 modules, 2 files left out.`; `nil` when everything is.
  package var gaps: String? {
    var parts: [String] = []
    let metadata = description.metadata
    if let modules = metadata.modules, let total = metadata.modulesTotal, total != modules {
      parts.append("\(modules)/\(total) modules")
    }
    let files = outcome.leftOut.count { $0.reason != .special }
    if files > 0 { parts.append("\(files) \(files == 1 ? "file" : "files") left out") }
    return parts.isEmpty ? nil : parts.joined(separator: ", ") + "."
  }
}

extension Camera {
  /// Makes a backup of the configuration and of the modules on the bus.
  ///
  /// - Throws: `ServiceError.module` for a module that cannot be read and is not among those to skip;
  ///   `.noSuchModule` for one to skip that is not on the bus.
  package func startBackup(_ options: StartBackupOptions) throws(ServiceError) -> StartedBackup {
    try perform(.startBackup) { () throws(ServiceError) in
      try withStore("a backup", needsCard: true) { (session, _) throws(ServiceError) in
        guard session.isPINSet else { throw .store(.noPIN) }
        try settleInterruptedRestore()
        let (configuration, identity) = (try openConfiguration(), try identity())
        try checkRestorable(configuration, identity, session)
        let modules = try snapshots(options)
        let request = BackupRequest(
          configuration: configuration, modules: modules, identity: ArchiveIdentity(identity), label: options.label,
          isKept: options.isKept, onlyIfChanged: options.onlyIfChanged, leavesOutFailures: options.skipsFailed,
          required: [ArchivePath.configuration.appending(MainConfiguration.name)])
        let outcome = try store { () throws(StoreError) in try session.create(request) }
        let row = try store { () throws(StoreError) in try session.find(.name(outcome.name)) }
        return StartedBackup(
          outcome: outcome, description: row, notOverwritten: session.wipes.notOverwritten,
          leftOutModules: modules.filter { $0.configuration == nil }.map(\.address))
      }
    }
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
    guard row.metadata.model?.isEmpty ?? true else { throw .identityLost(removes: next.description) }
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
  private func snapshots(_ options: StartBackupOptions) throws(ServiceError) -> [ModuleSnapshot] {
    let (modules, skipped) = (try readModules(), options.skippedModules)
    let present = Set(modules.map(\.address.text))
    if let unknown = skipped.subtracting(present).min() { throw .noSuchModule(unknown) }
    var snapshots: [ModuleSnapshot] = []
    for module in modules {
      let isSkipped = skipped.contains(module.address.text)
      snapshots.append(try snapshot(of: module, isSkipped: isSkipped, skipsFailed: options.skipsFailed))
    }
    return snapshots
  }

  private func snapshot(
    of module: BusModule, isSkipped: Bool, skipsFailed: Bool
  ) throws(ServiceError) -> ModuleSnapshot {
    var configuration: [UInt8]?
    if !isSkipped {
      do throws(ModuleBusError) {
        if let error = ModuleBusError(module.state) { throw error }
        configuration = try bus.configuration(of: module.address)
      } catch {
        guard skipsFailed else { throw .module(address: module.address.text, error) }
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
