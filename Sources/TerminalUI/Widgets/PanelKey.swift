/// The keys that every panel has: the one table from which they work and from which the help tells of them.
package enum PanelKey: CaseIterable, Sendable {
  case row, neighbour, next, previous, press, cancel

  /// What the key does; `nil` for one that only a field, a list or a command may know.
  init?(_ key: Key) {
    guard let found = Self.allCases.first(where: { $0.keys.contains(key) }) else { return nil }
    self = found
  }

  private var keys: [Key] {
    switch self {
    case .row: [.up, .down, .home, .end, .pageUp, .pageDown]
    case .neighbour: [.left, .right]
    case .next: [.tab, .control("f")]
    case .previous: [.backTab, .control("b")]
    case .press: [.enter]
    case .cancel: [.escape, .control("c")]
    }
  }

  /// The keys as the help names them: the usual ones first.
  package var names: String {
    switch self {
    case .row: "Up, Down"
    case .neighbour: "Left, Right"
    case .next: "Tab, Ctrl-F"
    case .previous: "Shift-Tab"
    case .press: "Enter"
    case .cancel: "Esc, Ctrl-C"
    }
  }
}
