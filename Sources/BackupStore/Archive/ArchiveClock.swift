package import FileSystem

/// The wall clock that stamps files, and a way to wait for its next tick.
package struct ArchiveClock: Sendable {
  /// The time now.
  package let now: @Sendable () -> FileTime
  /// Waits for a number of milliseconds.
  package let wait: @Sendable (_ milliseconds: Int) -> Void

  /// A clock of tests, or another than the system's.
  package init(now: @escaping @Sendable () -> FileTime, wait: @escaping @Sendable (_ milliseconds: Int) -> Void) {
    self.now = now
    self.wait = wait
  }

  /// The system's clock.
  package static let system = ArchiveClock(
    now: { SystemClock.wall() }, wait: { SystemClock.sleep(milliseconds: $0) })
}
