internal import BackupStore
internal import CameraDevice
internal import CameraModel
internal import ConfigurationChange
internal import FileSystem
internal import FoundationEssentials

/// A backup as the source of a new configuration.
struct BackupSource: ChangeSource {
  private let camera: Camera
  private let opened: OpenedBackup
  private let preview: RestorePreview
  private let options: RestoreOptions
  /// What entries did not take.
  private var losses = RestoreLosses()

  init(_ opened: OpenedBackup, _ preview: RestorePreview, _ options: RestoreOptions, _ camera: Camera) {
    self.opened = opened
    self.preview = preview
    self.options = options
    self.camera = camera
  }

  /// Writes the configuration of the backup, and checks that somebody can administer it.
  mutating func build(in root: any Directory) throws(ChangeError) -> FileAttributes {
    do {
      let writer = try written(to: root)
      losses = writer.losses
      guard root.hasAdministrator else { throw ServiceError.noAdministrator }
      if options.shown != nil { try checkUnchanged() }
      return try attributes(writer)
    } catch {
      throw .source(error)
    }
  }

  private func written(to root: any Directory) throws(ServiceError) -> StagingWriter {
    let running = try camera.openConfiguration()
    let kept = preview.keptParts ?? KeptParts(options, identityKeys: [], camera.settings)
    var writer = try store { () throws(StoreError) in
      try opened.read(into: StagingWriter(root: root, running: running, kept: kept))
    }
    try staging { () throws(FileError) in try writer.finish() }
    return writer
  }

  /// Refuses what is no longer as it was shown: another program wrote it while the backup was staged.
  private func checkUnchanged() throws(ServiceError) {
    let running = try camera.openConfiguration()
    for (name, digest) in preview.shown.contents {
      let path = String(decoding: name, as: UTF8.self)
      let bytes = try mapError(ServiceError.configuration) { () throws(FileError) in
        try RunningFile.find(path, in: running).map { (found) throws(FileError) in
          try found.0.open(found.1).readAll(limit: DifferenceReader.documentLimit(path))
        }
      }
      guard let bytes, DifferenceReader.digest(of: bytes) == digest else { throw .notAsShown(.file(path)) }
    }
  }

  /// Those of the archive, or, where it has none, of the running configuration.
  private func attributes(_ writer: StagingWriter) throws(ServiceError) -> FileAttributes {
    if let archived = writer.rootAttributes { return archived }
    let running = try camera.openConfiguration()
    return try staging { () throws(FileError) in
      FileAttributes(try running.status(), extended: try running.extendedAttributes(of: nil))
    }
  }

  private func staging<Result>(_ body: () throws(FileError) -> Result) throws(ServiceError) -> Result {
    try mapError({ (error: FileError) in ServiceError.store(.staging(error)) }, body)
  }

  /// For Undo, the configuration is the one that was restored before.
  func details(
    of staged: (any Directory)?, losing own: [AttributeLoss], after previous: RestoreDetails?
  ) -> RestoreDetails {
    var details = RestoreDetails()
    details.source = preview.backup.isUndo ? nil : RestoredBackup(preview.backup)
    details.leftOut = RestoreLeftOut(preview.modules, preview.kept, options)
    guard let staged else { return details }
    details.formerConfiguration = previous?.configuration
    details.configuration =
      preview.backup.isUndo
      ? previous?.formerConfiguration
      : details.source.map { RestoredConfiguration(backup: $0, digest: camera.digest(of: staged)) }
    var all = losses
    all.add(own, of: "")
    details.losses = all.isEmpty ? nil : all
    return details
  }
}

extension RestorePreview {
  /// The modules that get settings of the backup, now or when they appear.
  var wantedModules: [ChangePlan<RestoreDetails>.Module] {
    modules.filter { $0.action.writes || $0.action == .missing }.compactMap { plan in
      plan.source.flatMap { moduleContents[$0] }.map {
        .init(address: plan.address, kind: plan.kind, settings: Data($0), isThere: plan.action.writes)
      }
    }
  }
}
