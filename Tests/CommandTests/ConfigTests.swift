import Glibc
import TestSupport
import Testing

/// `config show` and `config get`.
@Suite struct ConfigShowTests {
  /// What is printed can be kept under version control: it is the same for the same values.
  @Test func whatIsPrintedIsStable() throws {
    try Demo.with(pin: false) { demo throws in
      let before = try demo.run("config show")
      #expect(before.status == 0 && before.errors == "")
      #expect(before.text.contains("\nENDSECTION ethernet\n") && before.text.contains("\nIP=192.168.20.41\n"))
      let names = before.text.split(separator: "\n").filter { $0.hasPrefix("SECTION ") }
      #expect(names == names.sorted() && names.contains("SECTION users"))
      // Another order, comments, line ends and a byte order mark are no other values.
      try demo.must(
        """
        cd demo/config; { printf '\\357\\273\\277# new\\r\\n'; sed -n '/^SECTION ethernet/,/^ENDSECTION/p' camera.cfg
        sed '/^SECTION ethernet/,/^ENDSECTION/d' camera.cfg; } | sed 's/$/\\r/' > other; mv other camera.cfg
        """)
      #expect(try demo.run("config show").text == before.text)
      try demo.must("sed -i 's/^MTU=1500/MTU=1400/' demo/config/camera.cfg")
      let after = try demo.run("config show").text
      #expect(after == before.text.replacing("\nMTU=1500\n", with: "\nMTU=1400\n") && after != before.text)
    }
  }

  @Test func noSecretIsPrinted() throws {
    try Demo.with(pin: false) { demo throws in
      try demo.must(
        "printf 'SECTION mail2\\nPASSWORD=hunter2\\nURL=ftp://anna:hunter2@host/\\nENDSECTION mail2\\n' >> demo/config/camera.cfg"
      )
      for command in ["config show", "config show mail2", "config show --json", "config get mail2.PASSWORD"] {
        let text = try demo.run(command).text
        #expect(text.contains("***") && !text.contains("hunter2") && !text.contains("$argon2"), "\(command)")
      }
      #expect(try demo.run("config get mail2.PASSWORD").text == "***\n")
      let shown = try demo.json("config get mail2.PASSWORD")
      #expect(shown["secret"] == .truth(true) && shown["value"] == .text("***"))
    }
  }

  @Test func sectionsAndKeys() throws {
    try Demo.with(pin: false) { demo throws in
      try demo.must("printf 'SECTION wlan\\nSSID=plant\\nENDSECTION wlan\\n' > demo/config/net.cfg")
      #expect(
        try demo.run("config show net.cfg:wlan").text
          == "SECTION net.cfg:wlan\nSSID=plant\nENDSECTION net.cfg:wlan\n")
      #expect(try demo.run("config get net.cfg:wlan.SSID").text == "plant\n")
      #expect(try demo.run("config get ethernet.MTU").text == "1500\n")
      #expect(try demo.run("config get GATEWAY").text == "192.168.20.1\n")
      let key = try demo.json("config get MODEL")
      #expect(
        key
          == .object([
            "name": .text("identity.MODEL"), "file": .text("camera.cfg"), "section": .text("identity"),
            "key": .text("MODEL"), "value": .text("M26B"), "secret": .truth(false), "fixed": .truth(true),
          ]))
      let sections = try demo.json("config show time")["sections"]?.list ?? []
      #expect(sections.count == 1 && sections[0].keys == ["name", "file", "section", "text", "keys", "lines"])
      #expect(sections[0]["keys"]?.list.first?.keys == ["name", "key", "value", "secret", "fixed"])
    }
  }

  @Test func whatIsNotThere() throws {
    try Demo.with(pin: false) { demo throws in
      func expect(_ command: String, _ status: Int32, _ words: String...) throws {
        let outcome = try demo.run(command)
        #expect(outcome.status == status && outcome.text == "", "\(command)")
        for word in words { #expect(outcome.errors.contains(word), "\(command): \(outcome.errors)") }
      }
      try expect("config get ethernet.NOTHING", 21, "There is no key ethernet.NOTHING.")
      try expect("config get gateway", 21, "Similar names: ethernet.GATEWAY.")
      try expect("config get MODE", 64, "MODE can be ", "exposure.MODE", "recording.MODE", "Give the whole name.")
      try expect("config show nothing", 21, "There is no section nothing.", "audio")
      try expect("config nothing", 64, "show, get, set, unset, apply")
      try demo.must("rm demo/config/camera.cfg; printf '\\377\\376S\\0' > demo/config/camera.cfg")
      try expect("config show", 17, "camera.cfg of the camera is UTF-16")
    }
  }
}

