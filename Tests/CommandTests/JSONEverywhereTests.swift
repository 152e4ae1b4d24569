import TestSupport
import Testing

/// Every command has `--json`, and says in its help what it prints.
@Suite struct JSONEverywhereTests {
  static let commands = [
    "status", "check", "backup create", "backup list", "backup changed", "backup verify", "backup show", "backup diff",
    "backup restore", "backup keep", "backup unkeep", "backup label", "backup export", "backup import",
    "backup acknowledge", "backup delete",
    "backup delete-all",
    "pin set",
    "pin change", "pin adopt", "pin check", "pin generate", "users list", "users add", "users rename",
    "users set-group",
    "users set-password", "users remove", "users factory-reset", "modules list", "boot", "confirm", "revert",
    "settings", "events", "system-files", "config show", "config get", "config set", "config unset", "config apply",
    "escrow keygen", "escrow open", "drill",
  ]

  @Test(arguments: commands) func itIsThere(_ command: String) throws {
    let help = try runProcess(Binary.path, ["help"] + command.split(separator: " ").map(String.init))
    #expect(help.status == 0 && help.text.contains("--json"), "\(command)")
  }

  /// The list above is whole: every subcommand that the help names is in it.
  @Test(arguments: ["", "backup", "pin", "users", "modules", "config", "escrow"])
  func allAreListed(_ group: String) throws {
    let help = try runProcess(Binary.path, ["help"] + (group.isEmpty ? [] : [group])).text
    let names = help.split(separator: "\n").drop { !$0.hasPrefix("SUBCOMMANDS:") }.filter {
      $0.hasPrefix("  ") && !$0.hasPrefix("   ")
    }.compactMap { $0.split(separator: " ").first }
    #expect(!names.isEmpty)
    for name in names where name != "See" {
      let command = group.isEmpty ? String(name) : "\(group) \(name)"
      #expect(Self.commands.contains { $0 == command || $0.hasPrefix(command + " ") }, "\(command)")
    }
  }

  @Test func whatIsPrinted() throws {
    try Demo.with { demo throws in
      let id = try demo.create()
      let pin = try #require(try demo.json("pin generate --digits 20")["pin"]?.text)
      #expect(pin.utf8.count == 20 && pin.utf8.allSatisfy { (0x30...0x39).contains($0) })
      let export = try demo.json("backup export latest \(demo.base)/out --sealed")
      let size = try demo.shell("stat -c %s out").text.split(separator: "\n")[0]
      #expect(
        export["id"] == .text(id) && export["sealed"] == .truth(true) && "\(size)" == export["bytes"].map(Self.number))
      let stream = try demo.run("backup export latest - --json --pin-file -", input: Demo.pin)
      let told = try JSON(parsing: stream.standardError)
      #expect(
        told["file"] == .text("-") && told["sealed"] == .truth(false)
          && told["bytes"].map(Self.number) == "\(stream.standardOutput.count)")
      #expect(try demo.json("boot --once")["state"] == .text("nothing"))
      let before = try runProcess(Binary.path, ["--json", "--demo-dir", demo.path, "status"])
      #expect(try before.status == 0 && JSON(parsing: before.standardOutput)["card"] != nil, "\(before.errors)")
    }
  }

  private static func number(_ value: JSON) -> String {
    if case .number(let number) = value { "\(Int(number))" } else { "?" }
  }

  /// A backup of another PIN says so, and a locked card names every way out.
  @Test(.enabled(if: !Binary.lacks("python3"), "needs python3 and python3-nacl")) func otherPINs() throws {
    try Demo.with { demo throws in
      try demo.must(
        "printf \(Demo.otherPIN) > pin && python3 \(Binary.reference) make demo/card pin --epoch 7 --count 1")
      for command in ["backup list", "status"] {
        #expect(try demo.run(command).text.contains("use pin adopt"), "\(command)")
      }
      let locked = try demo.run("backup show latest --pin-file -", input: Demo.pin)
      #expect(locked.status == 14 && locked.errors.contains("use pin adopt"), "\(locked.errors)")
      try demo.must("mv demo/card/CAMVAULT other")
      try demo.create()
      try demo.must("cp other/* demo/card/CAMVAULT")
      for command in [
        "show 00070001", "diff 00070001", "restore 00070001 --yes", "export 00070001 - --sealed", "keep 00070001",
      ] {
        let outcome = try demo.run("backup \(command)", input: Demo.pin)
        #expect(outcome.status == 14, "\(command)")
        #expect(outcome.errors.contains("Backup 00070001 was made with another PIN."), "\(outcome.errors)")
      }
    }
  }
}
