internal import FileSystem

/// Walks through a configuration directory, with its own stack of directories: a tree may be deeper than the program's.
struct ConfigurationScanner {
  private(set) var nodes: [ConfigurationScan.Node] = []
  private(set) var leftOut: [LeftOut] = []

  private let failures: ConfigurationScan.Failures
  private var descent: Descent<any Directory>
  /// The directories from the configuration down to the one whose entries are looked at.
  private var levels: [Level] = []

  /// A directory, and which of its entries have not been looked at yet.
  private struct Level {
    let path: ArchivePath
    /// From the configuration directory, as text.
    let names: [String]
    /// The last name first.
    var pending: [String]
    /// `nil` after a directory in it was looked at.
    var directory: (any Directory)?

    init(_ path: ArchivePath, _ names: [String], _ directory: any Directory) throws(FileError) {
      self.path = path
      self.names = names
      self.directory = directory
      pending = try directory.entries().map(\.name).sorted {
        NameText.bytes($1).lexicographicallyPrecedes(NameText.bytes($0))
      }
    }
  }

  init(_ configuration: any Directory, _ failures: ConfigurationScan.Failures) {
    self.failures = failures
    descent = Descent(configuration)
  }

  /// Walks through the tree in the order of the paths.
  mutating func run() throws(ArchivePlanError) {
    try mapError({ ArchivePlanError.file(path: ArchivePath.configuration.text, $0) }, try begin())
    while !levels.isEmpty {
      // Before the level is copied: else every name would copy all that are pending.
      guard let name = levels[levels.count - 1].pending.popLast() else {
        levels.removeLast()
        continue
      }
      let level = levels[levels.count - 1]
      // What a cut in a change of the configuration left is not part of it.
      if level.path == .configuration, try isLeftover(name, in: level) { continue }
      let path = level.path.appending(name)
      try orLeaveOut(path) { (scan) throws(ArchivePlanError) in try scan.look(at: path, name, in: level) }
    }
  }

  private mutating func begin() throws(FileError) {
    let configuration = try descent.directory([])
    let status = try configuration.status()
    let extended = try configuration.extendedAttributes(of: nil)
    nodes.append(
      ConfigurationScan.Node(path: .configuration, status: status, target: "", extended: extended, map: nil))
    levels.append(try Level(.configuration, [], configuration))
  }

  private mutating func isLeftover(_ name: String, in level: Level) throws(ArchivePlanError) -> Bool {
    let directory = try mapError(
      { ArchivePlanError.file(path: level.path.text, $0) }, try self.directory(of: level))
    return directory.holdsLeftover(name)
  }

  private mutating func directory(of level: Level) throws(FileError) -> any Directory {
    if let open = level.directory { open } else { try descent.directory(level.names) }
  }

  private mutating func look(at path: ArchivePath, _ name: String, in level: Level) throws(ArchivePlanError) {
    let (directory, status) = try mapError(path.explainOpening) { () throws(FileError) in
      let directory = try self.directory(of: level)
      return (directory, try directory.status(of: name))
    }
    let parent = levels.count - 1
    levels[parent].directory = directory
    try add(path, name, status, in: directory)
    guard status.kind == .directory else { return }
    levels[parent].directory = nil
    try enter(path, level.names + [name], status)
  }

  private mutating func enter(
    _ path: ArchivePath, _ names: [String], _ status: FileStatus
  ) throws(ArchivePlanError) {
    let (opened, level) = try mapError(path.explainOpening) { () throws(FileError) in
      let directory = try descent.directory(names)
      return (try directory.status(), try Level(path, names, directory))
    }
    guard failures == .leaveOut ? opened.isEntry(status) : opened == status else { throw .changed(path: path.text) }
    levels.append(level)
  }

  private mutating func orLeaveOut(
    _ path: ArchivePath, _ body: (inout ConfigurationScanner) throws(ArchivePlanError) -> Void
  ) throws(ArchivePlanError) {
    do {
      try body(&self)
    } catch {
      guard failures == .leaveOut, let reason = error.reasonToLeaveOut else { throw error }
      // What came and went meanwhile is nothing to tell.
      let isGone = if case .changed = error { true } else { false }
      if !isGone { leftOut.append(LeftOut(path: path, reason: reason)) }
      // What failed was the last to be added, if it was.
      if nodes.last?.path == path { nodes.removeLast() }
    }
  }

  private mutating func add(
    _ path: ArchivePath, _ name: String, _ status: FileStatus, in directory: any Directory
  ) throws(ArchivePlanError) {
    guard status.kind != .special else { return leftOut.append(LeftOut(path: path, reason: .special)) }
    guard path.bytes.count <= ArchiveFormat.pathLimit else { throw .refused(path: path.text, .pathTooLong) }
    guard nodes.count < ArchiveFormat.entryLimit else { throw .refused(path: path.text, .tooManyEntries) }
    let target = status.kind == .symbolicLink ? try Self.target(path, status, in: directory) : ""
    let map = status.kind == .regular ? try Self.map(path, status, in: directory) : nil
    let extended = try mapError(
      { directory.explain($0, path, status) }, try directory.extendedAttributes(of: name))
    let attributeBytes = extended.reduce(0) { $0 + $1.name.count + $1.value.count + ArchiveFormat.recordOverhead }
    guard attributeBytes <= ArchiveFormat.attributeLimit else { throw .refused(path: path.text, .tooManyAttributes) }
    nodes.append(ConfigurationScan.Node(path: path, status: status, target: target, extended: extended, map: map))
  }

  private static func target(
    _ path: ArchivePath, _ status: FileStatus, in directory: any Directory
  ) throws(ArchivePlanError) -> String {
    let bytes = try mapError({ directory.explain($0, path, status) }, try directory.readLink(path.name))
    return try mapError(
      { ArchivePlanError.refused(path: path.text, $0) }, try ArchiveEntry.target(bytes, isBinary: true))
  }

  private static func map(
    _ path: ArchivePath, _ status: FileStatus, in directory: any Directory
  ) throws(ArchivePlanError) -> SparseMap? {
    guard status.size > 0 else { return nil }
    let file = try directory.open(path, unchangedFrom: status)
    let ranges = try mapError({ directory.explain($0, path, status) }, try file.dataRanges(upTo: status.size))
    return SparseMap(ranges, size: status.size)
  }
}
