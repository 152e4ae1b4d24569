import TestSupport
import Testing

/// What a restore shows beforehand and brings back.
@Suite struct RestoreTests {
  @Test func theDifferencesInJSON() throws {
    try RestoreScene.with { (demo, scene) throws in
      let diff = try demo.json("backup diff latest --pin-file -", input: Demo.pin)
      #expect(diff["backup"] == .text("00010001"))
      let sections = diff["sections"]?.list ?? []
      #expect(sections.map { $0["name"] } == [.text("ethernet"), .text("eventcontrol")])
      #expect(sections.first?["changed"] == .list([.text("HOSTNAME")]))
      #expect(sections.first?["removed"] == .list([.text("ADDED")]))
      #expect(sections.last?["added"] == .list([.text("ARMED")]))
      let files = diff["files"]
      #expect(files?["added"] == .list([.text("empty"), .text("sounds/bell.wav")]))
      #expect(files?["removed"] == .list([.text("new"), .text("pipe")]))
      #expect(files?["changed"] == .list([.text("a"), .text("a/b/c"), .text("certs/current.pem")]))
      let modules = diff["modules"]?.list ?? []
      #expect(modules.compactMap { $0["address"]?.text } == ["01", "02", "03", "04", "05", "06"])
      #expect(
        modules.compactMap { $0["plan"]?.text } == [
          "restore", "replaced", "restore", "missing", "other-kind", "not-in-backup",
        ])
      #expect(modules.map { $0["firmware_differs"] == .truth(true) } == [false, false, true, false, false, false])
      #expect(modules[1]["serial"] == .text("10.0.0.1") && modules[1]["serial_backup"] == .text("10.33.72.103"))
      try demo.expectUntouched(scene)
    }
  }

  @Test func theDifferencesInWords() throws {
    try RestoreScene.with { (demo, scene) throws in
      try demo.must("sed -i -e 's/^USER1=.*/USER1=admins:geheim1:admin/' demo/config/camera.cfg")
      try demo.must("sed -i -e '/^SECTION ethernet/a WIFI_PSK=geheim2' demo/config/camera.cfg")
      let words = try demo.run("backup diff latest --pin-file -", input: Demo.pin).text
      for line in [
        "admin will have the factory password, which everybody knows.",
        "Users who will have another password: admin.", "SECTION ethernet (changed)",
        "  ~ HOSTNAME: elsewhere -> gate-north", "  - ADDED: 1 -> (none)",
        "  + ARMED: (none) -> 1", "  - WIFI_PSK: *** -> (none)", "  ~ USER1: *** -> ***",
        "File pipe (removed, cannot be in a backup)",
        "Module 02 (BellRFID) was replaced (10.0.0.1 instead of 10.33.72.103) and gets the settings",
        "Module 03 (DoorMaster) gets the settings of the backup, with other firmware",
        "Module 04 (MxMultiSense) is not on the bus: settings wait",
        "Module 06 (six) is not in the backup and stays as it is",
        "Module 05 (MX-232-IO-Box) is of another kind now and stays as it is",
      ] { #expect(words.split(separator: "\n").contains(Substring(line)), "\(line)\n\(words)") }
      #expect(!words.contains("geheim") && !words.contains("argon2id"))
      let users = try demo.json("backup diff latest --pin-file -", input: Demo.pin)["users"]
      #expect(users?["other_password"] == .list([.text("admin")]) && users?["gone"] == .list([]))
      #expect(users?["fewer_rights"] == .list([]) && users?["factory_password"] == .truth(true))
      #expect(scene.backup != scene.changed)
    }
  }

  @Test func everythingComesBack() throws {
    try RestoreScene.with { (demo, scene) throws in
      try demo.set("REBOOT", "/usr/bin/touch \(demo.base)/rebooted")
      let outcome = try demo.restore("--json")
      #expect(outcome.status == 0, "\(outcome.errors)")
      let report = try JSON(parsing: outcome.standardOutput)
      #expect(report["reboot"] == .truth(true) && report["revert_minutes"] == .number(10))
      #expect(try demo.state() == scene.restored)
      #expect(try demo.json("status")["restore"]?["state"] == .text("awaiting-confirmation"))
      try demo.must("[ -e rebooted ]")
      #expect(try demo.run("boot --once").text.contains("must be confirmed"))
      #expect(try demo.run("confirm").text.hasPrefix("The restore of backup 00010001 is confirmed.\n"))
      #expect(try demo.state() == scene.restored)
      #expect(try demo.json("status")["restore"]?["state"] == .text("confirmed"))
      try demo.expectNoTraces()
      #expect(try demo.json("status")["restore"]?["pending_modules"] == .list([.text("04")]))
      try demo.must(
        "$camconsole backup diff latest --pin-file - <<E | grep 'configuration is the same'\n\(Demo.pin)\nE")
      #expect(try demo.run("pin check --pin-file -", input: Demo.pin).status == 0)
    }
  }

  @Test func networkAndUsersCanStay() throws {
    try RestoreScene.with { (demo, scene) throws in
      try demo.must(
        "sed -i '/^USER1=/a USER2=admins:x:dora' demo/config/camera.cfg; grep -e ^USER -e ^HOST -e ^ADDED demo/config/camera.cfg > kept"
      )
      #expect(try demo.restore("--keep-network --keep-users --no-reboot").status == 0)
      try demo.must("grep -e ^USER -e ^HOST -e ^ADDED demo/config/camera.cfg | diff - kept")
      try demo.must("grep -q ^ARMED=1 demo/config/camera.cfg")
      #expect(try demo.state().modules == scene.restoredModules)
    }
  }

  /// Also in a configuration larger than other files may be to be looked into.
  @Test func theNetworkStaysInALargeConfiguration() throws {
    try RestoreScene.with { (demo, _) throws in
      try demo.must(
        "(echo SECTION big; yes 'A=\(String(repeating: "x", count: 900))' | head -n 1500; echo ENDSECTION big) >> demo/config/camera.cfg"
      )
      try demo.create()
      try demo.must("sed -i 's/^HOSTNAME=.*/HOSTNAME=stays/' demo/config/camera.cfg")
      #expect(try demo.restore("--keep-network --no-reboot").status == 0)
      try demo.must("grep -q ^HOSTNAME=stays demo/config/camera.cfg")
    }
  }

  @Test func modulesAlone() throws {
    try RestoreScene.with { (demo, scene) throws in
      let outcome = try demo.restore("--modules-only --json")
      let report = try JSON(parsing: outcome.standardOutput)
      #expect(report["reboot"] == .truth(false) && report["sections"] == .list([]))
      let expected = CameraState(configuration: scene.changed.configuration, modules: scene.restoredModules)
      #expect(try demo.state() == expected)
      try demo.expectNoTraces()
    }
  }

  @Test(arguments: [
    ("--module 01", ["01"]), ("--skip-module 02", ["01", "03"]), ("--module 01 --module 03 --skip-module 01", ["03"]),
  ])
  func someModules(_ options: String, _ written: [String]) throws {
    try RestoreScene.with { (demo, scene) throws in
      #expect(try demo.restore("--modules-only " + options).status == 0)
      let new = scene.backup.modules.filter { written.contains($0.key) }
      #expect(try demo.state().modules == scene.changed.modules.merging(new) { $1 })
    }
  }

  /// What is asked for by its address is done, or refused.
  @Test(arguments: [
    ("04", "not on the bus"), ("05", "of another kind"), ("06", "not in the backup"), ("01=06", "kind"),
  ])
  func aModuleThatCannotBeHad(_ module: String, _ words: String) throws {
    try RestoreScene.with { (demo, scene) throws in
      let outcome = try demo.restore("--modules-only --module \(module)")
      #expect(outcome.status == 20 && outcome.errors.contains(words), "\(outcome.errors)")
      try demo.expectUntouched(scene)
    }
  }

  @Test func oneModuleTakesTheSettingsOfAnother() throws {
    try RestoreScene.with { (demo, scene) throws in
      try demo.must("echo BellRFID > demo/bus/06/kind")
      #expect(try demo.restore("--modules-only --module 02=06").status == 0)
      let modules = try demo.state().modules
      #expect(modules["06"] == scene.backup.modules["02"] && modules["02"] == scene.changed.modules["02"])
      #expect(try demo.restore("--modules-only --module 02=06 --module 01=06").status == 64)
      #expect(try demo.restore("--modules-only --module 02=99").status == 21)
      #expect(try demo.restore("--modules-only --skip-module 99").status == 21)
    }
  }

  @Test func aModuleWithoutSettings() throws {
    try Demo.with { demo throws in
      try demo.must(": > demo/bus/01/config")
      try demo.create()
      try demo.must("echo something > demo/bus/01/config")
      #expect(try demo.restore("--modules-only").status == 0)
      try demo.must("[ ! -s demo/bus/01/config ]")
    }
  }

  /// Names that are not UTF-8 are in no backup; they are shown, and do not stop the removal of the former tree.
  @Test func namesThatAreNotUTF8() throws {
    try RestoreScene.with { (demo, scene) throws in
      try demo.must("mkdir \"$(printf 'demo/config/a/\\351')\"; : > \"$(printf 'demo/config/a/\\351/\\352')\"")
      let diff = try demo.json("backup diff latest --pin-file -", input: Demo.pin)
      #expect(diff["files"]?["removed"]?.list.count == 3)
      #expect(try demo.restore("--no-reboot --revert-after 0").status == 0)
      try demo.restart()
      #expect(try demo.run("boot --once").status == 0)
      #expect(try demo.state() == scene.restored)
      try demo.expectNoTraces()
    }
  }

  @Test func nothingSteersTheTerminal() throws {
    try RestoreScene.with { (demo, _) throws in
      try demo.must(
        "printf 'SECTION a\\033[2J\\nB\\033]0;x\\007=\\033[31m\\nC=\\302\\233y\\nENDSECTION a\\033[2J\\n' >> demo/config/camera.cfg; : > \"$(printf 'demo/config/e\\033[1m')\""
      )
      let words = try demo.run("backup diff latest --pin-file -", input: Demo.pin)
      let json = try demo.run("backup diff latest --json --pin-file -", input: Demo.pin)
      #expect(words.status == 0 && json.status == 0)
      for bytes in [words.standardOutput, json.standardOutput] {
        #expect(bytes.allSatisfy { $0 >= 0x20 || $0 == 0x0A })
        #expect(!String(decoding: bytes, as: UTF8.self).unicodeScalars.contains("\u{9B}"))
      }
    }
  }

  /// Who looks on or not: the camera restarts.
  @Test func theRebootDoesNotWaitForAReader() throws {
    try RestoreScene.with { (demo, _) throws in
      try demo.set("REBOOT", "/usr/bin/touch \(demo.base)/rebooted")
      let outcome = try demo.shell("$camconsole backup restore latest --yes --pin-file - > /dev/full", input: Demo.pin)
      #expect(outcome.status == 74)
      try demo.must("[ -e rebooted ]")
    }
  }

  @Test func aRebootThatFails() throws {
    try RestoreScene.with { (demo, scene) throws in
      try demo.set("REBOOT", "/bin/false")
      let outcome = try demo.restore()
      #expect(outcome.status == 74 && outcome.errors.contains("The change is complete, but the command to restart"))
      #expect(try demo.state() == scene.restored)
      #expect(try demo.run("status").text.contains("00010001: complete; the camera must restart"))
      let again = try demo.restore()
      #expect(again.status == 20 && again.errors.contains("has not restarted since"))
      #expect(try demo.restore("--modules-only").status == 20)
    }
  }
}
