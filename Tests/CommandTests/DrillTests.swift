import Glibc
import TestSupport
import Testing

/// The drill: a sealed copy is restored into a camera that is thrown away.
@Suite struct DrillTests {
  private static let line = "$BINARY drill --pin-file pin --dir work"

  /// A camera whose newest backup was copied to `copy`, the PIN in `pin`, and an empty directory `work`.
  private func withCopy(_ body: (Demo) throws -> Void) throws {
    try Demo.with { demo throws in
      try demo.must("echo '# more' >> demo/config/camera.cfg; ln -s none demo/config/dangling; mkdir demo/config/empty")
      try demo.must("truncate -s 1M demo/config/hole; echo end >> demo/config/hole; chmod 4755 demo/config/hole")
      try demo.create()
      try demo.must("printf \(Demo.pin) > pin; mkdir work; $camconsole backup export latest copy --sealed")
      try body(demo)
      #expect(try demo.shell("ls -A work").text.isEmpty)
    }
  }

  @Test func aGoodCopy() throws {
    try withCopy { demo throws in
      let told = try demo.shell("\(Self.line) copy")
      #expect(
        told.status == 0 && told.text.hasPrefix("copy: ok: backup 00010001 of M26B 10.32.4.17, "), "\(told.errors)")
      let piped = try demo.shell("\(Self.line) --json - < copy")
      #expect(piped.status == 0, "\(piped.text)")
      let report = try JSON(parsing: piped.standardOutput)
      #expect(report["ok"] == .truth(true) && report["error"] == .null && report["file"] == .text("-"))
      #expect(
        report["id"] == .text("00010001") && report["modules"] == .number(5) && report["serial"] == .text("10.32.4.17"))
      let entries = try demo.shell("find demo/config | wc -l").text.split(separator: "\n")[0]
      #expect(report["entries"]?.number.map { "\($0)" } == "\(entries)")
      #expect((report["bytes"]?.number ?? 0) > 10_000 && report["differences"] == .list([]))
      // As text it is the same. Named twice, it is one copy, and one sample.
      try demo.must("$camconsole backup export latest text --sealed --armor")
      let texts = try demo.shell("\(Self.line) text text --prometheus metrics")
      #expect(
        texts.text.hasPrefix("text: ok: backup 00010001") && texts.text.split(separator: "\n").count == 1,
        "\(texts.text)")
      #expect(try demo.shell("grep -c drill_ok{ metrics").text == "1\n")
    }
  }

  /// The line of README, typed by someone who is not root.
  @Test(.enabled(if: !Binary.lacks(root: true, "setpriv"), "needs root and setpriv"))
  func theLineOfREADMENeedsNoRoot() throws {
    try withCopy { demo throws in
      let lines = try #require(Disk.read(Binary.project + "/README.md")).split(separator: "\n")
      let line = try #require(lines.first { $0.hasPrefix("camconsole drill ") })
      try demo.must(
        """
        mkdir -p bin mine/copies && ln -s "$BINARY" bin/camconsole && cp copy mine/copies/door-1.cvb && cp pin mine
        chmod -R a+rX bin . && chown -R 65534:65534 mine
        """)
      let user = "setpriv --reuid 65534 --regid 65534 --clear-groups"
      let outcome = try demo.shell("cd mine; PATH=$BASE/bin:$PATH exec \(user) \(line)")
      #expect(
        outcome.status == 0 && outcome.text.hasPrefix("copies/door-1.cvb: ok"), "\(outcome.text)\(outcome.errors)")
      #expect(try demo.shell("grep -c 'drill_ok{.* 1$' mine/drill.prom").text == "1\n")
    }
  }

  @Test func whatDoesNotCount() throws {
    try withCopy { demo throws in
      let size = try #require(Int(try demo.shell("stat -c %s copy").text.split(separator: "\n")[0]))
      try demo.must("printf 00000000 > wrong; head -c \(size - 1) copy > cut; head -c 700 copy > short; echo x > text")
      func altered(_ offset: Int) throws {
        try demo.must("cp copy demo/altered")
        try demo.damage("altered", at: offset)
        try demo.must("mv demo/altered altered")
      }
      func refused(_ line: String, _ status: Int32, _ words: String) throws {
        let outcome = try demo.shell("\(Self.line) \(line)")
        #expect(outcome.status == status && outcome.text.contains(words), "\(line): \(outcome.text) \(outcome.errors)")
      }
      for name in ["cut", "short"] { try refused(name, 17, "\(name): The copy is not complete") }
      try refused("text", 20, "text: This is not the sealed copy of a backup")
      try refused("none", 21, "none: The copy cannot be read")
      for offset in [300, 500, 5_000, size - 1] {
        try altered(offset)
        try refused("altered", 17, "altered: The copy is damaged")
      }
      let wrong = try demo.shell("$BINARY drill --pin-file wrong --dir work copy --json")
      #expect(try wrong.status == 11 && JSON(parsing: wrong.standardOutput)["error"]?["code"] == .text("wrong-pin"))
      try demo.must("$camconsole backup export latest armored --sealed --armor; head -n 9 armored > cut-text")
      try refused("cut-text", 17, "cut-text: The copy is not complete")
      try demo.must("sed '9s/./#/' armored > wrong-text; sed 's/^SHA-256: ./SHA-256: x/' armored > wrong-sum")
      try refused("wrong-text", 17, "wrong-text: The text of the copy is damaged in line 9")
      try refused("wrong-sum", 17, "wrong-sum: The checksum of the copy's text is wrong")
      try demo.must("{ cat copy; echo; } > longer")
      try refused("longer", 17, "longer: There is more data after the end of the copy")
      // The first that fails decides, and each is told.
      let all = try demo.shell("\(Self.line) copy cut text --prometheus metrics")
      #expect(all.status == 17 && all.text.split(separator: "\n").count == 3, "\(all.text)")
      let metrics = try demo.shell("cat metrics").text
      #expect(metrics.contains("camconsole_drill_ok{\(Demo.labels),file=\"copy\"} 1\n"), "\(metrics)")
      #expect(metrics.contains("camconsole_drill_ok{model=\"\",serial=\"\",file=\"cut\"} 0\n"), "\(metrics)")
      #expect(metrics.contains("# TYPE camconsole_drill_timestamp_seconds gauge\n"))
      #expect(try demo.shell("\(Self.line) copy --prometheus copy").status == 64)
      #expect(try demo.shell("$BINARY drill --pin-file - - < copy").status == 64)
    }
  }

  /// A backup that no camera can be restored from is not a backup: nobody could administer the camera.
  @Test func whatCannotBeRestored() throws {
    try Demo.with { demo throws in
      try demo.create()
      try demo.must("printf \(Demo.pin) > pin; mkdir work; sed -i s/^USER1=admins/USER1=guests/ demo/config/camera.cfg")
      let made = try demo.run("backup create")
      try #require(made.status == 0, "\(made.errors)")
      try demo.must("$camconsole backup export latest copy --sealed")
      let outcome = try demo.shell("\(Self.line) copy")
      #expect(outcome.status == 20 && outcome.text.contains("nobody could administer"), "\(outcome.text)")
      #expect(try demo.shell("ls -A work").text.isEmpty)
    }
  }

  /// A drill that waits for the rest of its copy, of which only the first bytes came. `body` waits for its end; without
  /// what holds the pipe open it ends by itself.
  private func withStalled(
    _ demo: Demo, _ bytes: String = "head -c 3000 copy", _ body: (StartedProcess) throws -> Void
  ) throws {
    func start(_ script: String) throws -> StartedProcess {
      try StartedProcess("/bin/sh", ["-c", "cd \(demo.base); \(script)"], demo.options())
    }
    try demo.must("rm -f pipe never; mkfifo pipe never")
    let writer = try start("exec > pipe; \(bytes); exec cat never")
    let drill = try start("exec \(Binary.path) drill pipe --pin-file pin --dir work")
    defer {
      writer.send(signal: SIGKILL)
      _ = try? writer.wait()
    }
    try body(drill)
  }

  private func waitForWork(_ demo: Demo, _ count: Int = 1) throws {
    try demo.must(
      "for i in $(seq 9000); do [ \"$(ls work | wc -l)\" -eq \(count) ] && exit; sleep 0.02; done; exit 1")
  }

  /// What was restored does not stay, also where a signal ends the drill.
  @Test(arguments: [(SIGINT, 130), (SIGTERM, 143)] as [(Int32, Int32)])
  func nothingStays(_ signal: Int32, _ status: Int32) throws {
    try withCopy { demo throws in
      try withStalled(demo) { drill throws in
        try waitForWork(demo)
        #expect(try demo.shell("stat -c %a work/camconsole-drill.*").text == "700\n")
        drill.send(signal: signal)
        let outcome = try drill.wait()
        #expect(outcome.status == status && !outcome.isKilled, "\(outcome.errors)")
      }
    }
  }

  /// What a killed drill left, the next one removes, also where the number in its name is that of another process, and
  /// where there is no copy. It leaves alone what a drill works with at that moment, and what no drill made.
  @Test func whatAKilledDrillLeft() throws {
    try withCopy { demo throws in
      try withStalled(demo) { killed throws in
        try waitForWork(demo)
        killed.send(signal: SIGKILL)
        _ = try killed.wait()
      }
      let left = "work/camconsole-drill.1.000000000left"
      try demo.must("mv work/camconsole-drill.* \(left); touch \(left)/clear")
      let others = ["results", "1.results", "1.000000000left.old", "x.0000000000000", "1.000000000LEFT", ""]
      for name in others {
        try demo.must("mkdir work/camconsole-drill.\(name); touch work/camconsole-drill.\(name)/mine")
      }
      #expect(try demo.shell("\(Self.line) none").status == 21)
      try demo.must("[ ! -e \(left) ]")
      for name in others {
        try demo.must("rm work/camconsole-drill.\(name)/mine && rmdir work/camconsole-drill.\(name)")
      }
      try demo.must("mkdir \(left); touch \(left)/clear")
      try withStalled(demo, "while [ -e \(left) ]; do sleep 0.02; done; head -c 3000 copy") { drill throws in
        try waitForWork(demo)
        #expect(try demo.shell("\(Self.line) copy").status == 0)
        #expect(try demo.shell("ls work/camconsole-drill.*/copy | wc -l").text == "1\n")
        drill.send(signal: SIGTERM)
        #expect(try drill.wait().status == 143)
      }
    }
  }

  /// What is not a backup is refused by its first bytes, though more could come.
  @Test func whatIsNotABackupIsNotCopied() throws {
    try withCopy { demo throws in
      try withStalled(demo, "head -c 70000 /dev/zero") { drill throws in
        let outcome = try drill.wait()
        #expect(outcome.status == 20 && outcome.text.contains("not the sealed copy of a backup"), "\(outcome.text)")
      }
    }
  }

  @Test func aPlaceThatIsNotThere() throws {
    try withCopy { demo throws in
      let outcome = try demo.shell("$BINARY drill copy --pin-file pin --dir none")
      #expect(outcome.status != 0 && outcome.text.contains("Name another directory with --dir"), "\(outcome.text)")
      let temporary = try demo.shell("mkdir other; TMPDIR=$BASE/other $BINARY drill copy --pin-file pin; ls -A other")
      #expect(temporary.text.hasPrefix("copy: ok") && temporary.text.split(separator: "\n").count == 1)
    }
  }
}
