package import BackupStore
internal import CameraDevice
internal import CameraModel
internal import FileSystem

/// What a person asked for when starting a backup.
package struct StartBackupOptions: Sendable {
  /// At most 64 bytes of printable text.
  package var label = ""
  /// Whether it gets the *keep* mark.
  package var isKept = false
  /// Makes none where nothing has changed since the newest.
  package var onlyIfChanged = false
  /// Addresses of modules to leave out if they cannot be read.
  package var skippedModules: Set<String> = []
  /// Leaves out modules that cannot be read, and files that change all the time or cannot be read.
  package var skipsFailed = false
  /// What the question named as what the backup replaces; `nil` where nothing was named.
  package var asked: ReplacedBackup?

  /// A backup of everything, without a label.
  package init() {}
}

/// What a new backup replaces.
package enum ReplacedBackup: Sendable, Equatable {
  case nothing
  case backup(BackupName)

  /// By a list: the backup that is next to be replaced, if there is one.
  package init(_ next: BackupName?) { self = next.map { .backup($0) } ?? .nothing }
}

/// A backup that was made, or was not needed.
package struct StartedBackup: Sendable {
  /// What the store made, removed and left out.
  package let outcome: BackupOutcome
  /// The backup as it is listed.
  package let description: BackupDescription
  /// Files that were unlinked without being overwritten: *replace the card if that matters*.
  package let notOverwritten: [String]
  /// Addresses of modules that are not in it, no matter who wanted that.
  package internal(set) var leftOutModules: [String] = []
  /// Why this camera could not restore it; empty when it could.
  package internal(set) var obstacles: [RestoreObstacle] = []

  /// Whether this camera can restore it; `nil` where that could not be tried.
  package var isRestorable: Bool? {
    obstacles.contains(where: \.isCertain) ? false : obstacles.contains(where: \.isOfRestore) ? nil : true
  }
}

/// Whether the camera is as it was when its newest backup was made.
package struct BackupComparedWithCamera: Sendable {
  /// The newest backup.
  package let backup: BackupDescription
  /// Whether the configuration or a module is another than in it.
  package let hasChanged: Bool
}

extension UseCase {
  /// New backup.
  static let startBackup = UseCase("backup create", .work)
  /// Whether anything has changed since the newest backup.
  static let compareNewest = UseCase("backup changed", .look)
}

extension Camera {
  /// Makes a backup of the configuration and of the modules on the bus. How it ends is recorded on internal flash, also
  /// without a card or a PIN; but not while another session is at work, nor where the record cannot be written.
  ///
  /// - Throws: `ServiceError.modules` with all modules that cannot be read and are not among those to skip;
  ///   `.noSuchModule` for one to skip that is not on the bus; `.replacesAnother` when another backup would be replaced
  ///   than the question named.
  package func startBackup(_ options: StartBackupOptions) throws(ServiceError) -> Listed<StartedBackup> {
    try perform(.startBackup) { () throws(ServiceError) in
      let state = try openState()
      return try withLock(.backup) { () throws(ServiceError) in
        do throws(ServiceError) {
          return try withSession(in: state, needsCard: true) { (session, _) throws(ServiceError) in
            listed(try startBackup(options, session), session)
          }
        } catch {
          recordFailedAttempt(error, state)
          throw error
        }
      }
    }
  }

  /// Whether a backup made now would differ from the newest one. Needs no PIN, and writes nothing. Others wait only
  /// while the headers on the card are read.
  ///
  /// - Parameter options: what the next backup would leave out.
  /// - Throws: what `startBackup` throws; `.store` with `.damaged` and `.nothingToCompare` where it cannot be told.
  package func changedSinceBackup(_ options: StartBackupOptions) throws(ServiceError) -> BackupComparedWithCamera {
    try perform(.compareNewest) { () throws(ServiceError) in
      let known = try withStore(.list, needsCard: true) { (session, _) throws(ServiceError) in
        try mapError(ServiceError.store, try session.knownContents())
      }
      let (configuration, identity) = (try openConfiguration(), try identityIfKnown())
      let request = try request(options, configuration, identity, hasUsers: configuration.hasAdministrator)
      let isSame = try mapError(ServiceError.store, try request.hasContents(of: known, clock: archiveClock))
      return BackupComparedWithCamera(backup: known.backup, hasChanged: !isSame)
    }
  }

  private func startBackup(
    _ options: StartBackupOptions, _ session: StoreSession
  ) throws(ServiceError) -> StartedBackup {
    let request = try request(options, session) { (configuration, identity) throws(ServiceError) in
      try checkRestorable(configuration, identity, session)
    }
    let outcome = try mapError(ServiceError.store, try session.create(request))
    let row = try mapError(ServiceError.store, try session.find(.name(outcome.name)))
    return started(request, outcome, row, session)
  }

  /// What a backup is made of now.
  ///
  /// - Parameter check: what is looked at before the modules are read.
  func request(
    _ options: StartBackupOptions, _ session: StoreSession,
    _ check: (any Directory, CameraIdentity) throws(ServiceError) -> Void = { _, _ in }
  ) throws(ServiceError) -> BackupRequest {
    guard session.isPINSet else { throw .store(.noPIN) }
    if let asked = options.asked {
      let listing = try mapError(ServiceError.store, try session.list(.headers))
      guard asked == ReplacedBackup(listing.nextRemoved) else { throw .replacesAnother }
    }
    try settleInterruptedRestore()
    let (configuration, identity) = (try openConfiguration(), try identityIfKnown())
    let hasUsers = configuration.hasAdministrator
    try check(configuration, identity)
    return try request(options, configuration, identity, hasUsers: hasUsers)
  }

