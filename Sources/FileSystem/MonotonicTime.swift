internal import Glibc

/// A moment on the clock that nobody sets and that only runs forward (`CLOCK_MONOTONIC`).
///
/// It stands still while the machine is suspended: what could not answer in that time is not late because of it.
package struct Deadline: Sendable, Comparable {
  private let nanoseconds: Int64

  /// - Parameter seconds: from now, 0 or more; what is beyond the clock's range counts as its end.
  package init(seconds: Int) {
    let (duration, overflows) = Int64(seconds).multipliedReportingOverflow(by: 1_000_000_000)
    let (moment, isBeyond) = Self.now.addingReportingOverflow(duration)
    nanoseconds = overflows || isBeyond ? .max : moment
  }

  /// - Parameter milliseconds: from now, 0 to 1,000.
  package init(milliseconds: Int) {
    nanoseconds = Self.now + Int64(milliseconds) * 1_000_000
  }

  /// Whether it is over.
  package var hasPassed: Bool { Self.now >= nanoseconds }

  /// The earlier is the smaller.
  package static func < (left: Deadline, right: Deadline) -> Bool { left.nanoseconds < right.nanoseconds }

  private static var now: Int64 {
    let time = SystemClock.monotonic()
    return time.seconds * 1_000_000_000 + Int64(time.nanoseconds)
  }

  fileprivate var time: timespec {
    timespec(tv_sec: Int(nanoseconds / 1_000_000_000), tv_nsec: Int(nanoseconds % 1_000_000_000))
  }
}

/// Wakes one thread that waits for others, no longer than until a deadline.
///
/// `DispatchSemaphore` waits by the wall clock (`sem_timedwait`): a clock that is set meanwhile makes it wait too long,
/// or not at all.
@safe package final class Doorbell: Sendable {
  /// Never changed, and what they point to is for the calls of pthreads from any thread.
  private nonisolated(unsafe) let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
  private nonisolated(unsafe) let condition = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
  /// Only looked at while the mutex is held.
  private nonisolated(unsafe) var isRung = false

  /// A bell that was not rung.
  package init() {
    unsafe mutex.initialize(to: pthread_mutex_t())
    unsafe condition.initialize(to: pthread_cond_t())
    unsafe pthread_mutex_init(mutex, nil)
    var attributes = pthread_condattr_t()
    unsafe pthread_condattr_init(&attributes)
    unsafe pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC)
    unsafe pthread_cond_init(condition, &attributes)
    unsafe pthread_condattr_destroy(&attributes)
  }

  deinit {
    unsafe pthread_cond_destroy(condition)
    unsafe pthread_mutex_destroy(mutex)
    unsafe condition.deallocate()
    unsafe mutex.deallocate()
  }

  /// Wakes who waits, or who waits next.
  package func ring() {
    unsafe pthread_mutex_lock(mutex)
    unsafe isRung = true
    unsafe pthread_cond_signal(condition)
    unsafe pthread_mutex_unlock(mutex)
  }

  /// Waits until it rings (`pthread_cond_timedwait`).
  ///
  /// - Parameter deadline: `nil`: without end.
  package func wait(until deadline: Deadline? = nil) {
    unsafe pthread_mutex_lock(mutex)
    while unsafe !isRung {
      guard let deadline else {
        unsafe pthread_cond_wait(condition, mutex)
        continue
      }
      var time = deadline.time
      if unsafe pthread_cond_timedwait(condition, mutex, &time) == ETIMEDOUT { break }
    }
    unsafe isRung = false
    unsafe pthread_mutex_unlock(mutex)
  }
}
