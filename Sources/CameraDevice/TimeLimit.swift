internal import FileSystem
internal import Synchronization

/// A look at the machine that may never end, as on a network disk that is gone.
package enum TimeLimit {
  /// - Parameters:
  ///   - seconds: the longest wait, on the monotonic clock; the thread of a look that does not end is left behind.
  ///   - shouldStop: is asked several times a second whether to wait no longer.
  /// - Returns: `nil` where the time was over before the look. Where the system gives no thread, the look has no limit.
  package static func run<Value: Sendable>(
    seconds: Int, shouldStop: () -> Bool = { false }, _ look: @escaping @Sendable () -> Value
  ) -> Value? {
    let found = Found<Value>()
    guard WorkThread.start(stack: WorkThread.largeStack, { found.set(look()) }) else { return look() }
    return found.wait(until: Deadline(seconds: seconds), shouldStop)
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

  func wait(until deadline: Deadline, _ shouldStop: () -> Bool) -> Value? {
    while true {
      bell.wait(until: min(deadline, Deadline(milliseconds: 100)))
      if let found = value.withLock({ $0 }) { return found }
      guard !deadline.hasPassed, !shouldStop() else { return nil }
    }
  }
}
