package import FileSystem
private import Glibc

/// The wall clock that stamps files, and a way to wait for its next tick.
package struct ArchiveClock: Sendable {
  /// The time now.
  package let now: @Sendable () -> FileTime
  /// Waits for a number of milliseconds.
  package let wait: @Sendable (_ milliseconds: Int) -> Void

  package init(now: @escaping @Sendable () -> FileTime, wait: @escaping @Sendable (_ milliseconds: Int) -> Void) {
    self.now = now
    self.wait = wait
  }

  /// The system's clock (`clock_gettime`, `nanosleep`).
  package static let system = ArchiveClock(
    now: {
      var time = timespec()
      unsafe clock_gettime(CLOCK_REALTIME, &time)
      return FileTime(seconds: Int64(time.tv_sec), nanoseconds: Int32(time.tv_nsec))
    },
    wait: { milliseconds in
      var rest = timespec(tv_sec: milliseconds / 1_000, tv_nsec: milliseconds % 1_000 * 1_000_000)
      var request: timespec
      repeat { request = rest } while unsafe nanosleep(&request, &rest) != 0 && errno == EINTR
    })
}
