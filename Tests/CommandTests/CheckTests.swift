import TestSupport
import Testing

/// `check`: each promise of the camera is kept, or a sentence says what to do.
@Suite struct CheckTests {
  private static let names = [
    "restore", "revert", "state", "card", "escrow", "reboot", "reload", "log", "clock", "terminal", "settings",
  ]

  /// What a check found wrong; `nil` where nothing was.
  private func problem(_ name: String, _ demo: Demo, _ environment: [String: String] = [:]) throws -> String? {
    let outcome = try demo.run("check --json", environment: environment)
    let report = try JSON(parsing: outcome.standardOutput)
    let checks = report["checks"]?.list ?? []
    #expect(checks.compactMap { $0["name"]?.text } == Self.names)
    #expect(checks.allSatisfy { $0.keys == ["name", "ok", "code", "message", "hint"] })
    #expect(checks.allSatisfy { ($0["ok"] == .truth(true)) == ($0["message"] == .null) })
    let isOK = checks.allSatisfy { $0["ok"] == .truth(true) }
    #expect(report["ok"] == .truth(isOK) && outcome.status == (isOK ? 0 : 20))
    return checks.first { $0["name"] == .text(name) }?["message"]?.text
  }

  private func expect(_ name: String, _ words: String, after change: String) throws {
    try Demo.with { demo throws in
      #expect(try problem(name, demo) == nil || name == "log")
      try demo.must(change)
      let found = try problem(name, demo)
      #expect(found?.contains(words) == true, "\(found ?? "ok")")
      #expect(try demo.run("check").text.contains(found ?? "-"))
      let status = try demo.run("status")
      #expect(status.status == 0 && status.text.contains("Check      \(found ?? "-")"))
      let metrics = try demo.run("status --prometheus").text
      let samples = metrics.split(separator: "\n")
      #expect(samples.contains { $0.hasPrefix("camconsole_check_ok{") && $0.hasSuffix(",check=\"\(name)\"} 0") })
      #expect(!samples.contains { $0.hasPrefix("camconsole_check_failures{") && $0.hasSuffix("} 0") })
    }
  }

  private static let changes: [(name: String, words: String, change: String)] = [
    ("reboot", "does not exist", "sed -i 's,^REBOOT=.*,REBOOT=/bin/none now,' demo/camconsole.conf"),
    ("reboot", "is not a program", "sed -i 's,^REBOOT=.*,REBOOT=/bin,' demo/camconsole.conf"),
    (
      "reboot", "cannot be executed",
      "echo > reboot; sed -i \"s,^REBOOT=.*,REBOOT=$BASE/reboot,\" demo/camconsole.conf"
    ),
    (
      "reboot", "Other users can write",
      "echo > reboot; chmod 777 reboot; sed -i \"s,^REBOOT=.*,REBOOT=$BASE/reboot,\" demo/camconsole.conf"
    ),
    (
      "reload", "does not exist",
      "sed -i '/^ENDSECTION/i RELOAD=/etc/init.d/none restart' demo/camconsole.conf"
    ),
    ("card", "There is no SD card", "rmdir demo/card"),
    ("escrow", "does not exist", "sed -i '/^ENDSECTION/i ESCROW=/etc/none.pub' demo/camconsole.conf"),
    (
      "escrow", "is not a public key",
      "echo x > key; sed -i \"/^ENDSECTION/i ESCROW=$BASE/key\" demo/camconsole.conf"
    ),
    (
      "escrow", "the current PIN is not sealed",
      "$BINARY escrow keygen key; sed -i \"/^ENDSECTION/i ESCROW=$BASE/key.pub\" demo/camconsole.conf"
    ),
    ("card", "No SD card is mounted", "sed -i /^CARD_MOUNT=/d demo/camconsole.conf"),
    ("restore", "the users in camera.cfg cannot be read", ": > demo/config/camera.cfg"),
  ]

  @Test(arguments: changes.indices) func somethingIsWrong(_ index: Int) throws {
    let change = Self.changes[index]
    try expect(change.name, change.words, after: change.change)
  }

  @Test(.enabled(if: !Binary.lacks(root: true, "mount"), "needs root and mount"))
  func theStateDirectory() throws {
    try Demo.with { demo throws in
      #expect(try problem("state", demo) == nil)
      try demo.must("cp -a demo/state copy")
      try Mount.with("-t tmpfs none", on: demo.path + "/state") { () throws in
        try demo.must("cp -a copy/. demo/state; chmod 700 demo/state")
        #expect(try problem("state", demo)?.contains("is in memory (tmpfs)") == true)
      }
      try demo.must("mkdir lower upper work memory; cp -a copy/. lower; chmod 700 lower")
      try Mount.with(
        "-t overlay overlay -o lowerdir=\(demo.base)/lower,upperdir=\(demo.base)/upper,workdir=\(demo.base)/work",
        on: demo.path + "/state"
      ) { () throws in
        #expect(try problem("state", demo) == nil)
      }
      try Mount.with("-t tmpfs none", on: demo.base + "/memory") { () throws in
        try demo.must("mkdir memory/upper memory/work; chmod 700 memory/upper")
        try Mount.with(
          "-t overlay overlay -o lowerdir=\(demo.base)/lower,upperdir=\(demo.base)/memory/upper,workdir=\(demo.base)/memory/work",
          on: demo.path + "/state"
        ) { () throws in
          #expect(try problem("state", demo)?.contains("is in memory (tmpfs)") == true)
        }
      }
    }
  }

  @Test func theTerminal() throws {
    try Demo.with { demo throws in
      #expect(try problem("terminal", demo, ["TERM": "vt100"]) == nil)
      #expect(try problem("terminal", demo, ["TERM": "nonsense"]) == nil, "The console uses vt100")
    }
  }

  /// A daemon that listens, and one that does not any more.
  @Test(.enabled(if: !Binary.lacks(root: true, "unshare", "mount", "python3"), "needs root, unshare and python3"))
  func theLog() throws {
    try Demo.with { demo throws in
      try demo.must(
        """
        cat > listen.py <<'END'
        import socket, subprocess, sys
        log = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        log.bind('dev/log')
        run = lambda: subprocess.run(sys.argv[1:], stdout=subprocess.PIPE, text=True).stdout
        heard = run()
        log.close()
        print(heard + run())
        END
        mkdir dev
        """)
      let text = try demo.shell(
        """
        unshare --mount sh -c '
          mount --rbind dev /mnt && mount --bind /dev/null /dev/null && cd "$BASE" &&
          mount -t tmpfs none dev && for f in null tty urandom; do touch dev/$f; mount --bind /dev/$f dev/$f; done &&
          mount --rbind dev /dev && python3 listen.py $camconsole check'
        """
      ).text
      let lines = text.split(separator: "\n").filter { $0.hasPrefix("log ") }
      #expect(lines.map { $0.hasSuffix("ok") } == [true, false], "\(text)")
    }
  }

  /// What cannot be loaded is the one thing that is reported.
  @Test func settingsThatOthersMayWrite() throws {
    try Demo.with { demo throws in
      try demo.must("chmod 666 demo/camconsole.conf")
      let outcome = try demo.run("check --json")
      #expect(outcome.status == 20)
      let checks = try JSON(parsing: outcome.standardOutput)["checks"]?.list ?? []
      #expect(checks.map { $0["name"] } == [.text("settings")] && checks[0]["code"] == .text("settings"))
      #expect(try demo.run("check").text.contains("settings  "))
    }
  }

  @Test func theClock() throws {
    try Demo.with { demo throws in #expect(try problem("clock", demo) == nil) }
  }
}
