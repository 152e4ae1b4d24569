import TerminalSupport
import TestSupport
import Testing

/// Home, System, and the clock of a change that waits, on the program itself.
@Suite struct HomeJourneys {
  /// Both looks at both sizes.
  static let setups = [("vt100", "C"), ("xterm-256color", "C.UTF-8")].flatMap { type, locale in
    [(80, 24), (60, 18)].map { columns, rows in
      var setup = ScreenSetup(type: type)
      (setup.locale, setup.columns, setup.rows) = (locale, columns, rows)
      return setup
    }
  }

  @Test(arguments: setups) func theCameraAtAGlance(_ setup: ScreenSetup) throws {
    try Demo.withFiveBackups { demo throws in
      let first = try demo.visitMenu(setup, isFresh: false)
      first.type("l")
      try first.leave()
      let terminal = try demo.visit(setup)
      terminal.type("admin\twrong\r")
      try terminal.expect("is wrong")
      terminal.type("\(Demo.password)\r")
      try terminal.expectTitle("Admin Menu")
      try terminal.expect("tells of the last login") { screen in
        screen.lines.contains { $0.hasPrefix(" Last login ") && $0.contains(" (1 failed try since), ") }
      }
      try terminal.expect("tells of backups") { screen in
        screen.lines.contains { $0.hasPrefix(" Last backup ") && $0.hasSuffix("ago") || $0.hasSuffix("just now") }
      }
      #expect(terminal.screen.line(0).contains("gate-north M26B 10.32.4.17"))
      if setup.rows == 24 {
        for label in ["Address        192.168.20.41", "Time           20", "Replaced next  20", "Verified       20"] {
          #expect(terminal.screen.text.contains(label), "\(terminal.screen.text)")
        }
      }
      terminal.type("l")
      try terminal.leave()
    }
  }

  @Test(arguments: setups) func systemShowsEventsSettingsAndChecks(_ setup: ScreenSetup) throws {
    try Demo.with { demo throws in
      let id = try demo.create()
      let terminal = try demo.visitMenu(setup)
      try terminal.open("System", "s")
      terminal.type("e")
      try terminal.expect("shows the newest event first") { screen in
        screen.line(3).contains("Events, the newest first") && screen.line(4).contains("admin (console")
      }
      try terminal.expect("shows the backup") { $0.words.contains("backup create: done, id \(id)") }
      terminal.type("t")
      try terminal.expect("shows the settings with their meaning") { screen in
        screen.line(3).hasPrefix(" Settings") && screen.words.contains("The directory of the camera's configuration.")
      }
      terminal.press(.up)
      try terminal.expect("scrolls") { !$0.line(3).hasPrefix(" Settings") }
      terminal.type("k")
      try terminal.expect("has checked") { screen in
        screen.words.contains("Nothing is wrong.") || screen.words.contains("The check found")
      }
      try terminal.back(to: "Admin Menu")
    }
  }

  /// The clock is on every screen of everyone, at the login in minutes; who comes by restarts nothing.
  /// How much time the clock of a waiting change leaves, as text; `nil` when there is none.
  private static func clock(_ screen: VirtualTerminal) -> String? {
    guard let words = screen.line(1).firstRange(of: "Confirm within ") else { return nil }
    let time = screen.line(1)[words.upperBound...].prefix(5)
    return time.contains(":") ? String(time) : nil
  }

  @Test func aWaitingChangeIsOnEveryScreen() throws {
    try Demo.with { demo throws in
      let terminal = try waiting(demo)
      try terminal.expect("Log in and confirm it within 10 min, or the camera reverts it.")
      terminal.type("admin\t\(Demo.password)\r")
      try terminal.expect("Time left: ")
      terminal.type("l")
      try terminal.expectTitle("Admin Menu")
      for (keys, title) in [
        ("u", "Users and Passwords"), ("b", "Backup and Restore"), ("m", "Modules"), ("s", "System"),
      ] {
        try terminal.open(title, keys)
        try terminal.expect("has the clock") { Self.clock($0) != nil }
        try terminal.back(to: "Admin Menu")
      }
      let begin = Self.clock(terminal.screen)
      try terminal.expect("counts down") { screen in
        guard let begin, let now = Self.clock(screen) else { return false }
        return now < begin
      }
      #expect(try demo.run("confirm").status == 0)
      try terminal.expect("hears of it") { !$0.text.contains("Confirm within") }
      try terminal.expectGone("Confirm the change")
    }
  }

  @Test func atOneMinuteTheBellRings() throws {
    try Demo.with { demo throws in
      let terminal = try waiting(demo)
      terminal.type("admin\t\(Demo.password)\r")
      try terminal.expect("Time left: ")
      let count = terminal.transcript.count
      try demo.pass(520)
      try terminal.expect("is in the last minute") { $0.line(1).contains("Confirm within  0:") }
      #expect(terminal.transcript[count...].contains(7))
    }
  }

  /// The notice is seen for at least five seconds, in the demo too, and is true.
  @Test func theNoticeBeforeTheRestart() throws {
    try Demo.with { demo throws in
      try demo.setPassword()
      try demo.create()
      try demo.must("sed -i 's/^IP=.*/IP=10.1.2.4/' demo/config/camera.cfg")
      let terminal = try demo.visitMenu(isFresh: false)
      try restore(terminal)
      let clock = ContinuousClock.now
      try terminal.expect("tells where to log in") { screen in
        screen.words.contains(
          "Log in at 192.168.20.41 as admin within 10 minutes of the restart and confirm, "
            + "or the camera returns to 10.1.2.4 by itself.")
      }
      terminal.type("\r \u{1B}")
      try terminal.expect("The restart cannot be cancelled.")
      try terminal.expect("has restarted")
      #expect(ContinuousClock.now - clock >= .seconds(5))
    }
  }

  /// A line that is gone while the notice is read does not leave the camera without its restart.
  @Test func aHangUpBehindTheNoticeRestartsTheCamera() throws {
    try Demo.with { demo throws in
      try demo.setPassword()
      try demo.create()
      try demo.must("sed -i 's/^HOSTNAME=.*/HOSTNAME=elsewhere/' demo/config/camera.cfg; rm -f demo/run/boot")
      let terminal = try demo.visitMenu(isFresh: false)
      try restore(terminal)
      try terminal.expect("Seconds left: ")
      terminal.hangUp()
      #expect(try terminal.end() == 129)
      #expect(demo.exists("run/boot"), "the demo camera was restarted")
    }
  }

  private func restore(_ terminal: ScreenTerminal) throws {
    try terminal.open("Backup and Restore", "b")
    try terminal.expect("ok")
    try terminal.open("Restore", "r")
    try terminal.open("Restore: what changes", Demo.pin + "\r")
    terminal.type("r")
    try terminal.expect("[Restore and reboot]")
    try terminal.push("Restore and reboot")
    try terminal.expectTitle("Restart")
  }

  /// A camera that was restored and restarted, at its login.
  private func waiting(_ demo: Demo) throws -> ScreenTerminal {
    try demo.setPassword()
    try demo.create()
    try demo.must("sed -i 's/^HOSTNAME=.*/HOSTNAME=elsewhere/' demo/config/camera.cfg")
    let terminal = try demo.visitMenu(isFresh: false)
    try restore(terminal)
    try terminal.expect("has restarted")
    return terminal
  }
}
