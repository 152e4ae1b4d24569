internal import FileSystem
internal import Synchronization

/// A look at the machine that may never end, as on a network disk that is gone.
package enum TimeLimit {
  /// - Parameter seconds: the longest wait, on the monotonic clock; the thread of a look that does not end is left
  ///   behind.
  /// - Returns: `nil` where the time was over before the look, or where the system gives no thread.
  package static func run<Value: Sendable>(
    seconds: Int, _ look: @escaping @Sendable () -> Value
  ) -> Value? {
    let found = Found<Value>()
    guard WorkThread.start(stack: WorkThread.largeStack, { found.set(look()) }) else { return nil }
    return found.wait(until: Deadline(seconds: seconds))
  }
}

/// What another thread found.
private final class Found<Value: Sendable>: Sendable {
  private let value = Mutex<Value?>(nil)
  private let bell = Doorbell()

  func set(_ found: Value) {
    value.withLock { $0 = found }
    bell.ring()
  }

  func wait(until deadline: Deadline) -> Value? {
    bell.wait(until: deadline)
    return value.withLock { $0 }
  }
}
