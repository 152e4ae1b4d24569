import TerminalSupport
import TestSupport
import Testing

/// The console on a serial line of 9,600 baud, served by a real agetty: backups and restores, noise, and a cable that
/// is pulled and plugged in again.
@Suite(.enabled(if: SerialLine.isUsable, "needs root, unshare, agetty, login, openssl and python3"))
struct SerialJourneys {
  private static let previous = "TIMEZONE=Former"
  private static let restored = "TIMEZONE=Europe/Berlin"

  /// agetty as the file of `system-files serial` starts it on a line of a VT100.
  private func unit() throws -> String {
    var command = ""
    try InstalledFiles.with(["serial"]) { files throws in
      command = try files.must(
        "sed -n '/^ExecStart=-/,$p' etc/systemd/system/*/camconsole.conf | tr -d '\\\\\\n' | sed 's/^ExecStart=-//'")
    }
    try #require(command.contains("--login-program /usr/bin/camconsole"))
    return "TERM=vt100; exec " + command.replacing("/usr/bin/camconsole", with: "$BINARY")
  }

  /// agetty as it is without our file, and an account with the console as its shell.
  private let shell = """
    echo "tech:x:0:0::/root:$BINARY" >> /etc/passwd
    printf 'tech:%s:19000::::::\\n' "$(openssl passwd -6 \(Demo.password))" >> /etc/shadow
    exec /sbin/agetty --keep-baud 9600 - vt100
    """

  /// A camera with a changed password, on which whatever restarts it ends the programs on its lines.
  private func withCamera(_ body: (SystemCamera) throws -> Void) throws {
    try SystemCamera.with(["REVERT": "0"]) { camera in
      Disk.write("#!/bin/sh\nkill -TERM $PPID\n", to: camera.demo.base + "/restart", mode: 0o755)
      try camera.demo.set("REBOOT", camera.demo.base + "/restart")
      try camera.demo.setPassword()
      try body(camera)
    }
  }

  /// Everything that noise must not change: configuration, modules, card, and what is remembered of backups.
  private func state(_ demo: Demo) throws -> String {
    let files = "find demo/config demo/bus demo/card demo/state -type f ! -name 'events*' ! -name '*login*' | sort"
    return try demo.shell("\(files) | xargs sha256sum; \(files) | xargs stat -c '%n %a %u %Y'").text
  }

  /// What the camera keeps of its last events.
  private func deeds(_ demo: Demo) throws -> [String] {
    (try demo.json("events")["events"]?.list ?? []).map { "\($0["did"]?.text ?? "") \($0["to"]?.text ?? "")" }
  }

  /// Makes a backup from *Backup and Restore*.
  private func backUp(_ terminal: ScreenTerminal, _ label: String) throws {
    try terminal.open("Start Backup", "s")
    terminal.type(label + "\r\r\r")
    try terminal.expect("Backup 1 created and verified")
  }

  private func expectServed(_ line: SerialLine, _ times: Int) throws {
    try line.terminal.expect("is served again") { _ in line.starts == times }
  }

  @Test func theFirstBackupAndARestore() throws {
    try withCamera { camera in
      let demo = camera.demo
      try SerialLine.with(camera, try unit()) { line in
        let terminal = line.terminal
        try terminal.expect("[Log in]")
        try terminal.logIn()
        try terminal.open("Backup and Restore", "b")
        try terminal.expect("There are no backups on this card.")
        try backUp(terminal, "on the line")
        try demo.must("sed -i 's,^TIMEZONE=.*,\(Self.previous),' demo/config/camera.cfg")
        try terminal.open("Restore", "r")
        try terminal.typeSecret(Demo.pin)
        try terminal.open("Restore: what changes", "\r")
        try terminal.expect("Former -> Europe/Berlin")
        terminal.type("r")
        try terminal.push("Restore and reboot")
        // The restart ends the console, and the line is served again.
        try expectServed(line, 2)
        try terminal.expectTitle("Log in")
        try demo.must("grep -qx \(Self.restored) demo/config/camera.cfg")
        let deeds = try deeds(demo)
        #expect(deeds.contains("backup restore 00010001") && deeds.contains("reboot "), "\(deeds)")
        #expect(try demo.backups().map { $0["label"] } == [.text("on the line")])
      }
    }
  }

