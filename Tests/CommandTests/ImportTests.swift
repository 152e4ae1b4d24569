import TestSupport
import Testing

/// Sealed backups that come back to a card, from files and through pipes.
@Suite struct ImportTests {
  /// A camera with two backups, of which the first is only beside the card, as a file and as text.
  private func with(_ body: (Demo) throws -> Void) throws {
    try Demo.with { demo throws in
      let id = try demo.create("--label first")
      #expect(try demo.run("backup export \(id) \(demo.base)/any.name --sealed").status == 0)
      #expect(try demo.run("backup export \(id) \(demo.base)/text --sealed --armor").status == 0)
      try demo.create("--label second")
      #expect(try demo.run("backup delete \(id) --yes").status == 0)
      try body(demo)
    }
  }

  @Test(arguments: ["any.name", "text"]) func bothForms(_ file: String) throws {
    try with { demo throws in
      let imported = try demo.json("backup import \(demo.base)/\(file)")
      #expect(imported["id"] == .text("00010001") && imported["state"] == .text("returned"))
      #expect(imported["label"] == .text("first") && imported["unchanged"] == .truth(false))
      #expect(imported["check_result"] == .text("ok"))
      try demo.must("cmp any.name demo/card/CAMVAULT/00010001.CVB")
      let again = try demo.shell("$camconsole backup import - <\(file)")
      #expect(again.status == 0, "\(again.errors)")
      #expect(again.text.hasPrefix("Backup 00010001 is on the card already. Nothing was changed.\n"), "\(again.text)")
      #expect(try demo.json("backup import \(demo.base)/\(file)")["unchanged"] == .truth(true))
      #expect(try demo.run("backup restore 00010001 --yes --no-reboot --pin-file -", input: Demo.pin).status == 0)
    }
  }

  @Test func throughAPipe() throws {
    try with { demo throws in
      let piped = try demo.shell("(echo motd; cat text) | $camconsole backup import -")
      #expect(piped.status == 0, "\(piped.errors)")
      #expect(piped.text.hasPrefix("Backup 00010001 was imported and read back: "), "\(piped.text)")
      #expect(piped.text.contains("\nThe list shows it as returned"), "\(piped.text)")
    }
  }

  @Test func fromANamedPipe() throws {
    try with { demo throws in
      let piped = try demo.shell("mkfifo pipe; cat text > pipe & $camconsole backup import $BASE/pipe")
      #expect(piped.status == 0 && piped.text.hasPrefix("Backup 00010001 was imported"), "\(piped.errors)")
      try demo.must("cmp any.name demo/card/CAMVAULT/00010001.CVB")
      #expect(try demo.run(["backup", "import", ""]).status == 64)
    }
  }

  /// What a centre needs: what it has, that it arrived whole, and which PIN opens it.
  @Test func identifiers() throws {
    try with { demo throws in
      try demo.create()
      let row = try #require(try demo.backups().first)
      try demo.must("$camconsole backup export latest - --sealed > copy")
      func hex(_ options: String) throws -> JSON {
        .text(try demo.shell("\(options) | od -An -v -tx1 | tr -d ' \\n'").text)
      }
      #expect(try row["file_tag"] == hex("tail -c 32 copy"))
      #expect(try row["backup_id"] == hex("tail -c +257 copy | head -c 16"))
      #expect(try row["vault_id"] == hex("tail -c +41 copy | head -c 16"))
      try demo.must("rm demo/card/CAMVAULT/00010003.CVB")
      let missing = try #require(try demo.backups().first)
      #expect(missing["state"] == .text("missing") && missing["file_tag"] == row["file_tag"])
    }
  }

