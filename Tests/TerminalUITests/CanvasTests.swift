import TerminalUI
import Testing

/// Frames as they are drawn.
@Suite struct CanvasTests {
  private let size = Size(columns: 8, rows: 3)

  @Test func aTextIsCutAtTheEdge() {
    var canvas = Canvas(size: size)
    #expect(canvas.write("Backup", at: Position(column: 1, row: 0)) == 6)
    #expect(canvas.write("Backup", at: Position(column: 4, row: 1)) == 4)
    #expect(canvas.write("Backup", at: Position(column: 0, row: 2), width: 3) == 3)
    #expect(canvas.text == " Backup\n    Bac>\nBa>")
  }

  @Test(arguments: [(-1, 0), (8, 0), (0, -1), (0, 3)]) func nothingIsDrawnOutside(_ column: Int, _ row: Int) {
    var canvas = Canvas(size: size)
    #expect(canvas.write("x", at: Position(column: column, row: row)) == 0)
    canvas.write(byte: 0x78, at: Position(column: column, row: row))
    if column == 0 {
      canvas.writeRule(row: row)
      canvas.highlight(row: row)
      canvas.clear(row: row)
    }
    #expect(canvas.cells.allSatisfy { $0 == .blank })
  }

  @Test func controlsNeverReachACell() {
    var canvas = Canvas(size: size)
    canvas.write("a\u{1B}[m\u{202E}\u{9B}", at: Position(column: 0, row: 0))
    canvas.write(byte: 0x1B, at: Position(column: 0, row: 1))
    canvas.write(byte: 0x9B, at: Position(column: 1, row: 1))
    canvas.write(byte: 0x37, at: Position(column: 2, row: 1))
    #expect(canvas.text == "a?[m??\n??7\n")
  }

  @Test func wideCharactersTakeTwoCells() {
    var canvas = Canvas(size: size)
    #expect(canvas.write("相机", at: Position(column: 0, row: 0), .bold) == 4)
    #expect(canvas[0, 0] == Cell("相", .bold))
    #expect(canvas[1, 0] == Cell(" ", .bold, isRightHalf: true))
    #expect(canvas.text == "相机\n\n")
  }

  @Test(arguments: zip([0, 1, 2, 3], ["x 机", " x机", "相x", "相 x"]))
  func halfACharacterIsNoneAnyMore(_ column: Int, _ text: String) {
    var canvas = Canvas(size: size)
    canvas.write("相机", at: Position(column: 0, row: 0))
    canvas.write("x", at: Position(column: column, row: 0))
    #expect(canvas.text == text + "\n\n")
    let halves = (0..<8).filter { canvas[$0, 0].isRightHalf }
    #expect(halves == (column < 2 ? [3] : [1]))
  }

  @Test func aWideCharacterOverTwoOthers() {
    var canvas = Canvas(size: size)
    canvas.write("相机", at: Position(column: 0, row: 0))
    canvas.write("网", at: Position(column: 1, row: 0))
    #expect(canvas.text == " 网\n\n")
    #expect((0..<8).filter { canvas[$0, 0].isRightHalf } == [2])
  }

  @Test func rowsAreRuledHighlightedAndCleared() {
    var canvas = Canvas(size: size)
    canvas.write("x", at: Position(column: 0, row: 1), .ink(.bad))
    canvas.writeRule(row: 0)
    canvas.highlight(row: 1)
    #expect((0..<8).allSatisfy { canvas[$0, 0] == Cell("-", Style(isRule: true)) })
    #expect(canvas[0, 1] == Cell("x", .reversed) && canvas[7, 1] == Cell(" ", .reversed))
    canvas.clear(row: 0)
    canvas.clear(row: 1)
    #expect(canvas == [Cell](repeating: .blank, count: 24))
    canvas.write("1234", at: Position(column: 0, row: 2))
    canvas.wipe()
    #expect(canvas == [Cell](repeating: .blank, count: 24))
  }

  @Test func anImpossibleSizeIsEmpty() {
    let canvas = Canvas(size: Size(columns: -1, rows: 5))
    #expect(canvas.cells.isEmpty)
  }
}

private func == (canvas: Canvas, cells: [Cell]) -> Bool { canvas.cells == cells }
