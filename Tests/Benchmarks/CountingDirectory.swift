import FileSystem
import Synchronization
import TestSupport

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
final class CountingDirectory: ForwardingDirectory {
  let base: any Directory
  private let counter: SynchronizationCounter

  init(_ directory: any Directory, _ counter: SynchronizationCounter) {
    base = directory
    self.counter = counter
  }

  func openDirectory(_ name: String) throws(FileError) -> any Directory {
    CountingDirectory(try base.openDirectory(name), counter)
  }

  func open(_ name: String) throws(FileError) -> any File {
    CountingFile(try base.open(name), counter)
  }

  func openForWriting(_ name: String) throws(FileError) -> any File {
    CountingFile(try base.openForWriting(name), counter)
  }

  func create(_ name: String) throws(FileError) -> any File {
    CountingFile(try base.create(name), counter)
  }

  func synchronize() throws(FileError) {
    counter.add()
    if counter.isReal { try base.synchronize() }
  }
}

private final class CountingFile: ForwardingFile {
  let base: any File
  private let counter: SynchronizationCounter

  init(_ file: any File, _ counter: SynchronizationCounter) {
    base = file
    self.counter = counter
  }

  func synchronize() throws(FileError) {
    counter.add()
    if counter.isReal { try base.synchronize() }
  }
}
