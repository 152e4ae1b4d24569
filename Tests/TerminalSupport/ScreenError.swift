/// A screen that was not as expected.
package struct ScreenError: Error, CustomStringConvertible {
  /// What was expected.
  package let what: String
  /// The line of the test.
  let place: String
  let picture: VirtualTerminal.Picture
  /// The end of what the program wrote.
  let last: [UInt8]

  /// The screen between two rules, the cursor's place, and the last bytes.
  package var description: String {
    let width = picture.cells.first?.count ?? 0
    let rule = "+" + String(repeating: "-", count: width) + "+"
    let rows = picture.cells.map { row in "|" + row.map(\.character).joined() + "|" }
    let cursor = picture.cursor.map { "column \($0.column), row \($0.row)" } ?? "hidden"
    let bytes = String(decoding: last, as: UTF8.self).debugDescription
    return (["\(place): \(what)", rule] + rows + [rule, "Cursor: \(cursor). Last bytes: \(bytes)"])
      .joined(separator: "\n")
  }
}
