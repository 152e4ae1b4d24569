internal import CameraService
internal import TerminalUI

/// The first login with the factory's password chooses another.
struct ChoosePasswordScreen: Screen {
  enum Action: Hashable, Sendable {
    case save, logOut
  }

  let title = "Choose a password"
  let explanation = """
    Every camera leaves the factory with the same password, which everybody knows. Choose another one before you do \
    anything else.
    """
  var panel: Panel<FieldName, Action>
  let secrets: [FieldName] = [.newPassword, .repeatedPassword]
  private let name: String

  init(_ name: String) {
    self.name = name
    panel = Panel(
      fields: [
        Field(.newPassword, "New password", .secret(count: 0), width: 32),
        Field(.repeatedPassword, "Again", .secret(count: 0), width: 32),
      ],
      commands: [
        Command(.save, nil, button: "Save", help: "Sets the password. The Super PIN is next."),
        Command(.logOut, nil, button: "Log out", help: "Ends the session. The factory password stays."),
      ])
  }

  mutating func perform(_ action: Action, _ context: Context) -> [Step] {
    switch action {
    case .save: [.perform(.session(.choosePassword(name: name)))]
    case .logOut: [.logOut(nil)]
    }
  }

  mutating func cancelled(_ context: Context) -> [Step] { [.logOut(nil)] }

  mutating func receive(_ reply: Reply, _ context: Context) -> [Step] {
    guard case .session(.passwordChosen(let change)) = reply else { return [] }
    let notice = change.reloadFailure.map { Notice(.reload($0)) } ?? Notice(.done, "The password is changed.")
    return [.wipe, .replace(MenuScreen(isFirstStart: true)), .update(notice)]
  }

  mutating func failed(_ error: ServiceError, _ context: Context) -> [Step] {
    panel.focus(on: .newPassword)
    return [.wipe, .tell(Notice(error, context))]
  }

  func draw(into frame: inout Frame, _ context: Context) {
    frame.paragraph("This is still the factory password, which everybody knows. Choose another one for \(name).")
    frame.line()
    frame.fields(panel, labelWidth: 15)
    frame.line()
    frame.paragraph(Passwords.rule(context.settings))
  }
}
