internal import BackupStore
internal import CameraService
internal import Synchronization

/// One line on standard error that tells how far long work is: only on a terminal, and only after half a second.
final class ProgressLine: Sendable {
  private struct State {
    var began: Double
    var phaseBegan: Double
    var phase: WorkProgress.Phase?
    var shown: Double = 0
    var isVisible = false
  }

  private static let delay = 0.5
  private static let interval = 0.25

  private let state: Mutex<State>
  private let isEnabled: Bool

  init(isEnabled: Bool) {
    self.isEnabled = isEnabled
    let now = SystemCalls.elapsed
    state = Mutex(State(began: now, phaseBegan: now))
  }

  /// Tells the work's progress, and asks it to stop when a signal has come.
  var observer: WorkObserver {
    WorkObserver(report: { [self] in show($0) }, shouldStop: { SystemCalls.signal != 0 })
  }

  private func show(_ progress: WorkProgress) {
    guard isEnabled else { return }
    state.withLock { state in
      let now = SystemCalls.elapsed
      if state.phase != progress.phase {
        state.phase = progress.phase
        state.phaseBegan = now
      }
      guard now - state.began >= Self.delay, now - state.shown >= Self.interval else { return }
      state.shown = now
      state.isVisible = true
      try? Output.write("\r" + Self.text(progress, seconds: now - state.phaseBegan) + "\u{1B}[K", to: 2)
    }
  }

  /// Removes the line.
  func clear() {
    state.withLock { state in
      guard state.isVisible else { return }
      state.isVisible = false
      try? Output.write("\r\u{1B}[K", to: 2)
    }
  }

  /// `writing 46 %  0:27 left`
  private static func text(_ progress: WorkProgress, seconds: Double) -> String {
    let share = Double(progress.done) / Double(max(progress.total, 1))
    let words = "\(progress.phase.words) \(Int(share * 100)) %"
    guard share > 0.01, seconds > 0.2 else { return words }
    let left = Int(seconds / share - seconds + 0.5)
    return words + "  \(left / 60):\(left % 60 < 10 ? "0" : "")\(left % 60) left"
  }
}
