import Glibc
import TerminalSupport
import TestSupport
import Testing

/// Terminals and lines as they are found.
@Suite struct LineJourneys {
  @Test(arguments: [nil, "no-such-terminal", ""]) func anUnknownTypeIsTakenForAVT100(_ type: String?) throws {
    try Demo.with { demo throws in
      var setup = ScreenSetup()
      setup.type = type
      let terminal = try demo.visit(setup)
      try terminal.expect("The console uses vt100")
      try terminal.leave()
    }
  }

  @Test func withoutATerminalItSaysWhatToUse() throws {
    try Demo.with { demo throws in
      let outcome = try demo.run("")
      #expect(outcome.status == 23)
      #expect(outcome.errors.contains("needs a terminal") && outcome.errors.contains("subcommands"))
    }
  }

  @Test func aTerminalThatCannotPlaceItsCursorIsRefused() throws {
    try Demo.with { demo throws in
      let terminal = try ScreenTerminal(Binary.path, ["--demo-dir", demo.path], ScreenSetup(type: "dumb"))
      try terminal.expect("TERM is dumb.")
      #expect(try terminal.end() == 23)
      terminal.expectRestored()
    }
  }

  @Test func aLoginShellRefusesCommands() throws {
    try Demo.with { demo throws in
      let outcome = try runProcess(Binary.path, ["-c", "scp -t /etc"], demo.options())
      #expect(outcome.status == 24)
      #expect(outcome.errors.contains("has the console only"))
    }
  }

  @Test func aSerialLineIsAskedForItsSize() throws {
    try Demo.with { demo throws in
      var setup = ScreenSetup(type: "vt100")
      (setup.columns, setup.rows, setup.tellsSize) = (100, 30, false)
      let terminal = try demo.visit(setup)
      try terminal.expect("the keys on its last line") { $0.line(29).contains("F1 Help") }
    }
  }

  /// As a serial line with a tall terminal behind it: the last row has the keys, and nothing has fallen onto row 24.
  @Test(arguments: ["vt100", "vt102", "vt220", "xterm", "linux"], [40, 20])
  func aTallTerminalOfUnknownSizeIsDrawnToItsLastRow(_ type: String, _ rows: Int) throws {
    try Demo.with { demo throws in
      var setup = ScreenSetup(type: type)
      (setup.rows, setup.tellsSize) = (rows, false)
      let terminal = try demo.visitMenu(setup)
      for (key, title) in [("u", "Users and Passwords"), ("\u{1B}", "Admin Menu"), ("b", "Backup and Restore")] {
        try terminal.open(title, key)
        try terminal.expect("its keys on row \(rows) only") { screen in
          screen.lines.indices.filter { screen.line($0).hasSuffix("Esc") } == [rows - 1]
        }
      }
    }
  }

  @Test func aSerialLineThatDoesNotAnswerHas80Columns() throws {
    try Demo.with { demo throws in
      var setup = ScreenSetup(type: "vt100")
      (setup.columns, setup.rows, setup.tellsSize, setup.answers) = (100, 30, false, false)
      let terminal = try demo.visit(setup)
      try terminal.expect("the keys on line 24") { $0.line(23).contains("F1 Help") }
    }
  }

  @Test func withCURSORREPORTOffNobodyIsAsked() throws {
    try Demo.with { demo throws in
      try demo.set("CURSOR_REPORT", "no")
      var setup = ScreenSetup(type: "vt100")
      setup.tellsSize = false
      let terminal = try demo.visit(setup)
      #expect(!String(decoding: terminal.transcript, as: UTF8.self).contains("\u{1B}[6n"))
    }
  }

  @Test func aWindowThatIsTooSmallSaysSoAndRecovers() throws {
    try Demo.with { demo throws in
      let terminal = try demo.visitMenu()
      terminal.resize(columns: 50, rows: 10)
      try terminal.expect("Too small: 50x10")
      terminal.type("u")
      terminal.resize(columns: 20, rows: 5)
      try terminal.expect("20x5")
      terminal.resize(columns: 132, rows: 43)
      try terminal.expect("Backup and Restore")
      try terminal.expect("the keys on its last line") { $0.line(42).contains("Help") }
    }
  }

  @Test func whatElseWroteOnTheScreenGoesWithCtrlL() throws {
    try Demo.with { demo throws in
      let terminal = try demo.visitMenu()
      terminal.settle()
      let before = terminal.screen.picture
      terminal.screen.feed(Array("\r\n[12345.678] mmc0: card removed\r\n".utf8))
      #expect(terminal.screen.picture != before)
      terminal.press(.control("l"))
      try terminal.expect("as before") { $0.picture == before }
    }
  }

  @Test(arguments: ["C", "C.UTF-8"], ["vt100", "vt220", "linux", "xterm-256color"])
  func noColourIsDrawnWithNOCOLOR(_ locale: String, _ type: String) throws {
    try Demo.with { demo throws in
      var setup = ScreenSetup(type: type)
      setup.locale = locale
      setup.environment["NO_COLOR"] = "1"
      let terminal = try demo.visit(setup)
      terminal.type("admin\twrong\r")
      try terminal.expect("wrong")
      terminal.settle()
      #expect(
        terminal.screen.picture.cells.joined().allSatisfy { $0.foreground == .standard && $0.background == .standard })
    }
  }
}
