internal import CameraModel
package import FileSystem

/// Everything that goes into an archive but the contents of the files, and the archive's exact length.
///
/// The writer's rules are checked when the plan is made, before the first byte is written. Section 5 of the format.
package struct ArchivePlan: Sendable {
  /// Where the contents of an entry come from.
  enum Source: Sendable {
    case memory([UInt8])
    /// A file of the configuration that was read before.
    case snapshot([UInt8])
    /// A node of the configuration.
    case configuration(ConfigurationScan.Node)
  }

  struct Item: Sendable {
    let entry: ArchiveEntry
    let source: Source
  }

  /// Bytes in the archive: a multiple of 512.
  package let length: Int64
  /// Regular files below `config/`.
  package let fileCount: Int
  /// What of the configuration is not archived.
  package var leftOut: [LeftOut] { scan.leftOut }
  /// The entries in the order of the archive.
  package var entries: [ArchiveEntry] { items.map(\.entry) }
  /// The first entry.
  package let manifest: ArchiveManifest

  let configuration: any Directory
  let scan: ConfigurationScan
  /// Files that change all the time, as they were at one moment.
  let snapshots: [ArchivePath: [UInt8]]
  /// What was done with entries that cannot be archived.
  let failures: ConfigurationScan.Failures
  /// In byte order of the addresses.
  let modules: [ModuleSnapshot]
  let items: [Item]

  /// Scans a configuration.
  ///
  /// - Parameters:
  ///   - configuration: the directory; the plan keeps it open.
  ///   - modules: in any order.
  ///   - created: seconds since 1970; also the time of the entries that are not files of the camera.
  ///   - clock: the one that stamps the configuration's files.
  /// - Throws: the first rule that an entry breaks; `.changed` when the configuration does not come to rest.
  package init(
    configuration: any Directory, modules: [ModuleSnapshot], identity: ArchiveIdentity, created: Int64,
    clock: ArchiveClock = .system
  ) throws(ArchivePlanError) {
    try self.init(
      configuration: configuration, modules: modules, identity: identity, created: created, failures: .end
    ) { () throws(ArchivePlanError) in try ConfigurationScan.settled(configuration, clock) }
  }

  /// Scans a configuration that does not come to rest, or that cannot be read as a whole: what changes, cannot be read
  /// or breaks a rule is left out. Each file is as it was at one time, but not all at the same.
  ///
  /// - Throws: what concerns no single entry.
  package init(
    leavingOutFailuresOf configuration: any Directory, modules: [ModuleSnapshot], identity: ArchiveIdentity,
    created: Int64, clock: ArchiveClock = .system
  ) throws(ArchivePlanError) {
    try self.init(
      configuration: configuration, modules: modules, identity: identity, created: created, failures: .leaveOut
    ) { () throws(ArchivePlanError) in try ConfigurationScan.withoutChanging(configuration, clock) }
  }

  /// The same plan without an entry, for which writing it failed.
  package func leavingOut(_ entry: LeftOut) throws(ArchivePlanError) -> ArchivePlan {
    var rest = scan
    rest.leaveOut(entry)
    return try ArchivePlan(
      configuration: configuration, modules: modules, identity: manifest.identity, created: manifest.created,
      failures: failures, snapshots: snapshots
    ) { [rest] () throws(ArchivePlanError) in rest }
  }

  /// The same plan with a file of the configuration directory as it was read before.
  func including(_ path: ArchivePath, _ file: FileAtRest) throws(ArchivePlanError) -> ArchivePlan {
    var (scan, snapshots) = (scan, snapshots)
    let extended = (try? configuration.extendedAttributes(of: path.name)) ?? []
    scan.include(
      ConfigurationScan.Node(path: path, status: file.status, target: "", extended: extended, map: nil))
    snapshots[path] = file.bytes
    return try ArchivePlan(
      configuration: configuration, modules: modules, identity: manifest.identity, created: manifest.created,
      failures: failures, snapshots: snapshots
    ) { [scan] () throws(ArchivePlanError) in scan }
  }

  /// Whether an entry of the configuration is in the archive.
  func contains(_ path: ArchivePath) -> Bool { scan.nodes.contains { $0.path == path } }

  /// What a file of the configuration directory itself holds; `nil` where it is no longer what was scanned, which
  /// writing finds too, or is not a file, or larger than the limit.
  func bytes(of path: ArchivePath, limit: Int) -> [UInt8]? {
    if let snapshot = snapshots[path] { return snapshot }
    guard let node = scan.nodes.first(where: { $0.path == path }), node.status.kind == .regular,
      node.status.size <= limit, let file = try? configuration.open(path, unchangedFrom: node.status),
      let bytes = try? file.readAll(limit: limit), (try? file.status()) == node.status
    else { return nil }
    return bytes
  }

  private init(
    configuration: any Directory, modules: [ModuleSnapshot], identity: ArchiveIdentity, created: Int64,
    failures: ConfigurationScan.Failures, snapshots: [ArchivePath: [UInt8]] = [:],
    scan: () throws(ArchivePlanError) -> ConfigurationScan
  ) throws(ArchivePlanError) {
    if let field = identity.unfitField { throw .identity(field) }
    let sorted = modules.sorted { ArchivePath($0.address) < ArchivePath($1.address) }
    try Self.check(sorted)
    let scan = try scan()
    self.failures = failures
    self.snapshots = snapshots
    manifest = ArchiveManifest(
      identity: identity, created: created, modules: sorted, leftOut: scan.leftOut.filter { $0.reason != .special })
    items =
      [Self.memoryItem(.manifest, manifest.encoded(), created)] + scan.nodes.map { Self.item($0, snapshots[$0.path]) }
      + Self.moduleItems(sorted, created)
    length = try Self.length(of: items)
    fileCount = scan.nodes.count { $0.status.kind == .regular }
    self.configuration = configuration
    self.scan = scan
    self.modules = sorted
  }

  private static func check(_ modules: [ModuleSnapshot]) throws(ArchivePlanError) {
    var former: String?
    var bytes = ModuleBytes()
    for module in modules {
      let path = ArchivePath.modules.appending(module.address).text
      guard ModuleAddress(module.address) != nil else { throw .refused(path: path, .badAddress) }
      guard module.address != former else { throw .refused(path: path, .duplicate) }
      former = module.address
      do { try bytes.add(Int64(module.configuration?.count ?? 0)) } catch { throw .refused(path: path, error) }
    }
  }

  /// The length of the archive; the bounds on manifest, entries and length are checked on the way.
  private static func length(of items: [Item]) throws(ArchivePlanError) -> Int64 {
    var length = Int64(ArchiveFormat.trailer)
    var nameBytes = 0
    for (index, item) in items.enumerated() {
      let (path, size) = (item.entry.path.text, item.entry.storedSize)
      nameBytes += item.entry.nameBytes
      guard nameBytes <= ArchiveFormat.namesLimit else { throw .refused(path: path, .tooManyNames) }
      guard index < ArchiveFormat.entryLimit else { throw .refused(path: path, .tooManyEntries) }
      let limit = index == 0 ? Int64(ArchiveFormat.manifestLimit) : ArchiveFormat.lengthLimit
      guard size <= limit else { throw .refused(path: path, .tooLarge) }
      length += Int64(item.entry.headerLength) + size + Int64(ArchiveFormat.padding(after: size))
      guard length <= ArchiveFormat.lengthLimit else { throw .refused(path: path, .tooLarge) }
    }
    return length
  }
}

