import Glibc
import TerminalSupport
import TestSupport
import Testing

/// Work whose line is gone, and work that another session waits for.
@Suite struct StoppedWorkJourneys {
  @Test func aHangUpUndoesABackup() throws {
    try Demo.with { demo throws in
      let id = try demo.create()
      let terminal = try startLongBackup(demo)
      try demo.hold(terminal.identifier, atFiles: 2)
      terminal.hangUp()
      terminal.send(signal: SIGCONT)
      #expect(try terminal.end() == 129)
      try demo.must("[ $(ls demo/card/CAMVAULT) = \(id).CVB ] && rm demo/config/large")
      try demo.expectBackups([try demo.create(), id])
    }
  }

  @Test func escStopsABackup() throws {
    try Demo.with { demo throws in
      let terminal = try startLongBackup(demo)
      try terminal.expect("Esc stops it. Making a backup")
      terminal.press(.escape)
      try terminal.expect("Stopped")
      try demo.must("[ -z \"$(ls demo/card/CAMVAULT)\" ]")
      try terminal.expectTitle("Start Backup")
    }
  }

  /// From the first moment to the last: before the exchange nothing has changed, beyond it everything has.
  @Test(arguments: [0, 20, 50, 80, 95]) func aRestoreIsStoppedOrFinished(_ percent: Int) throws {
    try Demo.with { demo throws in
      try demo.setPassword()
      try demo.must("head -c 30M /dev/zero > demo/config/large")
      try demo.create()
      let former = try demo.state()
      try demo.must("sed -i 's/^HOSTNAME=.*/HOSTNAME=elsewhere/' demo/config/camera.cfg")
      try demo.must("echo other > demo/bus/01/config")
      let changed = try demo.state()
      let terminal = try demo.visitMenu(isFresh: false)
      try terminal.open("Backup and Restore", "b")
      try terminal.expect("ok")
      try terminal.open("Restore", "r")
      try terminal.open("Restore: what changes", Demo.pin + "\r")
      terminal.type("r")
      try terminal.expect("[Restore and reboot]")
      try terminal.push("Restore and reboot")
      try terminal.expect("is so far, or over") { ($0.percent ?? -1) >= percent || $0.text.contains("has restarted") }
      terminal.send(signal: SIGTERM)
      #expect(try terminal.end() == 143)
      terminal.expectRestored()
      let state = try demo.state()
      #expect(state == former || state == changed, "at \(percent) %")
      #expect(try demo.run("boot --once").status == 0)
      #expect(try demo.state() == state)
      if state == former { #expect(try demo.run("confirm").status == 0) }
      try demo.expectNoTraces()
    }
  }

  @Test func theOtherSessionIsBusyAndRefreshesAfter() throws {
    try Demo.with { demo throws in
      try demo.setPassword()
      let first = try startLongBackup(demo, isFresh: false)
      try demo.hold(first.identifier, atFiles: 1)
      let second = try demo.visit()
      second.type("admin\t\(Demo.password)\r")
      try second.expect("Another session is at work: a backup, since")
      second.type("b")
      try second.expectTitle("Backup and Restore")
      try second.expect("Another session is at work: a backup, since")
      first.send(signal: SIGCONT)
      first.press(.escape)
      try second.expect("There are no backups on this card.")
      try second.expectGone("Another session is at work")
      try first.expect("Stopped")
    }
  }

  @Test func whatTheOtherSessionChangedIsSeen() throws {
    try Demo.with(pin: false) { demo throws in
      let first = try demo.visitMenu()
      let second = try demo.visitMenu(isFresh: false)
      try first.expect("no Super PIN")
      try first.open("Super PIN", "up")
      first.type("\(Demo.pin)\t\(Demo.pin)\r")
      try first.expect("The Super PIN is set.")
      try second.open("Backup and Restore", "b")
      try second.expect("Super PIN set")
      try second.expect("There are no backups on this card.")
      try second.back(to: "Admin Menu")
      try second.open("Users and Passwords", "u")
      try second.expect("1 user")
      let added = try demo.run("users add guest1 --group guests --password-file -", input: "Another-One-1")
      #expect(added.status == 0, "\(added.errors)")
      try second.open("Edit admin", "e")
      second.type("\u{15}chief\t\t\(Demo.password)\t\(Demo.password)\r")
      try second.expect("Press s to set 1 change.")
      second.type("s")
      try second.expect("ends the own session, or tells of the other's change") {
        $0.words.contains("Another session changed the users") || $0.words.contains("ends your own session")
      }
      if second.screen.words.contains("ends your own session") { try second.push("Set and log out") }
      try second.expect("tells of the other's change") { $0.words.contains("Another session changed the users") }
      try second.expect("guest1")
      let users = try demo.json("users list")["users"]?.list.compactMap { $0["name"]?.text }
      #expect(users == ["admin", "guest1"])
    }
  }

  private func startLongBackup(_ demo: Demo, isFresh: Bool = true) throws -> ScreenTerminal {
    try demo.must("head -c 300M /dev/zero > demo/config/large")
    let terminal = try demo.visitMenu(isFresh: isFresh)
    try terminal.open("Start Backup", "bs")
    terminal.type("\r\r\r")
    return terminal
  }
}
