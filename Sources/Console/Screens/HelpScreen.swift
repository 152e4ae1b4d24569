internal import TerminalUI

/// Every key of the screen below, from the table that makes the keys work.
struct HelpScreen: Screen {
  enum Action: Hashable, Sendable {
    case back
  }

  let title: String
  var explanation: String { "" }
  var panel: Panel<FieldName, Action>
  private let texts: [String]
  private var lines: [String] = []

  init(_ screen: some Screen) {
    title = "Help: \(screen.title)"
    texts = Self.texts(screen)
    panel = Panel(
      list: ListSelection(), commands: [Command(.back, "b", button: "Back", word: "Back", help: "Back to the screen.")])
  }

  private static func texts<Shown: Screen>(_ screen: Shown) -> [String] {
    var texts = [screen.explanation, ""]
    for command in screen.panel.commands {
      let key = command.letter.map { "\($0)".uppercased() } ?? "-"
      let name = command.button.isEmpty ? command.word : command.button
      let text = name.isEmpty ? command.help : "\(name.filter { $0 != "." }): \(command.help)"
      texts.append(Text.padded(key, to: 10) + text)
    }
    if screen.panel.list != nil { texts += listKeys }
    if screen.panel.fields.contains(where: \.takesText) { texts += fieldKeys }
    return texts + everywhere
  }

  private static let listKeys = ["Up, Down  Choose a row; also Home, End, PgUp, PgDn."]

  private static let fieldKeys = [
    "Ctrl-A, E Beginning and end of a field.",
    "Ctrl-U    Deletes what is before the cursor; K what is behind it; W a word.",
  ]

  private static let everywhere = [
    "Tab       Next field or button; also Ctrl-F. Back: Shift-Tab, Ctrl-B.",
    "Enter     Presses the button; goes to the next field.",
    "Space     Presses the button; checks a box; changes a choice.",
    "Esc       Back without effect; also Ctrl-C.",
    "Ctrl-L    Draws the screen anew, after something else wrote on it.",
    "F1        This help; also Esc and then 1, and ? where no text is typed.",
  ]

  mutating func perform(_ action: Action, _ context: Context) -> [Step] { [.pop] }

  mutating func fit(rows: Int, columns: Int) {
    lines = texts.flatMap { text in text.isEmpty ? [""] : Self.hanging(text, columns: columns - 2) }
    panel.list?.setCount(max(lines.count - rows + 1, 1))
    panel.list?.setPage(1, jump: rows - 1)
    page = rows
  }

  private var page = 1

  func draw(into frame: inout Frame, _ context: Context) {
    let first = panel.list?.index ?? 0
    for line in lines[min(first, lines.count)...].prefix(page) { frame.line(line) }
    if panel.focus == .list { frame.canvas.cursor = Position(column: 1, row: frame.body.lowerBound) }
  }

  /// Lines after the first stand under the text, not under the key.
  private static func hanging(_ text: String, columns: Int) -> [String] {
    guard Text.columns(text) > columns else { return [text] }
    guard text.dropFirst(9).first == " " else { return Text.wrapped(text, to: columns) }
    let lines = Text.wrapped(String(text.dropFirst(10)), to: columns - 10)
    return lines.enumerated().map { index, line in
      (index == 0 ? String(text.prefix(10)) : String(repeating: " ", count: 10)) + line
    }
  }
}
