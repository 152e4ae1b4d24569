internal import Synchronization

/// Short pieces of work on all cores at once, on threads that stay for the next time.
package final class AllCores: Sendable {
  /// More threads than this gain nothing: a batch has four pieces, and the caller does its share.
  private static let mostHelpers = 3
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
  package func perform(_ count: Int, _ body: @Sendable (Int) -> Void) {
    withoutActuallyEscaping(body) { body in
      unsafe withUnsafePointer(to: body) { pointer in perform(unsafe Job(count: count, pointer)) }
    }
  }

  private func perform(_ job: Job) {
    let helpers = bells.prefix(max(job.count - 1, 0))
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
  }
}

/// Calls that are shared out one by one.
///
/// A helper may hold a job for a moment longer than it lasts. So the job points to the closure, and does not hold it.
@safe private final class Job: Sendable {
  typealias Body = @Sendable (Int) -> Void

  let count: Int
  private nonisolated(unsafe) let body: UnsafePointer<Body>
  private let next = Atomic(0)
  private let finished = Atomic(0)
  private let bell = Doorbell()

  /// - Parameter body: is there until `wait` returns.
  init(count: Int, _ body: UnsafePointer<Body>) {
    self.count = count
    unsafe self.body = body
  }

  func work() {
    while true {
      let index = next.wrappingAdd(1, ordering: .relaxed).oldValue
      guard index < count else { return }
      call(index)
    }
  }

  /// A function of its own, so that nothing of the closure is held when it returns.
  @inline(never) private func call(_ index: Int) { unsafe body.pointee(index) }

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
