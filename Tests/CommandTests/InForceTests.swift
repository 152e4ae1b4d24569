import TestSupport
import Testing

/// What the camera says of the last restore, and of the backup that its configuration came of.
@Suite struct InForceTests {
  /// Restores, restarts and confirms.
  private func restored(_ demo: Demo, _ options: String = "") throws {
    let outcome = try demo.restore("--no-reboot " + options)
    #expect(outcome.status == 0, "\(outcome.errors)")
    try demo.restart()
    #expect(try demo.run("confirm").status == 0)
  }

  /// Expects that one backup, or none, has the mark.
  private func expect(
    _ demo: Demo, _ id: String?, changed: JSON = .truth(false), _ location: SourceLocation = #_sourceLocation
  ) throws {
    let list = try demo.json("backup list", location)
    let mark = id.map { JSON.object(["id": .text($0), "changed": changed]) } ?? .null
    #expect(list["in_force"] == mark, sourceLocation: location)
    let marked = list["backups"]?.list.filter { $0["in_force"] == .truth(true) }.compactMap { $0["id"]?.text }
    #expect(marked == [id].compactMap(\.self), sourceLocation: location)
  }

  private func expectState(_ demo: Demo, _ state: String, _ location: SourceLocation = #_sourceLocation) throws {
    let text = try demo.run("backup list").text
    #expect(text.split(separator: "\n").contains { $0.hasSuffix("  " + state) }, "\(text)", sourceLocation: location)
  }

  @Test func fromTheRestoreToAChange() throws {
    try RestoreScene.with { (demo, _) throws in
      try expect(demo, nil)
      #expect(try demo.restore("--no-reboot --keep-network --skip-module 01").status == 0)
      try expect(demo, nil)
      try demo.restart()
      #expect(try demo.run("boot --once").status == 0)
      try expect(demo, nil)
      #expect(try demo.run("confirm").status == 0)
      try expect(demo, "00010001")
      try expectState(demo, "ok, active")
      #expect(try demo.run("backup keep latest").status == 0)
      try expectState(demo, "ok, kept, active")
      try demo.must("sed -i 's/^TIMEZONE=.*/TIMEZONE=UTC/' demo/config/camera.cfg")
      try expect(demo, "00010001", changed: .truth(true))
      try expectState(demo, "ok, kept, active, changed since")
    }
  }

