import TestSupport
import Testing

/// The article *Scripting* has every field of the JSON that it tells of, and no others.
@Suite struct JSONArticleTests {
  /// What a run of the program cannot bring about: a restore that is not what its archive holds.
  private static let unseen: Set = ["drill differences.path", "drill differences.kind"]

  /// The fields below a heading, each with what is said of it.
  private static func rows(below heading: String) throws -> [String: String] {
    let text = try #require(Disk.read(Binary.project + "/Sources/camconsole/camconsole.docc/Scripting.md"))
    let json = try #require(text.split(separator: "\n## JSON\n", maxSplits: 1).last)
    let section = try #require(json.split(separator: "### \(heading)\n", maxSplits: 1).last).split(separator: "\n### ")[
      0]
    let rows = section.split(separator: "\n").filter { $0.hasPrefix("| `") }.map { line in
      line.dropFirst(2).dropLast(2).split(separator: " | ", maxSplits: 1).map(String.init)
    }
    return Dictionary(uniqueKeysWithValues: rows.map { ($0[0].filter { $0 != "`" }, $0[1]) })
  }

  /// The fields of a value, and of those in it: `sections.keys.name`.
  private static func paths(_ value: JSON, _ prefix: String = "") -> Set<String> {
    switch value {
    case .object(let fields):
      fields.reduce(into: []) { $0.formUnion([prefix + $1.key] + paths($1.value, prefix + $1.key + ".")) }
    case .list(let values): values.reduce(into: []) { $0.formUnion(paths($1, prefix)) }
    case .text, .number, .truth, .null: []
    }
  }

  /// - Parameters:
  ///   - outputs: what was printed; all fields of them together are those of the article.
  ///   - prefix: of the fields of a backup, which the article tells of once; `nil` where none is in it.
  private func expect(
    _ heading: String, _ outputs: [JSON], backup prefix: String? = nil, _ location: SourceLocation = #_sourceLocation
  ) throws {
    var rows = try Self.rows(below: heading)
    if let prefix { for (key, text) in try Self.rows(below: "a backup") { rows[prefix + key] = text } }
    // A field whose text says `as OTHER` has the fields of that one.
    let same = rows.compactMapValues { text in
      text.split(separator: ", as `").dropFirst().last?.split(separator: "`").first.map(String.init)
    }.filter { rows[$0.value] != nil }
    var seen: Set<String> = []
    for path in outputs.reduce(into: Set<String>(), { $0.formUnion(Self.paths($1)) }) {
      let row = same.first { path.hasPrefix($0.key + ".") }
      seen.insert(row.map { $0.value + path.dropFirst($0.key.count) } ?? path)
    }
    let unseen = rows.keys.filter { Self.unseen.contains("\(heading) \($0)") }
    #expect(seen.union(unseen).sorted() == rows.keys.sorted(), sourceLocation: location)
  }

  @Test func configuration() throws {
    try Demo.with { demo throws in
      try demo.must(
        """
        printf 'SECTION words\\n# a comment\\none word\\ntwo words\\nENDSECTION words\\n' >> demo/config/camera.cfg
        printf 'SECTION words\\nother words\\nENDSECTION words\\nSECTION ethernet\\nMTU=1400\\nNEW=1\\n' > document
        printf 'ENDSECTION ethernet\\n' >> document
        """)
      try expect("config show", [try demo.json("config show")])
      try expect("config get", [try demo.json("config get ethernet.IP")])
      let changes = try ["apply \(demo.base)/document --yes", "set MTU=1400", "unset ethernet.MTU"].map {
        try demo.json("config \($0) --dry-run")
      }
      try expect("config set, config unset, config apply", changes)
    }
  }

  @Test func backups() throws {
    try Demo.with { demo throws in
      try demo.must(
        "mkfifo demo/config/pipe; mv demo/config/camera.cfg camera; ln -s ../../camera demo/config/camera.cfg")
      let unrestorable = try demo.json("backup create")
      try demo.must("rm demo/config/pipe demo/config/camera.cfg; mv camera demo/config/camera.cfg")
      let id = try demo.create()
      try expect("backup create", [unrestorable, try demo.json("backup create --if-changed")], backup: "")
      try expect("backup changed", [try demo.json("backup changed")])
      try expect("backup export", [try demo.json("backup export latest \(demo.base)/copy --sealed")])
      try expect("backup import", [try demo.json("backup import \(demo.base)/copy")], backup: "")
      let marked = try ["keep latest", "unkeep latest", "label latest new"].map { try demo.json("backup \($0)") }
      for json in marked { try expect("backup keep, backup unkeep, backup label", [json], backup: "") }
      try restore(demo, id)
      _ = try demo.json("backup verify")
      try expect("backup list", [try demo.json("backup list")], backup: "backups.")
      try expect("backup acknowledge", [try demo.json("backup acknowledge")])
      try expect("backup delete-all", [try demo.json("backup delete-all --yes")])
    }
  }

  private func restore(_ demo: Demo, _ id: String) throws {
    try demo.must("printf \(Demo.pin) > pin")
    try demo.must("$camconsole backup restore \(id) --yes --pin-file pin; $camconsole confirm")
  }

  @Test func others() throws {
    try Demo.with { demo throws in
      try demo.must("printf 'Abcdef-1' > password; printf \(Demo.pin) > pin")
      func users(_ line: String) throws -> JSON { try demo.json("users \(line)") }
      try expect(
        "users add, users rename, users set-group, users set-password, users remove, users factory-reset",
        [
          try users("add anna --group guests --password-file \(demo.base)/password"),
          try users("set-group anna users"), try users("set-password anna --password-file \(demo.base)/password"),
          try users("rename anna berta --password-file \(demo.base)/password"), try users("remove berta --yes"),
          try users("factory-reset --yes"),
        ])
      try expect(
        "pin check, pin generate",
        [try demo.json("pin check --pin-file \(demo.base)/pin"), try demo.json("pin generate")])
      try expect("boot", [try demo.json("boot --once")])
      try expect("system-files", [try demo.json("system-files cron")])
    }
  }

  /// What JSON has is told there, and not in the help as well.
  @Test func theHelpLeavesItToTheArticle() throws {
    for command in try JSONEverywhereTests.commands() {
      let help = try runProcess(Binary.path, ["help"] + command.split(separator: " ").map(String.init)).text
      #expect(!help.contains("JSON:") && !help.contains("JSON, one object"), "\(command)")
    }
  }

  @Test func escrowAndDrill() throws {
    try Demo.with(pin: false) { demo throws in
      try expect("escrow keygen", [try demo.json("escrow keygen \(demo.base)/key")])
      try demo.set("ESCROW", demo.base + "/key.pub")
      try demo.run("pin set --pin-file -", input: Demo.pin)
      try demo.must("head -c 500 demo/state/escrow > cut; printf \(Demo.pin) > pin")
      func lines(_ line: String) throws -> [JSON] {
        try demo.shell(line).text.split(separator: "\n").map { try JSON(parsing: Array($0.utf8)) }
      }
      try expect("escrow open", try lines("$BINARY escrow open --key key --reveal --json demo/state/escrow cut"))
      try demo.create()
      try demo.must("$camconsole backup export latest copy --sealed")
      try expect("drill", try lines("$BINARY drill --pin-file pin --dir . --json copy cut"))
    }
  }
}
