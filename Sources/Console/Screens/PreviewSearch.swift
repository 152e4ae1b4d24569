internal import TerminalUI

/// Looking for a text: the field lies on the last row of the preview while it is typed into.
extension PreviewScreen {
  private var isSearching: Bool { panel.focusedField?.name == .search }

  mutating func handle(_ key: Key, _ context: Context) -> [Step] {
    guard isSearching, let index = panel.fields.indices.last else { return take(panel.handle(key), context) }
    if key == .enter { return findTyped() }
    if [.escape, .control("c"), .tab, .backTab].contains(key) {
      closeSearch()
    } else if [.up, .down, .pageUp, .pageDown].contains(key) {
      _ = panel.list?.handle(key)
    } else if case .refused(let refusal) = panel.fields[index].handle(key) {
      return [.tell(Notice(refusal, of: panel[.search]))]
    }
    return []
  }

  private mutating func findTyped() -> [Step] {
    let typed = panel.text(.search)
    closeSearch()
    // As in a pager, nothing typed means the same again.
    if !typed.isEmpty { sought = typed }
    setCommands()
    return find(isForward: true)
  }

  func keyLine(columns: Int) -> String {
    guard isSearching else { return KeyLine.text(panel, columns: columns) }
    return KeyLine.fitted(["Enter find"], last: "F1 Help  Esc close", columns: columns)
  }

  mutating func openSearch() -> [Step] {
    panel.fields.append(Field(.search, "Find", .text(TextField(limit: 64)), width: 40))
    panel.focus(on: .search)
    text.isSearched = true
    return []
  }

  private mutating func closeSearch() {
    panel.fields.removeLast()
    panel.focus = .list
    text.isSearched = false
  }

  mutating func find(isForward: Bool) -> [Step] {
    guard !sought.isEmpty else { return isForward ? openSearch() : [] }
    guard let found = text.find(sought, isForward: isForward, from: panel.list?.index ?? 0) else {
      return [.tell(Notice(.failure, "No line contains \(sought)."))]
    }
    panel.focus = .list
    panel.list?.setCount(text.lastTop + 1)
    panel.list?.choose(found.top)
    let again = found.isAround ? isForward ? ", from the top again" : ", from the end again" : ""
    return [.update(Notice(.information, "Match \(found.number) of \(found.count)\(again)."))]
  }

  func drawSearch(into frame: inout Frame) {
    guard isSearching, let field = panel.focusedField else { return }
    field.draw(
      into: &frame.canvas, at: Position(column: 1, row: frame.next), labelWidth: 6, isFocused: true)
    frame.next += 1
  }
}
