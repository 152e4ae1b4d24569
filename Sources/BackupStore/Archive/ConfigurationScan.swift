internal import FileSystem

/// What a configuration directory held at one time, names and statuses but no contents.
struct ConfigurationScan: Sendable, Equatable {
  /// An entry as it was found.
  struct Node: Sendable, Equatable {
    let path: ArchivePath
    let status: FileStatus
    /// Of a symbolic link, as text (`NameText`); otherwise empty.
    let target: String
    let extended: [ExtendedAttribute]
    /// Where a file with holes has data. Not compared: a file system moves holes when it likes.
    let map: SparseMap?

    static func == (left: Node, right: Node) -> Bool {
      left.path == right.path && left.status == right.status && left.target == right.target
        && left.extended == right.extended
    }
  }

  /// What to do with an entry that cannot be part of a backup.
  enum Failures: Sendable {
    case end, leaveOut
  }

  /// The directory itself and everything in it but special files, in the order of the paths.
  private(set) var nodes: [Node]
  /// What is not among them, likewise ordered.
  private(set) var leftOut: [LeftOut]

  /// Walks through `configuration`.
  ///
  /// - Throws: `.refused` at the first entry that an archive cannot hold, `.changed` when an entry vanishes or is
  ///   exchanged meanwhile, `.file` when the system refuses something; where failures are left out, only for the
  ///   configuration directory itself.
  init(_ configuration: any Directory, _ failures: Failures = .end) throws(ArchivePlanError) {
    var scanner = ConfigurationScanner(configuration, failures)
    try scanner.run()
    nodes = scanner.nodes
    leftOut = scanner.leftOut
  }
}

extension ConfigurationScan {
  /// Two changes within this many milliseconds may have the same time. A kernel's tick is 10 ms at most.
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
      fresh = scan.fresh(start, clock.now()).first
      guard fresh != nil else { return scan }
    }
    throw .changed(path: fresh?.path.text ?? ArchivePath.configuration.text)
  }

  /// What changed within the last tick before a scan, or during it.
  ///
  /// A time in the future was set by another clock. A change now sets an earlier time, and that shows.
  private func fresh(_ start: FileTime, _ end: FileTime) -> [Node] {
    nodes.filter { $0.status.changed > start.earlier(byMilliseconds: Self.tick) && $0.status.changed <= end }
  }

  /// Scans a configuration that does not come to rest: whatever changes from one reading of all files to the next is
  /// left out, whatever cannot be read as well, and everything else is there.
  ///
  /// - Throws: `.file` where the configuration directory itself cannot be read.
  static func withoutChanging(_ configuration: any Directory, _ clock: ArchiveClock) throws(ArchivePlanError) -> Self {
    let first = try ConfigurationScan(configuration, .leaveOut)
    let failed = first.readAll(in: configuration)
    clock.wait(tick)
    let start = clock.now()
    var second = try ConfigurationScan(configuration, .leaveOut)
    let fresh = Set(second.fresh(start, clock.now()).map(\.path))
    let known = Dictionary(uniqueKeysWithValues: first.nodes.map { ($0.path, $0) })
    var leaving: [LeftOut] = []
    for node in second.nodes where node.status.kind != .directory {
      if failed[node.path] == .unreadable {
        leaving.append(LeftOut(path: node.path, reason: .unreadable))
      } else if failed[node.path] != nil || fresh.contains(node.path) || known[node.path] != node {
        leaving.append(LeftOut(path: node.path, reason: .changing))
      }
    }
    second.leaveOutFiles(leaving)
    return second
  }

  /// Reads every file to its end and returns those of which that failed.
  private func readAll(in configuration: any Directory) -> [ArchivePath: LeftOut.Reason] {
    var walker = ConfigurationWalker(configuration, self, .leaveOut)
    var buffer = [UInt8](repeating: 0, count: 65_536)
    var failed: [ArchivePath: LeftOut.Reason] = [:]
    for node in nodes where node.status.kind == .regular {
      do throws(ArchivePlanError) {
        try walker.file(node).readThrough(node, &buffer)
      } catch {
        failed[node.path] = error.reasonToLeaveOut ?? .unreadable
      }
    }
    return failed
  }

  /// Takes files from the scan and names them: there may be very many.
  private mutating func leaveOutFiles(_ entries: [LeftOut]) {
    let paths = Set(entries.map(\.path))
    nodes.removeAll { paths.contains($0.path) }
    leftOut.removeAll { paths.contains($0.path) }
    leftOut = (leftOut + entries).sorted { $0.path < $1.path }
  }

  /// Takes an entry, and whatever lies below it, from the scan and names it.
  mutating func leaveOut(_ entry: LeftOut) {
    nodes.removeAll { $0.path == entry.path || $0.path.isBelow(entry.path) }
    leftOut.removeAll { $0.path == entry.path || $0.path.isBelow(entry.path) }
    leftOut.append(entry)
    leftOut.sort { $0.path < $1.path }
  }

  /// Puts an entry of the configuration directory itself in its place again, also one that was left out.
  mutating func include(_ node: Node) {
    nodes.removeAll { $0.path == node.path }
    leftOut.removeAll { $0.path == node.path }
    nodes.insert(node, at: nodes.firstIndex { node.path < $0.path } ?? nodes.endIndex)
  }

  /// The first entry, in order, in which two scans differ.
  func firstDifference(from other: ConfigurationScan) -> ArchivePath? {
    if let (left, right) = zip(nodes, other.nodes).first(where: { $0 != $1 }) { return min(left.path, right.path) }
    let (short, long) = nodes.count < other.nodes.count ? (nodes, other.nodes) : (other.nodes, nodes)
    if short.count < long.count { return long[short.count].path }
    return leftOut == other.leftOut ? nil : .configuration
  }
}

extension ArchivePlanError {
  /// Why the entry may be left out; `nil` where nothing may be.
  var reasonToLeaveOut: LeftOut.Reason? {
    switch self {
    case .changed: .changing
    case .file: .unreadable
    case .refused(_, .tooManyEntries): nil
    case .refused: .unfit
    case .identity, .digest: nil
    }
  }
}

extension ArchivePath {
  /// The names that lead from the configuration directory to an entry of it, as text.
  var names: [String] { Array(components.dropFirst()) }
}

extension FileStatus {
  /// Whether this is the same entry, if perhaps changed.
  func isEntry(_ other: FileStatus) -> Bool {
    kind == other.kind && inode == other.inode && device == other.device
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
