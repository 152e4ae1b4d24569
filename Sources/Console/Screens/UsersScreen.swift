internal import TerminalUI

struct UsersScreen: Screen {
  enum Action: Hashable, Sendable { case close }
  let title = "Users"
  let explanation = ""
  var panel = Panel<FieldName, Action>(commands: [Command(.close, "c", button: "Close", help: "Back.")])
  mutating func perform(_ action: Action, _ context: Context) -> [Step] { [.pop] }
  func draw(into frame: inout Frame, _ context: Context) {}
}
