import TestSupport
import Testing

/// Backups of other cameras: the camera stays itself, and says whose backup it is before anything else.
@Suite struct OtherCameraTests {
  private static let own = "MODEL=M26B SERIAL=10.99.88.77 FIRMWARE=5.4.2.0 HARDWARE=T9"

  /// The lines of the identity, as `MODEL=… SERIAL=… FIRMWARE=… HARDWARE=…`.
  private func identity(_ demo: Demo) throws -> String {
    try demo.shell("grep -E '^ *(MODEL|SERIAL|FIRMWARE|HARDWARE)=' demo/config/camera.cfg | tr '\\n' ' '").text
      .split(separator: " ").joined(separator: " ")
  }

  private static let replace = """
    sed -i -e 's/^SERIAL=.*/SERIAL=10.99.88.77/' -e 's/^FIRMWARE=.*/FIRMWARE=5.4.2.0/' -e 's/^HARDWARE=.*/HARDWARE=T9/' \
    -e 's/^NAME=.*/NAME=new/' demo/config/camera.cfg
    """

  /// A camera in the place of the one that made the backup.
  private func with(_ change: String = replace, _ body: (Demo) throws -> Void) throws {
    try Demo.with { demo throws in
      try demo.create()
      try demo.must(change)
      try body(demo)
    }
  }

  private static let warning =
    "This backup is from another camera, M26B 10.32.4.17. This camera, M26B 10.99.88.77, keeps its own identity."

  @Test func aReplacement() throws {
    try with { demo throws in
      let own = try demo.create("--label delivered")
      let outcome = try demo.run("backup restore 00010001 --yes --no-reboot --pin-file -", input: Demo.pin)
      #expect(outcome.status == 0, "\(outcome.errors)")
      let lines = outcome.text.split(separator: "\n").map(String.init)
      #expect(lines[1] == Self.warning, "\(outcome.text)")
      #expect(!outcome.text.contains("SERIAL:") && !outcome.text.contains("HARDWARE:"), "\(outcome.text)")
      #expect(outcome.text.contains("  ~ NAME: new -> gate-north\n"))
      #expect(try identity(demo) == Self.own)
      try demo.restart()
      #expect(try demo.run("confirm").status == 0)
      #expect(try demo.run("status").text.hasPrefix("Camera     M26B 10.99.88.77, firmware 5.4.2.0\n"))
      let list = try demo.json("backup list")
      #expect(list["in_force"] == .object(["id": .text("00010001"), "changed": .truth(false)]))
      let marks = list["backups"]?.list.map { $0["other_camera"] }
      #expect(marks == [.truth(false), .truth(true)])
      let text = try demo.run("backup list").text
      #expect(text.contains("ok, other camera, active\n"), "\(text)")
      // Its own backups are its own.
      let newer = try demo.json("backup create")
      #expect(newer["serial"] == .text("10.99.88.77") && newer["firmware"] == .text("5.4.2.0"))
      let back = try demo.run("backup restore \(own) --yes --no-reboot --pin-file -", input: Demo.pin)
      #expect(back.status == 0 && !back.text.contains("another camera"), "\(back.text)\(back.errors)")
      try demo.must("grep -qx NAME=new demo/config/camera.cfg")
    }
  }

  @Test func undoKeepsItToo() throws {
    try with { demo throws in
      #expect(try demo.restore("--no-reboot").status == 0)
      try demo.restart()
      #expect(try demo.run("confirm").status == 0)
      // The camera was updated since.
      try demo.must("sed -i 's/^FIRMWARE=.*/FIRMWARE=5.5.0.0/' demo/config/camera.cfg")
      let undone = try demo.undo("--no-reboot")
      #expect(undone.status == 0 && !undone.text.contains("another camera"), "\(undone.errors)")
      #expect(try identity(demo) == "MODEL=M26B SERIAL=10.99.88.77 FIRMWARE=5.5.0.0 HARDWARE=T9")
      try demo.must("grep -qx NAME=new demo/config/camera.cfg")
    }
  }