/// `config set`, `config unset` and `config apply`.
@Suite struct ConfigChangeTests {
  private static let set = "config set ethernet.MTU=1400 ethernet.IP=192.168.20.99"

  /// Runs `body` with a camera that has a PIN, and what its configuration is.
  private func with(_ body: (Demo, CameraState) throws -> Void) throws {
    try Demo.with { demo throws in try body(demo, try demo.state()) }
  }

  private func lines(_ demo: Demo, _ old: String, _ new: String) throws -> String {
    let before = try demo.shell("cat demo/config/camera.cfg").text
    #expect(before.contains(old))
    return before.replacing(old, with: new)
  }

  @Test func thereAndBack() throws {
    try with { (demo, before) throws in
      let wanted = try lines(demo, "\nIP=192.168.20.41\n", "\nIP=192.168.20.99\n").replacing(
        "MTU=1500", with: "MTU=1400")
      let set = try demo.run(Self.set + " --yes")
      #expect(set.status == 0, "\(set.errors)")
      #expect(set.text.contains("  ~ MTU: 1500 -> 1400\n"), "\(set.text)")
      #expect(set.text.contains("The address changes from 192.168.20.41 to 192.168.20.99."))
      #expect(set.text.contains("The configuration was changed.\nConfirm it with camconsole confirm within 10 min"))
      #expect(try demo.shell("cat demo/config/camera.cfg").text == wanted)
      // Nothing else is another, with all its attributes and times.
      #expect(try others(demo) == others(before))
      #expect(try demo.state().modules == before.modules)
      try demo.restart()
      #expect(try demo.run("boot --once").text.contains("The change of the configuration must be confirmed within"))
      let status = try demo.run("status").text
      #expect(status.contains("ethernet.MTU, ethernet.IP: waits for its confirmation"), "\(status)")
      #expect(status.contains("Changed ethernet.MTU, ethernet.IP on "))
      let restore = try #require(try demo.json("status")["restore"])
      #expect(restore["backup"] == .text("config"))
      #expect(restore["changed"] == .list([.text("ethernet.MTU"), .text("ethernet.IP")]))
      let confirm = try demo.run("confirm")
      #expect(confirm.text.contains("The change of the configuration is confirmed.\n"), "\(confirm.errors)")
      #expect(try demo.json("status")["restore"]?["undo"] == .text("possible"))
      #expect(try demo.undo().status == 0)
      #expect(try demo.state().configuration == before.configuration)
      let events = try demo.run("events").text
      #expect(events.contains("config change ethernet.MTU ethernet.IP: done"), "\(events)")
      #expect(!events.contains("1400"))
    }
  }

  /// The lines of a state that are not of `camera.cfg`, and not of the directory, whose time is another.
  private func others(_ demo: Demo) throws -> [Substring] { others(try demo.state()) }

  private func others(_ state: CameraState) -> [Substring] {
    state.configuration.split(separator: "\n").filter { !$0.contains("camera.cfg") }
  }

