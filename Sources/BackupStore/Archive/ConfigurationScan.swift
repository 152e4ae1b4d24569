internal import FileSystem

/// What a configuration directory held at one time, names and statuses but no contents.
struct ConfigurationScan: Sendable, Equatable {
  /// An entry as it was found.
  struct Node: Sendable, Equatable {
    let path: ArchivePath
    let status: FileStatus
    /// Of a symbolic link; otherwise empty.
    let target: String
  }

  /// The directory itself and everything in it but special files, in the order of the paths.
  private(set) var nodes: [Node] = []
  /// Sockets, pipes and devices, likewise ordered.
  private(set) var leftOut: [ArchivePath] = []

  /// Walks through `configuration`.
  ///
  /// - Throws: `.refused` at the first entry that an archive cannot hold, `.changed` when an entry vanishes or is
  ///   exchanged meanwhile, `.file` when the system refuses something.
  init(_ configuration: any Directory) throws(ArchivePlanError) {
    let status: FileStatus
    do { status = try configuration.status() } catch { throw .file(path: ArchivePath.configuration.text, error) }
    nodes.append(Node(path: .configuration, status: status, target: ""))
    try scan(configuration, at: .configuration)
    nodes.sort { $0.path < $1.path }
    leftOut.sort()
  }

  private mutating func scan(_ directory: any Directory, at path: ArchivePath) throws(ArchivePlanError) {
    let entries: [DirectoryEntry]
    do { entries = try directory.entries() } catch { throw .file(path: path.text, error) }
    for entry in entries {
      // What a cut in a change of the configuration left is not part of it.
      guard path != .configuration || !DurableFile.isLeftover(entry.name) else { continue }
      let child = path.appending(entry.name)
      guard entry.isUTF8 else { throw .refused(path: child.text, .pathNotUTF8) }
      let status: FileStatus
      do { status = try directory.status(of: entry.name) } catch {
        throw error.isNotFound ? .changed(path: child.text) : .file(path: child.text, error)
      }
      try add(child, status, in: directory)
    }
  }

  private mutating func add(
    _ path: ArchivePath, _ status: FileStatus, in directory: any Directory
  ) throws(ArchivePlanError) {
    switch status.kind {
    case .special:
      leftOut.append(path)
    case .regular:
      try append(Node(path: path, status: status, target: ""))
    case .symbolicLink:
      try append(Node(path: path, status: status, target: try Self.target(path, status, in: directory)))
    case .directory:
      try append(Node(path: path, status: status, target: ""))
      try scan(try directory.openDirectory(path, unchangedFrom: status), at: path)
    }
  }

  private static func target(
    _ path: ArchivePath, _ status: FileStatus, in directory: any Directory
  ) throws(ArchivePlanError) -> String {
    let bytes: [UInt8]
    do { bytes = try directory.readLink(path.name) } catch { throw directory.explain(error, path, status) }
    do { return try ArchiveEntry.target(bytes) } catch { throw .refused(path: path.text, error) }
  }

  private mutating func append(_ node: Node) throws(ArchivePlanError) {
    guard node.path.bytes.count <= ArchiveFormat.pathLimit else { throw .refused(path: node.path.text, .pathTooLong) }
    guard nodes.count < ArchiveFormat.entryLimit else { throw .refused(path: node.path.text, .tooManyEntries) }
    nodes.append(node)
  }
}

extension ConfigurationScan {
  /// Milliseconds within which two changes may bear one time, with room to spare: a kernel ticks in 10 at most.
  private static let tick = 20
  /// Scans before a configuration counts as never at rest.
  private static let attempts = 5

  /// Scans until no entry changed within the last tick, so that any later change shows in the entry's times.
  ///
  /// - Throws: also `.changed`, when the configuration does not come to rest.
  static func settled(_ configuration: any Directory, _ clock: ArchiveClock) throws(ArchivePlanError) -> Self {
    var fresh: Node?
    for _ in 0..<attempts {
      if fresh != nil { clock.wait(tick) }
      let start = clock.now()
      let scan = try ConfigurationScan(configuration)
      let end = clock.now()
      // What bears a time to come was set by another clock: a change now would show.
      fresh = scan.nodes.first { $0.status.changed > start.earlier(byMilliseconds: tick) && $0.status.changed <= end }
      guard fresh != nil else { return scan }
    }
    throw .changed(path: fresh?.path.text ?? ArchivePath.configuration.text)
  }

  /// The first entry, in order, in which two scans differ.
  func firstDifference(from other: ConfigurationScan) -> ArchivePath? {
    if let (left, right) = zip(nodes, other.nodes).first(where: { $0 != $1 }) { return min(left.path, right.path) }
    let (short, long) = nodes.count < other.nodes.count ? (nodes, other.nodes) : (other.nodes, nodes)
    if short.count < long.count { return long[short.count].path }
    return leftOut == other.leftOut ? nil : .configuration
  }
}

extension FileTime {
  fileprivate func earlier(byMilliseconds milliseconds: Int) -> FileTime {
    let nanoseconds = Int64(self.nanoseconds) - Int64(milliseconds) * 1_000_000
    return nanoseconds >= 0
      ? FileTime(seconds: seconds, nanoseconds: Int32(nanoseconds))
      : FileTime(seconds: seconds - 1, nanoseconds: Int32(nanoseconds + 1_000_000_000))
  }
}
