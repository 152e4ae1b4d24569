import Dispatch
import FileSystem
import Synchronization

/// Files that cannot be reached: each call fails with an error number, or does not return before `release`.
final class StuckFiles: FileRoot {
  private let code: Int32?
  private let count = Mutex(0)
  private let gate = DispatchSemaphore(value: 0)

  /// - Parameter code: `nil`: calls do not return.
  init(code: Int32?) {
    self.code = code
  }

  var calls: Int { count.withLock { $0 } }

  func release() {
    for _ in 0..<calls { gate.signal() }
  }

  func openDirectory(at path: String, _ end: PathEnd) throws(FileError) -> any Directory { throw stuck(path) }
  func openFile(at path: String) throws(FileError) -> any File { throw stuck(path) }
  func openLock(at path: String) throws(FileError) -> any LockFile { throw stuck(path) }
  func check(_ path: String, _ end: PathEnd) throws(FileError) { throw stuck(path) }
  func realPath(_ path: String) throws(FileError) -> String { throw stuck(path) }

  private func stuck(_ path: String) -> FileError {
    count.withLock { $0 += 1 }
    if code == nil { gate.wait() }
    return FileError(.open, path, code: code ?? 5)
  }
}
