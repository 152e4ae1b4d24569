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
      let keys: Set = [
        "file", "ok", "error", "id", "created", "model", "serial", "firmware", "entries", "modules", "bytes",
        "differences", "not_taken",
      ]
      #expect(report.keys == keys)
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
      for name in ["cut", "short"] { try refused(name, 17, "\(name): The copy is not whole") }
      try refused("text", 20, "text: This is not the sealed copy of a backup")
      try refused("none", 21, "none: The copy cannot be read")
      for offset in [300, 500, 5_000, size - 1] {
        try altered(offset)
        try refused("altered", 17, "altered: The copy is damaged")
      }
      let wrong = try demo.shell("$BINARY drill --pin-file wrong --dir work copy --json")
      #expect(try wrong.status == 11 && JSON(parsing: wrong.standardOutput)["error"]?["code"] == .text("wrong-pin"))
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

  /// What was restored does not stay, also where a signal ends the drill; what a killed one left, the next one removes.
  @Test func nothingStays() throws {
    try withCopy { demo throws in
      try demo.must("mkfifo pipe")
      func start() throws -> StartedProcess {
        let process = try StartedProcess(
          "/bin/sh", ["-c", "cd \(demo.base); exec \(Binary.path) drill pipe --pin-file pin --dir work"], demo.options()
        )
        try demo.must(
          "for i in $(seq 9000); do ls work | grep -q camconsole-drill && exit; sleep 0.02; done; exit 1")
        return process
      }
      for (signal, status) in [(SIGINT, 130), (SIGTERM, 143)] as [(Int32, Int32)] {
        let process = try start()
        #expect(try demo.shell("stat -c %a work/camconsole-drill.*").text == "700\n")
        process.send(signal: signal)
        let outcome = try process.wait()
        #expect(outcome.status == status && !outcome.isKilled, "\(outcome.errors)")
        #expect(try demo.shell("ls -A work").text.isEmpty)
      }
      let killed = try start()
      killed.send(signal: SIGKILL)
      _ = try killed.wait()
      #expect(try !demo.shell("ls -A work").text.isEmpty)
      #expect(try demo.shell("\(Self.line) copy").status == 0)
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
