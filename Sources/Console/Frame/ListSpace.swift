/// How the rows of a body are shared by a list, its heading, and what is told under it: of the chosen row, and of all.
///
/// Where not everything fits, first the gaps go, then the heading of a low screen, then rows of the list; and no row
/// stays free. Where everything fits, buttons stay where they are whichever row is chosen.
struct ListSpace: Sendable, Equatable {
  /// Rows of the list in view.
  let page: Int
  let hasHeading: Bool
  /// Whether an empty row is above each text under the list.
  let hasGaps: Bool
  /// Rows of what is told of the chosen row.
  let detailRows: Int
  /// Whether the body is full.
  let isFull: Bool

  /// Rows of a list that stay in view however much is told under it.
  private static let leastPage = 3
  /// A body from which on a heading is worth a row of a list.
  private static let rowsForHeading = 10

  /// - Parameters:
  ///   - rows: of the body.
  ///   - count: rows of the list.
  ///   - details: rows of what is told of the chosen row.
  ///   - mostDetails: of the row of which most is told.
  ///   - notes: rows of what is told of all.
  ///   - needsHeading: whether the heading says which rows are in view.
  init(rows: Int, count: Int, details: Int, mostDetails: Int, notes: Int = 0, needsHeading: Bool = false) {
    let whole = count + mostDetails + notes
    let gaps = (mostDetails > 0 ? 1 : 0) + (notes > 0 ? 1 : 0)
    isFull = whole > rows
    hasGaps = 1 + whole + gaps <= rows
    hasHeading = 1 + whole <= rows || (isFull && (needsHeading || rows >= Self.rowsForHeading))
    guard isFull else {
      (page, detailRows) = (max(count, 1), mostDetails)
      return
    }
    let free = rows - (hasHeading ? 1 : 0)
    page = max(min(count, free - details - notes), min(count, Self.leastPage), 1)
    detailRows = max(free - page, 0)
  }
}