  @Test func whatWasLeftOutAndWhatIsPending() throws {
    try RestoreScene.with { (demo, _) throws in
      try restored(demo, "--keep-network --keep-users --skip-module 01")
      let restore = try #require(try demo.json("status")["restore"])
      let modules = JSON.list([.text("01"), .text("05")])
      let kept = ["ethernet", "users"].map { section in
        JSON.object(["file": .text("camera.cfg"), "section": .text(section), "only_in_backup": .truth(false)])
      }
      #expect(
        restore["left_out"]
          == .object(["network": .truth(true), "users": .truth(true), "modules": modules, "kept": .list(kept)]))
      let user = try demo.user()
      let text = try demo.run("status").text
      #expect(
        text.contains("Restore    backup 00010001: confirmed\n           Restored backup 00010001 of 20"), "\(text)")
      #expect(
        text.contains(
          " by \(user). Kept: SECTION ethernet, SECTION users. Left out: module 01, "
            + "module 05 (other kind). Pending: module 04.\n"),
        "\(text)")
    }
  }

  /// A change of files' times or of what no backup has is none; names, modes, links and contents count.
  @Test func whatCountsAsAChange() throws {
    try RestoreScene.with { (demo, _) throws in
      try restored(demo)
      try demo.must("touch demo/config/camera.cfg demo/config; mkfifo demo/config/pipe2")
      try expect(demo, "00010001")
      for (change, back) in [
        ("chmod 600 demo/config/camera.cfg", "chmod 640 demo/config/camera.cfg"),
        ("ln -sfn elsewhere demo/config/a/link", "ln -sfn ../nowhere demo/config/a/link"),
        ("mkdir demo/config/x", "rmdir demo/config/x"),
      ] {
        try demo.must(change)
        try expect(demo, "00010001", changed: .truth(true))
        try demo.must(back)
        try expect(demo, "00010001")
      }
      try demo.must(": > \"$(printf 'demo/config/\\351')\"")
      try expect(demo, "00010001", changed: .truth(true))
      // What no backup can hold leaves it open.
      try demo.must(
        "cd demo/config; n=$(printf %0200d 0); for i in $(seq 20); do mkdir $n; cd $n; done; : > $(printf %069d 0)")
      try expect(demo, "00010001", changed: .null)
      try expectState(demo, "ok, active, may have changed")
    }
  }

  @Test func aChangeOfThePINKeepsTheMark() throws {
    try RestoreScene.with { (demo, _) throws in
      try restored(demo)
      try demo.create()
      try expect(demo, "00010001")
      let digits = "\(Demo.pin)\n\(Demo.otherPIN)\n"
      let change = try demo.run("pin change --old-pin-file - --new-pin-file -", input: digits)
      #expect(change.status == 0, "\(change.errors)")
      let oldest = try #require(try demo.backups().last?["id"]?.text)
      #expect(oldest != "00010001")
      try expect(demo, oldest)
    }
  }

  @Test func whatIsTakenBackLosesTheMark() throws {
    try RestoreScene.with { (demo, _) throws in
      try demo.set("REBOOT", "/bin/true")
      #expect(try demo.restore("--no-reboot").status == 0)
      try demo.restart()
      #expect(try demo.run("revert --yes").status == 0)
      try expect(demo, nil)
      try demo.restart()
      #expect(try demo.run("boot --once").status == 0)
      try expect(demo, nil)
    }
  }

  @Test func modulesAloneHaveNoMarkAndTakeNone() throws {
    try RestoreScene.with { (demo, _) throws in
      #expect(try demo.restore("--modules-only").status == 0)
      try expect(demo, nil)
      #expect(try demo.run("status").text.contains("           Restored modules of backup 00010001 of "))
      try restored(demo)
      let newer = try demo.create()
      try demo.must("echo different > demo/bus/01/config")
      #expect(try demo.restore("--modules-only").status == 0)
      #expect(newer == "00010002")
      try expect(demo, "00010001")
    }
  }

  /// A backup that is no longer on the card has no mark to bear.
  @Test func withoutItsBackup() throws {
    try RestoreScene.with { (demo, _) throws in
      try restored(demo)
      try demo.create()
      try demo.must("rm demo/card/CAMVAULT/*00010001*")
      try expect(demo, nil)
    }
  }

  /// Records of the version before this one.
  @Test func formerRecords() throws {
    try Demo.with { demo throws in
      try demo.create()
      #expect(try demo.restore("--no-reboot").status == 0)
      let former = """
        sed -i -E -e 's/"(source|leftOut|configuration|formerConfiguration)":[{]([^{}]|[{][^{}]*[}])*[}]//g' \
          -e 's/"(digest":"[^"]*"|isOfModulesOnly":(true|false))//g' -e 's/,+/,/g; s/[{],/{/g; s/,[}]/}/g'
        """
      let isNew = "grep -q -e created -e digest -e leftOut -e isOfModulesOnly"
      try demo.must("\(isNew) demo/state/restore && \(former) demo/state/restore && ! \(isNew) demo/state/restore")
      try demo.restart()
      #expect(try demo.json("status")["restore"]?["state"] == .text("awaiting-confirmation"))
      #expect(try demo.run("confirm").status == 0)
      try expect(demo, nil)
      try demo.must("\(isNew) demo/state/restored && \(former) demo/state/restored && ! \(isNew) demo/state/restored")
      let restore = try #require(try demo.json("status")["restore"])
      let nothing = JSON.object([
        "network": .truth(false), "users": .truth(false), "modules": .list([]), "kept": .list([]),
      ])
      #expect(restore["state"] == .text("confirmed") && restore["left_out"] == nothing)
      try expect(demo, nil)
      try restored(demo)
      try expect(demo, "00010001")
    }
  }
}
