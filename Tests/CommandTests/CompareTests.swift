import TestSupport
import Testing

/// `backup diff ID ID`: two backups compared, in memory and without a word of their secrets.
@Suite struct CompareTests {
  private static let sed = "sed -i 's/^HOSTNAME=.*/HOSTNAME=second/' camera.cfg"

  /// A backup, the change, and another backup.
  private func with(_ change: String, _ body: (Demo, [String]) throws -> Void) throws {
    try Demo.with { demo throws in
      try demo.must(
        """
        cd demo/config; mkdir sub; printf 'one\\ntwo\\n' > sub/notes.txt; ln -s notes.txt sub/link
        head -c 100 /dev/zero > sub/blob; head -c 3M /dev/urandom > large; chmod 750 sub; chmod 640 sub/notes.txt
        """)
      let first = try demo.create()
      try demo.must("cd demo/config; \(change)")
      try body(demo, [first, try demo.create()])
    }
  }

  private func diff(
    _ demo: Demo, _ arguments: String, status: Int32 = 1, _ location: SourceLocation = #_sourceLocation
  ) throws -> [String] {
    let outcome = try demo.run("backup diff \(arguments) --exit-code --pin-file -", input: Demo.pin)
    #expect(outcome.status == status, "\(outcome.text)\(outcome.errors)", sourceLocation: location)
    return outcome.text.split(separator: "\n").map(String.init)
  }

  /// The comparison of two backups says of every change what a comparison with the camera says.
  @Test(arguments: [
    sed, "sed -i '/^SECTION ethernet/i # a comment' camera.cfg", "sed -i 's/$/\\r/' camera.cfg",
    "chmod 600 sub/notes.txt", "chmod 711 sub", "chmod 755 .", "sed -i s/two/three/ sub/notes.txt",
    "truncate -s -1 sub/notes.txt", "truncate -s 99 sub/blob", "truncate -s 20M sub/blob", "rm sub/blob",
    "mkdir -p x/y; echo 1 > x/y/z", "ln -sfn other sub/link", "rm sub/blob; mkdir sub/blob", "rm -r sub",
    "printf another | dd of=large bs=1 seek=2000000 conv=notrunc status=none", "rm large", "mv large larger",
    "head -c 3M /dev/urandom > large", "echo PASSWORD=geheim >> sub/notes.txt",
    "head -c 2000 /dev/urandom > sub/blob", "rm sub/link; cp sub/notes.txt sub/link",
  ])
  func itAgreesWithTheCamera(_ change: String) throws {
    try with(change) { demo, ids throws in
      let camera = try diff(demo, ids[0]).dropFirst().filter { !$0.hasPrefix("Module ") }
      let backups = try diff(demo, "\(ids[1]) \(ids[0])")
      #expect(Array(backups.dropFirst()) == camera, "\(backups)")
      #expect(backups[0] == "Backup \(ids[0]), compared with backup \(ids[1])", "\(backups)")
      #expect(!backups.contains { $0.contains("geheim") })
      let there = try diff(demo, "\(ids[0]) \(ids[1])")
      #expect(there.count > 1 && there != backups, "\(there)")
    }
  }

  @Test func theSame() throws {
    try with("touch camera.cfg sub") { demo, ids throws in
      #expect(try diff(demo, ids.joined(separator: " "), status: 0).last == "Nothing differs.")
      #expect(try diff(demo, "\(ids[0]) \(ids[0])", status: 0).count == 2)
      #expect(try demo.run("backup diff \(ids[0]) \(ids[1]) --pin-file -", input: Demo.pin).status == 0)
    }
  }

  @Test func modules() throws {
    try with(
      "cd ../bus; echo x >> 01/config; echo 10.9.9.9 > 02/serial; echo 9.9 > 03/firmware; rm -r 04; cp -r 05 09"
    ) { demo, ids throws in
      let lines = try diff(demo, ids.joined(separator: " ")).dropFirst()
      #expect(lines.first == "Module 01 (KeypadRFID): settings changed", "\(lines)")
      #expect(lines.contains { $0.hasPrefix("Module 02 (BellRFID): serial ") && $0.hasSuffix(" -> 10.9.9.9") })
      #expect(lines.contains { $0.hasPrefix("Module 03 (DoorMaster): firmware ") && $0.hasSuffix(" -> 9.9") })
      #expect(lines.contains { $0.hasPrefix("Module 04 ") && $0.hasSuffix(": removed") })
      #expect(lines.last?.hasPrefix("Module 09 ") == true && lines.last?.hasSuffix(": added") == true)
      let json = try demo.json("backup diff \(ids[0]) \(ids[1]) --pin-file -", input: Demo.pin)
      #expect(
        json["modules"]?.list.map { $0["difference"] } == [
          .text("changed"), .text("changed"), .text("changed"), .text("removed"), .text("added"),
        ])
      #expect(
        json["modules"]?.list.map { $0["settings"] } == [
          .text("changed"), .text("same"), .text("same"), .text("removed"), .text("added"),
        ])
    }
  }

  /// The other side of each line is named *with*.
  @Test func json() throws {
    try with("\(Self.sed); sed -i s/two/three/ sub/notes.txt; chmod 600 sub/blob") { demo, ids throws in
      let json = try demo.json("backup diff \(ids[0]) \(ids[1]) --pin-file -", input: Demo.pin)
      #expect(json["with"] == .text(ids[0]) && json["backup"] == .text(ids[1]) && json["same"] == .truth(false))
      #expect(json["sections"]?.list.first?["changed"] == .list([.text("HOSTNAME")]))
      let line = json["texts"]?.list.first?["lines"]?.list.first
      #expect(line == .object(["line": .number(2), "with": .text("two"), "backup": .text("three")]))
      let change = JSON.object(["attribute": .text("mode"), "with": .text("644"), "backup": .text("600")])
      #expect(json["attributes"]?.list.first?["changes"] == .list([change]))
      let camera = try demo.json("backup diff \(ids[0]) --pin-file -", input: Demo.pin)
      #expect(camera["with"] == .null && camera["texts"]?.list.first?["lines"]?.list.first?["camera"] == .text("three"))
    }
  }

  /// Nothing is written, not even for a moment; a wrong PIN and a missing backup end it.
  @Test func nothingIsWritten() throws {
    try with(Self.sed) { demo, ids throws in
      let former = try demo.state()
      let files = try demo.shell("cd demo && find . -path ./run -prune -o -type f -newer config/camera.cfg -print").text
      _ = try diff(demo, ids.joined(separator: " "))
      #expect(try demo.state() == former)
      let now = try demo.shell("cd demo && find . -path ./run -prune -o -type f -newer config/camera.cfg -print").text
      #expect(now == files)
      let wrong = try demo.run("backup diff \(ids[0]) \(ids[1]) --pin-file -", input: Demo.otherPIN)
      #expect(wrong.status == 11 && wrong.text.isEmpty)
      #expect(try demo.run("backup diff \(ids[0]) 00010077 --pin-file -", input: Demo.pin).status == 21)
      #expect(try demo.run("backup diff 00010077 \(ids[0]) --pin-file -", input: Demo.pin).status == 21)
    }
  }

  @Test func aDamagedOne() throws {
    try with(Self.sed) { demo, ids throws in
      try demo.damage("card/CAMVAULT/\(ids[1]).CVB", at: 3_000)
      #expect(try demo.run("backup diff \(ids[0]) \(ids[1]) --pin-file -", input: Demo.pin).status == 17)
    }
  }
}
