import TerminalSupport
import TestSupport
import Testing

/// After a restore: it is kept, it is taken back, or it returns by itself.
@Suite struct ConfirmJourneys {
  private static let former = "TIMEZONE=Former"
  private static let restored = "TIMEZONE=Europe/Berlin"

  /// Restores a backup on the screens and logs in after the restart.
  private func restore(_ demo: Demo) throws -> ScreenTerminal {
    try demo.setPassword()
    try demo.create()
    try demo.must("sed -i 's,^TIMEZONE=.*,\(Self.former),' demo/config/camera.cfg")
    let terminal = try demo.visit()
    try terminal.logIn()
    terminal.type("b")
    try terminal.expect("5.4.1.7")
    terminal.type("r")
    try terminal.expect("Super PIN  [")
    terminal.type(Demo.pin + "\r")
    try terminal.expect("[x] Revert unless confirmed within")
    try terminal.expect("Former -> Europe/Berlin")
    terminal.type("r")
    try terminal.expect("[Restore and reboot]")
    try terminal.push("Restore and reboot")
    try terminal.expect("has restarted")
    terminal.type("admin\t\(Demo.password)\r")
    try terminal.expect("Time left: ")
    try demo.must("grep -qx \(Self.restored) demo/config/camera.cfg")
    return terminal
  }

  @Test func aRestoreThatIsKeptStays() throws {
    try Demo.with { demo throws in
      let terminal = try restore(demo)
      #expect(try demo.json("status")["restore"]?["state"] == .text("awaiting-confirmation"))
      terminal.type("l")
      try terminal.expectTitle("Admin Menu")
      try terminal.open("Confirm the change?", "c")
      try terminal.push("Confirm")
      try terminal.expect("The change is confirmed")
      try terminal.expectGone("Confirm within")
      terminal.type("b")
      try terminal.expect("ok, active")
      #expect(try demo.json("status")["restore"]?["state"] == .text("confirmed"))
      try demo.must("grep -qx \(Self.restored) demo/config/camera.cfg")
    }
  }

  /// What was before is put back with the Super PIN, though the card is gone, and that is undone in its turn.
  @Test func aRestoreIsUndone() throws {
    try Demo.with { demo throws in
      let terminal = try restore(demo)
      try terminal.push("Confirm")
      try terminal.expect("Backup and Restore can undo it.")
      try demo.must("mv demo/card demo/pulled")
      terminal.type("b")
      try terminal.expect("[Undo...]")
      terminal.type("u")
      try terminal.expect("The previous configuration")
      terminal.type(Demo.otherPIN + "\r")
      try terminal.expect("That is not the Super PIN")
      terminal.type(Demo.pin + "\r")
      try terminal.expect("Berlin -> Former")
      terminal.type("r")
      try terminal.expect("[Restore and reboot]")
      try terminal.push("Restore and reboot")
      try terminal.expect("has restarted")
      try demo.must("grep -qx \(Self.former) demo/config/camera.cfg")
      terminal.type("admin\t\(Demo.password)\r")
      try terminal.expect("Restored the previous configuration")
      try terminal.push("Confirm")
      try terminal.expect("Backup and Restore can undo it")
      let preview = try demo.run("backup diff undo --pin-file -", input: Demo.pin)
      #expect(preview.text.contains("Former -> Europe/Berlin"))
    }
  }

  @Test func aRestoreCanBeTakenBackAtOnce() throws {
    try Demo.with { demo throws in
      let terminal = try restore(demo)
      terminal.type("r")
      try terminal.expect("Revert the change")
      try terminal.push("Revert and restart")
      try terminal.expect("has restarted")
      try demo.must("grep -qx \(Self.former) demo/config/camera.cfg")
      try terminal.logIn()
      #expect(!terminal.screen.text.contains("Confirm the"))
      #expect(try demo.json("status")["restore"]?["state"] == .text("reverted"))
    }
  }

  /// Another console that waits for the same decision hears of it as soon as it decides, loses nothing and goes on.
  @Test(arguments: [true, false]) func itIsTakenBackWhileASecondConsoleIsOpen(_ isOnTheScreen: Bool) throws {
    try Demo.with { demo throws in
      let first = try restore(demo)
      let second = try demo.visit()
      second.type("admin\t\(Demo.password)\r")
      try second.expect("Time left: ")

      if isOnTheScreen {
        first.type("r")
        try first.expect("Revert the change")
        try first.push("Revert and restart")
        try first.expect("has restarted")
      } else {
        let outcome = try demo.run("revert --yes")
        #expect(outcome.status == 0, "\(outcome.errors)")
      }
      try demo.must("grep -qx \(Self.former) demo/config/camera.cfg")

      try keepOrLogOut(second)
      #expect(try demo.json("status")["restore"]?["state"] == .text("reverted"))
      try demo.must("grep -qx \(Self.former) demo/config/camera.cfg")
      // It was logged out where its own look found the camera before the restart.
      if second.isLoggedOut { try logInAgain(second) }
      try second.expectTitle("Admin Menu")
      #expect(!second.screen.text.contains("Confirm the"))
      second.type("b")
      try second.expect("5.4.1.7")
      #expect(!second.screen.text.contains("active"))
      try second.open("Start Backup", "s")
      second.type("after\r\r\r")
      try second.expect("Backup 1 created and verified")
    }
  }

  /// Presses *Confirm* after the restore was taken back, unless the console's own look finds the restart before: then
  /// it logs out.
  private func keepOrLogOut(_ terminal: ScreenTerminal) throws {
    terminal.settle(quiet: .milliseconds(50))
    for _ in 0..<12 where !terminal.isOn("Confirm") && !terminal.isLoggedOut {
      terminal.press(.tab)
      terminal.settle(quiet: .milliseconds(50))
    }
    if terminal.isOn("Confirm") { terminal.press(.enter) }
    try terminal.expect("says that it was taken back, or has logged out") { screen in
      screen.text.contains("reverted already") || terminal.isLoggedOut
    }
  }

  /// Logs in where the focus may be anywhere on the login.
  private func logInAgain(_ terminal: ScreenTerminal) throws {
    try terminal.reach("Leave")
    terminal.press(.tab)
    terminal.press(.control("u"))
    try terminal.logIn()
  }

  @Test func aRestoreThatNobodyConfirmsReturnsByItself() throws {
    try Demo.with { demo throws in
      try demo.set("REVERT", "1")
      let terminal = try restore(demo)
      // Most of the minute has passed.
      try demo.must("for i in $(seq 3000); do grep -q startedAt demo/state/restore && break; sleep 0.1; done")
      try demo.pass(55)
      try terminal.expect("was not confirmed and is reverted")
      try demo.must("grep -qx \(Self.former) demo/config/camera.cfg")
    }
  }
}
