internal import BackupStore
internal import CameraService
internal import Console
internal import FileSystem
internal import Sodium
internal import Synchronization

/// Does one request at a time on another thread, and tells the event loop through its waking pipe.
final class Worker: Sendable {
  /// What the work tells.
  enum Event: Sendable {
    case console(ConsoleEvent)
    /// Digits that were drawn, for the fields of a new PIN.
    case generated(HeldSecret)
  }

  private struct State {
    var events: [Event] = []
    var isStopRequested = false
    var answer: Bool?
  }

  private let state = Mutex(State())
  private let running = Atomic(0)
  private let answered = Doorbell()
  private let ended = Doorbell()
  private let isSlow: Bool

  init(isSlow: Bool) {
    self.isSlow = isSlow
  }

  /// Events since the last call, in their order.
  func takeEvents() -> [Event] {
    state.withLock { state in
      defer { state.events = [] }
      return state.events
    }
  }

  /// Starts work. The watcher is told at most four times a second, on a slow line once.
  func start(_ work: @escaping @Sendable (Worker, WorkObserver) -> Void) {
    state.withLock { $0.isStopRequested = false }
    let pace = Mutex(ProgressPace(interval: isSlow ? 1 : 0.25))
    let observer = WorkObserver(
      report: { [self] progress in
        let step = pace.withLock { $0.step(progress, at: SystemCalls.elapsed) }
        if let step { send(.console(.progress(step))) }
      },
      shouldStop: { [self] in state.withLock { $0.isStopRequested } || SystemCalls.signal != 0 },
      expect: { passes in pace.withLock { $0.expect(passes) } })
    running.wrappingAdd(1, ordering: .relaxed)
    let isStarted = WorkThread.start(stack: WorkThread.largeStack) { [self] in
      work(self, observer)
      end()
    }
    guard !isStarted else { return }
    send(.console(.reply(.failed(.noThread), status: nil)))
    end()
  }

  private func end() {
    running.wrappingSubtract(1, ordering: .releasing)
    ended.ring()
    SystemCalls.wake()
  }

  func send(_ event: Event) {
    state.withLock { $0.events.append(event) }
    SystemCalls.wake()
  }

  /// Asks the person, and waits for the answer; *no* when the session is over.
  func ask(_ decision: Decision) -> Bool {
    guard !state.withLock({ $0.isStopRequested }), SystemCalls.signal == 0 else { return false }
    send(.console(.decision(decision)))
    answered.wait()
    return state.withLock { $0.answer ?? false }
  }

  /// Answers what the work asks.
  func answer(_ answer: Bool) {
    state.withLock { $0.answer = answer }
    answered.ring()
  }

  func stop() {
    state.withLock { $0.isStopRequested = true }
  }

  /// Stops what may be stopped and waits for the end of the rest.
  func finish() {
    stop()
    answer(false)
    while running.load(ordering: .acquiring) > 0 { ended.wait() }
  }
}
