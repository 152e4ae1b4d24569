package import BackupStore
internal import CameraDevice
internal import CameraModel
internal import FileSystem
package import Sodium

extension UseCase {
  /// Preview of a restore.
  static let previewRestore = UseCase("backup diff", .look)
}

extension Camera {
  /// Passes over a backup: its tag, its archive, and the comparison.
  static let passesOfPreview = 3

  /// What a restore of this backup would change; nothing is changed.
  package func previewRestore(
    _ id: BackupSelector, _ digits: borrowing SecretBytes, _ options: RestoreOptions
  ) throws(ServiceError) -> RestorePreview {
    try previewRestore(.selected(id), digits, options)
  }

  /// The same of a backup of the card or one that came through a pipe.
  package func previewRestore(
    _ backup: RestorableBackup, _ digits: borrowing SecretBytes, _ options: RestoreOptions
  ) throws(ServiceError) -> RestorePreview {
    try perform(.previewRestore, about: backup.text) { () throws(ServiceError) in
      try withStore(.preview, needsCard: backup.needsCard) { (session, _) throws(ServiceError) in
        let options = try undoing(backup.selector, options)
        observer.expect(Self.passesOfPreview)
        let opened = try store { () throws(StoreError) in try session.open(backup, digits) }
        return try preview(opened, options, in: session)
      }
    }
  }

  /// Compares an opened backup with the camera.
  func preview(
    _ opened: OpenedBackup, _ options: RestoreOptions, in session: StoreSession
  ) throws(ServiceError) -> RestorePreview {
    let identity = try identityIfKnown()
    let manifest = opened.manifest
    let origin = origin(of: opened, identity)
    let kept = KeptParts(options, identityKeys: origin.keptKeys(settings, try? currentMain()), settings)
    try checkBoxes(options)
    let reader = try compare(opened, kept, options)
    try reader.keepable.check(options)
    let bus = try readModules()
    try check(options.modules, manifest, bus)
    let (plans, held) = try withoutSame(
      ModulePlan.make(backup: manifest.backupModules, bus: bus, options.modules), bus, reader.modules)
    var preview = RestorePreview(
      backup: opened.description, manifest: manifest,
      firmware: opened.description.isUndo && settings.firmwareFile.isEmpty
        ? .same : FirmwareRelation(backup: manifest.identity.firmware, camera: identity.firmware),
      documents: options.modulesOnly ? [] : reader.documents,
      files: options.modulesOnly ? FileDifferences() : reader.files,
      modules: plans, needsReboot: !options.modulesOnly,
      revertMinutes: options.modulesOnly ? 0 : options.revertMinutes ?? settings.revertMinutes,
      moduleContents: reader.modules, users: options.modulesOnly ? nil : reader.users, ownLogin: caller.login,
      undoObstacle: undoObstacle(identity, in: session), revertLack: options.modulesOnly ? nil : revertLack(),
      exchangeObstacle: options.modulesOnly ? nil : exchangeObstacle(),
      losses: options.modulesOnly ? RestoreLosses() : reader.losses,
      unreadModules: [String: BusModule.State](
        uniqueKeysWithValues: bus.filter { $0.state != .ok }.map { ($0.address.text, $0.state) }),
      origin: origin, network: reader.keepable.network, keepableUsers: reader.keepable.users,
      kept: (options.keepsNetwork ? reader.keepable.network.parts : [])
        + (options.keepsUsers ? reader.keepable.users.parts : []),
      texts: options.modulesOnly ? [] : reader.texts,
      attributes: options.modulesOnly ? AttributeDifferences() : reader.attributes)
    preview.keptParts = kept
    preview.undoes = options.undoes
    if !options.modulesOnly { preview.flagsLost = reader.flagged }
    preview.networkAddresses = options.modulesOnly ? [] : reader.networkAddresses
    preview.show(reader.shown, held, options)
    return preview
  }

  /// What Undo restores is this camera's, whatever the restored configuration says of it.
  private func origin(of opened: OpenedBackup, _ camera: CameraIdentity) -> BackupOrigin {
    let (model, serial) = (opened.manifest.identity.model, opened.manifest.identity.serial)
    return opened.description.isUndo
      ? BackupOrigin(relation: .own, model: model, serial: serial, camera: camera)
      : BackupOrigin(model: model, serial: serial, camera: camera)
  }

