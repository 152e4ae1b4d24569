internal import CameraService
internal import Wording

/// The time to wait after wrong secrets, counted down in the message line. While it runs no secret is taken.
struct WaitCountdown: Sendable {
  /// What was wrong, as a sentence.
  private var reason = ""
  /// Until the next try; 0: at once.
  private(set) var seconds = 0

  var isRunning: Bool { seconds > 0 }

  /// How long it still is; `nil` when a try is allowed.
  var notice: Notice? {
    guard isRunning else { return nil }
    let time = seconds < 60 ? "\(seconds) s" : clock(seconds)
    return Notice(.failure, "\(reason) Next try in \(time)")
  }

  /// So many seconds from now on.
  ///
  /// - Parameter reason: why, as a sentence.
  mutating func begin(_ seconds: Int, because reason: String) {
    self.seconds = seconds
    self.reason = reason
  }

  mutating func end() { seconds = 0 }

  /// A look has told how long it is.
  ///
  /// - Returns: steps that say so.
  mutating func found(_ seconds: Int, because reason: String) -> [Step] {
    begin(seconds, because: reason)
    return notice.map { [.update($0)] } ?? []
  }

  /// A second has passed.
  mutating func tick() -> [Step] {
    guard isRunning else { return [] }
    seconds -= 1
    return [.update(notice ?? Notice(.information, "Try again."))]
  }
}
