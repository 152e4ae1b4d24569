import FileSystem
import Glibc

/// A directory in memory without locks: one thread uses it.
final class MemoryDirectory: Directory, @unchecked Sendable {
  private var files: [String: MemoryFile] = [:]
  private var directories: [String: MemoryDirectory] = [:]
  /// The bytes that a new file has room for before it has to grow.
  private let fileRoom: Int

  init(room: Int) { fileRoom = room }

  func entries() throws(FileError) -> [DirectoryEntry] {
    (Array(files.keys) + Array(directories.keys)).map { DirectoryEntry(name: $0) }
  }

  func status() throws(FileError) -> FileStatus { FileStatus(.directory, size: 0) }

  func status(of name: String) throws(FileError) -> FileStatus {
    if let directory = directories[name] { return try directory.status() }
    return try find(name).status()
  }

  func openDirectory(_ name: String) throws(FileError) -> any Directory {
    guard let directory = directories[name] else { throw FileError(.open, name, code: ENOENT) }
    return directory
  }

  func makeDirectory(_ name: String, mode: UInt32) throws(FileError) {
    directories[name] = MemoryDirectory(room: fileRoom)
  }

  func open(_ name: String) throws(FileError) -> any File { try find(name) }

  func openForWriting(_ name: String) throws(FileError) -> any File { try find(name) }

  func create(_ name: String) throws(FileError) -> any File {
    let file = MemoryFile(room: fileRoom)
    files[name] = file
    return file
  }

  func readLink(_ name: String) throws(FileError) -> [UInt8] { throw FileError(.readLink, name, code: EINVAL) }

  func remove(_ name: String) throws(FileError) {
    _ = try find(name)
    files[name] = nil
  }

  func rename(_ name: String, to newName: String) throws(FileError) {
    files[newName] = try find(name)
    files[name] = nil
  }

  func synchronize() throws(FileError) {}

  func capacity() throws(FileError) -> Capacity { Capacity(total: nil, free: nil, isReadOnly: false) }

  func extendedAttributes(of name: String?) throws(FileError) -> [ExtendedAttribute] { [] }
  func lock(of name: String?) -> FileLock { [] }
  func isFixed() -> Bool { false }
  func checkWritable() throws(FileError) {}
  func allocated(of name: String) throws(FileError) -> Int64 { try status(of: name).size }

  private func find(_ name: String) throws(FileError) -> MemoryFile {
    guard let file = files[name] else { throw FileError(.open, name, code: ENOENT) }
    return file
  }
}

/// What this file system cannot do.
extension MemoryDirectory {
  private func cannot(_ operation: FileError.Operation, _ name: String) -> FileError {
    FileError(operation, name, code: ENOSYS)
  }

  func makeLink(_ name: String, to target: String) throws(FileError) { throw cannot(.create, name) }
  func makeHardLink(_ name: String, to other: String, in source: any Directory) throws(FileError) {
    throw cannot(.create, name)
  }
  func removeDirectory(_ name: String) throws(FileError) { throw cannot(.remove, name) }
  func exchange(_ name: String, with other: String) throws(FileError) { throw cannot(.exchange, name) }
  func truncate(_ name: String, to size: Int64) throws(FileError) { throw cannot(.write, name) }
  func setAttributes(_ attributes: FileAttributes, of name: String) throws(FileError) -> [AttributeLoss] {
    throw cannot(.setAttributes, name)
  }
  func expectedLosses(_ attributes: FileAttributes) -> [AttributeLoss] { [.owner, .mode] }
  func unlock(_ name: String?) -> Bool { false }
  func lock(waits: Bool) throws(FileError) { throw cannot(.lock, ".") }
}

/// A file in memory without locks, likewise.
@safe final class MemoryFile: File, @unchecked Sendable {
  private var bytes: UnsafeMutableRawBufferPointer
  private var size = 0

  /// - Parameter room: bytes that it has room for before it has to grow.
  init(room: Int) {
    unsafe bytes = .allocate(byteCount: max(room, 4_096), alignment: 64)
  }

  deinit { unsafe bytes.deallocate() }

  func status() throws(FileError) -> FileStatus { FileStatus(.regular, size: Int64(size)) }

  func read(into buffer: inout MutableSpan<UInt8>, at offset: Int64) throws(FileError) -> Int {
    let start = min(Int(offset), size)
    let count = min(buffer.count, size - start)
    unsafe buffer.withUnsafeMutableBytes { to in
      unsafe to.copyMemory(from: UnsafeRawBufferPointer(rebasing: bytes[start..<start + count]))
    }
    return count
  }

  func write(_ source: Span<UInt8>, at offset: Int64) throws(FileError) {
    let end = Int(offset) + source.count
    if unsafe end > bytes.count { grow(to: end) }
    unsafe source.withUnsafeBytes { from in
      unsafe UnsafeMutableRawBufferPointer(rebasing: bytes[Int(offset)..<end]).copyMemory(from: from)
    }
    size = max(size, end)
  }

  private func grow(to end: Int) {
    let larger = UnsafeMutableRawBufferPointer.allocate(byteCount: end * 2, alignment: 64)
    unsafe larger.copyMemory(from: UnsafeRawBufferPointer(rebasing: bytes[..<size]))
    unsafe bytes.deallocate()
    unsafe bytes = larger
  }

  func synchronize() throws(FileError) {}
  func setMode(_ mode: UInt32) throws(FileError) {}
  func setOwner(_ owner: UInt32, group: UInt32) throws(FileError) {}
  func dropPages() {}
  func dataRanges(upTo size: Int64) throws(FileError) -> [Range<Int64>] { size > 0 ? [0..<size] : [] }
}

extension FileStatus {
  /// Of something that never changes but in size.
  fileprivate init(_ kind: FileKind, size: Int64) {
    let epoch = FileTime(seconds: 0, nanoseconds: 0)
    self.init(
      kind: kind, size: size, mode: 0o700, owner: 0, group: 0, modified: epoch, changed: epoch, device: 1, inode: 1)
  }
}
