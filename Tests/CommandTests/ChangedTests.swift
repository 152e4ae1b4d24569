import TestSupport
import Testing

/// `backup changed`: 0 the same, 1 different, anything else: it cannot be told.
@Suite struct ChangedTests {
  private func expect(
    _ code: Int32, _ words: String, _ demo: Demo, _ options: String = "", _ location: SourceLocation = #_sourceLocation
  ) throws {
    let outcome = try demo.run("backup changed \(options)")
    #expect(outcome.status == code, "\(outcome.text)\(outcome.errors)", sourceLocation: location)
    #expect(
      (outcome.text + outcome.errors).contains(words), "\(outcome.text)\(outcome.errors)", sourceLocation: location)
  }

  @Test func sameAndDifferent() throws {
    try Demo.with { demo throws in
      let id = try demo.create("--label gate")
      try expect(0, "Nothing has changed since backup \(id).\n", demo)
      let same = try demo.json("backup changed")
      #expect(same.keys == ["changed", "created", "id", "label"])
      #expect(same["changed"] == .truth(false) && same["id"] == .text(id) && same["label"] == .text("gate"))
      #expect(try same["created"] == demo.backups()[0]["created"])
      try demo.must("cp -a demo before; echo '# x' >> demo/config/camera.cfg")
      try expect(1, "The configuration or the modules have changed since backup \(id).\n", demo)
      let different = try demo.run("backup changed --json")
      #expect(try different.status == 1 && JSON(parsing: different.standardOutput)["changed"] == .truth(true))
      // Asked twice it says the same: nothing was written.
      try expect(1, "have changed", demo)
      try demo.must("rm -r demo/config && mv before/config demo/config")
      try expect(0, "Nothing has changed", demo)
      try demo.must("diff -r before/card demo/card && diff -r before/state demo/state")
    }
  }

  /// What a backup leaves out is left out of the comparison.
  @Test func modules() throws {
    try Demo.with { demo throws in
      try demo.must("cp -a demo/bus/03 aside")
      try demo.create()
      try demo.must("echo x >> demo/bus/03/config")
      try expect(1, "have changed", demo)
      try demo.must("rm demo/bus/03/config; mkfifo demo/bus/03/config")
      try demo.set("BUS_TIMEOUT", "1")
      try expect(19, "Module 03", demo)
      try expect(1, "have changed", demo, "--skip-module 03")
      try demo.create("--skip-module 03")
      try expect(0, "Nothing has changed", demo, "--skip-module 03")
      try expect(0, "Nothing has changed", demo, "--skip-failed")
      try expect(21, "There is no module at address 77.", demo, "--skip-module 77")
      try expect(64, "--skip-module", demo, "--skip-module=")
    }
  }

  @Test(arguments: [
    ("rm -r demo/card", 13, "There is no SD card"),
    ("mv demo/state s; mkdir -m 700 demo/state", 10, "No Super PIN is set."),
    ("rm demo/card/CAMVAULT/*", 21, "There is no backup on the card to compare the camera with."),
    ("$camconsole backup delete --yes latest", 21, "There is no backup on the card to compare the camera with."),
    ("cp demo/camconsole.conf c; rm -r demo/config", 74, "The camera's configuration cannot be read"),
  ])
  func whatCannotBeKnown(_ change: String, _ code: Int32, _ words: String) throws {
    try Demo.with { demo throws in
      try demo.create()
      try demo.must(change)
      try expect(code, words, demo)
      let told = try demo.run("backup changed --json")
      #expect(try told.status == code && JSON(parsing: told.standardError)["error"] != nil, "\(told)")
    }
  }

  @Test func ofALockedCard() throws {
    try Demo.with { demo throws in
      try demo.create()
      #expect(try demo.run("pin set --forgotten --yes --pin-file -", input: Demo.otherPIN).status == 0)
      try expect(14, "made with another PIN", demo)
    }
  }

  @Test func ofADamagedBackup() throws {
    try Demo.with { demo throws in
      let id = try demo.create()
      try demo.damage("card/CAMVAULT/\(id).CVB", at: 3_000)
      // The payload is not read: a verification finds it.
      try expect(0, "Nothing has changed", demo)
      #expect(try demo.run("backup verify").status == 17)
      try expect(17, "Backup \(id) is damaged.", demo)
    }
  }

  /// Only of the newest one the record knows what is in it.
  @Test func afterTheNewestWasDeleted() throws {
    try Demo.with { demo throws in
      let first = try demo.create()
      let second = try demo.create()
      try demo.must("$camconsole backup delete --yes \(second)")
      try expect(21, "Only the PIN shows what is in backup \(first)", demo)
      try demo.create()
      try expect(0, "Nothing has changed", demo)
      let third = try demo.backups()[0]["id"]?.text ?? ""
      try demo.must("mv demo/card/CAMVAULT/\(third).CVB away")
      try expect(21, "The newest backup \(third) is missing.", demo)
      try demo.must("mv away demo/card/CAMVAULT/\(third).CVB")
      try expect(0, "Nothing has changed", demo)
    }
  }

  /// A change of the PIN writes the backups again, with the same contents.
  @Test func afterAChangeOfThePIN() throws {
    try Demo.with { demo throws in
      try demo.create()
      #expect(try demo.run(PINChangeTests.change, input: PINChangeTests.digits).status == 0)
      try expect(0, "Nothing has changed", demo)
    }
  }

  /// While the configuration and the modules are read, others may work: the lock is released before.
  @Test(.enabled(if: !Binary.lacks("strace"), "needs strace")) func theLockIsNotHeldMeanwhile() throws {
    try Demo.with { demo throws in
      try demo.create()
      try demo.must(
        """
        strace -f -y -o trace -e trace=openat,close $camconsole backup changed
        awk '/close\\(.*\\/run\\/lock>/ { released = NR }
          /<.*\\/(bus\\/.*\\/config|config\\/camera.cfg)>/ && !first { first = NR }
          END { print released, first; exit !(released && first && released < first) }' trace
        """)
    }
  }

  /// Over SSH it needs no more than its line.
  @Test(.enabled(if: SystemCamera.isUsable, "needs root and unshare")) func overSSH() throws {
    try SystemCamera.with(["SSH_COMMANDS": "backup changed, backup changed --json"]) { camera in
      try camera.demo.create()
      #expect(try camera.ssh("backup changed").status == 0)
      #expect(try camera.ssh("backup changed --json").text.contains(#""changed":false"#))
      #expect(try camera.ssh("backup changed --skip-failed").status == 24)
    }
  }
}
