internal import BackupStore
internal import CameraDevice
internal import CameraModel
internal import ConfigurationChange
internal import FileSystem

/// The current configuration with other documents, as the source of a new one.
///
/// It goes the way of a backup and its restore, without the file between them: what an archive has is copied, with
/// owners, modes, attributes, holes and links, and a file that changes all the time gets a second name. What no archive
/// has, as a pipe, gets one too.
struct EditSource: ChangeSource {
  private let camera: Camera
  private let preview: ConfigurationPreview
  /// What entries did not take.
  private var losses = RestoreLosses()

  init(_ preview: ConfigurationPreview, _ camera: Camera) {
    self.preview = preview
    self.camera = camera
  }

  mutating func build(in root: any Directory) throws(ChangeError) -> FileAttributes {
    do {
      let running = try camera.openConfiguration()
      let attributes = try copy(running, to: root)
      try staging { () throws(FileError) in try writeDocuments(in: root) }
      try checkUnchanged(running)
      return attributes
    } catch {
      throw .source(error)
    }
  }

  // MARK: What stays

  /// - Returns: the attributes of the directory itself.
  private mutating func copy(_ running: any Directory, to root: any Directory) throws(ServiceError) -> FileAttributes {
    let (plan, writer) = try copiedWhole(running, to: root)
    losses = writer.losses
    try staging { () throws(FileError) in
      for entry in plan.leftOut where entry.reason == .special { try link(entry.name, from: running, to: root) }
    }
    if let attributes = writer.rootAttributes { return attributes }
    return try staging { () throws(FileError) in
      FileAttributes(try running.status(), extended: try running.extendedAttributes(of: nil))
    }
  }

  /// What cannot be archived, or does not come to rest, stays under a second name.
  private func copiedWhole(
    _ running: any Directory, to root: any Directory
  ) throws(ServiceError) -> (ArchivePlan, StagingWriter) {
    let identity = ArchiveIdentity(model: "", serial: "", firmware: "")
    let clock = camera.archiveClock
    do throws(ServiceError) {
      return try copied(root, running) { () throws(ArchivePlanError) in
        try ArchivePlan(configuration: running, modules: [], identity: identity, created: 0, clock: clock)
      }
    } catch .store(.plan) {
      try staging { () throws(FileError) in
        for entry in try root.entries() { try root.removeTree(entry.name, overwriting: true) }
      }
      return try copied(root, running) { () throws(ArchivePlanError) in
        try ArchivePlan(
          leavingOutFailuresOf: running, modules: [], identity: identity, created: 0, clock: clock)
      }
    }
  }

  private func copied(
    _ root: any Directory, _ running: any Directory, _ plan: () throws(ArchivePlanError) -> ArchivePlan
  ) throws(ServiceError) -> (ArchivePlan, StagingWriter) {
    let plan = try mapError({ (error: ArchivePlanError) in ServiceError.store(.plan(error)) }, plan)
    let kept = KeptParts(RestoreOptions(), identityKeys: [], camera.settings)
    var archive = ArchiveReader(StagingWriter(root: root, running: running, kept: kept))
    do throws(ArchiveWritingError<ArchiveReadingError<StoreError>>) {
      try plan.write { (bytes) throws(ArchiveReadingError<StoreError>) in
        if camera.observer.shouldStop() { throw .consumer(.stopped) }
        try archive.feed(bytes)
      }
    } catch {
      throw ServiceError(copying: error)
    }
    let writer = try finished(archive)
    return (plan, writer)
  }

  private func finished(_ archive: consuming ArchiveReader<StagingWriter>) throws(ServiceError) -> StagingWriter {
    var writer: StagingWriter
    do throws(ArchiveReadingError<StoreError>) {
      writer = try archive.finish()
    } catch {
      throw ServiceError(copying: .sink(error))
    }
    try staging { () throws(FileError) in try writer.finish() }
    return writer
  }

  /// A pipe, socket or device is the same one under both names.
  private func link(_ path: String, from running: any Directory, to root: any Directory) throws(FileError) {
    var names = path.split(separator: "/").map(String.init)
    let name = names.removeLast()
    var (source, target) = (running, root)
    for name in names { (source, target) = (try source.openDirectory(name), try target.openDirectory(name)) }
    try target.makeHardLink(name, to: name, in: source)
    try target.synchronize()
  }

  // MARK: What changes

  /// A staged file may be a second name of the current one: so a new file takes its place.
  private mutating func writeDocuments(in root: any Directory) throws(FileError) {
    for changed in preview.documents {
      let path = changed.path
      guard let (parent, name, status) = try RunningFile.find(path, in: root) else {
        throw FileError(.open, path, code: FileError.Code.noEntry)
      }
      let now = camera.time.now()
      let attributes = FileAttributes(
        mode: status.mode, owner: status.owner, group: status.group, modified: now,
        extended: try parent.extendedAttributes(of: name))
      // Its secrets are in clear: it is overwritten.
      try parent.removeTree(name, overwriting: true)
      let file = try parent.create(name)
      try file.write(changed.document.bytes.span, at: 0)
      losses.add(try parent.setAttributes(attributes, of: name), of: path)
      try file.synchronize()
      try parent.synchronize()
    }
  }

  /// Refuses what is no longer the file of the preview: another program wrote it while the rest was copied.
  private func checkUnchanged(_ running: any Directory) throws(ServiceError) {
    for path in preview.documents.map(\.path) {
      let bytes = try mapError(ServiceError.configuration) { () throws(FileError) in
        try RunningFile.find(path, in: running).map { (found) throws(FileError) in
          try found.0.open(found.1).readAll(limit: DifferenceReader.documentLimit(path))
        }
      }
      guard let bytes, preview.base.isSame(path, bytes) else { throw .edit(.changed(path)) }
    }
  }

  private func staging<Result>(_ body: () throws(FileError) -> Result) throws(ServiceError) -> Result {
    try mapError({ (error: FileError) in ServiceError.store(.staging(error)) }, body)
  }

  /// Which backup is active stays; that something has changed since is found by its digest.
  func details(
    of staged: (any Directory)?, losing own: [AttributeLoss], after previous: RestoreDetails?
  ) -> RestoreDetails {
    var details = RestoreDetails()
    details.edited = EditedConfiguration(preview.names)
    details.configuration = previous?.configuration
    details.formerConfiguration = previous?.configuration
    var all = losses
    all.add(own, of: "")
    details.losses = all.isEmpty ? nil : all
    return details
  }
}

extension ServiceError {
  /// What copying the current configuration threw.
  fileprivate init(copying error: ArchiveWritingError<ArchiveReadingError<StoreError>>) {
    self =
      switch error {
      case .plan(let error): .store(.plan(error))
      case .sink(.consumer(let error)): .store(error)
      // What a plan writes is an archive: only a tree that changes meanwhile can be none.
      case .sink(.archive): .store(.plan(.changed(path: ArchivePath.configuration.text)))
      }
  }
}
