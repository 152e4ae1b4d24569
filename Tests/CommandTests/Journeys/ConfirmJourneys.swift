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
    terminal.press(.tab, .enter)
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
      try terminal.expect("It is taken back in")
      terminal.type("k")
      try terminal.expect("[Keep it]")
      terminal.press(.enter)
      try terminal.expect("What was restored stays")
      try terminal.expectGone("It is taken back in")
      #expect(try demo.json("status")["restore"]?["state"] == .text("confirmed"))
      try demo.must("grep -qx \(Self.restored) demo/config/camera.cfg")
    }
  }

  @Test func aRestoreCanBeTakenBackAtOnce() throws {
    try Demo.with { demo throws in
      let terminal = try restore(demo)
      terminal.type("r")
      try terminal.expect("Put back what was before")
      terminal.press(.tab, .enter)
      try terminal.expect("has restarted")
      try demo.must("grep -qx \(Self.former) demo/config/camera.cfg")
      try terminal.logIn()
      #expect(!terminal.screen.text.contains("Keep what"))
      #expect(try demo.json("status")["restore"]?["state"] == .text("reverted"))
    }
  }

  @Test func aRestoreThatNobodyConfirmsReturnsByItself() throws {
    try Demo.with { demo throws in
      try demo.set("REVERT", "1")
      let terminal = try restore(demo)
      // Most of the minute has passed: the camera started so much earlier.
      try demo.must(
        """
        read -r start < demo/run/boot; echo "$((${start%.*} - 55)).${start#*.}" > demo/run/boot.new
        mv demo/run/boot.new demo/run/boot
        """)
      try terminal.expect("was not confirmed and is taken back", within: .seconds(60))
      try demo.must("grep -qx \(Self.former) demo/config/camera.cfg")
    }
  }
}
