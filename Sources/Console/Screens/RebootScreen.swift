internal import CameraModel
internal import CameraService
internal import TerminalUI
internal import Wording

/// After a restore or a change of the configuration: what was done, and that the camera restarts. It restarts after
/// some seconds, so that everything can be read.
struct RebootScreen: Screen {
  enum Action: Hashable, Sendable {
    case restart, close
  }

  private enum State {
    /// So many seconds until the restart is asked for; 0: it is due.
    case waiting(Int)
    case begun, failed
  }

  /// Seconds for which it is read at least.
  private static let secondsToRead = 6

  let title = "Restart"
  let explanation = """
    The change is done. The camera restarts to use it. Write down where to log in, and until when you must confirm.
    """
  var panel: Panel<FieldName, Action>
  private let cause: RebootCause
  private var state = State.waiting(Self.secondsToRead)

  init(_ cause: RebootCause) {
    self.cause = cause
    panel = Panel()
  }

  private static let close = Command<Action>(.close, "c", button: "Close", help: "Back to the menu.")
  private static let restart = Command<Action>(
    .restart, nil, button: "Restart the camera", help: "Tries again to restart the camera.")

  var isQuestion: Bool { if case .failed = state { true } else { false } }
  var wantsTicks: Bool { if case .waiting(1...) = state { true } else { false } }
  /// The restart has not been asked for yet.
  var owesRestart: Bool { if case .waiting = state { true } else { false } }

  /// On top again, behind its help, the restart may be due.
  mutating func appear(_ context: Context) -> [Step] {
    if case .waiting(0) = state { [.perform(.camera(.reboot))] } else { [] }
  }

  mutating func tick(_ context: Context) -> [Step] {
    guard case .waiting(let seconds) = state, seconds > 0 else { return [] }
    state = .waiting(seconds - 1)
    return seconds == 1 ? [.perform(.camera(.reboot))] : []
  }

  mutating func perform(_ action: Action, _ context: Context) -> [Step] {
    switch action {
    case .restart: [.perform(.camera(.reboot))]
    case .close: [.popToMenu]
    }
  }

  mutating func cancelled(_ context: Context) -> [Step] {
    guard owesRestart else { return [.popToMenu] }
    return [.tell(Notice(.failure, "The change is done. The restart cannot be cancelled."))]
  }

  mutating func receive(_ reply: Reply, _ context: Context) -> [Step] {
    guard case .camera(.restarting) = reply else { return [] }
    state = .begun
    panel.setCommands([Self.close])
    return []
  }

  mutating func failed(_ error: ServiceError, _ context: Context) -> [Step] {
    state = .failed
    panel.setCommands([Self.close, Self.restart])
    panel.focus = .button(0)
    return [.tell(Notice(error, context))]
  }

  /// While it is read there is nothing to press.
  func keyLine(columns: Int) -> String {
    owesRestart ? KeyLine.fitted([], last: "? Help  Esc", columns: columns) : KeyLine.text(panel, columns: columns)
  }

  func draw(into frame: inout Frame, _ context: Context) {
    // A low screen needs its rows for the modules.
    let gap = frame.body.count > 12 ? 1 : 0
    if let done = cause.done(context) { frame.paragraph(done, .bold) }
    frame.next += gap
    drawState(into: &frame, context)
    drawModules(into: &frame, gap: gap)
  }

  private func drawState(into frame: inout Frame, _ context: Context) {
    let words = RebootWords(cause: cause, context: context)
    switch state {
    case .failed:
      frame.paragraph("The camera was not restarted. The change is not in use yet.")
    case .begun:
      frame.paragraph(words.logIn, .bold)
      frame.paragraph(words.restart)
    case .waiting(let seconds):
      frame.paragraph(words.logIn, .bold)
      frame.paragraph(words.restart)
      // The cursor rests on the number: a slow line writes it alone.
      let label = "Seconds left: "
      frame.canvas.cursor = Position(column: 1 + label.count, row: frame.next)
      frame.line(label + String(seconds))
    }
  }

  private func drawModules(into frame: inout Frame, gap: Int) {
    let left = cause.modulesLeft
    guard !left.isEmpty else { return }
    frame.next += gap
    frame.line("Modules without their settings:")
    let rows = left.map { Text.wrapped($0.text, to: frame.columns - 2).count }
    for (index, module) in left.enumerated() {
      let isLast = index == left.count - 1
      guard rows[index] + (isLast ? 0 : 1) <= frame.body.upperBound - frame.next else {
        return frame.line("and \(left.count - index) more: see Modules after the restart.")
      }
      frame.paragraph(module.text)
    }
  }
}