  @Test func whatIsRefused() throws {
    try with { demo throws in
      let before = try demo.shell("ls -l --time-style=+ demo/card/CAMVAULT").text
      try demo.must("printf \(Demo.pin) > pin; $camconsole backup export latest clear --pin-file pin")
      try demo.must(
        "head -c 30000 any.name > cut; cat any.name - < pin > long; head -c -200 text > cut-text; : > empty")
      try demo.must("sed '9s/./*/' text > damaged-text; mkdir folder")
      let size = try demo.shell("stat -c %s any.name").text.dropLast()
      for (file, status, words) in [
        ("cut", 17, "This backup is not complete: 30000 of \(size) bytes were received. Nothing was changed."),
        ("long", 17, "There is more data after the end of this backup."),
        ("cut-text", 17, "This backup is not complete"),
        ("damaged-text", 17, "The text of this backup is damaged in line 9."), ("empty", 20, "This is not a backup."),
        ("clear", 20, "This is not a backup."), ("folder", 74, "The backup cannot be read"),
        ("nothing", 74, "The backup cannot be read"),
      ] as [(String, Int32, String)] {
        let outcome = try demo.run("backup import \(demo.base)/\(file)")
        #expect(outcome.status == status && outcome.errors.contains(words), "\(file): \(outcome.errors)")
        #expect(outcome.standardOutput == [])
      }
      #expect(try demo.shell("ls -l --time-style=+ demo/card/CAMVAULT").text == before)
      try demo.damage("../any.name", at: 20_000)
      #expect(try demo.run("backup import \(demo.base)/any.name").status == 17)
      #expect(try demo.shell("ls -l --time-style=+ demo/card/CAMVAULT").text == before)
      #expect(try demo.json("backup list")["backups"]?.list.count == 1)
    }
  }