  /// The camera's `camera.cfg`.
  private func currentMain() throws(FileError) -> ConfigurationDocument {
    try MainConfiguration(settings, files: files).read()
  }

  /// Refuses to keep anything of a configuration that stays as a whole.
  private func checkBoxes(_ options: RestoreOptions) throws(ServiceError) {
    guard options.modulesOnly else { return }
    if options.keepsNetwork { throw .nothingToKeep(.network, .modulesOnly) }
    if options.keepsUsers { throw .nothingToKeep(.users, .modulesOnly) }
  }

  /// Why the configuration of now could not be kept for Undo.
  func undoObstacle(_ identity: CameraIdentity, in session: StoreSession) -> ServiceError? {
    // Without a PIN a backup that came through a pipe is restored all the same, and keys are changed.
    guard session.isPINSet else { return .store(.noPIN) }
    do throws(ServiceError) {
      let configuration = try openConfiguration()
      try store { () throws(StoreError) in try session.checkUndo(configuration, ArchiveIdentity(identity)) }
      return nil
    } catch {
      return error
    }
  }

  func exchangeObstacle() -> RestoreObstacle? { restoreObstacles(isFresh: false).first(where: \.isOfPlace) }

  private func compare(
    _ opened: OpenedBackup, _ kept: KeptParts, _ options: RestoreOptions
  ) throws(ServiceError) -> DifferenceReader {
    let running = try openConfiguration()
    let passwords = options.modulesOnly ? nil : passwords
    var reader = try store { () throws(StoreError) in
      try opened.read(
        into: DifferenceReader(running: running, kept: kept) { text in
          passwords?.isFactory(text) ?? false
        })
    }
    try mapError(ServiceError.configuration) { () throws(FileError) in try reader.finish() }
    return reader
  }

  /// Refuses addresses that are not in the backup and not on the bus, so that a typing mistake restores nothing else.
  private func check(
    _ selection: ModuleSelection, _ manifest: ArchiveManifest, _ bus: [BusModule]
  ) throws(ServiceError) {
    let inBackup = Set(manifest.modules.map(\.address))
    let onBus = Set(bus.map(\.address.text))
    if let unknown = selection.only.union(selection.skipped).subtracting(inBackup).subtracting(onBus).min() {
      throw .noSuchModule(unknown)
    }
    for (old, new) in selection.pairs {
      guard inBackup.contains(old) else { throw .noSuchModule(old) }
      guard onBus.contains(new) else { throw .noSuchModule(new) }
    }
  }

  /// A module that holds the backup's settings already needs none. Those that answer are read side by side.
  ///
  /// - Returns: the plans, and the settings of the modules that could be read.
  private func withoutSame(
    _ plans: [ModulePlan], _ bus: [BusModule], _ contents: [String: [UInt8]]
  ) throws(ServiceError) -> ([ModulePlan], held: [String: [UInt8]]) {
    let written = Set(plans.filter(\.action.writes).map(\.address))
    let addresses = bus.filter { $0.state == .ok && written.contains($0.address.text) }.map(\.address)
    let own = Dictionary(uniqueKeysWithValues: zip(addresses.map(\.text), self.bus.configurations(of: addresses)))
    for case .failure(.stopped) in own.values { throw .store(.stopped) }
    let held = own.compactMapValues { try? $0.get() }
    let rest = plans.map { plan in
      guard plan.action == .restore, let source = plan.source, let settings = held[plan.address],
        settings == contents[source]
      else { return plan }
      var plan = plan
      plan.action = .same
      return plan
    }
    return (rest, held)
  }
}

extension ArchiveManifest {
  fileprivate var backupModules: [BackupModule] {
    modules.map {
      BackupModule($0.identity, isIncluded: $0.file != nil)
    }
  }
}

extension Caller {
  /// The camera's user on whose behalf it is: on the console, where somebody has logged in.
  fileprivate var login: String? {
    if case .console = origin { name } else { nil }
  }
}

extension FirmwareRelation {
  fileprivate init(backup: String, camera: String) {
    let (backup, camera) = (FirmwareVersion(backup), FirmwareVersion(camera))
    self = camera.text.isEmpty || backup == camera ? .same : backup < camera ? .backupIsOlder : .backupIsNewer
  }
}
