internal import Dispatch
internal import FileSystem
internal import Synchronization

/// Waits for calls that may never return, and no longer than a time.
///
/// A call that does not return keeps its thread; until it does, the same module is not asked again, so that no more
/// than one such thread a module is left behind.
final class Patience: Sendable {
  private let seconds: Int
  /// The calls that did not return in time, by subject.
  private let late = Mutex<[String: any Call]>([:])

  init(seconds: Int) {
    self.seconds = seconds
  }

  /// Does something on a thread of its own and waits for it.
  ///
  /// - Parameters:
  ///   - subject: a module's address, or empty for the bus.
  ///   - work: returns `nil` for what is silent for ever.
  func run<Value: Sendable>(
    for subject: String, _ work: @escaping @Sendable () throws(FileError) -> Value?
  ) throws(ModuleBusError) -> Value {
    guard late.withLock({ $0[subject]?.hasReturned ?? true }) else { throw .hung }
    let outcome = Outcome<Value>()
    DispatchQueue(label: "camconsole.module").async { outcome.set(Result(catching: work)) }
    guard let result = outcome.wait(seconds: seconds) else {
      late.withLock { $0[subject] = outcome }
      throw .hung
    }
    do throws(FileError) {
      guard let value = try result.get() else { throw FileError(.read, subject, code: SystemCalls.Code.timedOut) }
      return value
    } catch {
      throw ModuleBusError(error)
    }
  }
}

private protocol Call: Sendable {
  var hasReturned: Bool { get }
}

/// A result that another thread brings.
private final class Outcome<Value: Sendable>: Call {
  private let value = Mutex<Result<Value?, FileError>?>(nil)
  private let arrived = DispatchSemaphore(value: 0)

  var hasReturned: Bool { value.withLock { $0 != nil } }

  /// Who waits for what is silent waits until the end of the time.
  func set(_ result: Result<Value?, FileError>) {
    value.withLock { $0 = result }
    if case .success(nil) = result { return }
    arrived.signal()
  }

  func wait(seconds: Int) -> Result<Value?, FileError>? {
    guard arrived.wait(timeout: .now() + .seconds(seconds)) == .success else { return nil }
    return value.withLock { $0 }
  }
}
