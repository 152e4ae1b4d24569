internal import Glibc

/// The system's clocks (`clock_gettime`).
package enum SystemClock {
  /// The wall clock (`CLOCK_REALTIME`).
  package static func wall() -> FileTime { read(CLOCK_REALTIME) }

  /// The time since the boot, sleep included (`CLOCK_BOOTTIME`).
  package static func sinceBoot() -> FileTime { read(CLOCK_BOOTTIME) }

  /// A clock that nobody sets, that only runs forward, and that stands still in sleep (`CLOCK_MONOTONIC`).
  package static func monotonic() -> FileTime { read(CLOCK_MONOTONIC) }

  private static func read(_ clock: clockid_t) -> FileTime {
    var time = timespec()
    unsafe clock_gettime(clock, &time)
    return FileTime(seconds: Int64(time.tv_sec), nanoseconds: Int32(time.tv_nsec))
  }

  /// Year, month, day, hour, minute and second in the camera's time zone (`localtime_r`); `nil` outside of the years
  /// that a time may have.
  ///
  /// - Parameter seconds: since 1970-01-01T00:00:00Z.
  package static func local(_ seconds: Int64) -> [Int]? {
    guard FileTime.bounds.contains(seconds) else { return nil }
    var moment = time_t(seconds)
    var parts = unsafe tm()
    guard unsafe localtime_r(&moment, &parts) != nil else { return nil }
    let (year, month) = unsafe (parts.tm_year + 1900, parts.tm_mon + 1)
    return unsafe [year, month, parts.tm_mday, parts.tm_hour, parts.tm_min, parts.tm_sec].map(Int.init)
  }

  /// The name of the camera's time zone at a moment, as `CET` (`tm_zone` of `localtime_r`).
  ///
  /// - Parameter seconds: since 1970-01-01T00:00:00Z.
  package static func zone(_ seconds: Int64) -> String? {
    guard FileTime.bounds.contains(seconds) else { return nil }
    var moment = time_t(seconds)
    var parts = unsafe tm()
    guard unsafe localtime_r(&moment, &parts) != nil, let name = unsafe parts.tm_zone else { return nil }
    return unsafe String(cString: name)
  }

  /// Waits, also where signals come meanwhile (`nanosleep`).
  ///
  /// - Parameter milliseconds: 0 or more.
  package static func sleep(milliseconds: Int) {
    var rest = timespec(tv_sec: milliseconds / 1_000, tv_nsec: milliseconds % 1_000 * 1_000_000)
    var request: timespec
    repeat { request = rest } while unsafe nanosleep(&request, &rest) != 0 && errno == EINTR
  }
}
