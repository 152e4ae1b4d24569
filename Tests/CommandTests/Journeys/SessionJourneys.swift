import Glibc
import TerminalSupport
import TestSupport
import Testing

/// Logging in, and every way out.
@Suite struct SessionJourneys {
  @Test func theFirstLoginChoosesAnotherPassword() throws {
    try Demo.with(pin: false) { demo throws in
      let terminal = try demo.visit()
      try terminal.expect("user admin, first password meinsm")
      terminal.type("admin\tmeinsm\r")
      try terminal.expect("Choose a password")
      terminal.type("meinsm\tmeinsm\r")
      try terminal.expect("factory")
      terminal.type("short\tshort\r")
      try terminal.expect("8 characters")
      terminal.type("\(Demo.password)\tAnother-one-9\r")
      try terminal.expect("not the same")
      terminal.type("\(Demo.password)\t\(Demo.password)\r")
      try terminal.expect("Super PIN")
      #expect(!String(decoding: terminal.transcript, as: UTF8.self).contains(Demo.password.prefix(6)))
      terminal.hangUp()
      #expect(try terminal.end() == 129)
      let again = try demo.visit()
      try again.logIn()
      again.type("l")
      try again.leave()
    }
  }

  @Test func wrongPasswordsWaitAndTheSecondsAreCountedDown() throws {
    try Demo.with { demo throws in
      let terminal = try demo.visit()
      for count in 1...3 {
        terminal.type("admin\twrong\r")
        // The line of the try before says the same.
        try demo.must(
          "for i in $(seq 3000); do grep -q '^[0-9a-f]* \(count) ' demo/state/logins && break; sleep 0.1; done")
        try terminal.expect("answers") { screen in
          screen.text.contains("[admin") && !screen.text.contains("[*") && screen.text.contains("is wrong")
        }
        terminal.press(.escape)
        try terminal.expectGone("[admin")
      }
      terminal.type("admin\twrong\r")
      // Each number is there for a second, and may be missed.
      try terminal.expect("Next try in ")
      try terminal.expect("Try again")
      terminal.type("meinsm\r")
      try terminal.expect("Choose a password")
    }
  }

  /// Terminals with and without an alternate screen, also where the type says that there is one.
  static let terminals = [("vt100", true), ("linux", true), ("xterm-256color", true), ("xterm", false)].map {
    var setup = ScreenSetup(type: $0)
    setup.hasOtherScreen = $1
    return setup
  }

  @Test(arguments: [SIGTERM, SIGHUP, SIGINT], terminals)
  func aSignalRestoresTheTerminal(_ signal: Int32, _ setup: ScreenSetup) throws {
    try Demo.with { demo throws in
      let terminal = try demo.visitMenu(setup)
      terminal.send(signal: signal)
      #expect(try terminal.end() == 128 + signal)
      terminal.expectRestored()
    }
  }

  @Test(arguments: [SIGSEGV, SIGABRT, SIGTRAP, SIGILL, SIGBUS], terminals)
  func aTrapRestoresTheTerminal(_ signal: Int32, _ setup: ScreenSetup) throws {
    try Demo.with { demo throws in
      let terminal = try demo.visit(setup)
      terminal.send(signal: signal)
      #expect(try terminal.end() == 128 + signal)
      terminal.expectRestored()
    }
  }

  @Test(arguments: terminals) func thePromptHasItsRowAfterLeaving(_ setup: ScreenSetup) throws {
    try Demo.with { demo throws in
      let terminal = try demo.visit(setup)
      try terminal.leave()
    }
  }

  @Test func aLineThatIsGoneEndsTheSessionAtOnce() throws {
    try Demo.with { demo throws in
      let terminal = try demo.visitMenu()
      terminal.hangUp()
      #expect(try terminal.end() == 129)
    }
  }

  @Test func keysOfTheLineNeverEndOrStopIt() throws {
    try Demo.with { demo throws in
      let terminal = try demo.visitMenu()
      try terminal.expectStill { terminal.press(.control("z"), .control("\\"), .control("v"), .control("o")) }
      terminal.press(.control("c"))
      try terminal.expect("Log out?")
      terminal.press(.control("c"))
      try terminal.expectGone("Log out?")
      #expect(terminal.isRunning)
      // XOFF stops the output, XON lets it go on: they belong to the line.
      terminal.type("\u{13}s")
      terminal.settle()
      #expect(terminal.screen.text.contains("Admin Menu"))
      terminal.type("\u{11}")
      try terminal.expect("Firmware")
    }
  }

  @Test func sequencesThatAreNoKeysDoNothing() throws {
    try Demo.with { demo throws in
      let terminal = try demo.visitMenu()
      for sequence in [
        "[1~", "[3~", "[24~", "[1;5B", "[I", "[O", "[200~x\u{1B}[201~", "x", "[24;80R", "OR", "P1$r\u{1B}\\",
      ] {
        try terminal.expectStill { terminal.type("\u{1B}" + sequence) }
      }
    }
  }

  @Test func aRemovedAdministratorIsSentAwayAtTheNextAction() throws {
    try Demo.with { demo throws in
      let terminal = try demo.visitMenu()
      let second = try demo.run("users add second --group admins --password-file -", input: "Another-One-1")
      #expect(second.status == 0, "\(second.errors)")
      #expect(try demo.run("users remove admin --yes").status == 0)
      terminal.type("m")
      try terminal.expect("the session is over")
      try terminal.expect("[Log in]")
    }
  }
}
