import TerminalSupport
import TestSupport
import Testing

/// The Configuration dialog on the program itself: a value is changed, looked at, applied, and confirmed or reverted.
@Suite struct ConfigurationJourneys {
  /// Opens the dialog and gives a key another value.
  private func set(_ key: String, to value: String, in terminal: ScreenTerminal) throws {
    try choose(key, in: terminal)
    terminal.type("e")
    try terminal.expect("is edited in its row") { screen in
      let line = screen.line(screen.cursor.row)
      return line.contains(key) && line.contains("[") && !line.contains("Find  [")
    }
    terminal.press(.control("u"))
    terminal.type("\(value)\r")
  }

  private func choose(_ text: String, in terminal: ScreenTerminal) throws {
    terminal.type("/")
    try terminal.expect("Find  [")
    terminal.type("\(text)\r")
    try terminal.expect("chooses \(text)") { screen in
      screen.words.contains("Match 1 of") && screen.line(screen.cursor.row).contains(text)
    }
  }

  private func open(_ demo: Demo, _ setup: ScreenSetup) throws -> ScreenTerminal {
    let terminal = try demo.visitMenu(setup)
    try terminal.open("Configuration", "g")
    try terminal.expect("SECTION audio")
    return terminal
  }

  /// From the changed row to the login after the restart.
  private func apply(_ line: String, _ terminal: ScreenTerminal) throws {
    terminal.type("a")
    try terminal.expectTitle("Apply: what changes")
    try terminal.expect(line)
    terminal.type("a")
    try terminal.expect("[Apply and reboot]")
    try terminal.push("Apply and reboot")
    try terminal.expect("has restarted")
    terminal.type("admin\t\(Demo.password)\r")
    try terminal.expect("Time left: ")
  }

  @Test(arguments: HomeJourneys.setups) func aValueIsChangedAndConfirmed(_ setup: ScreenSetup) throws {
    try Demo.with { demo throws in
      var setup = setup
      if setup.type == "vt100" { setup.speed = 9_600 }
      let terminal = try open(demo, setup)
      try set("SHARPNESS", to: "7", in: terminal)
      try terminal.expect("7  (now 5)")
      try terminal.expect("Press a to apply 1 change.")
      try demo.must("grep -qx SHARPNESS=5 demo/config/camera.cfg")
      try apply("SHARPNESS: 5 -> 7", terminal)
      try terminal.expect("Changed imagecontrol.SHARPNESS")
      try demo.must("grep -qx SHARPNESS=7 demo/config/camera.cfg")
      try terminal.push("Confirm")
      try terminal.expect("The change is confirmed")
      #expect(try demo.json("status")["restore"]?["state"] == .text("confirmed"))
      try demo.must("grep -qx SHARPNESS=7 demo/config/camera.cfg")
    }
  }

  @Test func aChangeThatNobodyConfirmsIsReverted() throws {
    try Demo.with { demo throws in
      try demo.set("REVERT", "1")
      let terminal = try open(demo, ScreenSetup(type: "vt100"))
      try set("HOSTNAME", to: "elsewhere", in: terminal)
      try apply("HOSTNAME: gate-north -> elsewhere", terminal)
      try demo.must("grep -qx HOSTNAME=elsewhere demo/config/camera.cfg")
      // Most of the minute has passed.
      try demo.must("for i in $(seq 3000); do grep -q startedAt demo/state/restore && break; sleep 0.1; done")
      try demo.pass(55)
      try terminal.expect("was not confirmed and is reverted")
      try demo.must("grep -qx HOSTNAME=gate-north demo/config/camera.cfg")
    }
  }

  /// Neither the old secret nor the new one is ever on the line, on the screen, or in a file but the configuration.
  @Test(arguments: HomeJourneys.setups) func aSecretIsNeverSeen(_ setup: ScreenSetup) throws {
    let (former, secret) = ("Old-psk-7431", "New-psk-8642")
    try Demo.with { demo throws in
      try demo.must("sed -i 's/^MTU=1500/MTU=1500\\nWIFI_PSK=\(former)/' demo/config/camera.cfg")
      let terminal = try open(demo, setup)
      try choose("WIFI_PSK", in: terminal)
      terminal.type("e")
      terminal.settle()
      terminal.type(secret)
      try terminal.expect("as many stars as characters") { screen in
        screen.line(screen.cursor.row).contains("WIFI_PSK") && screen.line(screen.cursor.row).contains("[************ ")
      }
      terminal.press(.enter)
      try terminal.expect("***  (changed)")
      try apply("WIFI_PSK: *** -> ***", terminal)
      try demo.must("grep -qx WIFI_PSK=\(secret) demo/config/camera.cfg")
      try terminal.push("Confirm")
      try terminal.expect("The change is confirmed")
      for text in [former, secret] {
        #expect(!terminal.transcript.contains(text), "\(text)")
        let found = try demo.shell("grep -rl -- \(text) demo").text
        #expect(found == (text == secret ? "demo/config/camera.cfg\n" : ""), "\(found)")
      }
    }
  }

  @Test func usersAndIdentityAreShownAndStay() throws {
    try Demo.with { demo throws in
      let terminal = try open(demo, ScreenSetup(type: "vt100"))
      for (text, reason) in [("USER1", "Users cannot be changed here."), ("SERIAL", "identifies this camera")] {
        terminal.press(.home)
        try choose(text, in: terminal)
        terminal.type("e")
        try terminal.expect(reason)
      }
      #expect(!terminal.screen.text.contains("argon2"))
      terminal.press(.home)
      try set("MTU", to: "1400", in: terminal)
      try terminal.expect("1400  (now 1500)")
      terminal.press(.escape)
      try terminal.expect("1 change not applied yet: ethernet.MTU.")
      try terminal.push("Leave without applying")
      try terminal.expectTitle("Admin Menu")
      try demo.must("grep -qx MTU=1500 demo/config/camera.cfg")
    }
  }
}

extension [UInt8] {
  /// Whether a text is in it.
  fileprivate func contains(_ text: String) -> Bool {
    let wanted = Array(text.utf8)
    return indices.contains { self[$0...].starts(with: wanted) }
  }
}
