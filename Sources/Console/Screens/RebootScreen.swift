internal import CameraModel
internal import CameraService
internal import TerminalUI
internal import Wording

/// After a restore: what was done, and that the camera restarts.
struct RebootScreen: Screen {
  enum Action: Hashable, Sendable {
    case restart, close
  }

  let title = "Restart"
  let explanation = "The restore is done, and the camera restarts to use what was restored."
  var panel: Panel<FieldName, Action>
  /// `nil` for a restore that was done before.
  private let report: RestoreReport?
  private var isBegun = false
  private var hasFailed = false

  init(_ report: RestoreReport?) {
    self.report = report
    panel = Panel(commands: [Self.close])
  }

  private static let close = Command<Action>(.close, "c", button: "Close", help: "Back to the menu.")
  private static let restart = Command<Action>(
    .restart, nil, button: "Restart the camera", help: "Tries again to restart the camera.")

  var isQuestion: Bool { hasFailed }

  mutating func appear(_ context: Context) -> [Step] {
    guard !isBegun else { return [] }
    isBegun = true
    return [.perform(.camera(.reboot))]
  }

  mutating func perform(_ action: Action, _ context: Context) -> [Step] {
    switch action {
    case .restart: [.perform(.camera(.reboot))]
    case .close: [.popToMenu]
    }
  }

  mutating func cancelled(_ context: Context) -> [Step] { [.popToMenu] }

  mutating func receive(_ reply: Reply, _ context: Context) -> [Step] {
    guard case .camera(.restarting) = reply else { return [] }
    hasFailed = false
    panel.setCommands([Self.close])
    return []
  }

  mutating func failed(_ error: ServiceError, _ context: Context) -> [Step] {
    hasFailed = true
    panel.setCommands([Self.close, Self.restart])
    panel.focus = .button(0)
    return [.tell(Notice(error, context))]
  }

  /// Where to log in, and until when.
  private func logInAgain(_ context: Context) -> String {
    guard let preview = report?.preview, preview.needsReboot else { return "Log in again when it is back." }
    let change = preview.addressChange(context.settings)
    let place = change.map { " at \($0.new)" } ?? ""
    guard preview.revertMinutes > 0 else { return "Log in again\(place) when it is back." }
    let former = change.map { "to \($0.former)" } ?? "to what it was"
    return "Log in\(place) within \(preview.revertMinutes) minutes of the restart and confirm, "
      + "or the camera returns \(former) by itself."
  }

  func draw(into frame: inout Frame, _ context: Context) {
    // A low screen needs its rows for the modules.
    let gap = frame.body.count > 12 ? 1 : 0
    if let report { frame.paragraph("Restored: \(report.preview.backup.words(context)).", .bold) }
    frame.next += gap
    frame.paragraph(
      hasFailed
        ? "The camera was not restarted; what was restored is not in use yet."
        : "The camera restarts now, and this connection ends. " + logInAgain(context))
    let left = report?.preview.modules.filter(\.action.isLack) ?? []
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
