internal import TerminalUI

/// A key of a search.
enum FindKey: Hashable, Sendable {
  case open, next, previous
}

/// What is looked for in a list or in a text.
struct Search: Sendable {
  struct Found {
    /// Which of the lines.
    let line: Int
    /// Which of all matches it is, from 1.
    let number: Int
    let count: Int
    /// Whether the search went over an end.
    let isAround: Bool
  }

  /// What was looked for last; empty before that.
  fileprivate(set) var sought = ""
  /// The line that was found last.
  private(set) var match: Int?

  /// Other lines have come: none of them was found.
  mutating func forgetMatch() { match = nil }

  /// Finds the next line with the text in upper or lower case: from the last one found where that is in view, else from
  /// the first one in view. After the last line comes the first.
  fileprivate mutating func find(in lines: [String], isForward: Bool, inView: [Int]) -> Found? {
    let wanted = sought.lowercased()
    let hits = lines.indices.filter { lines[$0].lowercased().contains(wanted) }
    let last = match.flatMap { inView.contains($0) ? $0 : nil }
    guard !hits.isEmpty, let start = last ?? inView.first else { return nil }
    let next = isForward ? hits.first { last == nil ? $0 >= start : $0 > start } : hits.last { $0 < start }
    let found = next ?? (isForward ? hits[0] : hits[hits.count - 1])
    match = found
    return Found(
      line: found, number: (hits.firstIndex(of: found) ?? 0) + 1, count: hits.count, isAround: next == nil)
  }
}

/// The actions of a screen that is searched.
protocol FindingAction: Hashable, Sendable {
  static func find(_ key: FindKey) -> Self
}

/// A screen with a list or a text in which `/`, n and N find.
///
/// The field lies on the row between body and buttons, which is always free: nothing else moves.
protocol SearchableScreen: Screen where Action: FindingAction {
  var search: Search { get set }
  /// The texts that are looked through: the rows of a list, or the lines of a text before they are wrapped.
  var searchedLines: [String] { get }
  /// The lines in view, of a list the chosen one: from there a search goes on.
  var linesInView: [Int] { get }
  /// Brings a line into view, or chooses it.
  mutating func reveal(_ line: Int, _ context: Context)
  /// Something was looked for: the line of keys may have more.
  mutating func wasSearched()
}

extension SearchableScreen {
  var linesInView: [Int] { panel.list.map { [$0.index] } ?? [] }

  mutating func reveal(_ line: Int, _ context: Context) {
    panel.list?.choose(line)
    moved(context)
  }

  mutating func wasSearched() {}

  /// The commands of a search.
  ///
  /// - Parameters:
  ///   - find: the word in the line of keys; empty where it has no room.
  ///   - isAgain: whether n and N are in it too.
  static func findCommands(find: String = "Find", isAgain: Bool = false) -> [Command<Action>] {
    [
      Command(.find(.open), "/", button: "", word: find, help: "Finds a text: type it, then press Enter."),
      Command(
        .find(.next), "n", button: "", word: isAgain ? "Next" : "", help: "Finds the next line with the same text."),
      Command(
        .find(.previous), "N", button: "", word: isAgain ? "Prev" : "",
        help: "Finds the line before with the same text."),
    ]
  }

  var isSearching: Bool { panel.focusedField?.name == .search }

  mutating func handle(_ key: Key, _ context: Context) -> [Step] {
    isSearching ? handleTyped(key, context) : take(panel.handle(key), context)
  }

  /// A key while the text is typed.
  mutating func handleTyped(_ key: Key, _ context: Context) -> [Step] {
    guard let index = panel.fields.indices.last else { return [] }
    if key == .enter { return findTyped(context) }
    if [.escape, .control("c"), .tab, .backTab].contains(key) {
      closeSearch()
    } else if [.up, .down, .pageUp, .pageDown].contains(key) {
      if panel.list?.handle(key) == true { moved(context) }
    } else if case .refused(let refusal) = panel.fields[index].handle(key) {
      return [.tell(Notice(refusal, of: panel[.search]))]
    }
    return []
  }

