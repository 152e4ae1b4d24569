internal import CameraService
internal import TerminalUI

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
  private var wait = WaitCountdown("User or password is wrong.")

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

  /// Enter on the empty form draws all again, for someone who has plugged a cable into a running console.
  mutating func handle(_ key: Key, _ context: Context) -> [Step] {
    if key == .enter, !isFilled, panel.focusedField != nil { return [.redraw] }
    return take(panel.handle(key), context)
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
      return [.perform(.logIn(name: panel.text(.userName)))]
    }
  }

  /// Esc empties both fields: there is nothing to go back to.
  mutating func cancelled(_ context: Context) -> [Step] {
    panel[.userName] = .text(TextField(limit: 64, characters: .name))
    panel.focus(on: .userName)
    wait.seconds = 0
    return [.wipe]
  }

  mutating func receive(_ reply: Reply, _ context: Context) -> [Step] {
    guard case .loggedIn(let session) = reply else { return [] }
    let next: any Screen = session.mustChangePassword ? ChoosePasswordScreen(session.name) : MenuScreen()
    return [.begin(session), .replace(next)]
  }

  mutating func failed(_ error: ServiceError, _ context: Context) -> [Step] {
    panel.focus(on: .password)
    guard case .logIn(let problem) = error else { return [.wipe, .tell(Notice(error, context))] }
    wait.seconds = problem.waitSeconds
    return [.wipe, .tell(wait.notice ?? Notice(.failure, error.message.text))]
  }

  mutating func tick(_ context: Context) -> [Step] { wait.tick() }

  func draw(into frame: inout Frame, _ context: Context) {
    frame.next += 2
    frame.fields(panel, labelWidth: 11)
  }
}

extension LogInProblem {
  fileprivate var waitSeconds: Int {
    switch self {
    case .wrong(let seconds), .mustWait(let seconds): seconds
    }
  }
}
