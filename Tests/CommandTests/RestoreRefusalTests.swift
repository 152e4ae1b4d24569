import Glibc
import TestSupport
import Testing

/// Restores that are refused or stopped, and change nothing.
@Suite struct RestoreRefusalTests {
  private func expectRefused(
    _ status: Int32, _ words: String, _ options: String = "", after damage: String = "true",
    environment: [String: String] = [:]
  ) throws {
    try RestoreScene.with { (demo, _) throws in
      try demo.must(damage)
      let former = try demo.state()
      let outcome = try demo.restore(options, environment: environment)
      #expect(outcome.status == status && outcome.errors.contains(words), "\(outcome.status): \(outcome.errors)")
      #expect(try demo.state() == former)
      try demo.expectNoTraces()
    }
  }

  @Test(arguments: [
    ("sed -i 's/^MODEL=.*/MODEL=other/' demo/config/camera.cfg", "This camera is a other"),
    ("sed -i 's/^FIRMWARE=.*/FIRMWARE=5.4.0.10/' demo/config/camera.cfg", "newer firmware, 5.4.1.7"),
    ("mv demo/config demo/real; ln -s real demo/config", "config is a link. Nothing was changed."),
  ])
  func anotherCamera(_ damage: String, _ words: String) throws {
    try expectRefused(20, words, after: damage)
  }

  @Test func aNewerFirmwareThatIsAllowed() throws {
    try RestoreScene.with { (demo, scene) throws in
      try demo.must("sed -i 's/^FIRMWARE=.*/FIRMWARE=5.4.0.10/' demo/config/camera.cfg")
      #expect(try demo.restore("--allow-newer --no-reboot").status == 0)
      // The camera's own firmware stays.
      try demo.must("sed -i 's/^FIRMWARE=5.4.0.10$/FIRMWARE=5.4.1.7/' demo/config/camera.cfg")
      let sums = { (state: CameraState) in state.configuration.split(separator: "\n").filter { !$0.contains("|") } }
      #expect(sums(try demo.state()) == sums(scene.restored))
      #expect(try demo.state().modules == scene.restoredModules)
    }
  }

  @Test func nobodyCouldAdminister() throws {
    try RestoreScene.with { (demo, _) throws in
      try demo.must("sed -i '/^USER[0-9]*=/d' demo/config/camera.cfg")
      let former = try demo.state()
      let outcome = try demo.restore("--keep-users")
      #expect(outcome.status == 20 && outcome.errors.contains("has no users"), "\(outcome.errors)")
      #expect(try demo.state() == former)
      try demo.must("sed -i 's/^SECTION users/&\\nUSER1=guests:x:dora/' demo/config/camera.cfg")
      let guests = try demo.state()
      let other = try demo.restore("--keep-users")
      #expect(other.status == 20 && other.errors.contains("nobody could administer"), "\(other.errors)")
      #expect(try demo.state() == guests)
      // One who cannot log in does not help.
      try demo.must("sed -i 's/^USER1=.*/USER1=admins:*:dora/' demo/config/camera.cfg")
      let closed = try demo.state()
      let third = try demo.restore("--keep-users")
      #expect(third.status == 20 && third.errors.contains("nobody could administer"), "\(third.errors)")
      #expect(try demo.state() == closed)
      try demo.expectNoTraces()
      #expect(try demo.restore("--no-reboot").status == 0)
    }
  }

  @Test func optionsThatAreForbidden() throws {
    try expectRefused(24, "not permitted by sudo", environment: ["SUDO_UID": "1000"])
    try RestoreScene.with { (demo, scene) throws in
      for options in ["--pin-file /etc/passwd", "--pin-file - --settings demo/camconsole.conf"] {
        let outcome = try demo.shell(
          "SUDO_UID=1000 $BINARY backup restore latest --yes \(options)", input: Demo.pin)
        #expect(outcome.status == 24, "\(outcome.errors)")
      }
      try demo.expectUntouched(scene)
    }
  }

  @Test func withoutConsentNothingHappens() throws {
    try RestoreScene.with { (demo, scene) throws in
      let outcome = try demo.run("backup restore latest --pin-file -", input: Demo.pin)
      #expect(outcome.status == 20 && outcome.errors.contains("was not agreed to"))
      #expect(try demo.run("backup restore latest --yes --pin-file -", input: Demo.otherPIN).status == 11)
      #expect(try demo.run("backup restore 00090009 --yes --pin-file -", input: Demo.pin).status == 21)
      try demo.expectUntouched(scene)
    }
  }

