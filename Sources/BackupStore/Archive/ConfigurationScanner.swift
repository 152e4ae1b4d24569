internal import FileSystem

/// Walks through a configuration directory, with its own stack of directories: a tree may be deeper than the program's.
struct ConfigurationScanner {
  private(set) var nodes: [ConfigurationScan.Node] = []
  private(set) var leftOut: [LeftOut] = []

  private let configuration: any Directory
  private let failures: ConfigurationScan.Failures
  private var descent: Descent<any Directory>
  /// Directories that have not been entered yet.
  private var pending: [(path: ArchivePath, status: FileStatus)] = []

  init(_ configuration: any Directory, _ failures: ConfigurationScan.Failures) {
    self.configuration = configuration
    self.failures = failures
    descent = Descent(configuration)
  }

  mutating func run() throws(ArchivePlanError) {
    let path = ArchivePath.configuration
    do {
      let status = try configuration.status()
      let extended = try configuration.extendedAttributes(of: nil)
      nodes.append(ConfigurationScan.Node(path: path, status: status, target: "", extended: extended, map: nil))
      try list(configuration, at: path)
    } catch {
      throw .file(path: path.text, error)
    }
    try scanFound()
    while let next = pending.popLast() {
      try orLeaveOut(next.path) { (scan) throws(ArchivePlanError) in try scan.scan(next.path, next.status) }
    }
  }

  /// Entries of the directory that was listed last.
  private var found: (directory: (any Directory)?, paths: [ArchivePath]) = (nil, [])

  private mutating func list(_ directory: any Directory, at path: ArchivePath) throws(FileError) {
    found = (directory, try directory.entries().map { path.appending($0.name) })
  }

  private mutating func scan(_ path: ArchivePath, _ status: FileStatus) throws(ArchivePlanError) {
    let directory: any Directory
    let opened: FileStatus
    do {
      directory = try descent.directory(path.names)
      opened = try directory.status()
      try list(directory, at: path)
    } catch {
      throw error.isNoDirectory ? .changed(path: path.text) : .file(path: path.text, error)
    }
    guard failures == .leaveOut ? opened.isEntry(status) : opened == status else { throw .changed(path: path.text) }
    try scanFound()
  }

  private mutating func scanFound() throws(ArchivePlanError) {
    guard let directory = found.directory else { return }
    for path in found.paths {
      try orLeaveOut(path) { (scan) throws(ArchivePlanError) in
        let status: FileStatus
        do throws(FileError) { status = try directory.status(of: path.name) } catch {
          throw error.isNotFound ? .changed(path: path.text) : .file(path: path.text, error)
        }
        try scan.add(path, status, in: directory)
      }
    }
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
      nodes.removeAll { $0.path == path }
    }
  }

  private mutating func add(
    _ path: ArchivePath, _ status: FileStatus, in directory: any Directory
  ) throws(ArchivePlanError) {
    guard status.kind != .special else { return leftOut.append(LeftOut(path: path, reason: .special)) }
    guard path.bytes.count <= ArchiveFormat.pathLimit else { throw .refused(path: path.text, .pathTooLong) }
    guard nodes.count < ArchiveFormat.entryLimit else { throw .refused(path: path.text, .tooManyEntries) }
    let target = status.kind == .symbolicLink ? try Self.target(path, status, in: directory) : ""
    let map = status.kind == .regular ? try Self.map(path, status, in: directory) : nil
    let extended: [ExtendedAttribute]
    do { extended = try directory.extendedAttributes(of: path.name) } catch {
      throw directory.explain(error, path, status)
    }
    let attributeBytes = extended.reduce(0) { $0 + $1.name.count + $1.value.count + ArchiveFormat.recordOverhead }
    guard attributeBytes <= ArchiveFormat.attributeLimit else { throw .refused(path: path.text, .tooManyAttributes) }
    nodes.append(ConfigurationScan.Node(path: path, status: status, target: target, extended: extended, map: map))
    if status.kind == .directory { pending.append((path, status)) }
  }

  private static func target(
    _ path: ArchivePath, _ status: FileStatus, in directory: any Directory
  ) throws(ArchivePlanError) -> String {
    let bytes: [UInt8]
    do { bytes = try directory.readLink(path.name) } catch { throw directory.explain(error, path, status) }
    do { return try ArchiveEntry.target(bytes, isBinary: true) } catch { throw .refused(path: path.text, error) }
  }

  private static func map(
    _ path: ArchivePath, _ status: FileStatus, in directory: any Directory
  ) throws(ArchivePlanError) -> SparseMap? {
    guard status.size > 0 else { return nil }
    let file = try directory.open(path, unchangedFrom: status)
    do {
      return SparseMap(try file.dataRanges(upTo: status.size), size: status.size)
    } catch {
      throw directory.explain(error, path, status)
    }
  }
}
