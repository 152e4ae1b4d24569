internal import TerminalUI

/// The lines of every screen: title, what matters now, body, buttons, message, keys.
struct Layout {
  static let smallest = Size(columns: 60, rows: 18)

  let body: Range<Int>
  let buttons: Int
  /// The rows of messages.
  let messages: Range<Int>
  let keys: Int

  init(_ size: Size, buttonRows: Int) {
    let messageRows = size.columns < 80 ? 3 : 2
    keys = size.rows - 1
    messages = keys - messageRows..<keys
    buttons = messages.lowerBound - buttonRows
    body = 3..<max(buttons - 1, 3)
  }
}
