import TestSupport
import Testing

/// Command lines that are wrong, and streams that are closed.
@Suite struct ArgumentTests {
  @Test(arguments: [
    "--nonsense", "nonsense", "backup nonsense", "backup list --nonsense", "backup show", "backup show xyz",
    "backup show 0001000", "backup show 000100011",
    "backup show ../../etc",
    "backup verify latest 1", "backup export latest", "backup keep", "--wait 86401 status", "--wait=-1 status",
    "status --wait x", "status --wait", "status file", "pin generate --digits 7",
    "pin generate --digits 65", "backup create --label", "--settings /etc/none --demo status", "pin set --pin 12345678",
  ])
  func usage(_ line: String) throws {
    try Demo.with(pin: false) { demo throws in
      let outcome = try demo.run(line)
      #expect(outcome.status == 64, "\(outcome.errors)")
      #expect(outcome.errors.hasPrefix("camconsole: ") && outcome.errors.hasSuffix(".\n"))
      #expect(outcome.errors.split(separator: "\n").count == 1)
      #expect(outcome.standardOutput == [])
    }
  }

  @Test(arguments: [
    (["--settings", "", "status"], "--settings takes a file."),
    (["--demo-dir", "", "status"], "--demo-dir takes a directory."),
    (["config", "set", "time.TIMEZONE", "--value-file", ""], "--value-file takes a file."),
    (["config", "apply", ""], "config apply takes a file."),
    (["status", "--prometheus", ""], "--prometheus takes a file."),
    (["backup", "show", "latest", "--pin-file", ""], "--pin-file takes a file."),
    (["drill", "copy", "--pin-file", ""], "--pin-file takes a file."),
    (["pin", "set", "--new-pin-file", ""], "--pin-file takes a file."),
    (["pin", "change", "--old-pin-file", ""], "--old-pin-file takes a file."),
    (["pin", "change", "--new-pin-file", ""], "--new-pin-file takes a file."),
    (["users", "set-password", "guest", "--password-file", ""], "--password-file takes a file."),
    (["backup", "restore", "latest", "--module", ""], "--module takes an address, or OLD=NEW."),
    (["backup", "restore", "latest", "--module", "03="], "--module takes an address, or OLD=NEW."),
    (["backup", "restore", "latest", "--skip-module", ""], "--skip-module takes an address."),
    (["backup", "create", "--skip-module", ""], "--skip-module takes an address."),
    (["pin", "set", "--pin", "1"], "Did you mean '--wait'? camconsole --help"),
  ])
  func plainWords(_ arguments: [String], _ words: String) throws {
    let outcome = try runProcess(Binary.path, arguments)
    #expect(outcome.status == 64 && outcome.errors.contains(words), "\(outcome.errors)")
  }

  /// The command is what is wrong, not the option behind or before it.
  @Test(arguments: [
    ("nonsense", "There is no command nonsense.", "status, check, backup"),
    ("backup", "backup needs a subcommand.", "create, list"),
    ("backup nonsense", "There is no command backup nonsense.", "create, list"),
    ("--wait 3 pin", "pin needs a subcommand.", "set, change"),
    ("users nonsense", "There is no command users nonsense.", "list, add"),
  ])
  func wrongCommandsAreNamed(_ line: String, _ sentence: String, _ choices: String) throws {
    for arguments in [line + " --json", "--json " + line] {
      let outcome = try runProcess(Binary.path, arguments.split(separator: " ").map(String.init))
      let error = try JSON(parsing: outcome.standardError)["error"]
      #expect(outcome.status == 64 && error?["code"] == .text("usage"), "\(outcome.errors)")
      #expect(error?["message"] == .text(sentence), "\(outcome.errors)")
      #expect(error?["hint"]?.text?.contains(choices) == true, "\(outcome.errors)")
    }
    guard line.hasSuffix("nonsense") else { return }
    let plain = try runProcess(Binary.path, line.split(separator: " ").map(String.init))
    #expect(plain.status == 64 && plain.errors.contains(sentence) && plain.errors.contains(choices), "\(plain.errors)")
  }

  /// Nobody is asked whether to take back what is not there.
  @Test func nothingToRevertIsSaidBeforeTheQuestion() throws {
    try Demo.with(pin: false) { demo throws in
      for command in ["revert", "revert --json", "revert --yes"] {
        let outcome = try demo.run(command)
        #expect(outcome.status == 21, "\(command): \(outcome.errors)")
      }
    }
  }

