/// A frame as it is drawn: cells, and where the hardware cursor rests.
package struct Canvas: Sendable {
  /// Columns and rows, 0 or more each.
  package let size: Size
  /// The cells row by row, from the upper left.
  package private(set) var cells: [Cell]
  /// The focused item; screen readers follow it. `nil`: the lower right corner.
  package var cursor: Position?

  /// A blank frame; a negative size counts as 0.
  package init(size: Size) {
    self.size = Size(columns: max(size.columns, 0), rows: max(size.rows, 0))
    cells = Array(repeating: .blank, count: self.size.columns * self.size.rows)
  }

  /// The cell at a place, which must be inside.
  package subscript(column: Int, row: Int) -> Cell { cells[row * size.columns + column] }

  /// Writes a text on one row, cut at the right edge; what could steer a terminal shows as `?`.
  ///
  /// - Parameter width: columns at most; a longer text is cut and ends with `>`.
  /// - Returns: the columns written.
  @discardableResult
  package mutating func write(
    _ text: String, at place: Position, _ style: Style = .plain, width: Int = .max
  ) -> Int {
    guard (0..<size.rows).contains(place.row), place.column >= 0 else { return 0 }
    let room = min(width, size.columns - place.column)
    guard room > 0 else { return 0 }
    var column = place.column
    for scalar in Text.fitted(text, to: room).unicodeScalars {
      put(scalar, at: Position(column: column, row: place.row), style)
      column += scalar.columns
    }
    return column - place.column
  }

  /// Writes one byte of printable ASCII, for example of a secret, which is not held in a `String`.
  package mutating func write(byte: UInt8, at place: Position, _ style: Style = .plain) {
    guard (0..<size.rows).contains(place.row), (0..<size.columns).contains(place.column) else { return }
    put(Unicode.Scalar(byte).shown, at: place, style)
  }

  /// Draws a rule over a whole row.
  package mutating func writeRule(row: Int) {
    guard (0..<size.rows).contains(row) else { return }
    for column in 0..<size.columns { put("-", at: Position(column: column, row: row), Style(isRule: true)) }
  }

  /// Blanks a row.
  package mutating func clear(row: Int) {
    guard (0..<size.rows).contains(row) else { return }
    for column in 0..<size.columns { cells[row * size.columns + column] = .blank }
  }

  /// Gives cells of a row a style.
  package mutating func paint(row: Int, columns: Range<Int>, _ style: Style) {
    guard (0..<size.rows).contains(row) else { return }
    for column in columns.clamped(to: 0..<size.columns) { cells[row * size.columns + column].style = style }
  }

  /// Gives every cell of a row a style.
  package mutating func highlight(row: Int, _ style: Style = .reversed) {
    guard (0..<size.rows).contains(row) else { return }
    for column in 0..<size.columns { cells[row * size.columns + column].style = style }
  }

  /// Overwrites all cells: what was drawn may have been secret.
  package mutating func wipe() {
    for index in cells.indices { cells[index] = .blank }
  }

  /// The rows as text without trailing blanks: how a screen is compared in tests.
  package var text: String {
    (0..<size.rows).map { row in
      let cells = cells[row * size.columns..<(row + 1) * size.columns].filter { !$0.isRightHalf }
      var line = String.UnicodeScalarView(cells.map(\.scalar))
      while line.last == " " { line.removeLast() }
      return String(line)
    }.joined(separator: "\n")
  }

  private mutating func put(_ scalar: Unicode.Scalar, at place: Position, _ style: Style) {
    let index = place.row * size.columns + place.column
    let isWide = scalar.columns == 2 && place.column + 1 < size.columns
    split(at: place)
    if isWide { split(at: Position(column: place.column + 1, row: place.row)) }
    cells[index] = Cell(scalar.columns == 2 && !isWide ? "?" : scalar, style)
    if isWide { cells[index + 1] = Cell(" ", style, isRightHalf: true) }
  }

  /// Blanks the other half of a wide character of which one half is about to be written over.
  private mutating func split(at place: Position) {
    let index = place.row * size.columns + place.column
    if cells[index].isRightHalf { cells[index - 1].scalar = " " }
    if place.column + 1 < size.columns, cells[index + 1].isRightHalf { cells[index + 1].isRightHalf = false }
  }
}
