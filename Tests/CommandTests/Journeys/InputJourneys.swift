import TerminalSupport
import TestSupport
import Testing

/// What is pasted, what a field cannot take, and what a connection cuts.
@Suite struct InputJourneys {
  private static func paste(_ text: String) -> String { "\u{1B}[200~\(text)\u{1B}[201~" }

  @Test(arguments: ["\r", "\n", "\r\n"], ["vt100", "xterm-256color"])
  func theFirstLineOfAPasteIsInserted(_ end: String, _ type: String) throws {
    try Demo.with { demo throws in
      let terminal = try demo.visitMenu(ScreenSetup(type: type))
      try terminal.open("Users and Passwords", "u")
      try terminal.open("Add a user", "a")
      terminal.settle()
      let cursor = terminal.screen.cursor
      terminal.type(Self.paste("guest1\(end)\(end)second\(end)\t\u{3}l"))
      try terminal.expect("[guest1 ")
      terminal.settle()
      #expect(terminal.screen.cursor.row == cursor.row && !terminal.screen.text.contains("second"))
      // A secret, of which the rest is nothing.
      terminal.type("\t\t" + Self.paste(Demo.password + end + "x") + "\t" + Self.paste(Demo.password) + "\r")
      try terminal.expectTitle("Users and Passwords")
      try terminal.expect("guest1")
      terminal.type("s")
      try terminal.expect("1 change set")
      #expect(terminal.screen.bells == 0)
    }
  }

  /// It is cut at what fits, rings once, and everything behind it works.
  @Test func aLongPaste() throws {
    try Demo.with { demo throws in
      let terminal = try demo.visitMenu()
      try terminal.open("Users and Passwords", "u")
      try terminal.open("Add a user", "a")
      terminal.type(Self.paste(String(repeating: "0123456789abcdef", count: 4_000) + "\r" + "delete\r"))
      try terminal.expect("At most 16 characters fit here.")
      terminal.type("\u{15}ok")
      try terminal.expect("[ok ")
      #expect(terminal.screen.bells == 1)
    }
  }

  @Test func elsewhereAPasteDoesNothing() throws {
    try Demo.with { demo throws in
      let terminal = try demo.visitMenu()
      let text = Self.paste("ubmsl?\r\n\u{1B}[A yn\u{7F}/r") + Self.paste("l") + Self.paste("")
      try terminal.expectStill { terminal.type(text) }
      for (title, keys) in [("Users and Passwords", "u"), ("Help: Users and Passwords", "?")] {
        try terminal.open(title, keys)
        try terminal.expectStill { terminal.type(text) }
      }
      try terminal.back(to: "Users and Passwords")
      terminal.type("f")
      try terminal.expect("Mark them")
      try terminal.expectStill { terminal.type(text) }
    }
  }

  /// An umlaut as UTF-8, in Latin-1, and in the code page of old PCs, from a keyboard on a line of ASCII.
  @Test(arguments: ["C", "C.UTF-8"], [[0xC3, 0xA4], [0xE4], [0x84], [0x8E, 0x35], [0x9A]] as [[UInt8]])
  func whatAPasswordCannotTakeIsNotDropped(_ locale: String, _ letter: [UInt8]) throws {
    try Demo.with { demo throws in
      var setup = ScreenSetup(type: "vt100")
      setup.locale = locale
      let terminal = try demo.visitMenu(setup)
      try terminal.open("Users and Passwords", "u")
      try terminal.open("Add a user", "a")
      let password = Array("P".utf8) + letter + Array("55word!x".utf8)
      terminal.type(bytes: Array("anton\t\t".utf8) + password + Array("\t".utf8))
      try terminal.expect("Only ASCII letters")
      terminal.type(bytes: password + Array("\r".utf8))
      try terminal.expect("not allowed in a password")
      #expect(terminal.screen.bells > 0)
      try terminal.expectTitle("Add a user")
      // It is typed again where it was refused.
      terminal.type("\u{15}\(Demo.password)\t\u{15}\(Demo.password)\r")
      try terminal.expectTitle("Users and Passwords")
    }
  }

  /// A connection that falters behind the Esc makes a key of it, and no letters of the rest.
  @Test(arguments: [
    "[1;5s", "[s", "OA", "[M sl", "]11;rgb:s/s/l\u{7}", "[<0;5;5M", "[200~sl\u{1B}[201~", "P>|xterm(370)\u{1B}\\",
    "Xdsr\u{1B}\\", "Ns",
  ])
  func theRestOfACutSequenceIsNotLetters(_ rest: String) throws {
    try Demo.with { demo throws in
      try demo.setPassword()
      // Behind a second it is no rest: what a busy machine took longer for shows nothing.
      var isInTime = false
      for _ in 0..<20 where !isInTime { isInTime = try isRestDropped(rest, demo) }
      #expect(isInTime)
    }
  }

  /// - Returns: whether the rest came in time.
  private func isRestDropped(_ rest: String, _ demo: Demo) throws -> Bool {
    let terminal = try demo.visitMenu(isFresh: false)
    try terminal.open("Users and Passwords", "u")
    let begin = ContinuousClock.now
    terminal.type("\u{1B}")
    try terminal.expectTitle("Admin Menu")
    let row = terminal.screen.cursor.row
    terminal.type(rest)
    terminal.settle(quiet: .milliseconds(50))
    guard ContinuousClock.now - begin < .seconds(1) else { return false }
    terminal.settle(quiet: .milliseconds(300))
    #expect(terminal.screen.line(0).hasPrefix(" Admin Menu") && terminal.screen.cursor.row == row)
    try terminal.open("System", "s")
    return true
  }

  /// In its midst it may falter for longer.
  @Test func aSequenceThatFaltersIsStillOne() throws {
    try Demo.with { demo throws in
      let terminal = try demo.visitMenu()
      for sequence in ["\u{1B}[1;5s", "\u{1B}[<0;5;5M", "\u{1B}[M sl", "\u{1B}P1$rs\u{1B}\\"] {
        try terminal.expectStill {
          for cut in 3..<sequence.utf8.count {
            let bytes = Array(sequence.utf8)
            if cut == 3, sequence.hasPrefix("\u{1B}[M") { continue }
            terminal.type(bytes: Array(bytes[..<cut]))
            terminal.settle(quiet: .milliseconds(250))
            terminal.type(bytes: Array(bytes[cut...]))
          }
        }
      }
    }
  }
}