  @Test func itIsRevertedAtAStart() throws {
    try with { (demo, before) throws in
      try demo.set("REBOOT", "/usr/bin/touch \(demo.base)/rebooted")
      #expect(try demo.run(Self.set + " --yes --revert-after 1 --no-reboot").text.contains("Restart the camera."))
      #expect(!demo.exists("../rebooted"))
      try demo.restart(secondsAgo: 60)
      let boot = try demo.run("boot --once")
      #expect(boot.text.contains("The change of the configuration is reverted. The camera restarts."), "\(boot.errors)")
      #expect(demo.exists("../rebooted"))
      #expect(try demo.state() == before)
      try demo.restart()
      #expect(try demo.run("boot --once").status == 0)
      try demo.expectNoTraces()
    }
  }

  @Test func itIsRevertedByHand() throws {
    try with { (demo, before) throws in
      #expect(try demo.run(Self.set + " --yes --no-reboot").status == 0)
      let refused = try demo.run("config set ethernet.MTU=1300 --yes")
      #expect(refused.status == 20 && refused.errors.contains("The configuration was changed, and the camera has not"))
      let backup = try demo.run("backup create")
      #expect(backup.status == 0, "\(backup.errors)")
      #expect(try demo.restore().errors.contains("The configuration was changed"))
      let revert = try demo.run("revert --yes")
      #expect(revert.text.contains("The change of the configuration is reverted."), "\(revert.errors)")
      #expect(try demo.state() == before)
    }
  }

