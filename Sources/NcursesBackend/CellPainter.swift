internal import CNcurses
internal import Glibc
internal import TerminalUI

/// Cells as ncurses wants them.
struct CellPainter {
  let isUTF8: Bool
  /// Whether the pairs are prepared; before that there is no colour.
  var hasColours = false
  let reversed: attr_t
  /// The character and attributes of rules.
  let rule: chtype

  /// The colour pair of an ink, which is its place among the inks; 0 is the terminal's own.
  static func pair(_ ink: Ink) -> Int16 { Int16(ink.rawValue) }

  /// Prepares the pairs (`init_pair`): only the foreground, on the terminal's own background.
  ///
  /// - Returns: whether the terminal has colours.
  static func prepareColours() -> Bool {
    guard has_colors(), start_color() == OK, use_default_colors() == OK else { return false }
    for ink in Ink.allCases {
      let colour: Int32? =
        switch ink {
        case .plain: nil
        case .good: COLOR_GREEN
        case .warning: COLOR_YELLOW
        case .bad: COLOR_RED
        case .accent: COLOR_CYAN
        }
      if let colour { init_pair(pair(ink), Int16(colour), -1) }
    }
    return true
  }

  /// Writes a row of a canvas into a window (`wadd_wchnstr`).
  func paint(
    _ canvas: Canvas, row: Int, columns: Int, into window: UnsafeMutablePointer<WINDOW>,
    by cells: UnsafeMutableBufferPointer<cchar_t>
  ) {
    var count = 0
    var column = 0
    while column < columns {
      let cell = canvas[column, row]
      let isWide = cell.scalar.columns == 2
      let hasRoom = !isWide || column + 1 < columns && canvas[column + 1, row].isRightHalf
      unsafe set(&cells[count], cell, isShown: hasRoom)
      column += isWide && hasRoom && isDrawn(cell.scalar) ? 2 : 1
      count += 1
    }
    unsafe wmove(window, Int32(row), 0)
    unsafe wadd_wchnstr(window, cells.baseAddress, Int32(count))
  }

  private func isDrawn(_ scalar: Unicode.Scalar) -> Bool {
    scalar.isASCII || isUTF8 && Int(ncurses_columns_of(scalar.value)) == scalar.columns
  }

  private func set(_ place: inout cchar_t, _ cell: Cell, isShown: Bool) {
    if cell.style.isRule {
      let shape = ncurses_character_of(rule)
      unsafe ncurses_set_cell(&place, shape, attributes(cell.style) | ncurses_attributes_of(rule), pair(cell))
    } else {
      let scalar: Unicode.Scalar = isShown && isDrawn(cell.scalar) ? cell.scalar : "?"
      unsafe ncurses_set_cell(&place, scalar.value, attributes(cell.style), pair(cell))
    }
  }

  private func pair(_ cell: Cell) -> Int16 { hasColours ? Self.pair(cell.style.ink) : 0 }

  private func attributes(_ style: Style) -> attr_t {
    let isBold = style.isBold || style.ink == .bad && !hasColours
    return (isBold ? ncurses_bold() : 0) | (style.isReversed ? reversed : 0)
  }
}
