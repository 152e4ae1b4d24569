import NcursesBackend
import TerminalSupport
import TerminalUI
import TestSupport
import Testing

/// What is presented is what a terminal shows. Each test is a process of its own: curses has one terminal a process,
/// and the locale is the process'.
@Suite struct PictureTests {
  @Test(arguments: types, ["C", "C.UTF-8"]) func randomFramesOneAfterAnother(_ type: String, _ locale: String) async {
    await #expect(processExitsWith: .success) { [type, locale] in
      let line = Line(isUTF8: locale == "C.UTF-8")
      let terminal = try line.terminal(type, locale: locale)
      var source = SeededGenerator(seed: 7)
      var canvas = Canvas(size: terminal.size)
      for _ in 0..<60 {
        RandomFrame.change(&canvas, &source)
        terminal.present(canvas)
        line.take()
        RandomFrame.expect(line.emulator, shows: canvas, isUTF8: terminal.isUTF8, hasColours: !type.hasPrefix("vt"))
      }
      terminal.close()
    }
  }

  @Test(arguments: types) func aTerminalOfAnotherSizeIsDrawnAnew(_ type: String) async {
    await #expect(processExitsWith: .success) { [type] in
      let line = Line()
      let terminal = try line.terminal(type)
      var source = SeededGenerator(seed: 11)
      for size in [Size(columns: 100, rows: 30), Size(columns: 60, rows: 18), Size(columns: 80, rows: 24)] {
        line.resize(size)
        terminal.measure()
        #expect(terminal.size == size)
        var canvas = Canvas(size: size)
        RandomFrame.change(&canvas, &source)
        terminal.present(canvas)
        line.take()
        RandomFrame.expect(line.emulator, shows: canvas, isUTF8: true, hasColours: !type.hasPrefix("vt"))
      }
      terminal.close()
    }
  }

  /// The line does not tell the size, the terminal does: below row 24 as above it, and also when that changes.
  @Test(arguments: types + ["vt102", "xterm"])
  func aTerminalOfUnknownSizeIsDrawnToItsLastRow(_ type: String) async {
    await #expect(processExitsWith: .success) { [type] in
      let sizes = [(80, 40), (60, 18), (132, 50), (80, 24)].map { Size(columns: $0, rows: $1) }
      for first in sizes.indices {
        let line = Line(sizes[first], tellsSize: false)
        func answer(_ size: Size) { line.type(Array("\u{1B}[\(size.rows);\(size.columns)R".utf8)) }
        answer(sizes[first])
        let terminal = try line.terminal(type)
        var source = SeededGenerator(seed: 13)
        for size in sizes[first...] {
          if size != sizes[first] {
            line.emulator.resize(columns: size.columns, rows: size.rows)
            answer(size)
            terminal.measure()
          }
          try #require(terminal.size == size)
          var canvas = Canvas(size: size)
          for _ in 0..<4 {
            RandomFrame.change(&canvas, &source)
            terminal.present(canvas)
            line.take()
            RandomFrame.expect(
              line.emulator, shows: canvas, isUTF8: true, hasColours: !type.hasPrefix("vt"))
          }
        }
        terminal.close()
      }
    }
  }

  @Test(arguments: types) func whatElseWroteIsRepaired(_ type: String) async {
    await #expect(processExitsWith: .success) { [type] in
      let line = Line()
      let terminal = try line.terminal(type)
      var canvas = Canvas(size: terminal.size)
      canvas.write("Backup and Restore", at: Position(column: 1, row: 0), .bold)
      terminal.present(canvas)
      line.take()
      line.emulator.feed(Array("\u{1B}[5;5HPANIC: nothing\r\n".utf8))
      terminal.forgetScreen()
      terminal.present(canvas)
      line.take()
      #expect(line.emulator.text == canvas.text)
      terminal.close()
    }
  }

  @Test(arguments: types) func wipingTheOutputKeepsThePicture(_ type: String) async {
    await #expect(processExitsWith: .success) { [type] in
      let line = Line()
      let terminal = try line.terminal(type)
      var canvas = Canvas(size: terminal.size)
      canvas.write("4115 2213 2479", at: Position(column: 17, row: 5))
      terminal.present(canvas)
      canvas.write("Users and Pass", at: Position(column: 17, row: 5))
      terminal.present(canvas)
      line.take()
      terminal.wipe(keepsPicture: true)
      terminal.present(canvas)
      #expect(line.take().isEmpty)
      #expect(line.emulator.text == canvas.text)
      terminal.close()
    }
  }

  @Test func wideCharactersNeedRoomAndUTF8() async {
    await #expect(processExitsWith: .success) {
      let line = Line()
      let terminal = try line.terminal("xterm-256color")
      var canvas = Canvas(size: terminal.size)
      canvas.write("相机 é", at: Position(column: 0, row: 0))
      terminal.present(canvas)
      line.take()
      #expect(line.emulator.line(0) == "相机 é")
      #expect(line.emulator.cell(2, 0).character == "机")
      terminal.close()
    }
    await #expect(processExitsWith: .success) {
      let line = Line(isUTF8: false)
      let terminal = try line.terminal("vt100", locale: "C")
      var canvas = Canvas(size: terminal.size)
      canvas.write("相机 é", at: Position(column: 0, row: 0))
      terminal.present(canvas)
      #expect(line.take().allSatisfy { $0 < 0x80 })
      #expect(line.emulator.line(0) == "? ?  ?")
      terminal.close()
    }
  }

  @Test(arguments: types, ["C", "C.UTF-8"]) func rulesTakeOneByteACell(_ type: String, _ locale: String) async {
    await #expect(processExitsWith: .success) { [type, locale] in
      for style in [RuleStyle.automatic, .ascii, .acs] {
        let isUTF8 = locale == "C.UTF-8"
        let line = Line(isUTF8: isUTF8)
        let terminal = try line.terminal(type, locale: locale) { $0.rules = style }
        var canvas = Canvas(size: terminal.size)
        canvas.writeRule(row: 3)
        terminal.present(canvas)
        #expect(line.take().allSatisfy { $0 < 0x80 })
        let isPlain = style == .ascii || isUTF8 && (style == .automatic || type == "linux")
        #expect(line.emulator.line(3) == String(repeating: isPlain ? "-" : "─", count: 80))
        terminal.close()
      }
    }
  }

  /// The row with the focus can be told from every row with a colour, with colours and without.
  @Test(arguments: types, [true, false]) func aReversedRowIsSeenWhateverItsColour(_ type: String, _ usesColour: Bool)
    async
  {
    await #expect(processExitsWith: .success) { [type, usesColour] in
      let line = Line()
      let terminal = try line.terminal(type) { $0.usesColour = usesColour }
      var canvas = Canvas(size: terminal.size)
      for (row, ink) in Ink.allCases.enumerated() {
        canvas.write("damaged", at: Position(column: 0, row: 2 * row), .ink(ink))
        canvas.write("damaged", at: Position(column: 0, row: 2 * row + 1), Style(ink: ink, isBold: true))
      }
      for focused in 0..<2 * Ink.allCases.count {
        var shown = canvas
        shown.highlight(row: focused)
        terminal.present(shown)
        line.take()
        for row in 0..<2 * Ink.allCases.count {
          let cell = line.emulator.cell(0, row)
          #expect(cell.isReversed == (row == focused), "row \(row), focus on \(focused)")
          guard row == focused else { continue }
          #expect(cell.foreground == .standard && cell.background == .standard)
        }
      }
      terminal.close()
    }
  }

  @Test func coloursAreOnTheTerminalsOwnBackground() async {
    await #expect(processExitsWith: .success) {
      let inks: [(Ink, VirtualTerminal.Color)] = [
        (.plain, .standard), (.good, .indexed(2)), (.warning, .indexed(3)), (.bad, .indexed(1)), (.accent, .indexed(6)),
      ]
      for usesColour in [true, false] {
        let line = Line()
        let terminal = try line.terminal("xterm-256color") { $0.usesColour = usesColour }
        var canvas = Canvas(size: terminal.size)
        for (row, (ink, _)) in inks.enumerated() { canvas.write("x", at: Position(column: 0, row: row), .ink(ink)) }
        terminal.present(canvas)
        line.take()
        for (row, (ink, colour)) in inks.enumerated() {
          let cell = line.emulator.cell(0, row)
          #expect(cell.foreground == (usesColour ? colour : .standard))
          #expect(cell.background == .standard)
          #expect(cell.isBold == (ink == .bad && !usesColour))
        }
        terminal.close()
      }
    }
  }
}
