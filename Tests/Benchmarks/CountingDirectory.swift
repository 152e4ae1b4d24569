import FileSystem
import Synchronization

/// Counts what is made durable.
final class SynchronizationCounter: Sendable {
  /// Whether fsync is called at all.
  let isReal: Bool
  private let counted = Atomic<Int>(0)

  init(isReal: Bool = true) { self.isReal = isReal }

  var count: Int { counted.load(ordering: .relaxed) }

  func add() { counted.add(1, ordering: .relaxed) }
}

/// A directory whose every fsync is counted, with those of everything in it.
final class CountingDirectory: Directory {
  private let directory: any Directory
  private let counter: SynchronizationCounter

  init(_ directory: any Directory, _ counter: SynchronizationCounter) {
    self.directory = directory
    self.counter = counter
  }

  func entries() throws(FileError) -> [DirectoryEntry] { try directory.entries() }
  func status() throws(FileError) -> FileStatus { try directory.status() }
  func status(of name: String) throws(FileError) -> FileStatus { try directory.status(of: name) }
  func makeDirectory(_ name: String, mode: UInt32) throws(FileError) { try directory.makeDirectory(name, mode: mode) }
  func readLink(_ name: String) throws(FileError) -> [UInt8] { try directory.readLink(name) }
  func remove(_ name: String) throws(FileError) { try directory.remove(name) }
  func rename(_ name: String, to newName: String) throws(FileError) { try directory.rename(name, to: newName) }
  func capacity() throws(FileError) -> Capacity { try directory.capacity() }

  func openDirectory(_ name: String) throws(FileError) -> any Directory {
    CountingDirectory(try directory.openDirectory(name), counter)
  }

  func open(_ name: String) throws(FileError) -> any File {
    CountingFile(try directory.open(name), counter)
  }

  func openForWriting(_ name: String) throws(FileError) -> any File {
    CountingFile(try directory.openForWriting(name), counter)
  }

  func create(_ name: String) throws(FileError) -> any File {
    CountingFile(try directory.create(name), counter)
  }

  func synchronize() throws(FileError) {
    counter.add()
    if counter.isReal { try directory.synchronize() }
  }
}

private final class CountingFile: File {
  private let file: any File
  private let counter: SynchronizationCounter

  init(_ file: any File, _ counter: SynchronizationCounter) {
    self.file = file
    self.counter = counter
  }

  func status() throws(FileError) -> FileStatus { try file.status() }
  func write(_ bytes: Span<UInt8>, at offset: Int64) throws(FileError) { try file.write(bytes, at: offset) }
  func setMode(_ mode: UInt32) throws(FileError) { try file.setMode(mode) }
  func setOwner(_ owner: UInt32, group: UInt32) throws(FileError) { try file.setOwner(owner, group: group) }
  func dropPages() { file.dropPages() }

  func read(into buffer: inout MutableSpan<UInt8>, at offset: Int64) throws(FileError) -> Int {
    try file.read(into: &buffer, at: offset)
  }

  func synchronize() throws(FileError) {
    counter.add()
    if counter.isReal { try file.synchronize() }
  }
}
