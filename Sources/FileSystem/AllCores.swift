internal import Synchronization

/// Short pieces of work on all cores at once, on threads that stay for the next time.
package final class AllCores: Sendable {
  /// More threads than this gain nothing: a batch has four pieces, and the caller does its share.
  private static let mostHelpers = 3
  /// The helpers of this process: one a core beside the caller's, three at most.
  package static let shared = AllCores(helpers: min(WorkThread.cores - 1, mostHelpers))

  private let jobs = Mutex<[Job]>([])
  private let bells: [Doorbell]

  /// - Parameter helpers: threads beside the caller's, 0 or more. Those that the system does not give are done without.
  package init(helpers: Int) {
    let bells = (0..<max(helpers, 0)).map { _ in Doorbell() }
    self.bells = bells
    for bell in bells {
      _ = WorkThread.start { [self] in
        while true {
          bell.wait()
          while let job = jobs.withLock({ $0.popLast() }) { job.help() }
        }
      }
    }
  }

  /// Calls `body` with every index below `count` and returns when the last call has. Any thread may make any call.
  package func perform(_ count: Int, _ body: @escaping @Sendable (Int) -> Void) {
    let job = Job(count: count, body)
    let helpers = bells.prefix(max(count - 1, 0))
    jobs.withLock { $0 += helpers.map { _ in job } }
    for bell in helpers { bell.ring() }
    job.work()
    // A helper that has not come by now finds nothing to do.
    let unused = jobs.withLock { jobs in
      let before = jobs.count
      jobs.removeAll { $0 === job }
      return before - jobs.count
    }
    job.wait(for: helpers.count - unused)
    job.forget()
  }
}

/// Calls that are shared out one by one.
private final class Job: Sendable {
  private let count: Int
  /// Borrowed from the caller: `nil` when all calls have returned, although a helper may still hold this job.
  private let body: Mutex<(@Sendable (Int) -> Void)?>
  private let next = Atomic(0)
  private let finished = Atomic(0)
  private let bell = Doorbell()

  init(count: Int, _ body: @escaping @Sendable (Int) -> Void) {
    self.count = count
    self.body = Mutex(body)
  }

  func work() {
    while true {
      let index = next.wrappingAdd(1, ordering: .relaxed).oldValue
      guard index < count else { return }
      call(index)
    }
  }

  /// A function of its own, so that no reference to the body is left behind it.
  @inline(never) private func call(_ index: Int) {
    let body = body.withLock { $0 }
    body?(index)
  }

  func forget() {
    body.withLock { $0 = nil }
  }

  func help() {
    work()
    finished.wrappingAdd(1, ordering: .releasing)
    bell.ring()
  }

  /// Waits until so many helpers are through with their share.
  func wait(for helpers: Int) {
    while finished.load(ordering: .acquiring) < helpers { bell.wait() }
  }
}
