internal import TerminalUI

/// The lines of every screen: title, what matters now, body, buttons, message, keys.
struct Layout {
  static let smallest = Size(columns: 60, rows: 18)

  let body: Range<Int>
  /// The first row of the buttons where the body is full; else they stand right under what is drawn in it.
  let buttons: Int
  /// The rows of rules, which only a fast line gets.
  let rules: [Int]
  /// The rows of messages.
  let messages: Range<Int>
  let keys: Int

  init(_ size: Size, buttonRows: Int) {
    let messageRows = size.columns < 80 ? 3 : 2
    keys = size.rows - 1
    messages = keys - messageRows..<keys
    rules = [2, messages.lowerBound - 1]
    buttons = rules[1] - buttonRows
    body = 3..<max(buttons - 1, 3)
  }
}
