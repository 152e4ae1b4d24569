import TerminalSupport
import TestSupport
import Testing

/// Keys that were typed before a question was drawn are not for it: sent in one write with the key that opens it, they
/// destroy and restart nothing.
@Suite struct TypedAheadJourneys {
  private static let former = "TIMEZONE=Former"

  /// Types keys in one write, and expects that they have led to a question and no further.
  private func type(
    _ keys: String, at terminal: ScreenTerminal, until question: String, line: Int = #line, file: String = #fileID
  ) throws {
    terminal.type(keys)
    try terminal.expect(question, line: line, file: file)
    terminal.settle(quiet: .milliseconds(400))
    try terminal.expect("\(question) after \(keys.debugDescription)", line: line, file: file) {
      $0.text.contains(question)
    }
    terminal.press(.escape)
    try terminal.expectGone(question, line: line, file: file)
  }

  @Test(arguments: ["vt100", "xterm-256color"]) func onThePreview(_ type: String) throws {
    try Demo.with { demo throws in
      try demo.create()
      try demo.must("sed -i 's,^TIMEZONE=.*,\(Self.former),' demo/config/camera.cfg")
      let terminal = try demo.visitMenu(ScreenSetup(type: type))
      terminal.type("b")
      try terminal.expect("5.4.1.7")
      try terminal.open("Restore", "r")
      terminal.type(Demo.pin + "\r")
      try terminal.expect("Former -> Europe/Berlin")
      for keys in ["rr", "rr\r", "r\t\r", "r\r\r\r", "r \t ", "rrestore\r"] {
        try self.type(keys, at: terminal, until: "[Restore and reboot]")
      }
      try demo.must("grep -qx \(Self.former) demo/config/camera.cfg")
      #expect(try demo.json("status")["restore"] == .null)
      // Typed when it can be read, the same keys do it.
      terminal.type("r")
      try terminal.expect("[Restore and reboot]")
      try terminal.push("Restore and reboot")
      try terminal.expect("has restarted")
    }
  }

  @Test func onBackupsAndUsers() throws {
    try Demo.withFiveBackups { demo throws in
      let terminal = try demo.visitMenu(isFresh: false)
      try terminal.open("Backup and Restore", "b")
      try terminal.expect("replaced next")
      for keys in ["dd", "d\r", "ddelete\r", "d\t\r", "d\t\t\r"] {
        try type(keys, at: terminal, until: "[Delete it]")
      }
      try terminal.back(to: "Admin Menu")
      try terminal.open("Users and Passwords", "u")
      try terminal.open("Add a user", "a")
      terminal.type("guest1\t\t\(Demo.password)\t\(Demo.password)\r")
      try terminal.expect("set 1 change")
      for keys in ["ff", "freset\r", "f\t\t\r"] { try type(keys, at: terminal, until: "[Mark them]") }
      for keys in ["cc", "cl", "cs", "c\t\r", "c\t\t\r"] {
        try type(keys, at: terminal, until: "[Leave without setting]")
      }
      try terminal.expect("set 1 change")
      #expect(try demo.backups().count == 5)
      #expect(try demo.json("users list")["users"]?.list.count == 1)
    }
  }

  /// After a restore: it is neither confirmed nor reverted, whatever was typed with the login or with the keys that
  /// lead there.
  @Test func onTheConfirmation() throws {
    try Demo.with { demo throws in
      try restored(demo)
      let terminal = try demo.visit()
      terminal.type("admin\t\(Demo.password)\r\t\rc\t\r")
      try terminal.expect("Time left: ")
      terminal.settle(quiet: .milliseconds(400))
      try terminal.expectTitle("Confirm the change?")
      for keys in ["rr", "r\t\r", "rr\r"] { try type(keys, at: terminal, until: "[Revert and restart]") }
      terminal.type("l")
      try terminal.expectTitle("Admin Menu")
      for keys in ["cc", "c\t\r", "\u{1B}[H\r\t\r"] {
        terminal.type(keys)
        try terminal.expectTitle("Confirm the change?")
        terminal.settle(quiet: .milliseconds(400))
        try terminal.expectTitle("Confirm the change?")
        terminal.type("l")
        try terminal.expectTitle("Admin Menu")
      }
      #expect(try demo.json("status")["restore"]?["state"] == .text("awaiting-confirmation"))
    }
  }

  @Test func onTheRestartAndOnUndo() throws {
    try Demo.with { demo throws in
      try restored(demo, "--no-reboot --revert-after 0")
      let terminal = try demo.visit()
      try terminal.logIn()
      for keys in ["rr", "r\t\r", "rr\r"] { try type(keys, at: terminal, until: "[Restart now]") }
      #expect(try demo.json("status")["restore"]?["state"] == .text("reboot-needed"))
      terminal.type("r")
      try terminal.expect("[Restart now]")
      try terminal.push("Restart now")
      try terminal.expect("has restarted")
      try terminal.logIn()
      terminal.type("b")
      try terminal.expect("[Undo...]")
      terminal.type("u\(Demo.pin)\r")
      try terminal.expect("Berlin -> Former")
      for keys in ["rr", "r\t\r"] { try type(keys, at: terminal, until: "[Restore and reboot]") }
      try demo.must("! grep -qx \(Self.former) demo/config/camera.cfg")
    }
  }

  private func restored(_ demo: Demo, _ options: String = "") throws {
    try demo.setPassword()
    try demo.create()
    try demo.must("sed -i 's,^TIMEZONE=.*,\(Self.former),' demo/config/camera.cfg")
    let outcome = try demo.run("backup restore latest --yes --pin-file - \(options)", input: Demo.pin)
    try #require(outcome.status == 0, "\(outcome.errors)")
  }
}
