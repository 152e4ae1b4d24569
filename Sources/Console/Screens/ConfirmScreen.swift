internal import CameraService
internal import TerminalUI
internal import Wording

/// After the restart that followed a restore: is the camera as it should be? It is a question: the focus begins on what
/// changes nothing, and no letter confirms.
struct ConfirmScreen: Screen {
  enum Action: Hashable, Sendable {
    case keep, revert, later
  }

  let title = "Confirm the change?"
  let explanation = """
    You have reached the camera after its restart, so you can confirm the change. If nobody confirms it, the camera \
    reverts to the previous configuration and the previous settings of the modules, and restarts.
    """
  var panel = Panel<FieldName, Action>(commands: [
    Command(.later, "l", button: "Decide later", word: "Later", help: "Back to the menu. The time continues."),
    Command(.keep, nil, button: "Confirm", help: "Confirms the change: the configuration stays as it is now."),
    Command(
      .revert, "r", button: "Revert...", word: "Revert",
      help: "Asks once more, then reverts configuration and modules, and restarts the camera."),
  ])

  var isQuestion: Bool { true }

  mutating func perform(_ action: Action, _ context: Context) -> [Step] {
    switch action {
    case .keep: [.perform(.restore(.confirm(context.status?.restore?.id)))]
    case .later: [.pop]
    case .revert:
      [
        .ask(
          Question(
            ["Revert the change and restart the camera?"],
            answers: [.harmful("Revert and restart", .perform(.restore(.revert(context.status?.restore?.id))))]))
      ]
    }
  }

  mutating func receive(_ reply: Reply, _ context: Context) -> [Step] {
    if case .restore(.confirmed(let status)) = reply { return [.pop, .update(Notice(.done, Self.text(status)))] }
    guard case .restore(.reverted(let report)) = reply else { return [] }
    guard report.needsReboot else { return [.pop, .update(Notice(.done, "The previous configuration is back."))] }
    return [.replace(RebootScreen(.earlier))]
  }

  /// Another session may have decided meanwhile, or the time was over.
  mutating func failed(_ error: ServiceError, _ context: Context) -> [Step] {
    guard case .noRestoreAwaits = error, let state = context.status?.restore?.state else {
      return [.tell(Notice(error, context))]
    }
    switch state {
    case .confirmed: return [.pop, .tell(Notice(.information, "The change was confirmed already."))]
    case .reverted: return [.pop, .tell(Notice(.failure, "The change was reverted already."))]
    case .awaitingConfirmation, .rebootNeeded: return [.tell(Notice(error, context))]
    }
  }

  private static func text(_ status: RestoreStatus) -> String {
    let undo =
      switch status.undo {
      case .possible, .pending: " Backup and Restore can undo it."
      case .failed(let problem): " It cannot be undone: \(problem.text)"
      case .none: ""
      }
    guard !status.pendingModules.isEmpty else { return "The change is confirmed.\(undo)" }
    let waiting =
      " Settings wait for \(status.pendingModules.count == 1 ? "module" : "modules") \(status.pendingModules.joined(separator: ", "))."
    return "The change is confirmed.\(waiting)\(undo)"
  }

  private static func notes(_ restore: RestoreStatus) -> [String] {
    [
      restore.pendingText.isEmpty ? "" : "Still without settings: \(restore.pendingText).",
      restore.leftOut.keptText.isEmpty ? "" : "Kept as it was: \(restore.leftOut.keptText).",
      restore.leftOut.text.isEmpty ? "" : "Left out: \(restore.leftOut.text).",
    ].filter { !$0.isEmpty }
  }

  private static func time(_ context: Context) -> String {
    let consequence = "Without an answer the camera reverts to the previous configuration and restarts."
    if let problem = context.status?.check?[.revert]?.message { return problem.text + " " + problem.screenHint }
    guard let left = context.restoreSecondsLeft else { return consequence }
    guard left > 0 else { return "The time to confirm is over. The change is not reverted yet." }
    return "Time left: \(clock(left)). " + consequence
  }

  func draw(into frame: inout Frame, _ context: Context) {
    guard let restore = context.status?.restore else { return frame.line("Nothing waits for a confirmation.") }
    let (what, time) = ("\(restore.doing)\(restore.text(context.localTime)).", Self.time(context))
    // Last, because they may be longer than the screen: System has all of it.
    let notes = Self.notes(restore)
    let rows = ([what, time] + notes).reduce(0) { $0 + Text.wrapped($1, to: frame.columns - 2).count }
    // A gap is worth less than a row of a text.
    let gap = rows + 2 + (notes.isEmpty ? 0 : 1) <= frame.body.count ? 1 : 0
    frame.next += gap
    frame.paragraph(what, .bold)
    frame.next += gap
    frame.paragraph(time)
    if !notes.isEmpty { frame.next += gap }
    for note in notes { frame.paragraph(note) }
  }
}
