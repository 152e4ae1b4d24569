import TerminalSupport
import TestSupport
import Testing

/// Backups compared, labelled, found and deleted at the console.
@Suite struct CompareJourneys {
  private static let terminals = [
    ("vt100", 80, 24), ("vt100", 60, 18), ("xterm-256color", 80, 24), ("xterm-256color", 60, 18),
  ]

  /// Two backups, of which the second has another host name, and a camera that has a third.
  private static func with(
    _ terminal: (type: String, columns: Int, rows: Int), _ body: (Demo, [String], ScreenTerminal) throws -> Void
  ) throws {
    try Demo.with { demo throws in
      let first = try demo.create("--label first")
      try demo.must("sed -i 's/^HOSTNAME=.*/HOSTNAME=second/' demo/config/camera.cfg; echo x > demo/bus/02/config")
      let second = try demo.create("--label second")
      try demo.must("sed -i 's/^HOSTNAME=.*/HOSTNAME=third/' demo/config/camera.cfg")
      var setup = ScreenSetup(type: terminal.type)
      (setup.columns, setup.rows) = (terminal.columns, terminal.rows)
      let screen = try demo.visitMenu(setup)
      try screen.open("Backup and Restore", "b")
      try screen.expect(" > 1 20")
      try body(demo, [first, second], screen)
    }
  }

  @Test(arguments: terminals) func twoBackupsAndTheCamera(_ terminal: (String, Int, Int)) throws {
    try Self.with(terminal) { demo, _, terminal throws in
      let former = try demo.state()
      try terminal.open("Compare", "c")
      try terminal.expect("< the camera >")
      terminal.type("\u{1B}[A\u{1B}[C")
      try terminal.expect("first >")
      terminal.type("\r" + Demo.pin + "\r")
      try terminal.expectTitle("Compare: what differs")
      try terminal.expect("  ~ HOSTNAME: gate-north -> second")
      try terminal.expect("has both backups, and no more to do") { screen in
        screen.words.contains(", second Compared with the backup of") && !screen.text.contains("[Restore")
      }
      terminal.type("/bellrfid\r")
      try terminal.expect("marks the module") { $0.lines.contains { $0.hasPrefix(">Module 02 (BellRFID): settings") } }
      try terminal.back(to: "Backup and Restore")
      try terminal.open("Compare", "c")
      terminal.type(Demo.pin + "\r")
      try terminal.expectTitle("Compare: what differs")
      try terminal.expect("  ~ HOSTNAME: third -> second")
      try terminal.expect("Compared with the camera")
      try terminal.back(to: "Backup and Restore")
      #expect(try demo.state() == former)
      terminal.expectNeverShown(Demo.pin)
    }
  }

  /// The label is another on the screen and in the list of the command line, and is found.
  @Test(arguments: terminals) func aLabelIsChangedAndFound(_ terminal: (String, Int, Int)) throws {
    try Self.with(terminal) { demo, ids, terminal throws in
      terminal.type("/first\r")
      try terminal.expect("Match 1 of 1.")
      try terminal.expectCursor(on: "> 2 ")
      try terminal.open("Label", "e")
      try terminal.expect("[first ")
      terminal.type("\u{15}commissioning, north\r")
      try terminal.expect("The label is commissioning, north now.")
      try terminal.expectCursor(on: "> 2 ")
      try terminal.expect("shows it in the details") { screen in
        screen.lines.contains { $0.hasPrefix(" commissioning, north ") && $0.hasSuffix("backup \(ids[0])") }
      }
      #expect(try demo.backups().map { $0["label"] } == [.text("second"), .text("commissioning, north")])
    }
  }

  @Test(arguments: terminals) func oneIsDeleted(_ terminal: (String, Int, Int)) throws {
    try Self.with(terminal) { demo, ids, terminal throws in
      terminal.type("d")
      try terminal.expect("asks which") { $0.text.contains("[Delete it]") && $0.text.contains("[All 2...]") }
      try terminal.push("Delete it")
      try terminal.expect("Deleted: the backup of")
      try demo.expectBackups([ids[0]])
    }
  }

  /// Modules come from the backup that was chosen in the list, and it is named.
  @Test(arguments: terminals) func modulesOfTheChosenBackup(_ terminal: (String, Int, Int)) throws {
    try Self.with(terminal) { demo, _, terminal throws in
      try demo.must("cp demo/bus/03/config door; echo other > demo/bus/03/config; cp demo/bus/01/config keypad")
      try demo.must("echo other > demo/bus/01/config")
      terminal.type("\u{1B}[B")
      try terminal.expectCursor(on: "> 2 ")
      try terminal.back(to: "Admin Menu")
      try terminal.open("Modules", "m")
      try terminal.expect("names the backup") {
        $0.words.contains("Settings come from the backup of") && $0.words.contains(", first.")
      }
      terminal.type("/door\r")
      try terminal.expectCursor(on: "DoorMaster")
      try terminal.open("Restore", "r")
      try terminal.open("Restore: what changes", Demo.pin + "\r")
      try terminal.expect("Module 03 (DoorMaster) gets the settings of the backup")
      terminal.type("r")
      try terminal.expect("to 1 module?")
      try terminal.push("Restore modules")
      try terminal.expect("1 module restored")
      try terminal.expectTitle("Modules")
      try demo.must("cmp demo/bus/03/config door && ! cmp -s demo/bus/01/config keypad && [ ! -e demo/run/boot ]")
    }
  }

  /// Nothing would change: there is nothing to press but Cancel. A further backup is made on demand only.
  @Test func nothingHasChanged() throws {
    try Demo.with { demo throws in
      try demo.create()
      let terminal = try demo.visitMenu()
      try demo.create()
      try terminal.open("Backup and Restore", "b")
      try terminal.expect(" > 1 20")
      try terminal.open("Restore", "r")
      try terminal.open("Restore: what changes", Demo.pin + "\r")
      try terminal.expect("Nothing would change.")
      try terminal.expect("offers nothing else") { screen in
        !screen.text.contains("[Restore") && !screen.text.contains("[ ]") && screen.text.contains("[Cancel]")
      }
      try terminal.back(to: "Backup and Restore")
      try terminal.open("Start Backup", "s")
      try terminal.expect("Nothing has changed since the backup of")
      terminal.type("again\r\r\r")
      try terminal.expect("Make another backup anyway?")
      #expect(try demo.backups().count == 2)
      try terminal.push("Make another")
      try terminal.expect("Backup 1 created and verified")
      #expect(try demo.backups().map { $0["label"] } == [.text("again"), .text(""), .text("")])
    }
  }
}