  @Test(.enabled(if: !Binary.lacks(root: true, "mount"), "needs root and mount"), arguments: ["config", "config/a"])
  func aMountPoint(_ place: String) throws {
    try RestoreScene.with { (demo, _) throws in
      try demo.must("cp -a demo/config copy")
      try Mount.with("-t tmpfs none", on: demo.path + "/" + place) { () throws in
        try demo.must("cp -a copy/\(place == "config" ? "." : "a/.") demo/\(place)")
        let former = try demo.state()
        let outcome = try demo.restore()
        #expect(outcome.status == 20 && outcome.errors.contains(" mount"), "\(outcome.errors)")
        #expect(try demo.state() == former)
        try demo.expectNoTraces()
      }
    }
  }

  @Test(.enabled(if: !Binary.lacks(root: true, "mount"), "needs root and mount"))
  func aFullDisk() throws {
    try RestoreScene.with { (demo, _) throws in
      try Mount.with("-t tmpfs -o size=120k none", on: demo.base + "/small") { () throws in
        try demo.must("mv demo/config small/config; head -c 30000 /dev/urandom > small/config/more")
        try demo.set("CONFIG", "\(demo.base)/small/config")
        try demo.create()
        try demo.must("head -c 60000 /dev/zero > small/rest; ln -s ../small/config demo/config")
        let former = try demo.state()
        let outcome = try demo.restore()
        #expect(outcome.status == 16 && outcome.errors.contains("nothing was changed"), "\(outcome.errors)")
        #expect(try demo.state() == former)
        try demo.must("[ \"$(ls -A small)\" = \"$(printf 'config\\nrest')\" ]")
        try demo.expectNoTraces()
      }
    }
  }

  @Test func anUnreadableIntent() throws {
    try RestoreScene.with { (demo, scene) throws in
      try demo.write("state/restore", "{\"backup\":")
      for command in ["boot --once", "backup restore latest --yes --pin-file -"] {
        let outcome = try demo.run(command, input: Demo.pin)
        #expect(outcome.status == 74 && outcome.errors.contains("remove the file restore"), "\(outcome.errors)")
      }
      #expect(try demo.state() == scene.changed)
      try demo.must("rm demo/state/restore")
      #expect(try demo.restore("--no-reboot").status == 0)
    }
  }

  /// Where neither tree is the recorded one nobody knows to which modules the configuration belongs.
  @Test func anIntentOfAnotherTree() throws {
    try RestoreScene.with { (demo, _) throws in
      #expect(try demo.restore("--no-reboot").status == 0)
      for tree in ["config", ".config.camconsole"] {
        try demo.must("cp -a demo/\(tree) copy; mv demo/\(tree) away\(tree); mv copy demo/\(tree)")
      }
      let outcome = try demo.run("boot --once")
      #expect(outcome.status == 74 && outcome.errors.contains("to another configuration"), "\(outcome.errors)")
      try demo.must("[ -e demo/.config.camconsole ]")
    }
  }

  @Test(arguments: zip([SIGTERM, SIGINT], [143, 130] as [Int32]))
  func aSignalWhileStaging(_ signal: Int32, _ status: Int32) throws {
    try Demo.with { demo throws in
      try demo.must("head -c 60M /dev/zero > demo/config/large")
      try demo.create()
      try demo.must("echo other > demo/bus/01/config; echo new > demo/config/new")
      let former = try demo.state()
      let process = try StartedProcess(
        Binary.path, ["--demo-dir", demo.path, "backup", "restore", "latest", "--yes", "--pin-file", "-"],
        demo.options(Demo.pin))
      try demo.must("for i in $(seq 9000); do [ -e demo/.config.camconsole ] && exit; sleep 0.01; done; exit 1")
      process.send(signal: signal)
      let outcome = try process.wait()
      #expect(outcome.status == status && outcome.errors.contains("Stopped"), "\(outcome.errors)")
      #expect(try demo.state() == former)
      try demo.expectNoTraces()
    }
  }
}
