internal import BackupStore
internal import Console
internal import Synchronization

/// One line on standard error that tells how far long work is: only on a terminal, and only after half a second.
final class ProgressLine: Sendable {
  private struct State {
    var pace = ProgressPace(interval: 0.25)
    var isVisible = false
  }

  private let state = Mutex(State())
  private let isEnabled: Bool

  init(isEnabled: Bool) {
    self.isEnabled = isEnabled
  }

  /// Tells the work's progress, and asks it to stop when a signal has come.
  var observer: WorkObserver {
    WorkObserver(
      report: { [self] in show($0) }, shouldStop: { SystemCalls.signal != 0 },
      expect: { [self] passes in state.withLock { $0.pace.expect(passes) } })
  }

  private func show(_ progress: WorkProgress) {
    guard isEnabled else { return }
    state.withLock { state in
      guard let step = state.pace.step(progress, at: SystemCalls.elapsed) else { return }
      state.isVisible = true
      try? Output.write("\r\(step.phaseText) \(step.figures)\u{1B}[K", to: 2)
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
}
