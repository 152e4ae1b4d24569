import TerminalSupport
import TestSupport
import Testing

/// Backups, from the first start on.
@Suite struct BackupJourneys {
  @Test func firstStartToFirstBackup() throws {
    try Demo.with(pin: false) { demo throws in
      let terminal = try demo.visit(ScreenSetup())
      terminal.type("admin\tmeinsm\r")
      try terminal.expectTitle("Choose a password")
      terminal.type("\(Demo.password)\t\(Demo.password)\r")
      try terminal.expectTitle("Super PIN")
      try terminal.push("Generate")
      try terminal.expect("Write this PIN down now")
      let digits = try #require(terminal.generatedDigits)
      #expect(digits.count == 12)
      terminal.type(String(digits.suffix(4)))
      try terminal.expectTitle("Admin Menu")
      try terminal.expect("Super PIN set")
      try terminal.expect("hides the digits") { _ in terminal.generatedDigits == nil }
      try terminal.open("Backup and Restore", "b")
      try terminal.expect("There are no backups on this card.")
      try terminal.open("Start Backup", "s")
      terminal.type("commissioning\r\r\r")
      try terminal.expect("Backup 1 created and verified")
      try terminal.expect("has the backup in its list") { screen in
        screen.lines.contains { $0.hasPrefix(" > 1 20") && $0.contains("commissioning") && $0.hasSuffix(" ok") }
      }
      try terminal.back(to: "Admin Menu")
      terminal.type("l")
      try terminal.leave()
      #expect(try demo.opens(with: digits))
      #expect(try demo.backups().map { $0["label"] } == [.text("commissioning")])
    }
  }

  @Test func aSixthBackupRemovesTheOldestThatIsNotKept() throws {
    try Demo.with { demo throws in
      for label in ["one --keep", "two", "three", "four", "five"] { try demo.create("--label \(label)") }
      let terminal = try demo.visitMenu()
      try terminal.open("Backup and Restore", "b")
      try terminal.expect("names the one that is replaced next") { screen in
        screen.lines.contains { $0.contains(" two ") && $0.hasSuffix("ok, replaced next") }
          && screen.lines.contains { $0.contains(" one ") && $0.hasSuffix("ok, kept") }
      }
      try terminal.open("Start Backup", "s")
      try terminal.expect("names the one that is removed") { $0.words.contains(", two.") }
      terminal.type("six\r\r\r")
      try terminal.expect("Backup 1 created and verified")
      try terminal.expect("tells which was removed") {
        $0.words.contains(", two was replaced.")
      }
      try terminal.expect("goes on with the next") { screen in
        screen.lines.contains { $0.contains(" three ") && $0.hasSuffix("ok, replaced next") }
      }
      let labels = try demo.backups().compactMap { $0["label"]?.text }
      #expect(labels == ["six", "five", "four", "three", "one"])
    }
  }

  /// The module in the field was broken and is another one now.
  @Test(arguments: ["vt100", "xterm-256color"]) func aReplacedModuleGetsTheSettingsOfTheFormer(_ type: String) throws {
    try Demo.with { demo throws in
      try demo.setPassword()
      let id = try demo.create("--label before")
      let former = try demo.state()
      try demo.must(
        """
        cd demo; sed -i 's/^HOSTNAME=.*/HOSTNAME=elsewhere/' config/camera.cfg; echo 10.99.0.1 > bus/02/serial
        echo factory > bus/02/config
        """)
      let terminal = try demo.visitMenu(ScreenSetup(type: type), isFresh: false)
      try terminal.open("Backup and Restore", "b")
      try terminal.expect("before")
      try terminal.open("Restore", "r")
      try terminal.typeSecret(Demo.pin)
      try terminal.open("Restore: what changes", "\r")
      try terminal.expect("shows what changes") { screen in
        screen.words.contains("HOSTNAME: elsewhere -> ")
          && screen.words.contains("Module 02 (BellRFID) was replaced (10.99.0.1 instead of 10.33.72.103)")
      }
      terminal.type("r")
      try terminal.expect("asks once more") { $0.words.contains("and restart? The network changes.") }
      try terminal.push("Restore and reboot")
      try terminal.expect("The demo camera has restarted")
      try terminal.expect("[Log in]")
      #expect(try demo.state() == former)
      terminal.type("admin\t\(Demo.password)\r")
      try terminal.expect("Confirm the change?")
      try terminal.push("Confirm")
      try terminal.expect("The change is confirmed")
      try demo.expectNoTraces()
      terminal.type("l")
      try terminal.leave()
      try demo.expectBackups([id])
    }
  }
}

extension ScreenTerminal {
  /// The digits that *Generate* shows; `nil` where there are none.
  var generatedDigits: String? {
    let digits = screen.lines.filter { $0.hasPrefix(" New PIN ") }.map { $0.filter(\.isNumber) }
    return digits.first { !$0.isEmpty }
  }
}
