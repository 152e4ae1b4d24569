internal import TerminalUI

/// The lines of every screen: title, what matters now, body, buttons, message, keys.
struct Layout {
  static let smallest = Size(columns: 60, rows: 18)

  let body: Range<Int>
  /// The rows of the buttons where the body is full.
  private let lastButtons: Range<Int>
  /// The rows of rules, which only a fast line gets.
  let rules: [Int]
  /// The row after the last of buttons and questions.
  let end: Int
  /// The rows of messages.
  let messages: Range<Int>
  let keys: Int

  init(_ size: Size, buttonRows: Int) {
    let messageRows = size.columns < 80 ? 3 : 2
    keys = size.rows - 1
    messages = keys - messageRows..<keys
    // On a low screen the row is worth more than a rule.
    let hasLowerRule = size.rows > 20
    end = hasLowerRule ? messages.lowerBound - 1 : messages.lowerBound
    rules = hasLowerRule ? [2, end] : [2]
    lastButtons = end - buttonRows..<end
    body = 3..<max(lastButtons.lowerBound - 1, 3)
  }

  /// The rows of the buttons: right under what they belong to.
  ///
  /// - Parameter next: the row after what is drawn in the body.
  func buttons(below next: Int) -> Range<Int> {
    let first = min(next + 1, lastButtons.lowerBound)
    return first..<first + lastButtons.count
  }
}
