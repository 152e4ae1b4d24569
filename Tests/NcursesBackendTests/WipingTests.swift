internal import Glibc
internal import NcursesBackend
internal import TerminalUI
internal import TestSupport
internal import Testing

/// What was shown does not stay in memory that is given back.
@Suite struct WipingTests {
  /// ncurses copies and frees the rows of its windows when the terminal gets another size.
  @Test(arguments: ["vt100", "xterm-256color"]) func aResizeWipesTheLastFrameBefore(_ type: String) async {
    await #expect(processExitsWith: .success) { [type] in
      let line = Line()
      let terminal = try line.terminal(type)
      let digits = (0..<16).map { _ in UInt8.random(in: 0x30...0x39) }
      let memory = ProcessMemory(of: getpid())
      for size in [Size(columns: 120, rows: 40), Size(columns: 60, rows: 18)] {
        var canvas = Canvas(size: terminal.size)
        for (index, digit) in digits.enumerated() {
          canvas.write(byte: digit, at: Position(column: 17 + index, row: 5))
        }
        terminal.present(canvas)
        canvas.wipe()
        // One byte after the other they are in this test and on the line; with others between them only in cells.
        #expect(try memory.count(of: digits, strides: 2...40) > 0)
        line.resize(size)
        terminal.measure()
        #expect(terminal.size == size)
        #expect(try memory.count(of: digits, strides: 2...40) == 0)
      }
      terminal.close()
    }
  }
}