  @Test func revertBringsTheFormerTree() throws {
    try with { demo throws in
      let former = try demo.state()
      #expect(try demo.restore("--no-reboot").status == 0)
      #expect(try demo.run("revert --yes").status == 0)
      #expect(try demo.state() == former)
    }
  }

  /// Per key: what the settings read elsewhere is not the camera's identity.
  @Test func aSerialNumberThatIsElsewhere() throws {
    try with { demo throws in
      try demo.must("echo 10.99.88.77 > serial")
      try demo.set("SERIAL_FILE", "\(demo.base)/serial")
      let outcome = try demo.restore("--no-reboot")
      #expect(outcome.status == 0 && outcome.text.contains(Self.warning), "\(outcome.text)\(outcome.errors)")
      #expect(try identity(demo) == "MODEL=M26B SERIAL=10.32.4.17 FIRMWARE=5.4.2.0 HARDWARE=T9")
      #expect(try demo.run("status").text.hasPrefix("Camera     M26B 10.99.88.77, firmware 5.4.2.0\n"))
    }
  }

  /// Keys that the camera lacks are not brought, in whatever order and among whatever comments; those that only the
  /// camera has stay.
  @Test(arguments: [
    ("sed -i '/^HARDWARE=/d' demo/config/camera.cfg", "MODEL=M26B SERIAL=10.99.88.77 FIRMWARE=5.4.2.0"),
    (
      "sed -i -e '/^SERIAL=/d' -e 's/^MODEL=/# its own\\n  SERIAL=10.99.88.77\\nMODEL=/' demo/config/camera.cfg",
      "MODEL=M26B SERIAL=10.99.88.77 FIRMWARE=5.4.2.0 HARDWARE=T9"
    ),
    (
      "sed -i 's/^SERIAL=.*/SERIAL=first\\nSERIAL=10.99.88.77/' demo/config/camera.cfg",
      "MODEL=M26B SERIAL=first SERIAL=10.99.88.77 FIRMWARE=5.4.2.0 HARDWARE=T9"
    ),
  ])
  func oddIdentities(_ change: String, _ expected: String) throws {
    try with(Self.replace + "; " + change) { demo throws in
      let outcome = try demo.restore("--no-reboot")
      #expect(outcome.status == 0 && !outcome.text.contains("SERIAL:"), "\(outcome.text)\(outcome.errors)")
      #expect(try identity(demo) == expected)
      try demo.must("[ $(grep -c '^ENDSECTION identity' demo/config/camera.cfg) = 1 ]")
    }
  }

  @Test func aBackupWithoutAnIdentity() throws {
    try Demo.with { demo throws in
      try demo.must(
        "cp demo/config/camera.cfg whole; sed -i '/^SECTION identity/,/^ENDSECTION identity/d' demo/config/camera.cfg")
      try demo.create()
      try demo.must("cp whole demo/config/camera.cfg; " + Self.replace)
      let refused = try demo.restore("--no-reboot")
      #expect(refused.status == 20, "\(refused.errors)")
      #expect(refused.errors.contains("The backup does not say the model of its camera."), "\(refused.errors)")
      #expect(try demo.restore("--no-reboot --other-model").status == 0)
      #expect(try identity(demo) == Self.own)
    }
  }

  private static let otherModel = "sed -i 's/^MODEL=.*/MODEL=S26/' demo/config/camera.cfg"