  private mutating func findTyped(_ context: Context) -> [Step] {
    let typed = panel.text(.search)
    closeSearch()
    // As in a pager, nothing typed means the same again.
    if !typed.isEmpty { search.sought = typed }
    return find(isForward: true, context)
  }

  private mutating func openSearch() -> [Step] {
    guard !searchedLines.isEmpty else { return [.tell(Notice(.information, "There is nothing here to look through."))] }
    panel.fields.append(Field(.search, "Find", .text(TextField(limit: 64)), width: 40))
    panel.focus(on: .search)
    return []
  }

  private mutating func closeSearch() {
    panel.fields.removeLast()
    panel.focus = .list
  }

  mutating func find(_ key: FindKey, _ context: Context) -> [Step] {
    switch key {
    case .open: openSearch()
    case .next: search.sought.isEmpty ? openSearch() : find(isForward: true, context)
    case .previous: search.sought.isEmpty ? openSearch() : find(isForward: false, context)
    }
  }

  private mutating func find(isForward: Bool, _ context: Context) -> [Step] {
    guard !search.sought.isEmpty else { return [] }
    wasSearched()
    guard let found = search.find(in: searchedLines, isForward: isForward, inView: linesInView) else {
      return [.tell(Notice(.failure, "No line contains \(search.sought)."))]
    }
    panel.focus = .list
    reveal(found.line, context)
    let again = found.isAround ? isForward ? ", from the top again" : ", from the end again" : ""
    return [.update(.passing("Match \(found.number) of \(found.count)\(again)."))]
  }

  func keyLine(columns: Int) -> String { searchKeyLine(columns: columns) }

  func searchKeyLine(columns: Int) -> String {
    guard isSearching else { return KeyLine.text(panel, columns: columns) }
    return KeyLine.fitted(["Enter find"], last: "F1 Help  Esc close", columns: columns)
  }

  /// The same on a slow line, where it stays while the text is typed, and with any focus: to write it twice costs a
  /// tenth of a second.
  func restingKeyLine(columns: Int) -> String {
    var resting = self
    if isSearching { resting.closeSearch() }
    let isOfRows = panel.listWord == "choose" && !resting.isTyping
    return isOfRows
      ? KeyLine.text(resting.panel, columns: columns, tellsRow: false) : resting.keyLine(columns: columns)
  }

  func drawSearch(into canvas: inout Canvas, row: Int) {
    guard isSearching, let field = panel.focusedField else { return }
    field.draw(into: &canvas, at: Position(column: 1, row: row), labelWidth: 6, isFocused: true, highlights: false)
  }
}

/// A screen with a text that scrolls: the list's rows are the lines that can be the first in view.
protocol SearchableText: SearchableScreen {
  var window: TextWindow { get }
}

extension SearchableText {
  var linesInView: [Int] { window.inView(from: panel.list?.index ?? 0) }

  mutating func reveal(_ line: Int, _ context: Context) {
    let top = window.top(showing: line, from: panel.list?.index ?? 0)
    panel.list?.choose(top)
  }
}

/// Which lines of a text that scrolls are in view, and which texts they belong to: long ones are wrapped.
struct TextWindow: Sendable {
  /// The text that each line belongs to, in order.
  var sources: [Int] = []
  /// Lines in view at once, 1 or more.
  var page = 1

  /// The first line in view at the end.
  var lastTop: Int { max(sources.count - page, 0) }

  /// The texts in view.
  ///
  /// - Parameter first: the first line in view.
  func inView(from first: Int) -> [Int] { Array(sources[lines(from: first)]) }

  /// The lines in view.
  func lines(from first: Int) -> Range<Int> {
    let top = max(min(first, lastTop), 0)
    return top..<min(top + page, sources.count)
  }

  /// The first line in view with which all of a text is, if it fits, and the line above it, which may be its heading.
  func top(showing source: Int, from first: Int) -> Int {
    let rows = sources.indices.filter { sources[$0] == source }
    let view = lines(from: first)
    guard let start = rows.first, let end = rows.last else { return view.lowerBound }
    guard end >= view.upperBound || start <= view.lowerBound && start > 0 else { return view.lowerBound }
    let first = end - start + 2 <= page ? start - 1 : start
    return min(max(min(first, end - page / 2), 0), lastTop)
  }
}
