import TestSupport
import Testing

/// What programs read: JSON and Prometheus' text.
@Suite struct ReportTests {
  private static let backup: Set = [
    "id", "created", "label", "keep", "bytes", "files", "modules", "model", "serial", "firmware", "state", "checked",
    "check_result", "modules_total", "files_left_out", "backup_id", "vault_id", "file_tag",
  ]
  private static let freshness: Set = [
    "last_attempt", "last_success", "last_unchanged", "last_verification", "last_good",
  ]
  private static let card: Set = [
    "state", "writable", "filesystem", "bytes_total", "bytes_free", "inodes_free", "foreign", "last_used", "overfilled",
    "problem",
  ]
  private static let module: Set = ["address", "kind", "serial", "firmware", "state"]

  @Test func statusOfANewCamera() throws {
    try Demo.with(pin: false) { demo throws in
      let status = try demo.json("status")
      #expect(
        status.keys
          == Self.freshness.union([
            "camera", "pin", "escrow", "card", "backups", "damaged", "missing", "returned", "not_checked",
            "last_backup",
            "modules", "restore", "gaps",
          ]))
      #expect(Self.freshness.allSatisfy { status[$0] == .null })
      #expect(status.unread == [])
      #expect(status["camera"]?.keys == ["model", "serial", "firmware"])
      #expect(status["camera"]?["model"] == .text("M26B"))
      #expect(status["pin"] == .object(["set": .truth(false), "changed": .null, "wait_seconds": .number(0)]))
      #expect(status["card"]?.keys == Self.card)
      #expect(status["card"]?["state"] == .text("empty"))
      #expect(status["backups"] == .number(0))
      #expect(status["last_backup"] == .null && status["restore"] == .null)
      #expect(status["modules"]?.list.map(\.keys) == Array(repeating: Self.module, count: 5))
    }
  }

  @Test func backupsOneByOne() throws {
    try Demo.with { demo throws in
      let made = try demo.json("backup create --label Über --keep")
      #expect(
        made.keys
          == Self.backup.union(["unchanged", "removed", "restorable", "gaps", "left_out", "left_out_modules"]))
      #expect(made["label"] == .text("Über"))
      #expect(made["keep"] == .truth(true))
      #expect(made["modules"] == .number(5) && made["state"] == .text("ok"))
      let id = try #require(made["id"]?.text)

      let list = try demo.json("backup list")
      #expect(list.keys == Self.freshness.union(["card", "backups", "next_removed", "in_force"]))
      #expect(list["card"]?.keys == Self.card)
      #expect(list["card"]?["last_used"] == .truth(true))
      #expect(list["backups"]?.list.map(\.keys) == [Self.backup.union(["in_force", "other_camera"])])
      #expect(list["in_force"] == .null && list["backups"]?.list.first?["in_force"] == .truth(false))
      #expect(list["next_removed"] == .null)
      #expect(
        try demo.json("backup verify \(id)")
          == .object(["backups": .list([.object(["id": .text(id), "state": .text("ok")])])]))
      let shown = try demo.json("backup show \(id) --pin-file -", input: Demo.pin)
      #expect(shown.keys.isSuperset(of: Self.backup))

      let status = try demo.json("status")
      #expect(status["last_backup"] == made["created"])
      #expect(status["backups"] == .number(1))
      let created = try #require(made["created"]?.text)
      #expect(created.utf8.count == 20 && created.hasPrefix("20") && created.hasSuffix("Z"))
    }
  }

  @Test func theRest() throws {
    try Demo.with { demo throws in
      let modules = try demo.json("modules list")
      #expect(modules["modules"]?.list.map(\.keys) == Array(repeating: Self.module, count: 5))
      #expect(modules["modules"]?.list.first?["kind"] == .text("KeypadRFID"))
      let settings = try demo.json("settings")
      #expect(settings["CARD"] == .text(demo.card))
      #expect(settings["BUS_TIMEOUT"] == .number(5))
      #expect(settings.keys.isSuperset(of: ["CONFIG", "STATE", "RUN", "CARD_MOUNT", "ARGON2_MIB", "SSH_COMMANDS"]))
      let change = try demo.json(PINChangeTests.change, input: PINChangeTests.digits)
      #expect(change.keys == ["unchanged", "rewritten", "adopted", "lost", "locked", "locked_elsewhere", "escrow"])
    }
  }

  /// The printed settings are settings.
  @Test(.enabled(if: !Binary.lacks(root: true), "needs root, whose files are trusted"))
  func settingsAreReadAgain() throws {
    try Demo.with { demo throws in
      try demo.must("$camconsole settings > printed.conf && $BINARY --settings printed.conf settings > again")
      try demo.must("cmp printed.conf again")
    }
  }

  @Test func errorsAreJSONToo() throws {
    try Demo.with(pin: false) { demo throws in
      let cases = [
        ("backup create --json", "no-pin", 10), ("backup show latest --json --pin-file -", "not-found", 21),
        ("backup show x --json", "usage", 64), ("backup list --json --nonsense", "usage", 64),
        ("pin set --json --pin-file -", "refused", 20), ("status --json --prometheus", "usage", 64),
      ]
      for (command, word, code) in cases {
        let outcome = try demo.run(command, input: "12")
        #expect(outcome.status == Int32(code), "\(command): \(outcome.errors)")
        let error = try JSON(parsing: outcome.standardError)["error"]
        #expect(error?.keys == ["code", "message", "hint"])
        #expect(error?["code"] == .text(word), "\(command)")
        #expect(outcome.standardOutput == [])
      }
    }
  }

  @Test func metrics() throws {
    try Demo.with { demo throws in
      try demo.create()
      let printed = try demo.run("status --prometheus")
      #expect(printed.status == 0)
      var names: Set<Substring> = []
      for line in printed.text.split(separator: "\n") where !line.hasPrefix("#") {
        let parts = line.split(separator: " ")
        #expect(parts.count == 2 && Int64(parts[1]) != nil, "\(line)")
        names.insert(parts[0].prefix { $0 != "{" })
      }
      #expect(
        names.isSuperset(of: ["camconsole_pin_set", "camconsole_backups", "camconsole_last_backup_timestamp_seconds"]))
      #expect(printed.text.contains("camconsole_card_state{model=\"M26B\",serial=\"10.32.4.17\",state=\"open\"} 1"))
      let backups = "camconsole_backups{model=\"M26B\",serial=\"10.32.4.17\"} 1"
      #expect(printed.text.contains("# TYPE camconsole_backups gauge\n\(backups)\n"))

      try demo.must("echo old > m.prom && ln -s /nowhere m.prom.new && $camconsole status --prometheus m.prom")
      try demo.must("grep -qxF '\(backups)' m.prom && [ $(stat -c %a m.prom) = 644 ] && [ -L m.prom.new ]")
      #expect(try demo.run("status --prometheus \(demo.base)/none/m.prom").status == 74)
    }
  }
}
