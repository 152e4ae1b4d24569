import TerminalSupport
import TestSupport
import Testing

/// What a restore would change, looked at and searched before anything does.
@Suite struct PreviewJourneys {
  /// A camera whose backup would lock its administrator out: another address, the factory's password, other users.
  private static func with(_ body: (Demo) throws -> Void) throws {
    try Demo.with { demo throws in
      try demo.must("sed -i '/^USER1=/a USER2=guests:x:dora' demo/config/camera.cfg")
      try demo.create()
      try demo.setPassword()
      try demo.must(
        """
        sed -i -e 's/^IP=.*/IP=10.1.2.4/' -e 's/^NTP_INTERVAL=.*/NTP_INTERVAL=1/' -e 's/^USER2=.*/USER2=users:x:dora/' \
        -e '/^USER2=/a USER3=admins:x:berta' demo/config/camera.cfg
        """)
      try body(demo)
    }
  }

  private static let warnings = [
    "The address changes from 10.1.2.4 to 192.168.20.41. This connection will be lost.",
    "Your own user admin will have another password.",
    "admin will have the factory password, which everybody knows.", "Users who will be removed: berta (admins).",
    "Users who will have fewer rights: dora (guests instead of users).",
  ]

  @Test(arguments: [(60, 18), (80, 24)]) func itIsSearched(_ columns: Int, _ rows: Int) throws {
    try Self.with { demo throws in
      var setup = ScreenSetup(type: "vt100")
      (setup.columns, setup.rows) = (columns, rows)
      let terminal = try demo.visitMenu(setup, isFresh: false)
      try terminal.open("Backup and Restore", "b")
      try terminal.expect("ok")
      try terminal.open("Restore", "r")
      try terminal.open("Restore: what changes", Demo.pin + "\r")
      for (number, warning) in Self.warnings.enumerated() {
        terminal.type("/" + warning.prefix(24))
        try terminal.expect("Find  [")
        terminal.press(.enter)
        try terminal.expect("Match 1 of 1")
        try terminal.expect("has warning \(number)") { screen in
          screen.text.split { " \n>".contains($0) }.joined(separator: " ").contains(warning)
        }
      }
      terminal.type("/ntp_interval\r")
      try terminal.expect("marks the line") { $0.lines.contains(">  ~ NTP_INTERVAL: 1 -> 3600") }
      terminal.type("/nothing like that\r")
      try terminal.expect("No line contains nothing like that.")
      terminal.type("r")
      try terminal.expect("[Restore and reboot]")
      terminal.press(.escape)
      try terminal.expectGone("[Restore and reboot]")
      terminal.type("u")
      try terminal.expect("2 settings in 2 sections")
      terminal.type("/password\r")
      try terminal.expect("No line contains password.")
    }
  }

  /// The shell of root has no login to lose.
  @Test func itIsRead() throws {
    try Self.with { demo throws in
      let lines = try demo.run("backup diff latest --pin-file -", input: Demo.pin).text.split(separator: "\n")
      let wanted = [Self.warnings[0]] + Self.warnings[2...] + ["Users who will have another password: admin."]
      #expect(lines.dropFirst().prefix(5).map(String.init) == wanted)
      let kept = try demo.restore("--keep-users --keep-network --no-reboot")
      #expect(kept.status == 0 && !kept.text.contains("Users who") && !kept.text.contains("address"), "\(kept.text)")
    }
  }
}
