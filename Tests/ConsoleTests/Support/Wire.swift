import TerminalUI

/// What a frame costs on the wire, estimated from above: a byte a cell that changes, 8 for every way that the cursor
/// goes. The bytes themselves are counted where a terminal is.
enum Wire {
  private static let move = 8

  /// From one frame to the next, as text.
  static func cost(from former: ConsoleDriver, to next: ConsoleDriver) -> Int {
    let (old, new) = (former.canvas, next.canvas)
    let changed = old.cells.indices.filter { old.cells[$0].scalar != new.cells[$0].scalar }
    var cost = changed.isEmpty ? 0 : move
    for (left, right) in zip(changed, changed.dropFirst()) { cost += min(right - left, move + 1) }
    return cost + (changed.isEmpty ? 0 : 1) + (old.cursor == new.cursor && changed.isEmpty ? 0 : move)
  }

  /// From an empty screen.
  static func cost(of driver: ConsoleDriver) -> Int {
    driver.lines.reduce(0) { sum, line in
      let words = line.split(separator: " ", omittingEmptySubsequences: false)
      var (cost, blanks) = (0, 0)
      for word in words {
        guard !word.isEmpty else {
          blanks += 1
          continue
        }
        cost += min(blanks + 1, move) + word.count
        blanks = 0
      }
      return sum + cost
    }
  }
}
