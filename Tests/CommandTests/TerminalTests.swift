import Glibc
import TestSupport
import Testing

/// What a person sees and types: PINs without echo, and questions.
@Suite struct TerminalTests {
  private func terminal(_ demo: Demo, _ arguments: String) throws -> PseudoTerminal {
    try PseudoTerminal(
      Binary.path, ["--demo-dir", demo.path] + arguments.split(separator: " ").map(String.init), demo.options())
  }

  @Test func aNewPINIsTypedTwiceUnseen() throws {
    try Demo.with(pin: false) { demo throws in
      let terminal = try terminal(demo, "pin set")
      #expect(terminal.shows("New Super PIN: "))
      #expect(!terminal.isEchoing)
      terminal.type(Demo.pin + "\n")
      #expect(terminal.shows("New Super PIN again: "))
      #expect(!terminal.isEchoing)
      terminal.type(Demo.pin + "\n")
      #expect(try terminal.end() == 0)
      #expect(terminal.isEchoing)
      #expect(terminal.screen.contains("14 random digits resist a thief for"))
      #expect(terminal.screen.contains("The Super PIN is set."))
      #expect(!terminal.screen.contains(Demo.pin.prefix(4)))
      #expect(try demo.run("pin check --pin-file -", input: Demo.pin).status == 0)
    }
  }

  @Test func twoDifferentEntriesAreRefused() throws {
    try Demo.with { demo throws in
      let terminal = try terminal(demo, "pin change")
      #expect(terminal.shows("Old Super PIN: "))
      terminal.type(Demo.pin + "\n")
      #expect(terminal.shows("New Super PIN: "))
      terminal.type(Demo.otherPIN + "\n")
      #expect(terminal.shows("New Super PIN again: "))
      terminal.type("99887766554434\n")
      #expect(try terminal.end() == 20)
      #expect(terminal.screen.contains("not the same"))
      #expect(try demo.run("pin check --pin-file -", input: Demo.pin).status == 0)
    }
  }

  @Test(arguments: ["pin set", "pin set again"]) func interruptedAtThePromptItEchoesAgain(_ moment: String) throws {
    try Demo.with(pin: false) { demo throws in
      let terminal = try terminal(demo, "pin set")
      #expect(terminal.shows("New Super PIN: "))
      if moment == "pin set again" {
        terminal.type(Demo.pin + "\n")
        #expect(terminal.shows("New Super PIN again: "))
      }
      terminal.type("1234\u{3}")
      #expect(try terminal.end() == 130)
      #expect(terminal.isEchoing)
      #expect(try demo.run("backup create").status == 10)
    }
  }

  @Test func theEndOfInputIsNoPIN() throws {
    try Demo.with(pin: false) { demo throws in
      let terminal = try terminal(demo, "pin set")
      #expect(terminal.shows("New Super PIN: "))
      terminal.type("\u{4}")
      #expect(try terminal.end() == 64)
      #expect(terminal.isEchoing)
    }
  }

  @Test(
    arguments: zip(
      ["yes\n", "no\n", "y\n", "\n", "\u{4}", "\u{3}", "yesyes\n"], [0, 20, 20, 20, 20, 130, 20] as [Int32]))
  func deletionIsConfirmed(_ answer: String, _ status: Int32) throws {
    try Demo.with { demo throws in
      let id = try demo.create()
      let terminal = try terminal(demo, "backup delete-all")
      #expect(terminal.shows("Type yes to continue: "))
      terminal.type(answer)
      #expect(try terminal.end() == status)
      try demo.expectBackups(status == 0 ? [] : [id])
    }
  }

  @Test func withoutTerminalAndAgreementNothingIsDestroyed() throws {
    try Demo.with { demo throws in
      let id = try demo.create()
      for command in ["backup delete-all", "pin set --forgotten --pin-file -"] {
        let outcome = try demo.run(command, input: "yes\n")
        #expect(outcome.status == 20)
        #expect(outcome.errors.contains("--yes"))
      }
      #expect(try demo.run("pin check", input: Demo.pin).status == 23)
      try demo.expectBackups([id])
      #expect(try demo.opens(id, with: Demo.pin))
    }
  }

  @Test func lockingTheCardIsAskedFor() throws {
    try Demo.with { demo throws in
      try demo.create()
      try demo.must("rm demo/state/record.*")
      try demo.must("echo \(Demo.otherPIN) > pin")
      let terminal = try terminal(demo, "pin set --pin-file \(demo.base)/pin")
      #expect(terminal.shows("after all backups are deleted. Type yes to continue: "))
      terminal.type("yes\n")
      #expect(try terminal.end() == 0)
      #expect(try demo.json("status")["card"]?["state"] == .text("locked"))
    }
  }

  /// The line that tells how far the work is stands on a terminal only, and goes away.
  /// Every write is held up, because the machine may be fast.
  @Test(.enabled(if: !Binary.lacks("strace"), "needs strace"))
  func longWorkTellsItsProgress() throws {
    try Demo.with { demo throws in
      try demo.must("head -c 40M /dev/zero > demo/config/large")
      let slowly = ["-f", "-o", "/dev/null", "-e", "trace=pwrite64", "-e", "inject=pwrite64:delay_enter=20000"]
      let terminal = try PseudoTerminal(
        "/usr/bin/strace", slowly + [Binary.path, "--demo-dir", demo.path, "backup", "create"], demo.options())
      #expect(try terminal.end() == 0)
      #expect(terminal.screen.contains(" %"))
      #expect(terminal.screen.contains("\r\u{1B}[KBackup "))
      #expect(!(try demo.run("backup verify").errors.contains("%")))
    }
  }
}