  /// The first backup with another PIN locks a card that was open: that is asked before.
  @Test func otherPINs() throws {
    try with { demo throws in
      #expect(try demo.run("pin set --forgotten --yes --pin-file -", input: Demo.otherPIN).status == 0)
      #expect(try demo.run("backup delete-all --yes").status == 0)
      let refused = try demo.shell("$camconsole backup import - <text")
      #expect(refused.status == 20 && refused.errors.contains("would lock the card"), "\(refused.errors)")
      try demo.must("[ -z \"$(ls demo/card/CAMVAULT)\" ]")
      let terminal = try PseudoTerminal(
        Binary.path, ["--demo-dir", demo.path, "backup", "import", demo.base + "/text"], demo.options())
      #expect(terminal.shows("It locks the card: no new backups, until you set that PIN or delete it. Type yes"))
      let other = try demo.run("backup list --wait 0")
      #expect(other.status == 0, "a question holds no lock: \(other.errors)")
      terminal.type("no\n")
      #expect(terminal.shows("would lock the card. Nothing was changed. Answer yes, or add --yes."))
      #expect(try terminal.end() == 20)
      let imported = try demo.json("backup import \(demo.base)/text --yes")
      #expect(imported["state"] == .text("foreign"))
      #expect(try demo.run("backup list").text.hasPrefix("SD card: locked"))
      #expect(try demo.run("backup import \(demo.base)/any.name").status == 0, "it is there already")
      #expect(
        try demo.run("pin change --old-pin-file - --new-pin-file -", input: "\(Demo.otherPIN)\n\(Demo.pin)\n").status
          == 0)
      #expect(try demo.backups().map { $0["state"] } == [.text("ok")])
    }
  }

  /// A backup that is damaged on the card is replaced from a file, which is read twice, and not from a pipe.
  @Test(arguments: ["any.name", "text"]) func aDamagedBackupIsReplaced(_ file: String) throws {
    try with { demo throws in
      #expect(try demo.run("backup import \(demo.base)/\(file)").status == 0)
      try demo.damage("card/CAMVAULT/00010001.CVB", at: 20_000)
      let piped = try demo.shell("cat \(file) | $camconsole backup import -")
      #expect(piped.status == 20 && piped.errors.contains("is on the card already, and it is damaged there."))
      #expect(piped.errors.contains("Import it from a file: that replaces the damaged one."), "\(piped.errors)")
      try demo.damage("../any.name", at: 20_100)
      let damaged = try demo.run("backup import \(demo.base)/any.name")
      #expect(damaged.status == 17 && damaged.errors.contains("This backup is damaged."), "\(damaged.errors)")
      try demo.damage("../any.name", at: 20_100)
      let replaced = try demo.shell("$camconsole backup import - <\(file)")
      #expect(replaced.text.hasPrefix("Backup 00010001 was imported and read back: "), "\(replaced.errors)")
      try demo.must("cmp any.name demo/card/CAMVAULT/00010001.CVB; $camconsole backup verify")
    }
  }

  /// Two copies with another PIN, one of them damaged: only the PIN tells which.
  @Test func aDamagedBackupWithAnotherPIN() throws {
    try with { demo throws in
      #expect(try demo.run("pin set --forgotten --yes --pin-file -", input: Demo.otherPIN).status == 0)
      #expect(try demo.run("backup delete-all --yes").status == 0)
      try demo.must("cp any.name whole")
      try demo.damage("../any.name", at: 20_000)
      #expect(try demo.run("backup import \(demo.base)/any.name --yes").status == 0, "without the PIN nobody sees it")
      let whole = try demo.run("backup import \(demo.base)/whole --yes")
      #expect(whole.status == 20 && whole.errors.contains("One of the two is damaged."), "\(whole.errors)")
      let pins = "\(Demo.otherPIN)\n\(Demo.pin)\n"
      #expect(try demo.run("pin change --old-pin-file - --new-pin-file -", input: pins).status == 0)
      #expect(try demo.run("backup verify").status == 17)
      #expect(try demo.run("backup import \(demo.base)/whole").status == 0)
      #expect(try demo.run("backup verify").status == 0)
      try demo.must("cmp whole demo/card/CAMVAULT/00010001.CVB")
    }
  }

  /// A kill while the pipe is still open leaves the card as it was.
  @Test func killed() throws {
    try with { demo throws in
      let killed = try demo.shell(
        """
        mkfifo pipe; exec 3<>pipe; head -c 30000 any.name >&3
        $camconsole backup import - <pipe 3>&- & p=$!
        for i in $(seq 9000); do [ -s demo/card/CAMVAULT/00010001.CVB ] && break; sleep 0.02; done
        [ -s demo/card/CAMVAULT/00010001.CVB ] || exit 1; kill -9 $p; wait $p; [ $? = 137 ]
        """)
      #expect(killed.status == 0, "\(killed.errors)")
      #expect(try demo.backups().compactMap { $0["id"]?.text } == ["00010002"])
      try demo.must("[ $(ls demo/card/CAMVAULT) = 00010002.CVB ]")
      #expect(try demo.run("backup import \(demo.base)/any.name").status == 0)
      #expect(try demo.json("backup verify")["backups"] != .null)
      try demo.must("cmp any.name demo/card/CAMVAULT/00010001.CVB")
    }
  }

  @Test func withoutACard() throws {
    try with { demo throws in
      try demo.must("rm -r demo/card")
      #expect(try demo.run("backup import \(demo.base)/text").status == 13)
    }
  }

  @Test(.enabled(if: !Binary.lacks(root: true, "mount"), "needs root to mount"))
  func aCardThatTakesNothing() throws {
    try with { demo throws in
      try demo.must("rm -r demo/card")
      try Mount.with("-t tmpfs -o size=24k none", on: demo.card) {
        let full = try demo.run("backup import \(demo.base)/text")
        #expect(full.status == 16 && full.errors.contains("The SD card is full"), "\(full.errors)")
        try demo.must("[ -z \"$(ls -A demo/card)\" ]")
      }
      try Mount.with("-t tmpfs -o ro none", on: demo.card) {
        let readOnly = try demo.run("backup import \(demo.base)/text")
        #expect(readOnly.status == 15 && readOnly.errors.contains("The SD card cannot be written."))
      }
    }
  }
}