extension ArchivePlan {
  private static func item(_ node: ConfigurationScan.Node, _ snapshot: [UInt8]?) -> Item {
    let status = node.status
    let kind: ArchiveEntry.Kind =
      switch status.kind {
      case .regular: .file(size: status.size)
      case .directory: .directory
      case .symbolicLink: .link(target: node.target)
      case .special: preconditionFailure("special files are left out of a scan")
      }
    let entry = ArchiveEntry(
      path: node.path, kind: kind, mode: status.mode & 0o7777, owner: status.owner, group: status.group,
      modified: status.modified, extended: node.extended, map: node.map)
    return Item(entry: entry, source: snapshot.map(Source.snapshot) ?? .configuration(node))
  }

  private static func moduleItems(_ modules: [ModuleSnapshot], _ created: Int64) -> [Item] {
    let files = modules.compactMap { module in
      module.configuration.map { memoryItem(.modules.appending(module.address), $0, created) }
    }
    guard !files.isEmpty else { return [] }
    let directory = ArchiveEntry(
      path: .modules, kind: .directory, mode: 0o700, owner: 0, group: 0,
      modified: FileTime(seconds: created, nanoseconds: 0))
    return [Item(entry: directory, source: .memory([]))] + files
  }

  private static func memoryItem(_ path: ArchivePath, _ bytes: [UInt8], _ created: Int64) -> Item {
    let entry = ArchiveEntry(
      path: path, kind: .file(size: Int64(bytes.count)), mode: 0o600, owner: 0, group: 0,
      modified: FileTime(seconds: created, nanoseconds: 0))
    return Item(entry: entry, source: .memory(bytes))
  }
}
