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
  /// Whether what has the focus is highlighted: not on a slow line, nor under a question, which has the focus itself.
  let highlights: Bool
  /// The next row to draw in; at the end the first that is free.
  var next: Int
  /// Where the event loop draws a secret, which is not here.
  var secretPlace: SecretPlace?
  /// Texts for which there is no room here: the help has them.
  private(set) var hidden: [String] = []
  /// The chosen row of a list, where it is cut: the message line has it whole.
  var wholeRow: String?

  init(canvas: Canvas, body: Range<Int>, isSlow: Bool, isAsked: Bool) {
    self.canvas = canvas
    self.body = body
    self.isSlow = isSlow
    highlights = !isSlow && !isAsked
    next = body.lowerBound
  }

  var columns: Int { canvas.size.columns }

  /// Columns of a text: one stays free on each side.
  private var width: Int { columns - 2 }
  /// Rows that are free.
  var room: Int { max(body.upperBound - next, 0) }

  /// Writes a line; nothing beyond the last row of the body.
  mutating func line(_ text: String = "", _ style: Style = .plain) {
    if body.contains(next) {
      canvas.write(text, at: Position(column: 1, row: next), style, width: width)
    } else {
      hide(text)
    }
    next += 1
  }

  /// Writes a text in as many lines as it needs. Where there are too few, it ends with a sentence, and the rest is
  /// hidden.
  mutating func paragraph(_ text: String, _ style: Style = .plain) {
    let sentences = text.sentences
    var count = hidden.isEmpty ? sentences.count : 0
    func lines() -> [String] { Text.wrapped(sentences.prefix(count).joined(separator: " "), to: width) }
    while count > 0, lines().count > room { count -= 1 }
    for text in lines() { line(text, style) }
    hide(sentences.dropFirst(count).joined(separator: " "))
  }

  /// There is no room for a text.
  mutating func hide(_ text: String) {
    if !text.isEmpty { hidden.append(text) }
  }

  /// Says under a text that scrolls how many of its lines are to come.
  mutating func scrollMark(below: Int) {
    line(below > 0 ? "... \(counted(below, "more line"))" : "(end)")
  }

  /// Writes the heading of a list, and at its end which rows are in view where not all are.
  mutating func heading(_ text: String, _ list: ListSelection) {
    let note = list.inView
    guard !note.isEmpty else { return line(text) }
    line(Text.padded(text, to: width - Text.columns(note) - 1) + " " + note)
  }

  /// Marks a row with what was found.
  ///
  /// - Parameter hasFocus: whether the text has the focus, not a button.
  mutating func markFound(row: Int, hasFocus: Bool) {
    guard body.contains(row) else { return }
    canvas.write(">", at: Position(column: 0, row: row))
    if highlights, hasFocus { canvas.highlight(row: row) }
  }

  /// Draws a panel's fields.
  mutating func fields<Action>(_ panel: Panel<FieldName, Action>, labelWidth: Int) {
    next = panel.drawFields(
      into: &canvas, at: Position(column: 1, row: next), labelWidth: labelWidth, highlights: highlights)
  }

  /// Draws the boxes of a panel.
  mutating func boxes<Action>(_ panel: Panel<FieldName, Action>) {
    next = panel.drawBoxes(into: &canvas, at: Position(column: 1, row: next), highlights: highlights)
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
    canvas.write((isChosen ? "> " : "  ") + text, at: place, width: width)
    if isChosen, Text.columns(text) + 2 > width { wholeRow = text }
    for (columns, ink) in inks {
      canvas.paint(row: next, columns: columns.lowerBound + 3..<columns.upperBound + 3, .ink(ink))
    }
    if isChosen, hasFocus {
      if highlights { canvas.highlight(row: next) }
      canvas.cursor = place
    }
    next += 1
  }
}

extension ListSelection {
  /// Which rows are in view, as `1-4 of 8`; empty where all are.
  var inView: String {
    visible.count < count ? "\(visible.lowerBound + 1)-\(visible.upperBound) of \(count)" : ""
  }
}

extension String {
  /// The text in pieces, each of which ends with a sentence.
  fileprivate var sentences: [String] {
    var pieces: [String] = []
    var piece = ""
    for word in split(separator: " ") {
      piece += (piece.isEmpty ? "" : " ") + word
      guard word.hasSuffix(".") || word.hasSuffix("?") else { continue }
      pieces.append(piece)
      piece = ""
    }
    return piece.isEmpty ? pieces : pieces + [piece]
  }
}
