internal import CameraService
internal import TerminalUI
internal import Wording

/// What every screen says of a change that waits for its confirmation.
///
/// On a fast line the clock shows seconds: a tick costs a digit and the way to it. A slow line gets minutes, and in the
/// last minute seconds. Before the login there are minutes only.
enum WaitingChange {
  /// Seconds from which on the bell has rung.
  static let lastMinute = 60

  /// The clock at the end of the line, with what of it changes; `nil` where nothing waits, and before the login.
  static func clock(_ context: Context) -> (text: String, digits: String, style: Style)? {
    guard let seconds = context.restoreSecondsLeft, context.session != nil else { return nil }
    guard !context.isLate else { return ("Not confirmed in time", "", style(isUrgent: true, context)) }
    let isUrgent = seconds <= lastMinute
    let time = context.isSlow && !isUrgent ? minutes(seconds) : Wording.clock(seconds)
    let width = context.isSlow && !isUrgent ? 6 : 5
    let digits = Text.alignedRight(time, to: width)
    return ("Confirm within " + digits, digits, style(isUrgent: isUrgent, context))
  }

  /// The sentence before the login, the longest first; none where nothing waits.
  static func announcements(_ context: Context) -> [String] {
    guard let seconds = context.restoreSecondsLeft, context.session == nil else { return [] }
    guard !context.isLate else { return ["A change was not confirmed in time. Log in to see it."] }
    let time = minutes(seconds)
    return [
      "A change waits. Log in and confirm it within \(time), or the camera reverts it.",
      "A change waits. Log in and confirm it within \(time).",
    ]
  }

  /// Rounded down, so that nobody relies on time that is not there.
  private static func minutes(_ seconds: Int) -> String {
    seconds < 60 ? "less than 1 min" : "\(seconds / 60) min"
  }

  /// Attributes would double what a tick costs on a slow line.
  private static func style(isUrgent: Bool, _ context: Context) -> Style {
    context.isSlow ? .plain : .ink(isUrgent ? .bad : .warning)
  }
}

extension Context {
  /// Whether the time to confirm a change is over, and it is not reverted yet.
  fileprivate var isLate: Bool { restoreSecondsLeft == 0 }
}
