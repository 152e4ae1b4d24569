internal import BackupStore
internal import CameraModel
internal import CameraService
internal import TerminalUI
internal import Wording

/// Tries the current Super PIN on backups that another camera wrote, or this one before it was reset.
struct TryPINScreen: Screen {
  enum Action: Hashable, Sendable {
    case tryPIN, close
  }

  let title = "Try PIN"
  let explanation = """
    This tries the current Super PIN on backups of other cameras. Backups made with the same PIN open. To open the \
    others, change the Super PIN to the PIN that they were made with.
    """
  var panel: Panel<FieldName, Action>
  let secrets: [FieldName] = [.pin]
  /// Until a PIN may be tried again.
  private var wait = WaitCountdown()

  init() {
    panel = Panel(
      fields: [Field(.pin, "Super PIN", .secret(count: 0), width: 32)],
      commands: [
        Command(.tryPIN, nil, button: "Try", help: "Tries the PIN on the backups of other cameras."),
        Command(.close, nil, button: "Close", help: "Back without effect."),
      ])
  }

  var wantsTicks: Bool { wait.isRunning }
  var waitNotice: Notice? { wait.notice }

  mutating func appear(_ context: Context) -> [Step] { [.perform(.pin(.nextTry))] }

  mutating func perform(_ action: Action, _ context: Context) -> [Step] {
    switch action {
    case .close: return [.pop]
    case .tryPIN:
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
      return wait.found(max(next.wait, next.foreignWait), because: tooManyWrongPINs)
    }
    guard case .pin(.adopted(let report)) = reply else { return [] }
    return [.pop, .tell(report.notice("", unchanged: PINReport.nothingAdopted))]
  }

  mutating func failed(_ error: ServiceError, _ context: Context) -> [Step] {
    panel.focus(on: .pin)
    if case .store(.locked) = error {
      let text = "This PIN does not open the backups. Change the Super PIN to the PIN that they were made with."
      return [.wipe, .perform(.pin(.nextTry)), .tell(Notice(.failure, text))]
    }
    if case .store(.wrongPIN(let seconds)) = error { wait.begin(seconds, because: tooManyWrongPINs) }
    if case .store(.mustWait(let seconds)) = error { wait.begin(seconds, because: tooManyWrongPINs) }
    return [.wipe, .tell(wait.notice ?? Notice(error, context))]
  }

  mutating func tick(_ context: Context) -> [Step] { wait.tick() }

  func draw(into frame: inout Frame, _ context: Context) {
    let foreign = context.status?.card.foreign ?? 0
    frame.paragraph("The card holds \(counted(foreign, "backup")) that this camera cannot open yet.")
    frame.line()
    frame.fields(panel, labelWidth: 15)
    frame.line()
    frame.paragraph("Enter the current Super PIN. It opens backups made with the same PIN.")
    frame.paragraph("If they were made with another PIN, close this screen and change the Super PIN to that PIN.")
  }
}
