/// Which row of a list is chosen, and which rows are in view.
package struct ListSelection: Sendable, Equatable {
  /// Rows of the list, 0 or more.
  package private(set) var count = 0
  /// The chosen row; 0 in an empty list.
  package private(set) var index = 0
  /// The first row in view.
  package private(set) var top = 0
  /// Rows in view at once, 1 or more.
  package private(set) var page = 1
  /// Rows that PgUp and PgDn go over, 1 or more.
  private var jump = 1

  /// - Parameter count: rows, 0 or more.
  package init(count: Int = 0) {
    self.count = count
  }

  /// Whether there is something to choose.
  package var isEmpty: Bool { count == 0 }

  /// The rows in view.
  package var visible: Range<Int> { top..<min(top + page, count) }

  /// The list has so many rows now.
  package mutating func setCount(_ count: Int) {
    self.count = max(count, 0)
    choose(index)
  }

  /// So many rows fit.
  ///
  /// - Parameter jump: rows that PgUp and PgDn go over; `nil`: a page.
  package mutating func setPage(_ page: Int, jump: Int? = nil) {
    self.page = max(page, 1)
    self.jump = max(jump ?? page, 1)
    reveal()
  }

  /// Chooses the row nearest to this index, and brings it into view.
  package mutating func choose(_ index: Int) {
    self.index = min(max(index, 0), max(count - 1, 0))
    reveal()
  }

  /// Moves.
  ///
  /// - Returns: whether the key is one of a list's.
  package mutating func handle(_ key: Key) -> Bool {
    switch key {
    case .up: choose(index - 1)
    case .down: choose(index + 1)
    case .pageUp: choose(index - jump)
    case .pageDown: choose(index + jump)
    case .home: choose(0)
    case .end: choose(count - 1)
    case .character, .pasted, .unreadable, .enter, .escape, .tab, .backTab, .backspace, .delete, .insert, .left, .right,
      .function, .control:
      return false
    }
    return true
  }

  private mutating func reveal() {
    top = min(top, index)
    if index >= top + page { top = index - page + 1 }
    top = min(top, max(count - page, 0))
  }
}
