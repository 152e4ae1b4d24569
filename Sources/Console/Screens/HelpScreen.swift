internal import TerminalUI

/// Every key of the screen below, from the table that makes the keys work.
struct HelpScreen: SearchableText {
  enum Action: FindingAction {
    case back
    case find(FindKey)
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
  private(set) var window = TextWindow()
  var search = Search()
  /// Columns of a line: longer ones are harder to read, and take bytes of a slow line.
  private static let longest = 62

  /// - Parameter rest: what the screen says and has no room for.
  init(_ screen: some Screen, rest: [String]) {
    title = "Help: \(screen.title)"
    entries = rest.flatMap { [Entry(key: "", text: $0), Entry(key: "", text: "")] } + Self.entries(screen)
    panel = Panel(
      list: ListSelection(),
      commands: Self.findCommands() + [
        Command(.back, "b", button: "Back", word: "Back", help: "Back to the screen.")
      ], listWord: "scroll")
  }

  private static func entries<Shown: Screen>(_ screen: Shown) -> [Entry] {
    let own = screen.panel.commands.map { command in
      let text = command.name.isEmpty ? command.help : "\(command.name). \(command.help)"
      return Entry(key: command.letter.map { "\($0)" } ?? "button", text: text)
    }
    let panel = screen.panel
    let moves = PanelKey.allCases.compactMap { key in
      Self.help(key, panel).map { Entry(key: key.names, text: $0) }
    }
    return [Entry(key: "", text: screen.explanation), Entry(key: "", text: "")] + own + moves + fields(panel)
      + everywhere
  }

  /// What a key of the panel does on this screen; `nil` where it does nothing.
  private static func help<Action>(_ key: PanelKey, _ panel: Panel<FieldName, Action>) -> String? {
    let hasFields = !panel.fields.isEmpty
    let hasNeighbours = panel.buttons.count > 1 || hasFields
    switch key {
    case .row:
      let list = panel.listWord == "scroll" ? "Scrolls" : "Chooses a row"
      return panel.list != nil ? "\(list). Also Home, End, PgUp, PgDn." : hasFields ? "Goes to another field." : nil
    case .neighbour: return hasNeighbours ? "Goes to another button or box, changes a choice." : nil
    case .next: return hasNeighbours || panel.list != nil ? "Goes to the next field or button." : nil
    case .previous: return hasNeighbours || panel.list != nil ? "Goes back. Also Ctrl-B, or Esc and then Tab." : nil
    case .press:
      let row = panel.listWord == "choose" && panel.list != nil ? panel.rowWord : nil
      return row.map { "On a row: \($0). Elsewhere it presses the button." }
        ?? "Presses the button, or goes to the next field."
    case .cancel: return "Goes back without effect."
    }
  }

  /// What fields understand beside the keys of a panel.
  private static func fields<Action>(_ panel: Panel<FieldName, Action>) -> [Entry] {
    var entries: [Entry] = []
    if panel.fields.contains(where: \.takesText) {
      entries = [
        Entry(key: "Ctrl-A, E", text: "Goes to the beginning or the end of a field. Also Home, End."),
        Entry(key: "Ctrl-U, K, W", text: "Deletes all before the cursor, all behind it, or a word."),
      ]
    }
    if panel.fields.contains(where: \.isBox) {
      entries.append(Entry(key: "x", text: "Checks the box that has the focus, or clears it. Also Space."))
    }
    if panel.fields.contains(where: \.isChoice) {
      entries.append(Entry(key: "letter", text: "In a choice: the next text that begins with it."))
    }
    return entries
  }

  private static let everywhere = [
    Entry(key: "Space", text: "Presses the button, checks a box, changes a choice."),
    Entry(key: "Ctrl-L", text: "Draws the screen again, after something else wrote on it."),
    Entry(key: "F1, ?", text: "Shows this help. Also Esc and then 1. In a field only F1."),
  ]

  mutating func perform(_ action: Action, _ context: Context) -> [Step] {
    switch action {
    case .back: [.pop]
    case .find(let key): find(key, context)
    }
  }

  /// The list's rows are those that can be the first in view: there is nothing to choose.
  mutating func fit(rows: Int, columns: Int) {
    let broken = entries.map { Self.lines($0, columns: min(columns - 3, Self.longest)) }
    lines = broken.flatMap(\.self)
    window.sources = broken.indices.flatMap { repeatElement($0, count: broken[$0].count) }
    // The last row says how many follow.
    window.page = lines.count > rows ? max(rows - 1, 1) : rows
    panel.list?.setCount(window.lastTop + 1)
    panel.list?.setPage(1, jump: window.page - 1)
  }

  var searchedLines: [String] { entries.map { "\($0.key) \($0.text)" } }

  mutating func handle(_ key: Key, _ context: Context) -> [Step] {
    if isSearching { return handleTyped(key, context) }
    // What is pasted, or is not a key, does not leave.
    if case .pasted = key { return [] }
    let event = panel.handle(key)
    if case .command(.find(let key)) = event { return find(key, context) }
    guard key != .unreadable, event != .moved else { return [] }
    return [.tab, .backTab, .left, .right].contains(key) ? [] : [.pop]
  }

  /// Nobody has to know a key to leave it.
  func keyLine(columns: Int) -> String {
    guard !isSearching else { return searchKeyLine(columns: columns) }
    return KeyLine.fitted(["Up/Down scroll", "/ Find"], last: "Back: any other key, Esc", columns: columns)
  }

  func draw(into frame: inout Frame, _ context: Context) {
    let view = window.lines(from: panel.list?.index ?? 0)
    if panel.focus == .list { frame.canvas.cursor = Position(column: 1, row: frame.next) }
    for index in view {
      frame.line(lines[index])
      if window.sources[index] == search.match { frame.markFound(row: frame.next - 1, hasFocus: panel.focus == .list) }
    }
    guard lines.count > window.page else { return }
    let below = lines.count - view.upperBound
    frame.scrollMark(below: below)
    // Behind the number that changes with every line: a slow line is spared the way to another place.
    guard panel.focus == .list else { return }
    frame.canvas.cursor = Position(column: below > 0 ? "... \(below)".count + 1 : 1, row: frame.next - 1)
  }

  private static func lines(_ entry: Entry, columns: Int) -> [String] {
    guard !entry.key.isEmpty else { return entry.text.isEmpty ? [""] : Text.wrapped(entry.text, to: columns) }
    let width = 14
    return Text.wrapped(entry.text, to: columns - width).enumerated().map { index, line in
      Text.padded(index == 0 ? entry.key : "", to: width) + line
    }
  }
}