  /// Without a PIN it is said before that nothing is kept for Undo; the rest is the same.
  @Test func withoutAPIN() throws {
    try Demo.with(pin: false) { demo throws in
      let set = try demo.run(Self.set + " --yes")
      #expect(
        set.status == 0 && set.text.contains("This change cannot be undone after it is confirmed: "), "\(set.errors)")
      try demo.restart()
      let confirm = try demo.run("confirm")
      #expect(confirm.status == 0 && confirm.errors.contains("It cannot be undone: "), "\(confirm.errors)")
      #expect(try demo.run("config get ethernet.MTU").text == "1400\n")
    }
  }

  @Test func nothingIsChangedWithoutAWord() throws {
    try with { (demo, before) throws in
      let asked = try demo.run(Self.set)
      #expect(asked.status == 20 && asked.errors.contains("The change of the configuration was not agreed to."))
      let dry = try demo.run(Self.set + " --yes --dry-run")
      #expect(dry.status == 0 && dry.text.contains("~ MTU: 1500 -> 1400"))
      #expect(dry.text.hasSuffix("Nothing was changed: this was a dry run.\n"))
      let same = try demo.run("config set ethernet.MTU=1500 MODEL=M26B --yes")
      #expect(same.status == 0 && same.text == "The configuration has these values already. Nothing was changed.\n")
      let report = try demo.json("config unset ethernet.NOTHING --yes")
      #expect(report["unchanged"] == .truth(true) && report["reboot"] == .truth(false))
      #expect(try demo.state() == before)
      try demo.expectNoTraces()
      #expect(try demo.json("status")["restore"] == .null)
    }
  }

  @Test func theJSON() throws {
    try with { (demo, _) throws in
      let report = try demo.json("config unset ethernet.MTU --yes --revert-after 3")
      #expect(
        report.keys == [
          "changed", "unchanged", "dry_run", "sections", "layout", "warnings", "revert_minutes", "reboot", "not_taken",
        ])
      #expect(report["changed"] == .list([.text("ethernet.MTU")]) && report["revert_minutes"] == .number(3))
      #expect(report["sections"]?.list.first?["removed"] == .list([.text("MTU")]))
      #expect(report["warnings"]?.list.first?.text?.contains("SECTION ethernet belongs to the network.") == true)
      #expect(report["reboot"] == .truth(true) && report["unchanged"] == .truth(false))
    }
  }

  /// What may not be changed, or not so. After each nothing is changed.
  @Test func refusals() throws {
    try with { (demo, before) throws in
      func refuse(_ arguments: [String], _ status: Int32, _ words: String, input: String = "") throws {
        let outcome = try demo.run(["config"] + arguments + ["--yes"], input: input)
        #expect(outcome.status == status && outcome.errors.contains(words), "\(arguments): \(outcome.errors)")
      }
      try refuse(["set", "users.USER1=guests:x:admin"], 20, "Use camconsole users.")
      try refuse(["unset", "users.USER1"], 20, "Use camconsole users.")
      try refuse(["set", "MODEL=M73"], 20, "identifies this camera")
      try refuse(["set", "ethernet.SNMP_COMMUNITY=public"], 20, "--value-file")
      try refuse(["set", "ethernet.NTP1=http://u:Sekret@h/"], 20, "--value-file")
      try refuse(["set", "ethernet.IP=***"], 20, "***")
      try refuse(["set", "ethernet.IP=1\u{1B}[2J"], 20, "control character")
      try refuse(["set", "ethernet.IP=" + String(repeating: "1", count: 5_000)], 20, "more than 4")
      try refuse(["set", "NEW=1"], 21, "There is no key NEW.")
      try refuse(["set", "nothing.NEW=1"], 21, "There is no key nothing.NEW.")
      try refuse(["set", "MODE=1"], 64, "MODE can be")
      try refuse(["set", "ethernet.A B=1"], 64, "cannot be the name")
      try refuse(["set", "ethernet.IP=1", "MTU"], 64, "KEY=VALUE")
      try refuse(["set", "ethernet.IP=1", "--value-file", "-"], 64, "--value-file")
      try refuse(["set", "ethernet.IP=1", "--revert-after", "61"], 64, "0 to 60")
      let secret = ["set", "ethernet.SNMP_COMMUNITY", "--value-file", "-"]
      try refuse(secret, 64, "more than 4096 bytes", input: String(repeating: "x", count: 4_097))
      let longest = try demo.run(
        secret.reduce("config") { $0 + " " + $1 } + " --dry-run", input: String(repeating: "x", count: 4_096))
      #expect(longest.status == 0, "\(longest.errors)")
      try refuse(["apply", "-"], 64, "has no section", input: "# nothing\n")
      try refuse(["apply", "-"], 64, "the name of a new section", input: "SECTION a b\nX=1\nENDSECTION a b\n")
      try refuse(["apply", "-"], 64, "Line 3: This is not KEY=VALUE.", input: "SECTION time\nX=1\nnonsense\n" + end)
      try refuse(["apply", "-"], 64, "Line 1: SECTION time has no ENDSECTION.", input: "SECTION time\nX=1\n")
      try refuse(
        ["apply", "-"], 20, "Line 2: The new value of time.X_TOKEN has ***", input: "SECTION time\nX_TOKEN=***\n" + end)
      try refuse(["apply", "-"], 20, "Line 1: SECTION fresh is new", input: "SECTION fresh\nENDSECTION fresh\n")
      try refuse(["apply", "nowhere"], 74, "cannot be read")
      let events = try demo.run("events").text
      #expect(events.contains("config set ethernet.SNMP_COMMUNITY=***") && !events.contains("public"), "\(events)")
      #expect(try demo.state() == before)
      try demo.expectNoTraces()
    }
  }

  private let end = "ENDSECTION time\n"

  /// A secret comes by standard input or a file, and is nowhere in clear but in the configuration.
  @Test func aSecret() throws {
    try with { (demo, _) throws in
      let secret = "hunter2-of-the-yard"
      try demo.must("printf 'SECTION mail2\\nPASSWORD=old-secret\\nENDSECTION mail2\\n' >> demo/config/camera.cfg")
      let set = try demo.run("config set mail2.PASSWORD --value-file - --yes", input: secret + "\n")
      #expect(set.status == 0 && set.text.contains("~ PASSWORD: *** -> ***"), "\(set.errors)")
      try demo.must("grep -qx PASSWORD=\(secret) demo/config/camera.cfg")
      try demo.restart()
      #expect(try demo.run("confirm").status == 0)
      let document = "SECTION mail2\nPASSWORD=another-of-it\nENDSECTION mail2\n"
      let json = try demo.run("config apply - --yes --json", input: document)
      #expect(json.status == 0, "\(json.errors)")
      let logged = try demo.run("events").text + demo.run("status").text
      for text in [set.text, set.errors, json.text, json.errors, logged] {
        #expect(!text.contains(secret) && !text.contains("another-of-it") && !text.contains("old-secret"))
      }
      #expect(try demo.shell("grep -rlF -e \(secret) demo/state demo/run").text == "")
      #expect(try demo.run("revert --yes").status == 0)
      try demo.must("! grep -rqF another-of-it demo")
    }
  }

  /// What was shown can be edited and applied; stars in it keep the secrets.
  @Test func whatWasShownIsApplied() throws {
    try with { (demo, before) throws in
      try demo.must("$camconsole config show > shown")
      #expect(
        try demo.shell("$camconsole config apply - --yes < shown").text.hasPrefix(
          "The configuration has these values already."))
      #expect(try demo.state() == before)
      let wanted = try lines(demo, "MTU=1500", "MTU=1400")
      try demo.must("sed -i s/MTU=1500/MTU=1400/ shown")
      let apply = try demo.run("config apply \(demo.base)/shown --yes")
      #expect(apply.status == 0 && apply.text.contains("~ MTU: 1500 -> 1400"), "\(apply.errors)")
      #expect(try demo.shell("cat demo/config/camera.cfg").text == wanted)
    }
  }

  /// While the question is asked, another program writes the file: *yes* was said to something else.
  @Test func theFileChangesMeanwhile() throws {
    try with { (demo, _) throws in
      let words = Self.set.split(separator: " ").map(String.init)
      let terminal = try PseudoTerminal(Binary.path, ["--demo-dir", demo.path] + words, demo.options())
      #expect(terminal.shows("Type yes to continue: "))
      try demo.must("sed -i s/MTU=1500/MTU=1450/ demo/config/camera.cfg")
      let before = try demo.state()
      terminal.type("yes\n")
      #expect(try terminal.end() == 18)
      #expect(terminal.screen.contains("camera.cfg has changed since it was shown."), "\(terminal.screen)")
      #expect(try demo.state() == before)
    }
  }

  @Test func theQuestion() throws {
    try with { (demo, _) throws in
      let words = "config set ethernet.MTU=1400 --no-reboot".split(separator: " ").map(String.init)
      let terminal = try PseudoTerminal(Binary.path, ["--demo-dir", demo.path] + words, demo.options())
      #expect(terminal.shows("This changes the configuration. Type yes to continue: "))
      terminal.type("yes\n")
      #expect(try terminal.end() == 0, "\(terminal.screen)")
      #expect(try demo.run("config get ethernet.MTU").text == "1400\n")
    }
  }

  /// Another session is at work.
  @Test func busy() throws {
    try with { (demo, _) throws in
      try demo.whileABackupIsMade(atFiles: 1) { () throws in
        let set = try demo.run(Self.set + " --yes --wait 0")
        #expect(set.status == 18 && set.errors.contains("a backup"), "\(set.errors)")
        // Who only looks waits for nobody.
        #expect(try demo.run("config get ethernet.MTU --wait 0").text == "1500\n")
      }
    }
  }

  /// All kinds of entries stay as they are: pipes, holes, links, modes, owners, times, second names.
  @Test func everyKindOfEntryStays() throws {
    try with { (demo, _) throws in
      try demo.must(
        """
        cd demo/config; mkfifo -m 640 pipe; mkdir -m 711 -p a/b; truncate -s 3M a/hole; ln -s ../nowhere a/link
        echo x > a/b/x; chmod 4750 a/b/x; touch -d '2001-02-03 04:05:06.789' a/b/x a/b; touch -h -d '2002-03-04' a/link
        """)
      let before = try demo.state()
      #expect(try demo.run("config set ethernet.MTU=1400 --yes").status == 0)
      #expect(try others(demo) == others(before))
      #expect(try demo.run("revert --yes").status == 0)
      #expect(try demo.state() == before)
    }
  }
}

