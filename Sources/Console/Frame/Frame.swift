internal import CameraService
internal import TerminalUI
internal import Wording

/// Where a screen draws: the rows between the status line and the buttons.
struct Frame {
  var canvas: Canvas
  /// The rows of the body.
  let body: Range<Int>
  /// Markers instead of highlighted rows.
  let isSlow: Bool
  /// The next row to draw in; at the end the first that is free.
  var next: Int
  /// Where the event loop draws a secret, which is not here.
  var secretPlace: SecretPlace?

  init(canvas: Canvas, body: Range<Int>, isSlow: Bool) {
    self.canvas = canvas
    self.body = body
    self.isSlow = isSlow
    next = body.lowerBound
  }

  var columns: Int { canvas.size.columns }

  /// Writes a line; nothing beyond the last row of the body.
  mutating func line(_ text: String = "", _ style: Style = .plain) {
    if body.contains(next) { canvas.write(text, at: Position(column: 1, row: next), style, width: columns - 1) }
    next += 1
  }

  /// Writes a text in as many lines as it needs.
  mutating func paragraph(_ text: String, _ style: Style = .plain) {
    for text in Text.wrapped(text, to: columns - 2) { line(text, style) }
  }

  /// Says under a text that scrolls how many of its lines are to come.
  mutating func scrollMark(below: Int) {
    line(below > 0 ? "... \(counted(below, "more line"))" : "(end)")
  }

  /// Says under a list how many of its rows are out of view; nothing where all are in view.
  mutating func countOutOfView(_ list: ListSelection) {
    let rest = list.count - list.visible.count
    if rest > 0 { line("  and \(rest) more") }
  }

  /// Marks a row with what was found.
  mutating func markFound(row: Int) {
    guard body.contains(row) else { return }
    canvas.write(">", at: Position(column: 0, row: row))
    if !isSlow { canvas.highlight(row: row) }
  }

  /// Draws a panel's fields.
  mutating func fields<Action>(_ panel: Panel<FieldName, Action>, labelWidth: Int) {
    next = panel.drawFields(into: &canvas, at: Position(column: 1, row: next), labelWidth: labelWidth)
  }

  /// Draws one row of a list, with the marker on the chosen one.
  ///
  /// - Parameter inks: parts of the text in a colour, by their columns.
  mutating func row(_ text: String, isChosen: Bool, hasFocus: Bool, inks: [(columns: Range<Int>, ink: Ink)] = []) {
    guard body.contains(next) else {
      next += 1
      return
    }
    let place = Position(column: 1, row: next)
    canvas.write((isChosen ? "> " : "  ") + text, at: place)
    for (columns, ink) in inks {
      canvas.paint(row: next, columns: columns.lowerBound + 3..<columns.upperBound + 3, .ink(ink))
    }
    if isChosen, hasFocus {
      if !isSlow { canvas.highlight(row: next) }
      canvas.cursor = place
    }
    next += 1
  }
}
