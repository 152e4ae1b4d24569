import TestSupport
import Testing

/// Modules that are missing at a restore: their settings wait for them.
@Suite struct RestorePendingTests {
  /// Puts a module of this kind at 04, which the backup has and the bus lacks.
  private func plug(_ kind: String, _ demo: Demo) throws {
    try demo.must("mkdir -p demo/bus/04; echo \(kind) > demo/bus/04/kind; echo fresh > demo/bus/04/config")
    try demo.must("echo 10.9.9.9 > demo/bus/04/serial; echo 1 > demo/bus/04/firmware")
  }

  private func pending(_ demo: Demo) throws -> [JSON] {
    let status = try demo.json("status")["restore"]?["pending_modules"]?.list ?? []
    #expect(try demo.json("modules list")["pending"] == .list(status))
    return status
  }

  private func boot(_ demo: Demo) throws -> ProcessOutcome {
    try demo.restart()
    let boot = try demo.run("boot --once")
    #expect(boot.status == 0, "\(boot.errors)")
    return boot
  }

  @Test func oneThatIsAbsentForTwoBoots() throws {
    try RestoreScene.with { (demo, scene) throws in
      #expect(try demo.restore("--no-reboot").status == 0)
      #expect(try pending(demo) == [.text("04")])
      #expect(try boot(demo).errors.contains("Module 04 did not take its settings"))
      #expect(try demo.run("confirm").errors.contains("Module 04 gets its settings when it is on the bus again"))
      #expect(try boot(demo).errors.contains("Module 04"))
      #expect(try pending(demo) == [.text("04")])
      #expect(try demo.run("modules list").text.contains("04  its settings wait until it is on the bus\n"))
      try plug("MxMultiSense", demo)
      #expect(try boot(demo).text == "Module 04 took the settings that waited for it.\n")
      #expect(try demo.state().modules["04"] == scene.backup.modules["04"])
      #expect(try pending(demo) == [])
      try demo.must("echo later > demo/bus/04/config")
      #expect(try boot(demo).text == "No restore was interrupted.\n")
      try demo.must("grep -q later demo/bus/04/config")
    }
  }

  @Test func anotherKindIsNeverWritten() throws {
    try RestoreScene.with { (demo, _) throws in
      #expect(try demo.restore("--no-reboot --revert-after 0").status == 0)
      try plug("Info", demo)
      #expect(try boot(demo).errors.contains("Module 04"))
      #expect(try boot(demo).errors.contains("Module 04"))
      try demo.must("grep -q fresh demo/bus/04/config")
      #expect(try pending(demo) == [.text("04")])
    }
  }

  /// It appears while `boot` waits for the confirmation; when the restore is taken back, so is what it was given.
  @Test func oneThatAppearsWhileARestoreWaits() throws {
    try RestoreScene.with { (demo, scene) throws in
      #expect(try demo.restore("--no-reboot --revert-after 1").status == 0)
      try demo.restart()
      let boot = try StartedProcess(Binary.path, ["--demo-dir", demo.path, "boot"], demo.options())
      try demo.must(
        "for i in $(seq 9000); do grep -q '\"starts\":1' demo/state/restore && exit; sleep 0.02; done; exit 1")
      try plug("MxMultiSense", demo)
      try demo.must("for i in $(seq 9000); do grep -q fresh demo/bus/04/config || exit 0; sleep 0.02; done; exit 1")
      let revert = try demo.json("revert --yes")
      #expect(revert["pending_modules"] == .list([]))
      #expect(try boot.wait().status == 0)
      try demo.must("grep -q fresh demo/bus/04/config; rm -r demo/bus/04")
      _ = try self.boot(demo)
      try demo.expectUntouched(scene)
    }
  }

  /// One that is gone when the restore is taken back gets its former settings when it appears.
  @Test func oneThatIsGoneWhenItIsTakenBack() throws {
    try RestoreScene.with { (demo, scene) throws in
      #expect(try demo.restore("--no-reboot").status == 0)
      try demo.restart()
      try demo.must("mv demo/bus/01 away")
      #expect(try demo.json("revert --yes")["pending_modules"] == .list([.text("01")]))
      #expect(try boot(demo).errors.contains("Module 01"))
      #expect(try pending(demo) == [.text("01")])
      try demo.must("mv away demo/bus/01")
      #expect(try boot(demo).text == "Module 01 took the settings that waited for it.\n")
      try demo.expectUntouched(scene)
    }
  }

  /// What waited before waits again when a later restore is taken back, and no longer when one is kept.
  @Test func anotherRestore() throws {
    try RestoreScene.with { (demo, _) throws in
      #expect(try demo.restore("--no-reboot --revert-after 0").status == 0)
      _ = try boot(demo)
      let later = try demo.create()
      #expect(try demo.restore("--no-reboot").status == 0)
      #expect(try demo.json("status")["restore"]?["backup"] == .text(later))
      #expect(try pending(demo) == [])
      #expect(try demo.run("revert --yes").status == 0)
      #expect(try pending(demo) == [.text("04")])
      #expect(try demo.restore("--no-reboot --revert-after 0").status == 0)
      _ = try boot(demo)
      #expect(try pending(demo) == [])
    }
  }

  @Test func modulesAlone() throws {
    try RestoreScene.with { (demo, scene) throws in
      #expect(try demo.restore("--modules-only").status == 0)
      #expect(try pending(demo) == [.text("04")])
      try plug("MxMultiSense", demo)
      #expect(try demo.restore("--modules-only --module 04").status == 0)
      #expect(try pending(demo) == [])
      #expect(try demo.state().modules["04"] == scene.backup.modules["04"])
    }
  }

  /// One missing and one unknown module of a kind are offered as a pair; more of them are not.
  @Test func aPairIsOffered() throws {
    try RestoreScene.with { (demo, _) throws in
      try demo.must("echo MxMultiSense > demo/bus/06/kind")
      let diff = try demo.json("backup diff latest --pin-file -", input: Demo.pin)
      #expect(diff["offered_pairs"] == .list([.object(["old": .text("04"), "new": .text("06")])]))
      let words = try demo.run("backup diff latest --pin-file -", input: Demo.pin).text
      #expect(words.contains("Module 06 may replace module 04: --module 04=06 gives it those settings."))
      #expect(try demo.restore("--modules-only --skip-module 04").status == 0)
      try demo.must("grep -q six demo/bus/06/config; cp -r demo/bus/06 demo/bus/07")
      let two = try demo.json("backup diff latest --pin-file -", input: Demo.pin)
      #expect(two["offered_pairs"] == .list([]))
    }
  }
}
