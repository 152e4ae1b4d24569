internal import TerminalUI

struct SuperPINScreen: Screen {
  enum Action: Hashable, Sendable { case close }
  let title = "Super PIN"
  let explanation = ""
  var panel = Panel<FieldName, Action>(commands: [Command(.close, "c", button: "Close", help: "Back.")])
  init(_ context: Context) {}
  mutating func perform(_ action: Action, _ context: Context) -> [Step] { [.pop] }
  func draw(into frame: inout Frame, _ context: Context) {}
}
