import TestSupport
import Testing

/// The preview, `backup changed`, `--if-changed` and the mark of the active backup say the same of every kind of
/// change.
@Suite struct DifferenceAgreementTests {
  /// A camera whose newest backup was restored and confirmed.
  private static let restored = Result {
    try Demo.with { demo throws in
      try demo.must(
        """
        cd demo/config; mkdir sub; printf 'one\\ntwo\\n' > sub/notes.txt; ln -s notes.txt sub/link; head -c 100 /dev/zero > sub/blob
        chmod 750 sub; chmod 640 sub/notes.txt; chmod 700 .
        """)
      try demo.create()
      #expect(try demo.restore("--no-reboot").status == 0)
      try demo.restart()
      #expect(try demo.run("confirm").status == 0)
      return try demo.archive()
    }
  }

  private func with(_ change: String, _ body: (Demo) throws -> Void) throws {
    try Demo.with(archive: try Self.restored.get()) { demo throws in
      try demo.must("cd demo/config; \(change)")
      try body(demo)
    }
  }

  private func isActiveChanged(_ demo: Demo) throws -> JSON? { try demo.json("backup list")["in_force"]?["changed"] }

  /// Expects that all four call the camera the same as its backup, or another.
  private func expect(
    _ demo: Demo, same: Bool, activeChanged: Bool, _ words: String, _ location: SourceLocation = #_sourceLocation
  ) throws {
    let diff = try demo.run("backup diff latest --exit-code --pin-file -", input: Demo.pin)
    #expect(diff.status == (same ? 0 : 1), "\(diff.text)\(diff.errors)", sourceLocation: location)
    #expect(diff.text.contains(words), "\(diff.text)", sourceLocation: location)
    #expect(
      diff.text.contains("The configuration is the same.") == !activeChanged, "\(diff.text)", sourceLocation: location)
    #expect(try isActiveChanged(demo) == .truth(activeChanged), sourceLocation: location)
    #expect(try demo.run("backup changed").status == (same ? 0 : 1), sourceLocation: location)
    #expect(
      try demo.json("backup create --if-changed", location)["unchanged"] == .truth(same), sourceLocation: location)
  }

  @Test(arguments: [
    ("sed -i 's/^HOSTNAME=.*/HOSTNAME=x/' camera.cfg", "  ~ HOSTNAME: x -> "),
    ("sed -i '/^SECTION ethernet/i # a comment' camera.cfg", "File camera.cfg (comments)\n  - "),
    ("sed -i '/^SECTION ethernet/i \\\\' camera.cfg", "File camera.cfg (blank lines)"),
    ("sed -i 's/$/\\r/' camera.cfg", "File camera.cfg (line ends)"),
    ("sed -i '1s/^/\\xef\\xbb\\xbf/' camera.cfg", "File camera.cfg (byte order mark)"),
    (
      "sed -i 's/^IP=/  IP=/' camera.cfg",
      "File camera.cfg (spaces)"
    ),
    (
      "sed -i '/^SECTION ethernet/,/^ENDSECTION/{/^IP=/{h;d};/^ENDSECTION/{x;G}}' camera.cfg", "File camera.cfg (order)"
    ),
    ("chmod 600 sub/notes.txt", "File sub/notes.txt (mode 600 -> 640)"),
    ("chmod 711 sub", "Folder sub (mode 711 -> 750)"), ("chmod 755 .", "The configuration folder (mode 755 -> 700)"),
    ("chmod 444 camera.cfg", "File camera.cfg (mode 444 -> "),
    ("sed -i s/two/three/ sub/notes.txt", "  ~ 2: three -> two\n"),
    ("printf '\\357\\273\\277one\\ntwo\\n' > sub/notes.txt", "File sub/notes.txt (changed, byte order mark)"),
    ("sed -i 's/$/\\r/' sub/notes.txt", "File sub/notes.txt (changed, line ends)"),
    ("truncate -s -1 sub/notes.txt", "File sub/notes.txt (changed, line ends)"),
    ("truncate -s 99 sub/blob", "File sub/blob (changed)"),
    ("rm sub/blob", "File sub/blob (added)"), ("mkdir x", "File x (removed)"),
    ("ln -sfn other sub/link", "File sub/link (changed)"),
    ("rm sub/blob; mkdir sub/blob", "File sub/blob (changed)"),
    ("rm sub/blob; mkfifo sub/blob", "File sub/blob (changed)"),
  ])
  func aChangeOfTheConfiguration(_ change: String, _ words: String) throws {
    try with(change) { demo throws in try expect(demo, same: false, activeChanged: true, words) }
  }

  @Test(
    .enabled(if: !Binary.lacks(root: true), "needs root"),
    arguments: [
      ("chown 1234 sub/notes.txt", "File sub/notes.txt (owner 1234 -> 0)"),
      ("chgrp 1234 sub", "Folder sub (group 1234 -> 0)"),
      ("chown -h 1234:12 sub/link", "Link sub/link (owner 1234 -> 0, group 12 -> 0)"),
      ("chgrp 1234 .", "The configuration folder (group 1234 -> 0)"),
    ])
  func aChangeOfOwners(_ change: String, _ words: String) throws {
    try with(change) { demo throws in try expect(demo, same: false, activeChanged: true, words) }
  }

  /// Times, and what no backup can hold, are no change; the preview says that a restore removes it.
  @Test(arguments: [
    (":", "The configuration is the same."),
    ("touch . camera.cfg sub sub/notes.txt; touch -h sub/link", "The configuration is the same."),
    ("cp sub/notes.txt x; cat x > sub/notes.txt; rm x", "The configuration is the same."),
  ])
  func noChange(_ change: String, _ words: String) throws {
    try with(change) { demo throws in try expect(demo, same: true, activeChanged: false, words) }
  }

  @Test func aPipeIsNoChange() throws {
    try with("mkfifo pipe") { demo throws in
      let diff = try demo.run("backup diff latest --exit-code --pin-file -", input: Demo.pin)
      #expect(diff.status == 0 && diff.text.contains("File pipe (removed, cannot be in a backup)"), "\(diff.text)")
      #expect(try isActiveChanged(demo) == .truth(false))
      #expect(try demo.json("backup create --if-changed")["unchanged"] == .truth(true))
    }
  }

  /// Modules are no part of the configuration that a restore made active.
  @Test(arguments: [
    ("echo x >> ../bus/01/config", "gets the settings of the backup"),
    ("echo 9.9 > ../bus/01/firmware", "has these settings already, with other firmware"),
    ("echo 10.9.9.9 > ../bus/01/serial", "was replaced"), ("rm -r ../bus/01", "is not on the bus"),
    ("echo Info > ../bus/02/kind", "is of another kind"),
    ("cp -r ../bus/01 ../bus/09", "is not in the backup"),
  ])
  func aChangeOfAModule(_ change: String, _ words: String) throws {
    try with(change) { demo throws in try expect(demo, same: false, activeChanged: false, words) }
  }

  /// Many files with another owner are named up to a number, and counted.
  @Test(.enabled(if: !Binary.lacks(root: true), "needs root")) func manyAttributes() throws {
    try Demo.with { demo throws in
      try demo.must("mkdir demo/config/many && cd demo/config/many && seq 1 450 | xargs touch")
      try demo.create()
      try demo.must("chmod 600 demo/config/many/*")
      let text = try demo.run("backup diff latest --pin-file -", input: Demo.pin).text
      #expect(text.contains("... 250 more with another owner, group or mode\n"), "\(text)")
      let json = try demo.json("backup diff latest --pin-file -", input: Demo.pin)
      #expect(
        json["same"] == .truth(false) && json["attributes"]?.list.count == 200
          && json["attributes_left_out"] == .number(250))
      let change = JSON.object(["attribute": .text("mode"), "camera": .text("600"), "backup": .text("644")])
      #expect(json["attributes"]?.list.first?["changes"] == .list([change]))
    }
  }
}
