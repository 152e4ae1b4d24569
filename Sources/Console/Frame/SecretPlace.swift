package import TerminalUI

/// Where the event loop shows a secret, straight from guarded memory.
package struct SecretPlace: Sendable, Equatable {
  /// The field whose digits they are.
  package let name: FieldName
  /// Of the first digit.
  package let position: Position
  /// How many digits there are.
  package let count: Int

  /// Where a digit stands, counted from 0: groups of four are copied with fewer mistakes.
  package func position(of index: Int) -> Position {
    Position(column: position.column + index + index / 4, row: position.row)
  }
}
