import TerminalSupport
import TestSupport
import Testing

/// What a person is told before a secret is typed: how long it has to wait, which PIN it is, and that others are asked.
@Suite struct WaitJourneys {
  /// Wrong PINs that were typed elsewhere, until there is a time to wait.
  private func useUpTries(_ demo: Demo) throws {
    for _ in 1...5 { try demo.run("backup show latest --pin-file -", input: Demo.otherPIN) }
    #expect(try demo.run("backup show latest --pin-file -", input: Demo.pin).status == 12)
  }

  /// Types digits, none of which is taken: the terminal rings, and no star is drawn.
  private func expectRefused(_ digits: String, at terminal: ScreenTerminal) throws {
    let before = terminal.transcript.count
    terminal.type(digits)
    try terminal.expect("rings") { _ in terminal.transcript.dropFirst(before).contains(0x07) }
    terminal.settle(quiet: .milliseconds(100))
    #expect(!terminal.screen.text.contains("[*"))
  }

  @Test func everyScreenThatTakesAPINSaysItFromTheStart() throws {
    try Demo.with { demo throws in
      try demo.create()
      let terminal = try demo.visitMenu()
      try terminal.open("Backup and Restore", "b")
      try terminal.expect("ok")
      // It began after this console looked at the camera.
      try useUpTries(demo)
      terminal.type("r")
      try terminal.expect("Too many wrong PINs. Next try in")
      try expectRefused(Demo.pin, at: terminal)
      terminal.press(.enter)
      terminal.settle(quiet: .milliseconds(100))
      try terminal.expectTitle("Restore")
      #expect(!terminal.screen.text.contains("not the Super PIN"))
      let first = try #require(terminal.secondsToWait)
      try terminal.expect("counts down") { _ in (terminal.secondsToWait ?? first) < first }
      try terminal.back(to: "Backup and Restore")
      try terminal.back(to: "Admin Menu")
      try terminal.open("Users and Passwords", "u")
      try terminal.open("Super PIN", "p")
      try terminal.expect("Too many wrong PINs. Next try in")
      try expectRefused(Demo.pin, at: terminal)
    }
  }

  @Test func aNameThatHasToWaitTakesNoPassword() throws {
    try Demo.with { demo throws in
      try demo.setPassword()
      let first = try demo.visit()
      first.type("admin\twrong\r")
      try first.expect("password is wrong, or")
      try setWait(60, demo)
      let terminal = try demo.visit()
      terminal.type("admin\t")
      try terminal.expect("Too many failed logins. Next try in")
      try expectRefused(Demo.password, at: terminal)
      terminal.press(.enter)
      terminal.settle(quiet: .milliseconds(100))
      #expect(!terminal.screen.text.contains("is wrong"))
      // Another name does not wait.
      terminal.press(.escape)
      try terminal.expectGone("Next try in")
      terminal.type("admin2\t")
      try terminal.typeSecret("Another-one-9")
      try setWait(0, demo)
      terminal.press(.escape)
      try terminal.expectGone("[admin2")
      try terminal.logIn()
    }
  }

  private func setWait(_ seconds: Int, _ demo: Demo) throws {
    try demo.must("sed -i -E '2,$ s/^([0-9a-f]+ [0-9]+) [0-9]+ /\\1 \(seconds) /' demo/state/logins")
  }

  @Test(arguments: [false, true]) func undoSaysWhichPINItNeeds(_ isForgotten: Bool) throws {
    try Demo.with { demo throws in
      try demo.create()
      try demo.must("sed -i 's,^TIMEZONE=.*,TIMEZONE=Former,' demo/config/camera.cfg")
      let restore = try demo.run("backup restore latest --yes --pin-file -", input: Demo.pin)
      try #require(restore.status == 0, "\(restore.errors)")
      #expect(try demo.run("confirm").status == 0)
      let change =
        isForgotten
        ? try demo.run("pin set --forgotten --yes --pin-file -", input: Demo.otherPIN)
        : try demo.run(PINChangeTests.change, input: "\(Demo.pin)\n\(Demo.otherPIN)\n")
      try #require(change.status == 0, "\(change.errors)")
      let terminal = try demo.visitMenu()
      terminal.type("b")
      try terminal.expect("[Undo...]")
      try terminal.open("Restore", "u")
      try terminal.expect(isForgotten ? "Undo needs the old PIN" : "Undo needs the current Super PIN.")
      terminal.type((isForgotten ? Demo.otherPIN : Demo.pin) + "\r")
      try terminal.expect(isForgotten ? "That is not the old PIN." : "That is not the Super PIN.")
      terminal.type((isForgotten ? Demo.pin : Demo.otherPIN) + "\r")
      try terminal.expect("Berlin -> Former")
    }
  }

  /// A backup that another session has replaced meanwhile.
  @Test func theListIsReadAgainWhenABackupIsNotThere() throws {
    try Demo.withFiveBackups { demo throws in
      let terminal = try demo.visitMenu(isFresh: false)
      try terminal.open("Backup and Restore", "b")
      try terminal.expect("replaced next")
      try demo.create("--label newest")
      for key in ["v", "r\(Demo.pin)\r"] {
        #expect(!terminal.screen.text.contains(key == "v" ? "newest" : "last-of-all"))
        terminal.press(.end, .up)
        terminal.type(key)
        try terminal.expect("There is no backup")
        try terminal.expectTitle("Backup and Restore")
        try terminal.expect(key == "v" ? "newest" : "last-of-all")
        if key == "v" { try demo.create("--label last-of-all") }
      }
    }
  }

  @Test func askingTheModulesIsNotNoModule() throws {
    try Demo.with { demo throws in
      try demo.set("BUS_TIMEOUT", "4")
      let terminal = try demo.visitMenu()
      try demo.must("for m in 01 02 03 04 05; do rm demo/bus/$m/config; mkfifo demo/bus/$m/config; done")
      try terminal.open("Modules", "m")
      try terminal.expect("Asking the modules.")
      #expect(!terminal.screen.text.contains("No module is on the bus."))
      try terminal.expect("does not answer")
      try terminal.expectGone("Asking the modules.")
    }
  }
}
