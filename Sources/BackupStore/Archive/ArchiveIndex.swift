/// The bytes of modules' configurations so far.
struct ModuleBytes {
  private var count: Int64 = 0

  /// Adds the next module.
  ///
  /// - Parameter size: bytes, 0 or more.
  mutating func add(_ size: Int64) throws(ArchiveRule) {
    guard size <= ArchiveFormat.moduleLimit, size <= ArchiveFormat.modulesLimit - count else { throw .moduleTooLarge }
    count += size
  }
}

/// The entries of an archive so far: whether the next one may follow them.
struct ArchiveIndex {
  private enum Node {
    case leaf
    case directory
    /// A directory without an entry, known from its contents.
    case implied
  }

  private var nodes: [ArchivePath: Node] = [:]
  private var entryCount = 0
  private var impliedCount = 0
  /// Bytes in paths, link targets and extended attributes.
  private var nameBytes = 0
  private var moduleBytes = ModuleBytes()
  /// What the manifest says was left out.
  private var leftOut: Set<ArchivePath> = []
  /// Files of modules that the manifest lists and that have not come yet.
  private var expected: Set<ArchivePath> = []

  /// Learns which modules' files must come.
  mutating func expect(_ manifest: ArchiveManifest) {
    for module in manifest.modules where module.file != nil {
      expected.insert(ArchivePath.modules.appending(module.address))
    }
    leftOut = Set(manifest.leftOut.map(\.path))
  }

  /// Adds the next entry.
  ///
  /// - Throws: the rule that it breaks.
  mutating func add(_ entry: ArchiveEntry) throws(ArchiveRule) {
    guard entryCount < ArchiveFormat.entryLimit else { throw .tooManyEntries }
    try checkRole(entry)
    try addParents(of: entry.path)
    switch nodes[entry.path] {
    case nil: break
    case .implied: throw entry.kind == .directory ? .contentsFirst : .duplicate
    case .leaf, .directory: throw .duplicate
    }
    guard !leftOut.contains(entry.path) else { throw .leftOut }
    try count(entry.nameBytes)
    nodes[entry.path] = entry.kind == .directory ? .directory : .leaf
    entryCount += 1
  }

  private mutating func count(_ bytes: Int) throws(ArchiveRule) {
    nameBytes += bytes
    guard nameBytes <= ArchiveFormat.namesLimit else { throw .tooManyNames }
  }

  /// The first file, in order, that the manifest lists and the archive lacks.
  var missing: ArchivePath? {
    nodes[.manifest] == nil ? .manifest : expected.min()
  }

  private mutating func checkRole(_ entry: ArchiveEntry) throws(ArchiveRule) {
    guard let role = entry.path.role else { throw .unexpectedName }
    if entryCount == 0, role != .manifest { throw .missing }
    switch (role, entry.kind) {
    case (.manifest, .file(let size)):
      guard size <= ArchiveFormat.manifestLimit else { throw .tooLarge }
    case (.configuration(""), .directory), (.modules, .directory):
      break
    case (.manifest, _), (.configuration(""), _), (.modules, _):
      throw .unexpectedKind
    case (.configuration, _):
      break
    case (.module, .file(let size)):
      try moduleBytes.add(size)
      guard expected.remove(entry.path) != nil || nodes[entry.path] != nil else { throw .notInManifest }
    case (.module, _):
      throw .unexpectedKind
    }
  }

  private mutating func addParents(of path: ArchivePath) throws(ArchiveRule) {
    var next = path.parent
    while let parent = next {
      switch nodes[parent] {
      case .leaf: throw .throughNonDirectory
      case .directory, .implied: return
      case nil: break
      }
      guard impliedCount < ArchiveFormat.entryLimit else { throw .tooManyEntries }
      guard !leftOut.contains(parent) else { throw .leftOut }
      try count(parent.bytes.count)
      nodes[parent] = .implied
      impliedCount += 1
      next = parent.parent
    }
  }
}