  /// What a backup came to that was made of this.
  func started(
    _ request: BackupRequest, _ outcome: BackupOutcome, _ row: BackupDescription, _ session: StoreSession
  ) -> StartedBackup {
    StartedBackup(
      outcome: outcome, description: row, notOverwritten: session.wipes.notOverwritten,
      leftOutModules: request.modules.filter { $0.configuration == nil }.map(\.address),
      obstacles: obstacles(hasUsers: request.mustBeWhole) + [busObstacle].compactMap(\.self))
  }

  /// What a backup is made of, with the modules as they are read now.
  private func request(
    _ options: StartBackupOptions, _ configuration: any Directory, _ identity: CameraIdentity, hasUsers: Bool
  ) throws(ServiceError) -> BackupRequest {
    BackupRequest(
      configuration: configuration, modules: try snapshots(options), identity: ArchiveIdentity(identity),
      label: options.label, isKept: options.isKept, onlyIfChanged: options.onlyIfChanged,
      leavesOutFailures: options.skipsFailed,
      required: [ArchivePath.configuration.appending(MainConfiguration.name)],
      mustBeWhole: hasUsers, isWhole: ConfigurationDocument.hasAdministrator)
  }

  /// What was the matter just before the backup may be in it, though it is over since.
  private func obstacles(hasUsers: Bool) -> [RestoreObstacle] {
    let now = restoreObstacles(isFresh: false)
    return now.isEmpty && !hasUsers ? [.users] : now
  }

  /// Reads the record again, as the next start would, because the session that failed may not know what it holds.
  /// Without a card, so that nothing but the attempt is written; where that fails there is no place to say so.
  func recordFailedAttempt(_ error: ServiceError, _ state: any Directory) {
    guard let session = try? StoreSession(environment(state: state, card: nil)) else { return }
    try? session.recordFailedAttempt(UInt8(truncatingIfNeeded: error.code.rawValue))
  }

  /// Refuses a backup that could not be restored and would remove one that can. Where it removes none it is made: its
  /// modules and an export are worth having.
  ///
  /// A camera that never said what it is may be backed up; one that no longer does keeps the backups that say it.
  private func checkRestorable(
    _ configuration: any Directory, _ identity: CameraIdentity, _ session: StoreSession
  ) throws(ServiceError) {
    let hasUsers = configuration.hasAdministrator
    guard !hasUsers || identity.model.isEmpty else { return }
    let listing = try mapError(ServiceError.store, try session.list(.headers))
    guard let next = listing.nextRemoved, let row = listing.backups.first(where: { $0.name == next }) else { return }
    guard row.state != .damaged else { return }
    guard hasUsers else { throw .nothingToRestore(removes: next.description, configuration.mainProblem) }
    guard row.metadata.model?.isEmpty ?? true else { throw .identityLost(removes: next.description) }
  }

  /// The configuration directory.
  func openConfiguration() throws(ServiceError) -> any Directory {
    try mapError(ServiceError.configuration, try files.openDirectory(at: settings.configuration))
  }

  /// Every module with its configuration, as it is read from the bus.
  private func snapshots(_ options: StartBackupOptions) throws(ServiceError) -> [ModuleSnapshot] {
    let skipped = options.skippedModules
    let modules = try readModules(leavingOut: skipped)
    let present = Set(modules.map(\.address.text))
    if let unknown = skipped.subtracting(present).min() { throw .noSuchModule(unknown) }
    let wanted = modules.filter { !skipped.contains($0.address.text) }
    let configurations = try configurations(of: wanted, skipsFailed: options.skipsFailed)
    return modules.map {
      ModuleSnapshot($0.identity, configuration: configurations[$0.address])
    }
  }

  /// The configurations of modules.
  ///
  /// - Parameter skipsFailed: whether modules that cannot be read are left out.
  /// - Throws: `ServiceError.modules` with all that cannot be read.
  private func configurations(
    of modules: [BusModule], skipsFailed: Bool
  ) throws(ServiceError) -> [ModuleAddress: [UInt8]] {
    let answering = modules.filter { $0.state == .ok }.map(\.address)
    let results = Dictionary(uniqueKeysWithValues: zip(answering, bus.configurations(of: answering)))
    for case .failure(.stopped) in results.values { throw .store(.stopped) }
    for case .failure(.noThread) in results.values { throw .noThread }
    var configurations: [ModuleAddress: [UInt8]] = [:]
    var unread: [ModuleFailure] = []
    for module in modules {
      switch results[module.address] {
      case .success(let configuration): configurations[module.address] = configuration
      case .failure(let error): unread.append(ModuleFailure(address: module.address.text, error: error))
      case nil:
        unread.append(ModuleFailure(address: module.address.text, error: bus.error(of: module)))
      }
    }
    guard unread.isEmpty || skipsFailed else { throw .modules(unread) }
    return configurations
  }
}

extension ArchiveIdentity {
  init(_ identity: CameraIdentity) {
    self.init(model: identity.model, serial: identity.serial, firmware: identity.firmware)
  }
}
