import TerminalSupport
import TerminalUI
import TestSupport
import Testing

/// Frames with runs of text in every style, and their comparison with what an emulator shows.
enum RandomFrame {
  private static let words = [
    "Backup", "ok", "29.7 GB", "[Start Backup]", "Ä ö", "相机", "é", "----------", " ", "  x  ",
  ]

  /// Writes over a few places, as one step of a screen does.
  static func change(_ canvas: inout Canvas, _ source: inout SeededGenerator) {
    for _ in 0..<1 + source.below(40) {
      let place = Position(column: source.below(canvas.size.columns), row: source.below(canvas.size.rows))
      switch source.below(12) {
      case 0: canvas.clear(row: place.row)
      case 1: canvas.writeRule(row: place.row)
      case 2: canvas.highlight(row: place.row)
      default: canvas.write(words[source.below(words.count)], at: place, style(&source))
      }
    }
    canvas.cursor = Position(column: source.below(canvas.size.columns), row: source.below(canvas.size.rows))
  }

  private static func style(_ source: inout SeededGenerator) -> Style {
    Style(
      ink: Ink.allCases[source.below(Ink.allCases.count)], isBold: source.below(4) == 0,
      isReversed: source.below(4) == 0)
  }

  /// Compares every cell, and the cursor.
  static func expect(_ emulator: VirtualTerminal, shows canvas: Canvas, isUTF8: Bool, hasColours: Bool) {
    var wrong = 0
    for row in 0..<canvas.size.rows {
      for column in 0..<canvas.size.columns where wrong == 0 {
        let (cell, shown) = (canvas[column, row], emulator.cell(column, row))
        let isRight =
          shown.character == text(canvas, column, row, isUTF8)
          && (cell.isRightHalf || isStyled(shown, as: cell.style, hasColours))
        if !isRight { wrong += 1 }
        #expect(isRight, "\(column), \(row): \(cell) is shown as \(shown)")
      }
    }
    #expect(canvas.cursor.map { $0 == Position(column: emulator.cursor.column, row: emulator.cursor.row) } ?? true)
    #expect(emulator.isCursorVisible)
  }

  /// Of a blank only what can be seen.
  private static func isStyled(_ shown: VirtualTerminal.Cell, as style: Style, _ hasColours: Bool) -> Bool {
    guard shown.isReversed == style.isReversed else { return false }
    guard shown.character != " " else { return true }
    return shown.isBold == (style.isBold || style.ink == .bad && !hasColours)
      && (shown.foreground != .standard) == (hasColours && style.ink != .plain)
  }

  private static func text(_ canvas: Canvas, _ column: Int, _ row: Int, _ isUTF8: Bool) -> String {
    let cell = canvas[column, row]
    if cell.style.isRule { return isUTF8 ? "-" : "─" }
    if cell.scalar.isASCII { return cell.isRightHalf ? (isUTF8 ? "" : " ") : String(cell.scalar) }
    return isUTF8 ? String(cell.scalar) : "?"
  }
}
