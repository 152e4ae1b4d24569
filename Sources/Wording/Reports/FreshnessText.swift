package import CameraService

extension Freshness {
  /// The last attempt to make a backup.
  ///
  /// - Parameter localTime: a moment in the camera's time zone, of seconds since 1970.
  package func attemptText(_ localTime: (Int64) -> String) -> String {
    guard let attempt else { return "never" }
    let result =
      switch attempt.result {
      case Self.ok: "a backup was created"
      case Self.unchanged: "nothing had changed"
      case Self.unfinished: "it did not finish"
      default: "failed (\(attempt.result))"
      }
    return "\(attempt.timeText(localTime)): \(result)"
  }

  /// The last verification that was asked for.
  ///
  /// - Parameter localTime: a moment in the camera's time zone, of seconds since 1970.
  package func verificationText(_ localTime: (Int64) -> String) -> String {
    guard let verification else { return "never" }
    return "\(verification.timeText(localTime)): \(verification.isGood ? "ok" : "a backup is damaged or missing")"
  }
}

extension Freshness.Event {
  fileprivate func timeText(_ localTime: (Int64) -> String) -> String {
    time.map(localTime) ?? "at an unknown time (the clock was wrong)"
  }
}
