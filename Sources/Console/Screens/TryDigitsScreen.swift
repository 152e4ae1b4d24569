internal import BackupStore
internal import CameraModel
internal import CameraService
internal import TerminalUI
internal import Wording

/// Tries the Super PIN in force on backups that another camera, or this one before, wrote.
struct TryDigitsScreen: Screen {
  enum Action: Hashable, Sendable {
    case tryDigits, close
  }

  let title = "Try digits"
  let explanation = """
    Backups of another Super PIN open if their digits are those in force now. If they are others, change the Super \
    PIN to them: new digits are tried as well.
    """
  var panel: Panel<FieldName, Action>
  let secrets: [FieldName] = [.pin]
  /// Until digits may be tried again.
  private var wait = WaitCountdown()

  init() {
    panel = Panel(
      fields: [Field(.pin, "Super PIN", .secret(count: 0), width: 32)],
      commands: [
        Command(.tryDigits, nil, button: "Try", help: "Tries the digits on the backups of other Super PINs."),
        Command(.close, nil, button: "Close", help: "Back without effect."),
      ])
  }

  var wantsTicks: Bool { wait.isRunning }
  var waitNotice: Notice? { wait.notice }

  mutating func appear(_ context: Context) -> [Step] { [.perform(.pin(.nextTry))] }

  mutating func perform(_ action: Action, _ context: Context) -> [Step] {
    switch action {
    case .close: return [.pop]
    case .tryDigits:
      if let notice = wait.notice { return [.tell(notice)] }
      guard panel.count(.pin) > 0 else {
        panel.focus(on: .pin)
        return [.tell(Notice(.failure, "Enter the Super PIN."))]
      }
      return [.perform(.pin(.adopt))]
    }
  }

  mutating func receive(_ reply: Reply, _ context: Context) -> [Step] {
    if case .pin(.nextTry(let next)) = reply {
      return wait.found(max(next.wait, next.foreignWait), because: WaitCountdown.wrongPINs)
    }
    guard case .pin(.adopted(let report)) = reply else { return [] }
    return [.pop, .tell(report.notice(""))]
  }

  mutating func failed(_ error: ServiceError, _ context: Context) -> [Step] {
    panel.focus(on: .pin)
    if case .store(.locked) = error {
      let text = "The digits do not open them. Change the Super PIN to their digits."
      return [.wipe, .perform(.pin(.nextTry)), .tell(Notice(.failure, text))]
    }
    if case .store(.wrongPIN(let seconds)) = error { wait.begin(seconds, because: WaitCountdown.wrongPINs) }
    if case .store(.mustWait(let seconds)) = error { wait.begin(seconds, because: WaitCountdown.wrongPINs) }
    return [.wipe, .tell(wait.notice ?? Notice(error, context))]
  }

  mutating func tick(_ context: Context) -> [Step] { wait.tick() }

  func draw(into frame: inout Frame, _ context: Context) {
    let foreign = context.status?.card.foreign ?? 0
    frame.paragraph("The card holds \(counted(foreign, "backup")) of another Super PIN.")
    frame.line()
    frame.fields(panel, labelWidth: 15)
    frame.line()
    frame.paragraph("Enter the Super PIN in force: it opens backups of the same digits.")
    frame.paragraph("If theirs are others, close this and change the Super PIN to those.")
  }
}
