internal import CameraModel
internal import CameraService
internal import TerminalUI
internal import Wording

/// Camera, card, what is checked, the recent events, and every setting with its meaning.
struct SystemScreen: SearchableText {
  enum Action: FindingAction {
    /// The entry with this letter.
    case entry(Character)
    case find(FindKey)
  }

  /// A button: a new one, also one that opens a screen, is a row of `entries`.
  private struct Entry {
    enum Work {
      case go(SystemText.Part)
      case step(Step)
    }

    let letter: Character
    let button: String
    /// In the line of keys; empty: left out there.
    var word = ""
    let help: String
    let work: Work
  }

  private static let entries = [
    Entry(
      letter: "k", button: "Check", word: "Check", help: "Checks everything again, and shows what is wrong.",
      work: .step(.perform(.camera(.check)))),
    Entry(
      letter: "e", button: "Events", help: "Goes to the recent events, the newest first.", work: .go(.events)),
    Entry(letter: "t", button: "Settings", help: "Goes to the settings.", work: .go(.settings)),
    Entry(
      letter: "r", button: "Refresh", help: "Looks at card and modules again.",
      work: .step(.perform(.camera(.status)))),
    Entry(letter: "c", button: "Close", help: "Back to the menu.", work: .step(.pop)),
  ]

  let title = "System"
  let explanation = """
    Which camera this is, what card is in the slot, what is checked, the recent events, and every setting with its value \
    and its meaning. Settings are changed in /etc/camconsole.conf by root.
    """
  var panel: Panel<FieldName, Action>
  private var text = SystemText()
  private var lines: [SystemText.Line] = []
  private(set) var window = TextWindow()
  var search = Search()
  /// The oldest first; `nil` before they were read.
  private var events: [RecordedEvent]?

  init() {
    panel = Panel(
      list: ListSelection(),
      commands: Self.findCommands()
        + Self.entries.map { Command(.entry($0.letter), $0.letter, button: $0.button, word: $0.word, help: $0.help) },
      listAction: .entry("c"), listWord: "scroll")
  }

  mutating func appear(_ context: Context) -> [Step] {
    compose(context)
    return [.perform(.camera(.events))]
  }

  mutating func perform(_ action: Action, _ context: Context) -> [Step] {
    switch action {
    case .find(let key): return find(key, context)
    case .entry(let letter):
      switch Self.entries.first(where: { $0.letter == letter })?.work {
      case .step(let step): return [step]
      case .go(let part): go(to: part)
      case nil: break
      }
    }
    return []
  }

  private mutating func go(to part: SystemText.Part) {
    guard let line = lines.firstIndex(where: { $0.begins == part }) else { return }
    panel.list?.choose(line)
  }

  /// The list's rows are those that can be the first in view: there is nothing to choose.
  mutating func fit(rows: Int, columns: Int) {
    lines = text.lines(columns: columns - 2)
    window.sources = lines.map(\.source)
    // The last row says how many follow.
    window.page = max(lines.count > rows ? rows - 1 : rows, 1)
    panel.list?.setCount(window.lastTop + 1)
    panel.list?.setPage(1, jump: window.page - 1)
  }

  mutating func receive(_ reply: Reply, _ context: Context) -> [Step] {
    guard case .camera(let reply) = reply else { return [] }
    if case .events(let events) = reply { self.events = events }
    compose(context)
    guard case .checked(let report) = reply else { return [] }
    go(to: .check)
    return [.tell(SystemWords.checked(report))]
  }

  private mutating func compose(_ context: Context) {
    let former = text.searchedLines
    text = SystemText(context, events: events)
    if text.searchedLines != former { search.forgetMatch() }
  }

  var searchedLines: [String] { text.searchedLines }

  func draw(into frame: inout Frame, _ context: Context) {
    let view = window.lines(from: panel.list?.index ?? 0)
    let found = lines[view].firstIndex { $0.source == search.match } ?? view.lowerBound
    if panel.focus == .list {
      frame.canvas.cursor = Position(column: 1, row: frame.next + found - view.lowerBound)
    }
    for line in lines[view] {
      frame.line(line.text, line.style)
      if line.source == search.match { frame.markFound(row: frame.next - 1, hasFocus: panel.focus == .list) }
    }
    if lines.count > window.page { frame.scrollMark(below: lines.count - view.upperBound) }
  }
}
