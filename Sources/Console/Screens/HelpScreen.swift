internal import TerminalUI

/// Every key of the screen below, from the table that makes the keys work.
struct HelpScreen: Screen {
  enum Action: Hashable, Sendable {
    case back
  }

  let title: String
  var explanation: String { "" }
  var panel: Panel<FieldName, Action>
  private let entries: [Entry]
  private var lines: [String] = []

  init(_ screen: some Screen) {
    title = "Help: \(screen.title)"
    entries = Self.entries(screen)
    panel = Panel(
      list: ListSelection(), commands: [Command(.back, "b", button: "Back", word: "Back", help: "Back to the screen.")])
  }

  /// What a key does; without a key a sentence.
  private struct Entry {
    var key = ""
    let text: String
  }

  private static func entries<Shown: Screen>(_ screen: Shown) -> [Entry] {
    var entries = [Entry(text: screen.explanation), Entry(text: "")]
    for command in screen.panel.commands {
      let name = (command.button.isEmpty ? command.word : command.button).filter { $0 != "." }
      entries.append(
        Entry(
          key: command.letter.map { "\($0)".uppercased() } ?? "-",
          text: name.isEmpty ? command.help : "\(name): \(command.help)"))
    }
    if screen.panel.list != nil { entries += listKeys }
    if screen.panel.fields.contains(where: \.takesText) { entries += fieldKeys }
    return entries + everywhere
  }

  private static let listKeys = [Entry(key: "Up, Down", text: "Choose a row; also Home, End, PgUp, PgDn.")]

  private static let fieldKeys = [
    Entry(key: "Ctrl-A, E", text: "Beginning and end of a field."),
    Entry(key: "Ctrl-U", text: "Deletes what is before the cursor; K what is behind it; W a word."),
  ]

  private static let everywhere = [
    Entry(key: "Tab", text: "Next field or button; also Ctrl-F. Back: Shift-Tab, Ctrl-B."),
    Entry(key: "Enter", text: "Presses the button; goes to the next field."),
    Entry(key: "Space", text: "Presses the button; checks a box; changes a choice."),
    Entry(key: "Esc", text: "Back without effect; also Ctrl-C."),
    Entry(key: "Ctrl-L", text: "Draws the screen anew, after something else wrote on it."),
    Entry(key: "F1", text: "This help; also Esc and then 1, and ? where no text is typed."),
  ]

  mutating func perform(_ action: Action, _ context: Context) -> [Step] { [.pop] }

  mutating func fit(rows: Int, columns: Int) {
    lines = entries.flatMap { Self.lines($0, columns: columns - 2) }
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
  private static func lines(_ entry: Entry, columns: Int) -> [String] {
    guard !entry.text.isEmpty else { return [""] }
    guard !entry.key.isEmpty else { return Text.wrapped(entry.text, to: columns) }
    return Text.wrapped(entry.text, to: columns - keyColumns).enumerated().map { index, line in
      Text.padded(index == 0 ? entry.key : "", to: keyColumns) + line
    }
  }

  private static let keyColumns = 10
}
