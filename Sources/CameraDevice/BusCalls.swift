internal import FileSystem
internal import Synchronization

/// Something to ask a module, or the bus.
struct BusJob<Value: Sendable>: Sendable {
  /// The path of the module, or of the bus.
  let subject: String
  /// Returns `nil` for what never answers.
  let work: @Sendable (BusCall) throws(FileError) -> Value?
}

/// A call that may never return, on a thread of its own.
///
/// Its work has steps, each a read or a write of one file; each has the whole time.
final class BusCall: Sendable {
  private struct State {
    var deadline: Deadline
    var hasReturned = false
  }

  private let seconds: Int
  private let state: Mutex<State>

  fileprivate init(seconds: Int) {
    self.seconds = seconds
    state = Mutex(State(deadline: Deadline(seconds: seconds)))
  }

  /// The time begins again.
  func nextStep() {
    state.withLock { $0.deadline = Deadline(seconds: seconds) }
  }

  fileprivate var deadline: Deadline { state.withLock { $0.deadline } }
  fileprivate var hasReturned: Bool { state.withLock { $0.hasReturned } }
  fileprivate func returned() { state.withLock { $0.hasReturned = true } }
}

/// Asks modules side by side, each no longer than a time.
///
/// A call that does not return keeps its thread. Until it does, the same module is not asked again by this process and
/// counts as hung at once: no more than one such thread a module is left behind, and its time is waited for once.
struct BusCalls: Sendable {
  /// Threads at a time; what is beyond waits for its turn. A bus of I²C has 112 addresses.
  static let mostThreads = 128
  /// The calls that did not return in time, by subject.
  private static let late = Mutex<[String: BusCall]>([:])

  /// Milliseconds that a thread which has done its work may take to end, and so to make room for another.
  private static let threadPause = 10
  /// The same, before it is clear that there is no room.
  private static let threadPatience = 500
  /// Milliseconds between two questions whether to stop.
  private static let pause = 100
  /// For one step of a call, on the monotonic clock.
  let seconds: Int
  /// Whether not to wait any longer.
  var shouldStop: @Sendable () -> Bool = { false }

  /// Does one job and waits for it.
  func run<Value: Sendable>(
    for subject: String, _ work: @escaping @Sendable (BusCall) throws(FileError) -> Value?
  ) throws(ModuleBusError) -> Value {
    try runAll([BusJob(subject: subject, work: work)])[0].get()
  }

  /// Does jobs side by side and waits for all of them.
  ///
  /// - Returns: the results in the order of the jobs.
  func runAll<Value: Sendable>(_ jobs: [BusJob<Value>]) -> [Result<Value, ModuleBusError>] {
    var results = [Result<Value, ModuleBusError>](repeating: .failure(.hung), count: jobs.count)
    let bell = Doorbell()
    var waiting = jobs.indices.filter { !Self.isLate(jobs[$0].subject) }[...]
    var running: [Int: PendingCall<Value>] = [:]
    while !waiting.isEmpty || !running.isEmpty {
      while running.count < Self.mostThreads, let index = waiting.first {
        let call = PendingCall<Value>(seconds: seconds)
        if call.start(jobs[index], bell) || running.isEmpty && startLater(call, jobs[index], bell) {
          running[index] = call
          waiting.removeFirst()
        } else if running.isEmpty {
          for index in waiting { results[index] = .failure(.noThread) }
          waiting = []
        } else {
          // There are no more threads: it waits for one of those that run.
          break
        }
      }
      guard let next = running.values.map(\.call.deadline).min() else { continue }
      bell.wait(until: min(next, Deadline(milliseconds: Self.pause)))
      if shouldStop() {
        for (index, pending) in running { Self.leave(pending.call, jobs[index].subject) }
        return results.indices.map { running[$0] != nil || waiting.contains($0) ? .failure(.stopped) : results[$0] }
      }
      for (index, pending) in running {
        if let result = pending.result {
          results[index] = result
        } else if pending.call.deadline.hasPassed {
          Self.leave(pending.call, jobs[index].subject)
        } else {
          continue
        }
        running[index] = nil
      }
    }
    return results
  }

  /// Starts a call when a thread has ended that was not gone yet, although it had done its work.
  private func startLater<Value: Sendable>(_ call: PendingCall<Value>, _ job: BusJob<Value>, _ bell: Doorbell) -> Bool {
    let end = Deadline(milliseconds: Self.threadPatience)
    while !end.hasPassed, !shouldStop() {
      bell.wait(until: Deadline(milliseconds: Self.threadPause))
      if call.start(job, bell) { return true }
    }
    return false
  }

  private static func isLate(_ subject: String) -> Bool {
    late.withLock { calls in
      calls = calls.filter { !$0.value.hasReturned }
      return calls[subject] != nil
    }
  }

  private static func leave(_ call: BusCall, _ subject: String) {
    late.withLock { $0[subject] = call }
  }
}

/// A call, and the result that its thread brings.
private final class PendingCall<Value: Sendable>: Sendable {
  let call: BusCall
  private let outcome = Mutex<Result<Value, ModuleBusError>?>(nil)

  init(seconds: Int) {
    call = BusCall(seconds: seconds)
  }

  /// `nil` before it is there, and always where the module never answers.
  var result: Result<Value, ModuleBusError>? { outcome.withLock { $0 } }

  /// - Returns: `false` when there is no thread for it.
  func start(_ job: BusJob<Value>, _ bell: Doorbell) -> Bool {
    WorkThread.start { [self] in
      let result: Result<Value, ModuleBusError>?
      do throws(FileError) {
        result = try job.work(call).map { .success($0) }
      } catch {
        result = .failure(ModuleBusError(error))
      }
      outcome.withLock { $0 = result }
      call.returned()
      bell.ring()
    }
  }
}
