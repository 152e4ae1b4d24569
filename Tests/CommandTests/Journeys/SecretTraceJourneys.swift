import Glibc
import TerminalSupport
import TestSupport
import Testing

/// What generated digits leave behind, on the screen and in memory.
@Suite struct SecretTraceJourneys {
  /// Opens the Super PIN's screen and lets it generate digits.
  private func generate(_ demo: Demo) throws -> (terminal: ScreenTerminal, digits: String) {
    let terminal = try demo.visitMenu()
    try terminal.open("Super PIN", "up")
    try terminal.push("Generate")
    try terminal.expect("Write this PIN down now")
    let line = try #require(terminal.screen.text.split(separator: "\n").first { $0.hasPrefix(" New PIN") })
    let digits = line.filter(\.isNumber)
    try #require(digits.count == 12)
    return (terminal, String(digits))
  }

  /// ncurses gives the rows of a window back to the heap when the window gets another size.
  @Test func resizesLeaveNoDigitsInMemory() throws {
    try Demo.with(pin: false) { demo throws in
      let (terminal, digits) = try generate(demo)
      let memory = ProcessMemory(of: terminal.identifier)
      #expect(try memory.count(of: Array(digits.utf8)) > 0)
      for (columns, rows) in [(120, 40), (80, 24), (200, 50), (80, 24), (60, 18), (80, 24), (100, 30), (80, 24)] {
        terminal.resize(columns: columns, rows: rows)
        try terminal.expect("is drawn again") {
          $0.line(rows - 1).contains("Help  Esc") && $0.words.contains("New PIN")
        }
        terminal.settle()
      }
      try terminal.back(to: "Users and Passwords")
      try terminal.back(to: "Admin Menu")
      terminal.type("l")
      try terminal.expect("[Log in]")
      terminal.settle()
      #expect(try memory.count(of: Array(digits.utf8)) == 0)
    }
  }

  /// A terminal without an alternate screen goes on showing what was there.
  @Test(arguments: [SIGTERM, SIGHUP]) func theEndErasesDigitsFromTheScreen(_ signal: Int32) throws {
    try Demo.with(pin: false) { demo throws in
      let (terminal, digits) = try generate(demo)
      terminal.send(signal: signal)
      #expect(try terminal.end() == 128 + signal)
      terminal.expectRestored()
      #expect(!terminal.screen.text.filter(\.isNumber).contains(digits))
      #expect(!terminal.screen.text.contains("New PIN"))
    }
  }

  @Test(arguments: [SIGQUIT, SIGALRM, SIGUSR1, SIGUSR2]) func otherSignalsRestoreTheTerminalToo(_ signal: Int32) throws
  {
    try Demo.with { demo throws in
      let terminal = try demo.visit()
      terminal.send(signal: signal)
      #expect(try terminal.end() == 128 + signal)
      terminal.expectRestored()
    }
  }
}
