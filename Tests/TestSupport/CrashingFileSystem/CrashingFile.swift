internal import FileSystem
internal import Glibc

/// An open file of a crashing file system.
final class CrashingFile: File {
  private let fileSystem: CrashingFileSystem
  private let node: Int
  private let tree: Int?
  private let name: String
  private let path: String
  private let isWritable: Bool

  init(_ fileSystem: CrashingFileSystem, node: Int, _ opening: Call, isWritable: Bool) {
    self.fileSystem = fileSystem
    self.node = node
    tree = opening.tree
    name = opening.name
    path = opening.path
    self.isWritable = isWritable
  }

  deinit {
    fileSystem.access { $0.close(node) }
  }

  private func call(_ operation: FileError.Operation, isChange: Bool = false) -> Call {
    Call(operation: operation, name: name, path: path, tree: tree, isChange: isChange)
  }

  func status() throws(FileError) -> FileStatus {
    try fileSystem.perform(call(.status)) { $0.status(of: node) }
  }

  func read(into buffer: inout MutableSpan<UInt8>, at offset: Int64) throws(FileError) -> Int {
    var call = call(.read)
    call.offset = offset
    call.count = buffer.count
    guard offset >= 0 else { throw call.error(EINVAL) }
    let bytes = try fileSystem.perform(call) { (state) throws(FileError) in try state.bytes(call, node) }
    let start = min(Int(clamping: offset), bytes.count)
    let found = bytes[start...].prefix(buffer.count)
    unsafe buffer.withUnsafeMutableBufferPointer { memory in
      _ = unsafe memory.update(fromContentsOf: found)
    }
    return found.count
  }

  func write(_ bytes: Span<UInt8>, at offset: Int64) throws(FileError) {
    var call = call(.write, isChange: true)
    call.offset = offset
    call.count = bytes.count
    guard let start = Int(exactly: offset), start >= 0 else { throw call.error(EINVAL) }
    guard isWritable else { throw call.error(EBADF) }
    let copy = unsafe bytes.withUnsafeBufferPointer { unsafe Array($0) }
    try fileSystem.perform(call) { (state, code) in
      guard code == ENOSPC, !copy.isEmpty else { return }
      let count = state.generator.below(copy.count)
      state.writePart(node, copy.prefix(count), at: start)
    } doing: { (state) throws(FileError) in
      try state.write(call, node, copy, at: start)
    }
  }

  func synchronize() throws(FileError) {
    let call = call(.synchronize, isChange: true)
    try fileSystem.perform(call) { (state, _) in
      state.loseUnsynced(node)
    } doing: { (state) throws(FileError) in
      try state.synchronize(call, node)
    }
  }

  func setMode(_ mode: UInt32) throws(FileError) {
    try setAttributes { $0.mode = mode & 0o7777 }
  }

  func setOwner(_ owner: UInt32, group: UInt32) throws(FileError) {
    // Only root gives files away, and to a group only those who are in it.
    guard geteuid() == 0 || (owner == geteuid() && group == getegid()) else {
      throw call(.setAttributes, isChange: true).error(EPERM)
    }
    try setAttributes {
      $0.owner = owner
      $0.group = group
    }
  }

  private func setAttributes(_ body: (inout Attributes) -> Void) throws(FileError) {
    let call = call(.setAttributes, isChange: true)
    try fileSystem.perform(call) { (state) throws(FileError) in try state.setAttributes(call, node, body) }
  }

  /// There are no holes in memory.
  func dataRanges(upTo size: Int64) throws(FileError) -> [Range<Int64>] { size > 0 ? [0..<size] : [] }

  func dropPages() {
    fileSystem.access { state in
      guard !state.isOff else { return }
      state.nodes[node].contents.dropPages()
    }
  }
}
