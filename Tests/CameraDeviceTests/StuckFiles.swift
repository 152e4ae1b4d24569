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

  func openDirectory(at path: String) throws(FileError) -> any Directory {
    count.withLock { $0 += 1 }
    if code == nil { gate.wait() }
    throw FileError(.open, path, code: code ?? 5)
  }
}
