import TestSupport
import Testing

/// `backup delete`: one backup goes, and nothing else.
@Suite struct DeleteBackupTests {
  @Test func oneOfThree() throws {
    try Demo.with { demo throws in
      let ids = [try demo.create("--keep"), try demo.create(), try demo.create()]
      let deleted = try demo.json("backup delete \(ids[0]) --yes")
      #expect(deleted["id"] == .text(ids[0]) && deleted["kept"] == .truth(true))
      #expect(deleted["not_overwritten"] == .list([]))
      #expect(try demo.run("backup delete latest --yes").text == "Backup \(ids[2]) was deleted.\n")
      try demo.expectBackups([ids[1]])
      let status = try demo.json("status")
      #expect(status["missing"] == .number(0) && status["backups"] == .number(1))
      #expect(try demo.run("backup acknowledge").text == "No backup is missing.\n")
    }
  }

  /// What is deleted already is not found; neither is what never was.
  @Test func notFound() throws {
    try Demo.with { demo throws in
      let id = try demo.create()
      #expect(try demo.run("backup delete \(id) --yes").status == 0)
      for id in [id, "00010077", "latest", "undo"] {
        #expect(try demo.run("backup delete \(id) --yes").status == 21, "\(id)")
      }
    }
  }

  @Test func withoutTerminalAndAgreement() throws {
    try Demo.with { demo throws in
      let id = try demo.create()
      let outcome = try demo.run("backup delete \(id)", input: "yes\n")
      #expect(outcome.status == 20 && outcome.errors.contains("--yes"))
      try demo.expectBackups([id])
    }
  }

  @Test(arguments: zip(["yes\n", "no\n", "\n", "\u{4}", "\u{3}"], [0, 20, 20, 20, 130] as [Int32]))
  func theQuestionNamesTheBackup(_ answer: String, _ status: Int32) throws {
    try Demo.with { demo throws in
      let id = try demo.create("--keep --label commissioning")
      let terminal = try terminal(demo, "backup delete latest")
      #expect(terminal.shows("Type yes to continue: "))
      #expect(terminal.screen.contains("This deletes backup \(id) ("))
      #expect(terminal.screen.contains(", commissioning). It is kept."))
      terminal.type(answer)
      #expect(try terminal.end() == status)
      try demo.expectBackups(status == 0 ? [] : [id])
    }
  }

  /// Another card is put in between the question and the answer.
  @Test(arguments: ["backup delete latest", "backup delete-all"])
  func anotherCardAtTheAnswer(_ command: String) throws {
    try Demo.with { demo throws in
      let id = try demo.create()
      try demo.must("mv demo/card usual && mkdir demo/card")
      #expect(try demo.create() == id)
      try demo.must("mv demo/card other && mv usual demo/card")
      let terminal = try terminal(demo, command)
      #expect(terminal.shows("Type yes to continue: "))
      try demo.must("mv demo/card usual && mv other demo/card")
      terminal.type("yes\n")
      #expect(try terminal.end() == 20)
      #expect(terminal.screen.contains("Nothing was deleted."))
      try demo.expectBackups([id])
      try demo.must("rm -r demo/card && mv usual demo/card")
      try demo.expectBackups([id])
    }
  }

  private func terminal(_ demo: Demo, _ arguments: String) throws -> PseudoTerminal {
    try PseudoTerminal(
      Binary.path, ["--demo-dir", demo.path] + arguments.split(separator: " ").map(String.init), demo.options())
  }
}
