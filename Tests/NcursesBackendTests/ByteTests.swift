import NcursesBackend
import TerminalSupport
import TerminalUI
import Testing

/// What small changes cost on the wire.
@Suite struct ByteTests {
  /// Backup and Restore with five backups and a marker before the chosen one.
  private static func screen(_ size: Size, chosen: Int, button: Int? = nil, typed: Int? = nil) -> Canvas {
    var canvas = Canvas(size: size)
    canvas.write("Backup and Restore                             M26B 10.32.4.17           admin", at: at(1, 0), .bold)
    canvas.write("SD card 29.7 GB, 28.9 GB free, Super PIN set, 5 modules answer", at: at(1, 1))
    canvas.write("    Created              Label             Firmware  Mod   Size  State", at: at(1, 3))
    for row in 0..<5 {
      let text = "\(row + 1) 2026-11-2\(row) 02:00:03  nightly           5.4.1.7     5  412 K  ok"
      canvas.write((row == chosen && button == nil ? "> " : "  ") + text, at: at(1, row + 4))
    }
    var column = 1
    for (number, name) in ["Start Backup", "Restore...", "Verify", "Keep", "Delete all Backups...", "Close"]
      .enumerated()
    {
      canvas.write((number == button ? ">" : "[") + name + "]", at: at(column, 10))
      if number == button { canvas.cursor = at(column, 10) }
      column += name.count + 3
    }
    canvas.write("Up/Down choose  Tab button  s Start  r Restore  v Verify  k Keep  ? Help  Esc", at: at(1, 23))
    if let typed {
      canvas.write(String(repeating: "*", count: typed), at: at(10, 14))
      canvas.cursor = at(10 + typed, 14)
    }
    if canvas.cursor == nil { canvas.cursor = at(1, 4 + chosen) }
    return canvas
  }

  private static func at(_ column: Int, _ row: Int) -> Position { Position(column: column, row: row) }

  @Test(arguments: types, ["C", "C.UTF-8"]) func smallChangesAreWithinTheBudgets(_ type: String, _ locale: String) async
  {
    await #expect(processExitsWith: .success) { [type, locale] in
      let line = Line(isUTF8: locale == "C.UTF-8")
      let terminal = try line.terminal(type, locale: locale)
      func cost(_ canvas: Canvas) -> Int {
        terminal.present(canvas)
        return line.take().count
      }
      let isPlain = type == "vt100"
      #expect(cost(Self.screen(terminal.size, chosen: 0)) <= (isPlain ? 1_000 : 1_150))
      #expect(cost(Self.screen(terminal.size, chosen: 0)) == 0)
      for chosen in [1, 2, 3, 4, 3, 0] {
        #expect(cost(Self.screen(terminal.size, chosen: chosen)) <= (isPlain ? 16 : 20))
      }
      _ = cost(Self.screen(terminal.size, chosen: 0, button: 0))
      for button in 1...5 {
        #expect(cost(Self.screen(terminal.size, chosen: 0, button: button)) <= (isPlain ? 24 : 30))
      }
      _ = cost(Self.screen(terminal.size, chosen: 0, typed: 0))
      for typed in 1...12 { #expect(cost(Self.screen(terminal.size, chosen: 0, typed: typed)) == 1) }
      terminal.close()
    }
  }

  @Test func noPaddingOnASlowLine() async {
    await #expect(processExitsWith: .success) {
      let line = Line()
      line.setSpeed(9_600)
      let terminal = try line.terminal("vt100")
      #expect(terminal.isSlow)
      terminal.present(Self.screen(terminal.size, chosen: 0))
      // `take` ends at the first NUL: what follows it would come with the next call.
      #expect(line.take().count > 500)
      #expect(line.emulator.text == Self.screen(terminal.size, chosen: 0).text)
      #expect(line.take().isEmpty)
      terminal.close()
    }
  }

  @Test func aPseudoTerminalIsFast() async {
    await #expect(processExitsWith: .success) {
      let line = Line()
      let terminal = try line.terminal("vt100")
      #expect(!terminal.isSlow)
      terminal.close()
      let slower = try line.terminal("vt100") { $0.slowBelow = 38_401 }
      #expect(slower.isSlow)
      slower.close()
    }
  }
}
