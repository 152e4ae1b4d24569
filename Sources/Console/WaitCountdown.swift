internal import CameraService

/// The time to wait after wrong secrets, counted down in the message line.
struct WaitCountdown: Sendable {
  /// What was wrong, as a sentence.
  let reason: String
  /// Until the next try; 0: at once.
  var seconds = 0

  init(_ reason: String, seconds: Int = 0) {
    self.reason = reason
    self.seconds = seconds
  }

  var isRunning: Bool { seconds > 0 }

  /// How long it still is; `nil` when a try is allowed.
  var notice: Notice? {
    guard isRunning else { return nil }
    let time = seconds < 60 ? "\(seconds) s" : clock(seconds)
    return Notice(.failure, "\(reason) Next try in \(time)")
  }

  /// A second has passed.
  mutating func tick() -> [Step] {
    guard isRunning else { return [] }
    seconds -= 1
    return [.update(notice ?? Notice(.information, "Try again."))]
  }
}