/// A change that is killed before a call that changes the world, or in which the call fails.
@Suite(.enabled(if: !Binary.lacks("strace"), "needs strace")) struct ConfigFaultTests {
  private static let command = "config set ethernet.MTU=1400 --yes"
  private static let moments = Result {
    try Demo.with { demo throws in try FaultMoment.all(of: command, demo, modules: []) }
  }

  /// - Returns: whether the change is there after the next start.
  private func expectWhole(_ demo: Demo, _ label: String) throws -> Bool {
    try demo.restart()
    #expect(try demo.run("boot --once").status == 0, "\(label)")
    let isChanged = try demo.run("config get ethernet.MTU").text == "1400\n"
    if try demo.json("status")["restore"]?["state"] == .text("awaiting-confirmation") {
      #expect(isChanged, "\(label)")
      #expect(try demo.run("revert --yes").status == 0, "\(label)")
      try demo.restart()
      #expect(try demo.run("boot --once").status == 0, "\(label)")
    }
    try demo.expectNoTraces(label)
    return isChanged
  }

  @Test func killed() throws {
    var outcomes: Set<Bool> = []
    for moment in FaultMoment.chosen(of: try Self.moments.get()) {
      try Demo.with { demo throws in
        let before = try demo.state()
        let (outcome, label) = try moment.run(Self.command, "signal=KILL", demo)
        #expect(outcome.status == 137, "\(label)")
        outcomes.insert(try expectWhole(demo, label))
        #expect(try demo.state() == before, "\(label)")
      }
    }
    #expect(outcomes == [false, true])
  }

  @Test(arguments: ["error=EIO", "error=ENOSPC"]) func failing(_ fault: String) throws {
    for moment in FaultMoment.chosen(of: try Self.moments.get()) {
      try Demo.with { demo throws in
        let before = try demo.state()
        let (outcome, label) = try moment.run(Self.command, fault, demo)
        #expect(outcome.status < 128, "\(label)")
        let isChanged = try expectWhole(demo, label)
        #expect(isChanged == (outcome.status == 0), "\(label)")
        #expect(try demo.state() == before, "\(label)")
      }
    }
  }
}

