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

  /// - Parameter outputs: what was printed; all fields of them together are those of the article.
  private func expect(
    _ heading: String, _ outputs: [JSON], _ location: SourceLocation = #_sourceLocation
  ) throws {
    let rows = try Self.rows(below: heading)
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