  /// Metrics replace no file of the camera or of the program, by whatever path.
  @Test func metricsReplaceNothingOfOurs() throws {
    try Demo.with(pin: false) { demo throws in
      try demo.must("ln -s demo/state link; cp demo/config/camera.cfg cfg; cp demo/camconsole.conf conf")
      for file in [
        "demo/config/camera.cfg", "demo/config/new", "demo/state/record.0", "link/x", "demo/card/x",
        "demo/bus/01/config",
        "demo/camconsole.conf", "demo/../demo/config/camera.cfg",
      ] {
        let outcome = try demo.run("status --prometheus \(demo.base)/\(file)")
        #expect(outcome.status == 20, "\(file): \(outcome.errors)")
        #expect(
          outcome.errors.contains("in a directory of the camera or of this program"), "\(file): \(outcome.errors)")
      }
      try demo.must("cmp cfg demo/config/camera.cfg; cmp conf demo/camconsole.conf; [ ! -e demo/config/new ]")
      #expect(try demo.run("status --prometheus \(demo.base)/metrics").status == 0)
    }
  }

  /// Nobody types a PIN for a backup that is not there.
  @Test func aBackupThatIsNotThereNeedsNoPIN() throws {
    try Demo.with { demo throws in
      for command in ["show 99999999", "diff 99999999", "restore 99999999 --yes", "export 99999999 \(demo.base)/out"] {
        let outcome = try demo.run("backup " + command)
        #expect(outcome.status == 21, "\(command): \(outcome.errors)")
      }
    }
  }

  /// What is not known of a camera is left out of the sentence.
  @Test func aCameraWithoutAnIdentity() throws {
    try Demo.with { demo throws in
      try demo.must("sed -i '/^SECTION identity/,/^ENDSECTION identity/d' demo/config/camera.cfg")
      try demo.create()
      let shown = try demo.run("backup show latest --pin-file -", input: Demo.pin).text
      #expect(!shown.contains("firmware \n"), "\(shown)")
      let diff = try demo.run("backup diff latest --pin-file -", input: Demo.pin).text
      #expect(diff.contains(", firmware unknown\n"), "\(diff)")
    }
  }

  @Test func anEmptyCommandOverSSH() throws {
    var options = ProcessOptions()
    options.environment["SSH_ORIGINAL_COMMAND"] = " "
    let outcome = try runProcess(Binary.path, [], options)
    #expect(outcome.status == 24 && outcome.errors.contains("This command is not permitted"), "\(outcome.errors)")
  }

  @Test func helpNeedsNoCamera() throws {
    for arguments in [["--help"], ["help", "backup", "create"], ["backup", "--help"], ["--version"], ["pin", "-h"]] {
      let outcome = try runProcess(Binary.path, arguments)
      #expect(outcome.status == 0 && !outcome.standardOutput.isEmpty)
      #expect(outcome.standardError == [])
    }
  }

  @Test func globalOptionsGoOnEitherSide() throws {
    try Demo.with { demo throws in
      let base = ["--demo-dir", demo.path]
      for arguments in [
        base + ["--wait=3", "status"], ["status", "--wait", "3"] + base, ["backup", "list", "--demo-dir=\(demo.path)"],
        ["--wait", "3", "backup", "list"] + base, ["--demo-dir=\(demo.path)", "backup", "verify", "--"],
      ] {
        let outcome = try runProcess(Binary.path, arguments)
        #expect(outcome.status == 0, "\(arguments): \(outcome.errors)")
      }
    }
  }

  @Test func labels() throws {
    try Demo.with { demo throws in
      let good = [
        String(repeating: "x", count: 64), "\"quoted\" \\ 'back'", "Größe 東京", "--json", "",
        String(repeating: "\"", count: 32),
      ]
      for label in good {
        let made = try demo.run(
          ["backup", "create", "--json"] + (label == "" ? ["--label", ""] : ["--label=\(label)"]))
        #expect(made.status == 0, "\(label): \(made.errors)")
        #expect(try JSON(parsing: made.standardOutput)["label"] == .text(label))
      }
      #expect(try demo.run("backup list").status == 0)
      let bad = [
        String(repeating: "x", count: 65), String(repeating: "\"", count: 33), "a\u{1B}[31mb", "a\nb", "a\tb",
        "a\u{202E}b",
        "a\u{200B}b", "a\u{2028}b", "\u{7F}", "\u{9B}2J", "\u{E000}",
      ]
      for label in bad {
        let outcome = try demo.run(["backup", "create", "--label", label])
        #expect(outcome.status == 20, "\(label.debugDescription): \(outcome.errors)")
      }
      try demo.must(
        "[ $(ls demo/card/CAMVAULT | wc -l) = 5 ]")
    }
  }

  /// Not a byte that could steer a terminal comes back, no matter who said it.
  @Test func nothingFromOutsideIsShownRaw() throws {
    try Demo.with { demo throws in
      let evil = "e\u{1B}]0;owned\u{7}\u{1B}[31m\u{9B}2J\u{202E}"
      try demo.write("config/\(evil)", "x")
      try demo.must("mkfifo \"$(printf 'demo/config/p\\033[31mipe')\"; printf 'K\\033[31m\\n' > demo/bus/02/kind")
      try demo.must("mkdir \"$(printf 'demo/bus/9\\033[31m')\"; printf '\\033[2J' > \"$(printf 'demo/card/\\033')\"")
      var outcomes = [
        try demo.run(["backup", "create"]), try demo.run(["backup", "create", "--json"]), try demo.run("backup list"),
        try demo.run("modules list"), try demo.run("modules list --json"), try demo.run("status"),
        try demo.run("status --prometheus"), try demo.run("backup show latest --pin-file -", input: Demo.pin),
      ]
      for outcome in outcomes { #expect(outcome.status == 0, "\(outcome.errors)") }
      outcomes += try [
        ["backup", "show", evil], [evil], ["backup", evil], ["--" + evil], ["backup", "create", "--label", evil],
        ["backup", "create", "--skip-module", evil], ["pin", "check", "--pin-file", evil], ["status", "--wait", evil],
        ["backup", "export", "latest", "/none/" + evil, "--sealed"], ["help", evil], ["status", "--json", evil],
      ].map { try demo.run($0) }
      outcomes.append(try runProcess(Binary.path, ["status", "--settings", "/none/" + evil]))
      outcomes.append(try runProcess(Binary.path, ["status", "--demo-dir", "/none/" + evil]))
      for outcome in outcomes {
        for text in [outcome.text, outcome.errors] {
          let isClean = text.unicodeScalars.allSatisfy { $0 == "\n" || !["Cc", "Cf"].contains($0.category) }
          #expect(isClean, "\(text.debugDescription)")
        }
      }
    }
  }

  @Test func closedStreams() throws {
    try Demo.with { demo throws in
      let lines = [
        ("status >&-", 74), ("backup list --json >&-", 74), ("backup create >&-", 74), ("backup create <&-", 0),
        ("backup create --nonsense 2>&-", 64), ("backup create <&- >&- 2>&-", 74), ("pin check --pin-file - <&-", 74),
        ("status >/dev/full", 74), ("backup export latest - --sealed >&-", 74), ("backup verify >/dev/null 2>&-", 0),
        ("backup export latest out --sealed <&- >&- 2>&-", 0), ("backup verify latest >/dev/full 2>/dev/full", 74),
      ]
      for (line, status) in lines {
        let outcome = try demo.shell("$camconsole " + line)
        #expect(outcome.status == Int32(status), "\(line): \(outcome.errors)")
      }
      try demo.must("cmp out \"$(ls demo/card/CAMVAULT/* | tail -1)\"")
      try demo.must("$camconsole backup list | true; $camconsole status --json | head -c 1 >/dev/null")
      let backups = try demo.backups()
      #expect(backups.count == 3 && backups.allSatisfy { $0["state"] == .text("ok") })
    }
  }

  /// Who comes by sudo or over SSH gives no paths.
  @Test(arguments: ["SUDO_UID", "SSH_ORIGINAL_COMMAND"]) func restrictedCallers(_ variable: String) throws {
    try Demo.with { demo throws in
      try demo.must("echo \(Demo.pin) > pin")
      #expect(try demo.run("status", environment: [variable: "1000"]).status == 24)
      var options = demo.options()
      options.environment[variable] = "1000"
      let lines = [
        "--settings \(demo.path)/camconsole.conf status", "--demo status",
        "backup export latest \(demo.base)/out --sealed",
        "backup export latest -", "pin check --pin-file \(demo.base)/pin",
        "backup show latest --pin-file \(demo.base)/pin",
        "pin set --new-pin-file \(demo.base)/pin", "pin change --old-pin-file \(demo.base)/pin --new-pin-file -",
        "pin change --old-pin-file - --new-pin-file \(demo.base)/pin", "status --prometheus \(demo.base)/metrics",
      ]
      for line in lines {
        let outcome = try runProcess(Binary.path, line.split(separator: " ").map(String.init), options)
        #expect(outcome.status == 24, "\(line): \(outcome.errors)")
      }
      try demo.must("[ ! -e out ] && [ ! -e metrics ]")
    }
  }
}

extension Unicode.Scalar {
  fileprivate var category: String {
    switch properties.generalCategory {
    case .control: "Cc"
    case .format: "Cf"
    default: "other"
    }
  }
}
