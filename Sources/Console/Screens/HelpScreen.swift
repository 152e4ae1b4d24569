internal import TerminalUI

/// Every key of the screen below, from the table that makes the keys work.
struct HelpScreen: Screen {
  enum Action: Hashable, Sendable {
    case back
  }

  /// A key and what it does; without a key a paragraph.
  struct Entry: Sendable {
    let key: String
    let text: String
  }

  let title: String
  let explanation = ""
  var panel: Panel<FieldName, Action>
  private let entries: [Entry]
  private var lines: [String] = []

  init(_ screen: some Screen) {
    title = "Help: \(screen.title)"
    entries = Self.entries(screen)
    panel = Panel(
      list: ListSelection(),
      commands: [Command(.back, "b", button: "Back", word: "Back", help: "Back to the screen.")], listWord: "scroll")
  }

  private static func entries<Shown: Screen>(_ screen: Shown) -> [Entry] {
    let own = screen.panel.commands.map { command in
      let name = command.button.filter { $0 != "." }
      let text = name.isEmpty ? command.help : "\(name). \(command.help)"
      return Entry(key: command.letter.map { "\($0)" } ?? "button", text: text)
    }
    let list = screen.panel.list == nil ? [] : [Self.list(scrolls: screen.panel.listWord == "scroll")]
    let fields = screen.panel.fields.contains(where: \.takesText) ? Self.fields : []
    return [Entry(key: "", text: screen.explanation), Entry(key: "", text: "")] + own + list + fields + everywhere
  }

  private static func list(scrolls: Bool) -> Entry {
    Entry(key: "Up, Down", text: "\(scrolls ? "Scrolls" : "Chooses a row"); also Home, End, PgUp, PgDn.")
  }

  private static let fields = [
    Entry(key: "Ctrl-A, E", text: "Goes to the beginning or the end of a field."),
    Entry(key: "Ctrl-U, K, W", text: "Deletes what is before the cursor, what is behind it, or a word."),
  ]

  private static let everywhere = [
    Entry(key: "Tab", text: "Goes to the next field or button; Shift-Tab back. Also Ctrl-F and Ctrl-B."),
    Entry(key: "Enter", text: "Presses the button, or goes to the next field."),
    Entry(key: "Space", text: "Presses the button, checks a box, changes a choice."),
    Entry(key: "Esc", text: "Goes back without effect; also Ctrl-C."),
    Entry(key: "Ctrl-L", text: "Draws the screen anew, after something else wrote on it."),
    Entry(key: "F1, ?", text: "Shows this; also Esc and then 1. ? where no text is typed."),
  ]

  mutating func perform(_ action: Action, _ context: Context) -> [Step] { [.pop] }

  mutating func fit(rows: Int, columns: Int) {
    lines = entries.flatMap { Self.lines($0, columns: columns - 3) }
    panel.list = ListSelection(count: lines.count)
    panel.list?.setPage(rows)
  }

  /// Up and Down move the text, not a marker in it.
  mutating func handle(_ key: Key, _ context: Context) -> [Step] {
    // What is pasted, or is not a key, does not leave.
    if case .pasted = key { return [] }
    guard key != .unreadable else { return [] }
    let top = panel.list?.top ?? 0
    let page = panel.list?.page ?? 1
    if key == .down { panel.list?.choose(top + page) }
    if key == .up { panel.list?.choose(top - 1) }
    guard key != .down, key != .up else { return [] }
    return panel.handle(key) == .moved ? [] : key == .tab || key == .backTab ? [] : [.pop]
  }

  func draw(into frame: inout Frame, _ context: Context) {
    for index in panel.list?.visible ?? 0..<0 { frame.line(lines[index]) }
    frame.canvas.cursor = Position(column: 1, row: frame.body.lowerBound)
  }

  private static func lines(_ entry: Entry, columns: Int) -> [String] {
    guard !entry.key.isEmpty else { return entry.text.isEmpty ? [""] : Text.wrapped(entry.text, to: columns) }
    let width = 14
    return Text.wrapped(entry.text, to: columns - width).enumerated().map { index, line in
      Text.padded(index == 0 ? entry.key : "", to: width) + line
    }
  }
}
