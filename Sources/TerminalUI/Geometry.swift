/// The extent of a terminal in character cells.
package struct Size: Equatable, Sendable {
  /// Character cells of a row.
  package let columns: Int
  /// Rows.
  package let rows: Int

  /// - Note: any number is taken; `bounded` gives a size that can be drawn on.
  package init(columns: Int, rows: Int) {
    self.columns = columns
    self.rows = rows
  }
}

extension Size {
  /// What is drawn on at most; of a larger terminal that much of the upper left corner. The far end of a connection
  /// says how large its terminal is, before anybody has logged in, and memory grows with it.
  package static let largest = Size(columns: 400, rows: 150)

  /// The size within 1 × 1 and the largest.
  package var bounded: Size {
    Size(columns: min(max(columns, 1), Self.largest.columns), rows: min(max(rows, 1), Self.largest.rows))
  }
}

/// A cell's place, counted from 0 at the upper left.
package struct Position: Equatable, Sendable {
  /// Columns from the left edge.
  package var column: Int
  /// Rows from the upper edge.
  package var row: Int

  /// See the properties.
  package init(column: Int, row: Int) {
    self.column = column
    self.row = row
  }
}
