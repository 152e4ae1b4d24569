internal import BackupStore
internal import CameraModel
internal import FileSystem

/// The configuration of a backup in memory, with which another backup is compared. Nothing of it is written anywhere.
///
/// Of most files the digest is enough. Texts are kept, up to a limit, so that their lines can be compared.
struct ArchivedTree: Sendable {
  /// An entry: what a directory tells of it, and what is known of its contents.
  struct Node: Sendable {
    var status: FileStatus
    var extended: [ExtendedAttribute] = []
    /// Of a link.
    var target: [UInt8] = []
    /// Of a file; `nil` where the digest has to do.
    var bytes: [UInt8]?
    /// Of a file: as `RunningFile.digest` makes it.
    var digest: [UInt8] = []
    /// Of a directory: names of entries, as text.
    var names: [String] = []
  }

  /// By the bytes of the path in the configuration directory: names that look alike may be two.
  private(set) var nodes: [[UInt8]: Node] = [[]: .directory]

  func node(at path: String) -> Node? { nodes[Array(path.utf8)] }

  /// Takes an entry. A parent without an entry is a directory with mode 0755.
  mutating func insert(_ node: Node, at path: String) {
    let key = Array(path.utf8)
    let known = nodes[key]
    nodes[key] = node
    nodes[key]?.names = known?.names ?? []
    // The directory itself is known from the beginning, so what comes here has a parent.
    guard known == nil else { return }
    let slash = path.utf8.lastIndex(of: 0x2F)
    let parent = slash.map { String(path[..<$0]) } ?? ""
    if nodes[Array(parent.utf8)] == nil { insert(.directory, at: parent) }
    let name = slash.map { String(path[path.utf8.index(after: $0)...]) } ?? path
    nodes[Array(parent.utf8)]?.names.append(name)
  }
}

extension ArchivedTree.Node {
  fileprivate static let directory = Self(
    status: FileStatus(
      kind: .directory, size: 0, mode: 0o755, owner: 0, group: 0, modified: .none, changed: .none, device: 0, inode: 0))

  init(_ entry: ArchiveEntry) {
    let kind: FileKind
    var size: Int64 = 0
    switch entry.kind {
    case .file(let bytes): (kind, size) = (.regular, bytes)
    case .directory: kind = .directory
    case .link(let text):
      kind = .symbolicLink
      target = NameText.bytes(text)
    }
    status = FileStatus(
      kind: kind, size: size, mode: entry.mode, owner: entry.owner, group: entry.group, modified: entry.modified,
      changed: entry.modified, device: 0, inode: 0)
    extended = entry.extended
  }
}

extension FileTime {
  fileprivate static let none = FileTime(seconds: 0, nanoseconds: 0)
}

/// Reads the archive of a backup into a tree.
struct ArchivedTreeReader: ArchiveConsumer {
  /// Bytes of texts that are kept at most, beside `camera.cfg`.
  private static let textLimit = 16 << 20

  private(set) var tree = ArchivedTree()
  /// The settings of modules, by address.
  private(set) var modules: [String: [UInt8]] = [:]
  private var keptBytes = 0
  private var current: ArchiveEntry?
  private var digest: FileDigest?
  /// Of a file that may be kept.
  private var contents: [UInt8]?

  mutating func read(_ manifest: ArchiveManifest) throws(StoreError) {}

  mutating func began(_ entry: ArchiveEntry) throws(StoreError) {
    current = entry
    digest = try FileDigest()
    contents = nil
    guard case .file(let size) = entry.kind else { return }
    switch entry.path.role {
    case .configuration(let path): contents = size <= Int64(DifferenceReader.documentLimit(path)) ? [] : nil
    case .module: contents = []
    case .manifest, .modules, nil: break
    }
  }

  mutating func contents(_ bytes: Span<UInt8>) throws(StoreError) {
    digest?.update(bytes)
    guard contents != nil else { return }
    for index in bytes.indices { contents?.append(bytes[index]) }
  }

  mutating func hole(_ count: Int64) throws(StoreError) {
    digest?.skip(count)
    contents?.append(contentsOf: repeatElement(0, count: Int(count)))
  }

  mutating func ended() throws(StoreError) {
    guard let entry = current else { return }
    switch entry.path.role {
    case .module(let address): modules[address] = contents ?? []
    case .configuration(let path):
      var node = ArchivedTree.Node(entry)
      if entry.kind.isFile { node.digest = digest?.finish() ?? [] }
      node.bytes = contents.flatMap { keeps($0, path) ? $0 : nil }
      tree.insert(node, at: path)
    case .manifest, .modules, nil: break
    }
    contents = nil
  }

  private mutating func keeps(_ bytes: [UInt8], _ path: String) -> Bool {
    if KeptParts.isMain(path) { return true }
    guard TextEncoding.isText(bytes), keptBytes + bytes.count <= Self.textLimit else { return false }
    keptBytes += bytes.count
    return true
  }
}
