internal import BackupStore
internal import FileSystem

/// A directory of a backup's configuration, in memory. Whatever would change it is refused (`EPERM`).
final class ArchivedDirectory: Directory {
  private let tree: ArchivedTree
  /// The path in the configuration directory; empty for the directory itself.
  private let path: String

  init(_ tree: ArchivedTree, path: String = "") {
    self.tree = tree
    self.path = path
  }

  private func place(of name: String) -> String { path.isEmpty ? name : path + "/" + name }

  private func node(
    _ name: String?, _ operation: FileError.Operation
  ) throws(FileError) -> ArchivedTree.Node {
    guard let node = tree.node(at: name.map(place) ?? path) else {
      throw FileError(operation, name ?? path, code: FileError.Code.noEntry)
    }
    return node
  }

  func entries() throws(FileError) -> [DirectoryEntry] {
    try node(nil, .list).names.map { DirectoryEntry(name: $0) }
  }

  func status() throws(FileError) -> FileStatus { try node(nil, .status).status }

  func status(of name: String) throws(FileError) -> FileStatus { try node(name, .status).status }

  func openDirectory(_ name: String) throws(FileError) -> any Directory {
    guard try node(name, .open).status.kind == .directory else {
      throw FileError(.open, name, code: FileError.Code.notDirectory)
    }
    return ArchivedDirectory(tree, path: place(of: name))
  }

  func open(_ name: String) throws(FileError) -> any File {
    let node = try node(name, .open)
    guard node.status.kind == .regular else { throw FileError(.open, name, code: FileError.Code.isDirectory) }
    return ArchivedFile(node)
  }

  func readLink(_ name: String) throws(FileError) -> [UInt8] { try node(name, .readLink).target }

  func extendedAttributes(of name: String?) throws(FileError) -> [ExtendedAttribute] {
    try node(name, .status).extended
  }

  func expectedLosses(_ attributes: FileAttributes) -> [AttributeLoss] { [] }
  func lock(of name: String?) -> FileLock { [] }
  func unlock(_ name: String?) -> Bool { false }
  func isFixed() -> Bool { true }
  func capacity() throws(FileError) -> Capacity { Capacity(total: nil, free: nil, isReadOnly: true) }
  func allocated(of name: String) throws(FileError) -> Int64 { try node(name, .status).status.size }
  func lock(waits: Bool) throws(FileError) {}
}

/// What is not done.
extension ArchivedDirectory {
  private func refused(_ operation: FileError.Operation, _ name: String) -> FileError {
    FileError(operation, name, code: FileError.Code.notPermitted)
  }

  func openForWriting(_ name: String) throws(FileError) -> any File { throw refused(.open, name) }
  func create(_ name: String) throws(FileError) -> any File { throw refused(.create, name) }
  func makeDirectory(_ name: String, mode: UInt32) throws(FileError) { throw refused(.makeDirectory, name) }
  func makeLink(_ name: String, to target: String) throws(FileError) { throw refused(.create, name) }
  func makeHardLink(_ name: String, to other: String, in source: any Directory) throws(FileError) {
    throw refused(.create, name)
  }
  func remove(_ name: String) throws(FileError) { throw refused(.remove, name) }
  func removeDirectory(_ name: String) throws(FileError) { throw refused(.remove, name) }
  func rename(_ name: String, to newName: String) throws(FileError) { throw refused(.rename, name) }
  func exchange(_ name: String, with other: String) throws(FileError) { throw refused(.exchange, name) }
  func truncate(_ name: String, to size: Int64) throws(FileError) { throw refused(.write, name) }
  func synchronize() throws(FileError) { throw refused(.synchronize, path) }
  func setAttributes(_ attributes: FileAttributes, of name: String) throws(FileError) -> [AttributeLoss] {
    throw refused(.setAttributes, name)
  }
  func checkWritable() throws(FileError) { throw refused(.write, path) }
}

/// A file of a backup's configuration, in memory.
final class ArchivedFile: File {
  private let node: ArchivedTree.Node

  init(_ node: ArchivedTree.Node) { self.node = node }

  /// As `RunningFile.digest` makes it.
  var digest: [UInt8] { node.digest }
  /// Whether it can be read; else its digest is known and no more.
  var hasContents: Bool { node.bytes != nil }

  func status() throws(FileError) -> FileStatus { node.status }

  func read(into buffer: inout MutableSpan<UInt8>, at offset: Int64) throws(FileError) -> Int {
    guard let bytes = node.bytes else { throw refused(.read) }
    let start = Int(clamping: offset)
    let count = max(min(buffer.count, bytes.count - start), 0)
    for index in 0..<count { buffer[index] = bytes[start + index] }
    return count
  }

  func dropPages() {}

  func dataRanges(upTo size: Int64) throws(FileError) -> [Range<Int64>] { size > 0 ? [0..<size] : [] }

  private func refused(_ operation: FileError.Operation) -> FileError {
    FileError(operation, "", code: FileError.Code.notPermitted)
  }

  func write(_ bytes: Span<UInt8>, at offset: Int64) throws(FileError) { throw refused(.write) }
  func synchronize() throws(FileError) { throw refused(.synchronize) }
  func setMode(_ mode: UInt32) throws(FileError) { throw refused(.setAttributes) }
  func setOwner(_ owner: UInt32, group: UInt32) throws(FileError) { throw refused(.setAttributes) }
}
