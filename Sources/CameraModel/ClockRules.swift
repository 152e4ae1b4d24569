/// What can be believed of a camera's clock, whose battery may be empty, and which may not have been set yet.
package enum ClockRules {
  /// 2026-01-01T00:00:00Z in seconds since 1970. This version did not exist before: a clock that shows less is not set.
  package static let earliest: Int64 = 1_767_225_600

  /// 2026-11-01T00:00:00Z: the month of this version. A constant, so that the same source gives the same program. A
  /// clock that shows less is not right, though it may have been set.
  package static let released: Int64 = 1_793_491_200

  /// Whether the clock was set.
  ///
  /// - Parameter now: seconds since 1970, as it shows.
  package static func isSet(_ now: Int64) -> Bool { now >= earliest }

  /// Whether a time that was recorded earlier can be right: the clock was set then, and was not ahead by a day or more.
  ///
  /// - Parameters:
  ///   - time: seconds since 1970, as the clock showed then.
  ///   - now: the same as it shows now; while it is not set, no recorded time is too late.
  package static func isCredible(_ time: Int64, now: Int64) -> Bool {
    isSet(time) && (!isSet(now) || time - 86_400 < now)
  }
}
