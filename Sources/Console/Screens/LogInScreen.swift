internal import CameraService
internal import TerminalUI
internal import Wording

/// User and password. A waiting time after failures is counted down.
struct LogInScreen: Screen {
  enum Action: Hashable, Sendable {
    case logIn, leave
  }

  let title = "Log in"
  let explanation = """
    Only users of the group admins may enter. After three failures there is a time to wait, for the user name on this \
    line, which a new connection does not end.
    """
  var panel: Panel<FieldName, Action>
  let secrets: [FieldName] = [.password]
  /// Until the name may be tried again.
  private var wait = WaitCountdown()
  /// Whether it was asked how long this name has to wait.
  private var isWaitKnown = false

  init() {
    panel = Panel(
      fields: [
        Field(.userName, "User", .text(TextField(limit: 64, characters: .name)), width: 22),
        Field(.password, "Password", .secret(count: 0), width: 22),
      ],
      commands: [
        Command(.logIn, nil, button: "Log in", help: "Checks user and password."),
        Command(.leave, nil, button: "Leave", help: "Ends the program, and the connection with it."),
      ])
  }

  /// Whether anything is typed: also the name may be a password in the wrong field.
  var isFilled: Bool { panel.count(.password) > 0 || !panel.text(.userName).isEmpty }

  var wantsTicks: Bool { wait.isRunning }
  var waitNotice: Notice? { wait.notice }

  /// Enter on the empty form draws all again, for someone who has plugged a cable into a running console.
  mutating func handle(_ key: Key, _ context: Context) -> [Step] {
    if key == .enter, !isFilled, panel.focusedField != nil { return [.redraw] }
    return take(panel.handle(key), context) + askForWait()
  }

  /// When the name is typed: no password is taken while it has to wait.
  private mutating func askForWait() -> [Step] {
    let name = panel.text(.userName)
    guard panel.focusedField?.name == .password, !isWaitKnown, !name.isEmpty else { return [] }
    isWaitKnown = true
    return [.perform(.session(.wait(name: name)))]
  }

  mutating func edited(_ field: FieldName, _ context: Context) -> [Step] {
    field == .userName ? forgetWait() : []
  }

  /// The wait is that of the name, which is another now.
  private mutating func forgetWait() -> [Step] {
    isWaitKnown = false
    guard wait.isRunning else { return [] }
    wait.end()
    return [.clearMessage]
  }

  mutating func perform(_ action: Action, _ context: Context) -> [Step] {
    switch action {
    case .leave: return [.quit]
    case .logIn:
      if let notice = wait.notice { return [.tell(notice)] }
      guard !panel.text(.userName).isEmpty else {
        panel.focus(on: .userName)
        return (isFilled ? [] : [.redraw]) + [.tell(Notice(.failure, "Enter a user name."))]
      }
      return [.perform(.session(.logIn(name: panel.text(.userName))))]
    }
  }

  /// Esc empties both fields: there is nothing to go back to.
  mutating func cancelled(_ context: Context) -> [Step] {
    panel[.userName] = .text(TextField(limit: 64, characters: .name))
    panel.focus(on: .userName)
    return [.wipe] + forgetWait()
  }

  mutating func receive(_ reply: Reply, _ context: Context) -> [Step] {
    guard case .session(let reply) = reply else { return [] }
    switch reply {
    case .wait(let seconds): return wait.found(seconds, because: tooManyFailedLogins)
    case .loggedIn(let session):
      let next: any Screen = session.mustChangePassword ? ChoosePasswordScreen(session.name) : MenuScreen()
      return [.begin(session), .replace(next)]
    // Its own screen asks for it.
    case .passwordChosen: return []
    }
  }

  mutating func failed(_ error: ServiceError, _ context: Context) -> [Step] {
    panel.focus(on: .password)
    guard case .logIn(let problem) = error else { return [.wipe, .tell(Notice(error, context))] }
    isWaitKnown = true
    switch problem {
    case .wrong(let seconds): wait.begin(seconds, because: error.message.text)
    case .mustWait(let seconds): wait.begin(seconds, because: tooManyFailedLogins)
    }
    return [.wipe, .tell(wait.notice ?? Notice(.failure, error.message.text))]
  }

  mutating func tick(_ context: Context) -> [Step] { wait.tick() }

  func draw(into frame: inout Frame, _ context: Context) {
    frame.next += 2
    frame.fields(panel, labelWidth: 11)
  }
}
