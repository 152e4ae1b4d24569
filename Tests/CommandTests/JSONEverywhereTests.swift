import TestSupport
import Testing

/// Every command has `--json`.
@Suite struct JSONEverywhereTests {
  /// A command that has no subcommands.
  struct Command {
    /// As it follows `camconsole`.
    let name: String
    let hasJSON: Bool
  }

  /// All of them, as the program lists them: a new one need not be named here.
  static let all = Result {
    let dump = try runProcess(Binary.path, ["--experimental-dump-help"])
    return leaves(of: try #require(JSON(parsing: dump.standardOutput)["command"]), [])
  }

  /// The names of all commands.
  static func commands() throws -> [String] { try all.get().map(\.name) }

  private static func leaves(of command: JSON, _ path: [String]) -> [Command] {
    let subcommands = (command["subcommands"]?.list ?? []).filter { $0["commandName"] != .text("help") }
    guard subcommands.isEmpty else {
      return subcommands.flatMap { leaves(of: $0, path + [$0["commandName"]?.text ?? ""]) }
    }
    let options = (command["arguments"]?.list ?? []).flatMap { $0["names"]?.list ?? [] }
    return [
      Command(name: path.joined(separator: " "), hasJSON: options.contains { $0["name"] == .text("json") })
    ]
  }

  @Test func itIsThere() throws {
    let all = try Self.all.get()
    #expect(all.count >= 40 && Set(["status", "backup list", "escrow keygen"]).isSubset(of: all.map(\.name)))
    for command in all { #expect(command.hasJSON, "\(command.name)") }
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