/// What a client over SSH may do with the configuration.
@Suite(.enabled(if: SystemCamera.isUsable, "needs root, unshare and mount")) struct ConfigSSHTests {
  @Test func whatIsPermitted() throws {
    try SystemCamera.with([
      "SSH_COMMANDS": "config show *, config apply *, config set *", "REBOOT": "/bin/true",
    ]) { camera in
      let shown = try camera.ssh("config show ethernet")
      #expect(shown.status == 0 && shown.text.contains("IP=192.168.20.41"), "\(shown.errors)")
      let document = "SECTION ethernet\nMTU=1400\nENDSECTION ethernet\n"
      let apply = try camera.ssh("config apply - --yes --no-reboot", input: document)
      #expect(apply.status == 0, "\(apply.errors)")
      #expect(try camera.demo.run("revert --yes").status == 0)
      for (command, status) in [
        ("config apply /etc/passwd --yes", 24), ("config apply \(camera.demo.base)/x --yes", 24),
        ("config set mail.PASSWORD --value-file /etc/passwd --yes", 24), ("config get ethernet.IP", 24),
        ("config unset ethernet.IP --yes", 24), ("config", 24), ("config apply - --dry-run", 0),
      ] as [(String, Int32)] {
        let outcome = try camera.ssh(command, input: document)
        #expect(outcome.status == status, "\(command): \(outcome.errors)")
      }
    }
  }

  /// What is refused is in the log, but not what may be a secret.
  @Test func whatIsRefusedIsLogged() throws {
    try SystemCamera.with(["SSH_COMMANDS": "status"]) { camera throws in
      _ = camera.logged()
      #expect(try camera.ssh("config set mail.PASSWORD=hunter2 'time.X=two words' --yes").status == 24)
      let lines = camera.logged()
      #expect(lines.contains { $0.contains("config set mail.PASSWORD=***") }, "\(lines)")
      #expect(!lines.contains { $0.contains("hunter2") || $0.contains("words") }, "\(lines)")
    }
  }
}
