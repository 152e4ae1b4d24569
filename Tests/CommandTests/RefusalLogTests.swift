import Glibc
import TerminalSupport
import TestSupport
import Testing

/// What the system's log says of refusals, of sessions and of what was done.
@Suite(.enabled(if: SystemCamera.isUsable, "needs root, unshare and mount"))
struct RefusalLogTests {
  /// The fields of a line of the log, as `did="backup create"`.
  private func expect(
    _ lines: [String], _ fields: [String], _ location: SourceLocation = #_sourceLocation
  ) {
    #expect(
      lines.contains { line in fields.allSatisfy { line.contains(" " + $0) } }, "\(fields) in \(lines)",
      sourceLocation: location)
  }

  @Test func refusalsOverSSHAreLogged() throws {
    try SystemCamera.with(["SSH_COMMANDS": "status, backup show *"], pin: false) { camera in
      for (command, subject, result) in [
        ("backup delete-all --yes", "backup delete-all --yes", "not-permitted"),
        ("camconsole pin set 12345678", "pin set ***", "not-permitted"),
        ("users add dora Ladder-9", "users add *** ***", "not-permitted"),
        ("status --password=Ladder-9", "status --password=***", "not-permitted"),
        ("status --pin 4815 x", "status --pin *** x", "not-permitted"), ("status 'x", "status 'x", "usage"),
        ("backup show latest --nonsense", "backup show latest --nonsense", "usage"),
        ("backup show 99999999 48151623", "backup show 99999999 ***", "usage"),
        ("backup show 99999999", "backup show 99999999", "no-card"), ("x\u{1B}[2J\u{7}\"\\", "x?[2J???", "usage"),
      ] {
        if result == "no-card" { try camera.demo.set("CARD_MOUNT", "yes") }
        _ = try camera.ssh(command, ["LOGNAME": "tech\n1"])
        let lines = camera.logged()
        #expect(lines.count == 1, "\(command): \(lines)")
        expect(
          lines,
          [
            "user=\"tech?1\"", "account=\"root\"", "from=\"ssh 192.0.2.7\"", "did=\"command\"", "to=\"\(subject)\"",
            "result=\"\(result)\"",
          ])
        #expect(lines.allSatisfy { $0.hasPrefix(result == "not-permitted" ? "<36>" : "<28>") }, "\(lines)")
        // The camera keeps it, too, although the settings were not read before the refusal.
        let kept = try camera.demo.json("events")["events"]?.list.last
        #expect(kept?["to"]?.text == subject && kept?["result"]?.text == result, "\(command): \(kept ?? .null)")
      }
    }
  }

  @Test func otherRefusalsAreLogged() throws {
    try SystemCamera.with(pin: false) { camera in
      _ = try camera.run(["backup", "export", "latest", "/x"], over: ["SUDO_UID": "1000", "SUDO_USER": "op"])
      expect(camera.logged(), ["user=\"op\"", "account=\"root\"", "from=\"sudo\"", "to=\"backup export latest /x\""])
      _ = try camera.run(["-c", "scp -t /"])
      expect(camera.logged(), ["from=\"shell\"", "to=\"scp -t /\"", "result=\"not-permitted\""])
      let kept = try camera.demo.json("events")["events"]?.list.compactMap { $0["to"]?.text }
      #expect(kept == ["backup export latest /x", "scp -t /"])
      _ = try camera.run(["--demo", "status"], over: ["SUDO_UID": "1000"])
      expect(camera.logged(), ["to=\"--demo status\"", "result=\"not-permitted\""])
      // Without settings, too.
      try camera.demo.set("IDEL", "5")
      _ = try camera.ssh("status")
      expect(camera.logged(), ["from=\"ssh 192.0.2.7\"", "to=\"status\"", "result=\"settings\""])
      _ = try camera.run(["backup", "delete-all"])
      expect(camera.logged(), ["did=\"command\"", "to=\"backup delete-all\"", "result=\"settings\""])
    }
  }

  @Test func longCommandsAreCutInTheLog() throws {
    try SystemCamera.with(pin: false) { camera in
      _ = try camera.ssh(String(repeating: "x\n", count: 60_000))
      _ = try camera.ssh(
        "status " + String(repeating: "y", count: 30_000), ["LOGNAME": String(repeating: "z", count: 9_999)])
      let lines = camera.logged()
      #expect(lines.count == 2 && lines.allSatisfy { $0.utf8.count < 1_024 && !$0.contains("\n") })
    }
  }

  @Test(.enabled(if: !Binary.lacks("ssh-keygen"), "needs ssh-keygen")) func theKeyIsNamed() throws {
    try SystemCamera.with(pin: false) { camera in
      try camera.demo.must(
        "ssh-keygen -q -t ed25519 -N '' -C '' -f key; printf 'publickey %s\\npassword\\n' \"$(cat key.pub)\" > auth; mkfifo pipe"
      )
      let fingerprint = try camera.demo.shell("ssh-keygen -lf key.pub | cut -d' ' -f2").text.split(separator: "\n")[0]
      _ = try camera.ssh("status", ["SSH_USER_AUTH": camera.demo.base + "/auth"])
      expect(camera.logged(), ["from=\"ssh 192.0.2.7\"", "key=\"\(fingerprint)\""])
      for file in ["/pipe", "/none", "/key.pub", "", "/"] {
        _ = try camera.ssh("status", ["SSH_USER_AUTH": camera.demo.base + file])
        let lines = camera.logged()
        #expect(lines.count == 1 && lines.allSatisfy { !$0.contains("key=") })
      }
    }
  }

  @Test func whatWasDoneIsNamed() throws {
    try SystemCamera.with { camera in
      let demo = camera.demo
      try demo.must("echo Camera'!'2026 > secret")
      for (command, fields) in [
        ("backup create", ["id=\"00010001\""]),
        ("backup create --if-changed", ["id=\"00010001\"", "unchanged=\"yes\""]),
        ("backup keep latest", ["to=\"latest\"", "id=\"00010001\""]),
        ("backup keep latest", ["id=\"00010001\"", "unchanged=\"yes\""]),
        ("backup export latest - --sealed", ["id=\"00010001\""]),
        (
          "users add carl --group users --password-file \(demo.base)/secret",
          ["to=\"carl users\"", "result=\"done\" ms"]
        ),
        ("users add carl --group users --password-file \(demo.base)/secret", ["unchanged=\"yes\""]),
        ("users remove --yes carl", ["to=\"carl\"", "result=\"done\" ms"]),
        ("pin change --old-pin-file - --new-pin-file -", ["rewritten=\"1\""]),
        ("backup delete-all --yes", ["removed=\"1\""]), ("backup delete-all --yes", ["unchanged=\"yes\""]),
      ] {
        let outcome = try camera.run(
          command.split(separator: " ").map(String.init), input: Demo.pin + "\n" + Demo.otherPIN + "\n")
        #expect(outcome.status == 0, "\(command): \(outcome.errors)")
        expect(camera.logged(), fields)
      }
      for _ in 1...6 { _ = try camera.run(["backup", "create"]) }
      expect(camera.logged(), ["id=\"00020006\"", "removed=\"00020001\""])
    }
  }

  /// What a verification found is an error in the log, and an event that the camera keeps.
  @Test func damageIsLogged() throws {
    try SystemCamera.with { camera in
      let id = try camera.demo.create()
      try camera.demo.damage("card/CAMVAULT/\(id).CVB", at: 4_000)
      #expect(try camera.run(["backup", "verify"]).status == 17)
      let lines = camera.logged()
      expect(lines, ["did=\"backup verify\"", "result=\"done\"", "damaged=\"\(id)\""])
      #expect(lines.count == 1 && lines[0].hasPrefix("<27>"), "\(lines)")
      let event = try #require(try camera.demo.json("events")["events"]?.list.last)
      #expect(event["damaged"]?.text == id && event["severity"]?.text == "err" && event["facility"]?.text == "daemon")
    }
  }

  /// No log daemon, or one that hangs, neither keeps the work waiting nor costs the camera's own record of it.
  @Test(arguments: ["absent", "hanging"]) func withoutALogDaemonTheEventIsKept(_ daemon: String) throws {
    try SystemCamera.with { camera in
      if daemon == "hanging" { camera.fillTheLog() } else { try camera.demo.must("rm log") }
      #expect(try camera.run(["backup", "create"]).status == 0)
      #expect(!camera.logged().contains { $0.contains("backup create") })
      let events = try camera.demo.json("events")["events"]?.list ?? []
      #expect(events.map { $0["did"]?.text } == ["pin set", "backup create"])
    }
  }

  @Test func sessionsAreLogged() throws {
    try SystemCamera.with(pin: false) { camera in
      try camera.demo.setPassword()
      let over = ["LOGNAME": "tech", "SSH_CONNECTION": "192.0.2.7 50022 192.0.2.1 22"]
      func visit() throws -> ScreenTerminal {
        var setup = ScreenSetup(type: "vt100")
        setup.environment = over
        let terminal = try ScreenTerminal("/usr/bin/unshare", SystemCamera.arguments(camera.demo, []), setup)
        try terminal.expect("[Log in]")
        return terminal
      }
      let first = try visit()
      first.type("admin\tWrong-at-9pm\r")
      try first.expect("is wrong")
      let who = ["from=\"console 192.0.2.7\"", "account=\"tech\""]
      expect(camera.logged(), who + ["user=\"admin\"", "did=\"log in\"", "result=\"not-permitted\""])
      let second = try visit()
      try second.logIn()
      expect(camera.logged(), who + ["user=\"admin\"", "did=\"log in\"", "result=\"done\""])
      second.type("l")
      try second.expect("[Log in]")
      expect(camera.logged(), who + ["user=\"admin\"", "did=\"log out\"", "to=\"left\""])
      try second.logIn()
      _ = camera.logged()
      #expect(kill(second.identifier, SIGHUP) == 0)
      #expect(try second.end() == 128 + SIGHUP)
      expect(camera.logged(), who + ["did=\"log out\"", "to=\"hang-up\""])
    }
  }
}
