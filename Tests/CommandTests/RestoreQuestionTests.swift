import TestSupport
import Testing

/// While a command asks, another session decides about the restore and restores again: *yes* was said to the first one.
@Suite struct RestoreQuestionTests {
  /// Runs a command up to its question, then something else, and answers *yes*.
  private func answer(_ demo: Demo, _ arguments: String, after meanwhile: () throws -> Void) throws {
    let words = arguments.split(separator: " ").map(String.init)
    let terminal = try PseudoTerminal(Binary.path, ["--demo-dir", demo.path] + words, demo.options())
    #expect(terminal.shows("Type yes to continue: "))
    try meanwhile()
    let before = try demo.state()
    terminal.type("yes\n")
    #expect(try terminal.end() == 20)
    #expect(terminal.screen.contains("Another session has restored backup 00010001 meanwhile."), "\(terminal.screen)")
    #expect(try demo.state() == before)
  }

  @Test func takingBack() throws {
    try RestoreScene.with { (demo, scene) throws in
      #expect(try demo.restore("--no-reboot").status == 0)
      try answer(demo, "revert") { () throws in
        #expect(try demo.run("revert --yes").status == 0)
        #expect(try demo.restore("--no-reboot").status == 0)
      }
      #expect(try demo.state() == scene.restored)
      #expect(try demo.run("revert --yes").status == 0)
    }
  }

  /// A backup that is made meanwhile is not the latest that the question named.
  @Test func aNewerBackup() throws {
    try RestoreScene.with { (demo, scene) throws in
      try demo.must("echo \(Demo.pin) > pin")
      let arguments = "backup restore latest --no-reboot --pin-file \(demo.base)/pin"
      let words = arguments.split(separator: " ").map(String.init)
      let terminal = try PseudoTerminal(Binary.path, ["--demo-dir", demo.path] + words, demo.options())
      #expect(terminal.shows("This replaces the configuration. Type yes to continue: "))
      try demo.create()
      terminal.type("yes\n")
      #expect(try terminal.end() == 0, "\(terminal.screen)")
      #expect(try demo.state() == scene.restored)
    }
  }

  @Test func undoing() throws {
    try RestoreScene.with { (demo, _) throws in
      try demo.set("REBOOT", "/bin/true")
      try demo.must("echo \(Demo.pin) > pin")
      func restore() throws {
        #expect(try demo.restore().status == 0)
        try demo.restart()
        #expect(try demo.run("confirm").status == 0)
      }
      try restore()
      try answer(demo, "backup restore undo --pin-file \(demo.base)/pin") { try restore() }
    }
  }
}