  @Test func anotherModel() throws {
    try RestoreScene.with { (demo, _) throws in
      try demo.must(Self.replace + "; " + Self.otherModel)
      let former = try demo.state()
      for options in ["", "--modules-only", "--allow-newer"] {
        let refused = try demo.restore(options)
        #expect(refused.status == 20, "\(refused.errors)")
        #expect(refused.errors.contains("The backup is from a M26B. This camera is a S26. "), "\(refused.errors)")
        #expect(refused.errors.contains("--other-model"))
        #expect(try demo.state() == former)
      }
      let diff = try demo.json("backup diff latest --pin-file -", input: Demo.pin)
      #expect(diff["other_camera"] == .truth(true) && diff["other_model"] == .truth(true))
      #expect(diff["model"] == .text("M26B") && diff["serial"] == .text("10.32.4.17"))
      #expect(try demo.restore("--other-model --modules-only").status == 0)
      let restored = try demo.restore("--other-model --no-reboot --json")
      #expect(restored.status == 0, "\(restored.errors)")
      #expect(try JSON(parsing: restored.standardOutput)["other_model"] == .truth(true))
      #expect(try identity(demo) == "MODEL=S26 SERIAL=10.99.88.77 FIRMWARE=5.4.2.0 HARDWARE=T9")
    }
  }

  @Test func modulesOfAnotherCamera() throws {
    try RestoreScene.with { (demo, scene) throws in
      try demo.must(Self.replace)
      let outcome = try demo.restore("--modules-only")
      #expect(outcome.status == 0 && outcome.text.contains(Self.warning), "\(outcome.text)\(outcome.errors)")
      #expect(try demo.state().modules == scene.restoredModules)
    }
  }

  /// A camera that has lost its identity gets it back from a backup, if somebody says that it is its own.
  @Test(arguments: [
    "rm demo/config/camera.cfg", "sed -i '/^SECTION identity/,/^ENDSECTION identity/d' demo/config/camera.cfg",
    "head -c 3000 /dev/zero > demo/config/camera.cfg",
    "sed -i -e 's/^MODEL=.*/MODEL=/' -e '/^SERIAL=/d' demo/config/camera.cfg",
  ])
  func aLostIdentity(_ damage: String) throws {
    try with(damage) { demo throws in
      let former = try demo.state()
      let refused = try demo.restore("--no-reboot")
      #expect(
        refused.status == 20 && refused.errors.contains("The model of this camera is not known"), "\(refused.errors)")
      #expect(refused.errors.contains("--other-model") && refused.errors.contains("Nothing was changed."))
      #expect(try demo.state() == former)
      let outcome = try demo.restore("--no-reboot --other-model")
      #expect(outcome.status == 0, "\(outcome.errors)")
      let lines = outcome.text.split(separator: "\n").map(String.init)
      #expect(
        lines[1]
          == "The model of this camera is not known. Check that this backup of M26B 10.32.4.17 was made by this camera.",
        "\(outcome.text)")
      #expect(try identity(demo).contains("SERIAL=10.32.4.17"))
      #expect(try identity(demo).contains("FIRMWARE=5.4.1.7"))
    }
  }

  /// What is left of an identity tells that a backup is another camera's.
  @Test func aDamagedIdentity() throws {
    try with(Self.replace + "; sed -i '/^MODEL=/d' demo/config/camera.cfg") { demo throws in
      let refused = try demo.restore("--no-reboot")
      #expect(
        refused.status == 20 && refused.errors.contains("the model of this camera is not known"), "\(refused.errors)")
      #expect(try demo.restore("--no-reboot --other-model").status == 0)
      #expect(try identity(demo) == "SERIAL=10.99.88.77 FIRMWARE=5.4.2.0 HARDWARE=T9")
    }
    // A serial number belongs to one camera: the backup is its own.
    try with("sed -i '/^MODEL=/d' demo/config/camera.cfg") { demo throws in
      #expect(try demo.restore("--no-reboot").status == 0)
    }
  }

  /// It is said before anybody agrees.
  @Test func theLastQuestion() throws {
    try with { demo throws in
      let outcome = try demo.run("backup restore latest --pin-file -", input: Demo.pin)
      #expect(outcome.status == 20 && outcome.text.contains(Self.warning))
      try demo.must(Self.otherModel)
      let refused = try demo.run("backup restore latest --pin-file -", input: Demo.pin)
      #expect(refused.errors.contains("This camera is a S26"), "\(refused.errors)")
    }
  }
}