  /// Random bytes at the login change nothing, and neither do breaks and damaged bytes in a session.
  @Test func noiseChangesNothing() throws {
    try withCamera { camera in
      let demo = camera.demo
      try demo.create()
      try SerialLine.with(camera, try unit()) { line in
        let terminal = line.terminal
        try terminal.expect("[Log in]")
        let before = try state(demo)
        var generator = SeededGenerator(seed: 9_600)
        try line.type(bytes: (0..<3_000).map { _ in UInt8.random(in: 0...255, using: &generator) })
        try unplugAndPlugIn(line)
        #expect(try state(demo) == before)
        try terminal.logIn()
        try terminal.open("Backup and Restore", "b")
        try terminal.expect("5.4.1.7")
        // A break is read as a zero byte, unless it ends programs.
        let device = try #require(line.device)
        #expect(try demo.shell("stty -a -F \(device)").text.contains(" -brkint"))
        try terminal.expectStill {
          terminal.type(bytes: (0..<600).map { $0 % 3 == 0 ? 0 : UInt8.random(in: 0xA0...0xFF, using: &generator) })
        }
        #expect(try state(demo) == before)
        try terminal.back(to: "Admin Menu")
      }
    }
  }

  private func unplugAndPlugIn(_ line: SerialLine) throws {
    try line.unplug()
    // Someone's terminal that was just switched on shows nothing of the session before.
    line.terminal.screen.feed(Array("\u{1B}[H\u{1B}[2J".utf8))
    try line.terminal.expectGone("Log in")
    line.plugIn()
    try line.terminal.expectTitle("Log in")
    try line.terminal.expect("[Log in]")
  }

  /// The session ends with the line. What was typed and not done is forgotten.
  @Test func aPulledCableEndsTheSession() throws {
    try withCamera { camera in
      let demo = camera.demo
      try demo.create()
      try SerialLine.with(camera, try unit()) { line in
        let terminal = line.terminal
        try terminal.expect("[Log in]")
        try terminal.logIn()
        try terminal.open("Backup and Restore", "b")
        try terminal.expect("5.4.1.7")
        try terminal.open("Restore", "r")
        try terminal.typeSecret(Demo.pin)
        let before = try state(demo)
        try unplugAndPlugIn(line)
        #expect(try deeds(demo).last == "log out hang-up")
        #expect(!terminal.screen.text.contains("*"))
        #expect(try state(demo) == before)
        try terminal.logIn()
      }
    }
  }

  /// An account whose shell is the console: agetty and login ask first.
  @Test func theConsoleIsALoginShell() throws {
    try withCamera { camera in
      let demo = camera.demo
      // The program login would wait for a log that nobody reads.
      try demo.must("rm log")
      try SerialLine.with(camera, shell) { line in
        let terminal = line.terminal
        for visit in 1...2 {
          try terminal.expect(" login:")
          terminal.type("tech\r")
          try terminal.expect("Password:")
          terminal.type("\(Demo.password)\r")
          try terminal.expectTitle("Log in")
          try terminal.logIn()
          try terminal.open("Backup and Restore", "b")
          try demo.must("echo '# visit \(visit)' >> demo/config/camera.cfg")
          try backUp(terminal, "visit \(visit)")
          guard visit == 1 else {
            try line.unplug()
            line.plugIn()
            return try expectServed(line, 3)
          }
          try terminal.back(to: "Admin Menu")
          terminal.type("l")
          try terminal.expect("[Leave]")
          terminal.press(.tab, .tab, .tab, .enter)
          try expectServed(line, 2)
        }
      }
      #expect(try demo.backups().map { $0["label"] } == [.text("visit 2"), .text("visit 1")])
      #expect(try deeds(demo).last == "log out hang-up")
    }
  }
}
