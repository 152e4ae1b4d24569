internal import BackupStore
internal import Console

/// When progress is told, and how long the work will still take: nothing within the first half second, then only as
/// often as the line can carry it.
struct ProgressPace {
  private static let delay = 0.5

  private let interval: Double
  private let began: Double
  private var phaseBegan: Double
  private var phase: WorkProgress.Phase?
  private var told = 0.0

  /// - Parameter interval: seconds between two steps.
  init(interval: Double) {
    self.interval = interval
    began = SystemCalls.elapsed
    phaseBegan = began
  }

  /// The step to show; `nil` where it is too early.
  mutating func step(_ progress: WorkProgress, at now: Double) -> WorkStep? {
    if phase != progress.phase {
      phase = progress.phase
      phaseBegan = now
    }
    guard now - began >= Self.delay, now - told >= interval else { return nil }
    told = now
    let share = Double(progress.done) / Double(max(progress.total, 1))
    let seconds = now - phaseBegan
    let left = share > 0.01 && seconds > 0.2 ? Int(seconds / share - seconds + 0.5) : nil
    return WorkStep(phase: progress.phase, percent: min(Int(share * 100), 100), secondsLeft: left)
  }
}
