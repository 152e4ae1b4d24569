import TestSupport
import Testing

/// Attempts at backups, and what an alarm goes by.
@Suite struct FreshnessTests {
  private func result(_ demo: Demo) throws -> String? { try demo.json("status")["last_attempt"]?["result"]?.text }

  private func metric(_ name: String, _ demo: Demo) throws -> String? {
    try demo.run("status --prometheus").text.split(separator: "\n")
      .first { $0.hasPrefix("camconsole_\(name){") }?.split(separator: " ").last.map(String.init)
  }

  /// A backup that could not be made is recorded, whatever was in the way.
  @Test(arguments: [
    ("rm -r demo/card", "no-card", 13), ("rm demo/bus/03/config; mkfifo demo/bus/03/config", "module-failed", 19),
    ("rm -r demo/config", "io-error", 74),
    ("rm -r demo/card/CAMVAULT; touch demo/card/CAMVAULT", "refused", 20),
    ("sed -i 's/^CARD_MOUNT=.*/CARD_MOUNT=yes/' demo/camconsole.conf", "no-card", 13),
  ])
  func failures(_ obstacle: String, _ word: String, _ code: Int32) throws {
    try Demo.with { demo throws in
      try demo.create()
      #expect(try result(demo) == "ok")
      let good = try demo.json("status")["last_success"]
      try demo.must(obstacle)
      let failed = try demo.run("backup create")
      #expect(failed.status == code, "\(failed.errors)")
      #expect(try result(demo) == word)
      #expect(try demo.json("status")["last_success"] == good && demo.json("backup list")["last_success"] == good)
      #expect(try demo.json("backup list")["last_attempt"]?["result"] == .text(word))
      #expect(try demo.run("status").text.contains(": failed (\(word))\n"))
      #expect(try metric("last_attempt_ok", demo) == "0")
    }
  }

  @Test func withoutAPIN() throws {
    try Demo.with(pin: false) { demo throws in
      #expect(try demo.run("backup create").status == 10)
      #expect(try result(demo) == "no-pin")
      #expect(try demo.run("pin set --pin-file -", input: Demo.pin).status == 0)
      #expect(try result(demo) == "no-pin")
      #expect(try metric("last_good_backup_timestamp_seconds", demo) == "0")
    }
  }

  @Test func onALockedCard() throws {
    try Demo.with { demo throws in
      try demo.create()
      #expect(try demo.run("pin set --forgotten --yes --pin-file -", input: Demo.otherPIN).status == 0)
      #expect(try demo.run("backup create").status == 14)
      #expect(try result(demo) == "locked")
      #expect(try metric("last_good_backup_timestamp_seconds", demo) == "0")
    }
  }

  /// What nobody found changed is as fresh as a new backup, as long as it is good and there.
  @Test func whatIsGood() throws {
    try Demo.with { demo throws in
      let id = try demo.create()
      let made = try #require(try metric("last_good_backup_timestamp_seconds", demo).flatMap { Int64($0) })
      try demo.must("sleep 1.1; $camconsole backup create --if-changed")
      #expect(try result(demo) == "unchanged")
      let found = try #require(try metric("last_good_backup_timestamp_seconds", demo).flatMap { Int64($0) })
      #expect(found > made)
      #expect(try metric("last_unchanged_timestamp_seconds", demo) == "\(found)")
      #expect(try demo.json("status")["last_unchanged"] == demo.json("status")["last_good"])
      try demo.must("mv demo/card away")
      #expect(try metric("last_good_backup_timestamp_seconds", demo) == "\(found)")
      try demo.must("mv away demo/card")

      try demo.damage("card/CAMVAULT/\(id).CVB", at: 3_000)
      #expect(try demo.run("backup verify").status == 17)
      #expect(try metric("last_good_backup_timestamp_seconds", demo) == "0")
      #expect(try metric("backups_damaged", demo) == "1" && metric("last_verification_ok", demo) == "0")
      let second = try demo.json("backup create --if-changed")
      #expect(second["unchanged"] == .truth(false))
      #expect(try metric("last_good_backup_timestamp_seconds", demo) != "0")
      try demo.must("rm \(demo.vault)/\(try #require(second["id"]?.text)).CVB")
      #expect(try metric("last_good_backup_timestamp_seconds", demo) == "0")
      #expect(try metric("backups_missing", demo) == "1")
    }
  }

  /// Killed in the middle, an attempt neither made a backup nor failed: that shows until the next one.
  @Test(.enabled(if: !Binary.lacks("strace"), "needs strace")) func killed() throws {
    try Demo.with { demo throws in
      try demo.must(
        "strace -f -o /dev/null -P $BASE/demo/card/CAMVAULT/00010001.CVB -e trace=pwrite64 -e inject=pwrite64:signal=KILL:when=1 $camconsole backup create; true"
      )
      #expect(try result(demo) == "unfinished")
      try demo.create()
      #expect(try result(demo) == "ok")
    }
  }

  @Test func promtoolAcceptsThem() throws {
    try Demo.with { demo throws in
      try demo.must(
        #"sed -i -E 's/^MODEL=.*/MODEL=M "26\\B/; s/^SERIAL=.*/SERIAL=\xc3\xbc\x01\xff/' demo/config/camera.cfg"#)
      for command in ["true", "$camconsole backup create --keep", "$camconsole backup verify", "rm -r demo/card"] {
        try demo.must("\(command) && $camconsole status --prometheus | promtool check metrics")
      }
      let text = try demo.run("status --prometheus").text
      #expect(text.contains(#"{model="M \"26\\B",serial="????"#), "\(text)")
      #expect(text.contains("version=\"1.0.0\"} 1\n"))
      #expect(try metric("restore_pending", demo) == "0")
    }
  }

  /// A list does not read what may not be readable: nothing beyond the headers.
  @Test(
    .enabled(if: !Binary.lacks("strace"), "needs strace"), arguments: ["backup list", "status", "backup keep latest"])
  func listsReadHeaders(_ command: String) throws {
    try Demo.with { demo throws in
      for _ in 1...3 { try demo.create() }
      try demo.must("strace -f -y -o trace -e trace=pread64,read,preadv,mmap $camconsole \(command)")
      try demo.must("grep -q 'CVB>' trace && ! grep 'CVB>' trace | grep -vE ', 1024, 0\\) += 1024$'")
    }
  }
}
