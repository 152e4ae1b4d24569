internal import BackupStore
internal import Console

/// When progress is told, and how long the work will still take: nothing within the first half second, then only as
/// often as the line can carry it. All passes over backups are one scale.
struct ProgressPace {
  private static let delay = 0.5
  /// Seconds left that are told at most.
  private static let longest = 359_999.0

  private let interval: Double
  private let began: Double
  private var scale = ProgressScale()
  private var told = 0.0

  /// - Parameter interval: seconds between two steps.
  init(interval: Double) {
    self.interval = interval
    began = SystemCalls.elapsed
  }

  /// So many further passes are to come.
  mutating func expect(_ passes: Int) { scale.expect(passes) }

  /// The step to show; `nil` where it is too early.
  mutating func step(_ progress: WorkProgress, at now: Double) -> WorkStep? {
    let share = scale.share(progress)
    guard now - began >= Self.delay, now - told >= interval else { return nil }
    told = now
    let seconds = now - began
    let left = share > 0.01 ? Int(min(seconds / share - seconds + 0.5, Self.longest)) : nil
    return WorkStep(phase: progress.phase, percent: min(Int(share * 100), 100), secondsLeft: left)
  }
}
