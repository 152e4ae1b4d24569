import Glibc
import TestSupport
import Testing

/// What was before a restore can be put back until the next one.
@Suite struct UndoTests {
  /// A camera whose restore was confirmed.
  private func with(_ options: String = "", _ body: (Demo, RestoreScene) throws -> Void) throws {
    try RestoreScene.with { (demo, scene) throws in
      try demo.set("REBOOT", "/bin/true")
      #expect(try demo.restore(options).status == 0)
      try demo.restart()
      if options.isEmpty { #expect(try demo.json("confirm")["undo"] == .text("possible")) }
      try body(demo, scene)
    }
  }

  @Test func thereAndBack() throws {
    try with { (demo, scene) throws in
      #expect(try demo.state() == scene.restored)
      let clear = try demo.shell("grep -rlF elsewhere demo --include=* --exclude-dir=bus").text
      #expect(clear == "", "The former host name is in clear in \(clear)")
      let preview = try demo.run("backup diff undo --pin-file -", input: Demo.pin)
      #expect(preview.text.contains("HOSTNAME: gate-north -> elsewhere"), "\(preview.errors)")
      #expect(try demo.undo().status == 0)
      #expect(try demo.state() == scene.undone)
      #expect(try demo.json("status")["restore"]?["backup"] == .text("undo"))
      try demo.restart()
      #expect(try demo.run("confirm").text.contains("the previous configuration is confirmed"))
      try demo.expectNoTraces()
      // And the undoing is undone.
      #expect(try demo.undo().status == 0)
      #expect(try demo.state() == scene.restored)
    }
  }

  /// It needs neither card nor the network of other sessions, and is taken back like every restore.
  @Test func takenBack() throws {
    try with { (demo, scene) throws in
      try demo.must("mv demo/card demo/pulled; mkdir demo/card")
      #expect(try demo.undo("--revert-after 1").status == 0)
      #expect(try demo.state() == scene.undone)
      try demo.restart(secondsAgo: 60)
      #expect(try demo.run("boot --once").text.contains("is reverted"))
      try demo.restart()
      #expect(try demo.run("boot --once").status == 0)
      #expect(try demo.state() == scene.restored)
      // It can be undone still.
      #expect(try demo.json("status")["restore"]?["undo"] == .text("possible"))
      #expect(try demo.undo().status == 0)
      #expect(try demo.state() == scene.undone)
    }
  }

  @Test func notWhileARestoreWaits() throws {
    try RestoreScene.with { (demo, scene) throws in
      #expect(try demo.undo().status == 21)
      #expect(try demo.run("backup diff undo --pin-file -", input: Demo.pin).errors.contains("nothing to undo"))
      #expect(try demo.restore("--no-reboot").status == 0)
      #expect(try demo.undo().status == 20)
      try demo.restart()
      let refused = try demo.undo()
      #expect(refused.status == 20 && refused.errors.contains("must be confirmed"))
      #expect(try demo.run("backup diff undo --pin-file -", input: Demo.pin).status == 20)
      #expect(try demo.state() == scene.restored)
    }
  }

  /// A change of the PIN rewrites it: the old digits open nothing any more, the new ones do.
  @Test(arguments: [true, false]) func aChangeOfThePIN(hasCard: Bool) throws {
    try with { (demo, scene) throws in
      if !hasCard { try demo.must("rmdir demo/card 2> /dev/null; mv demo/card demo/pulled; mkdir demo/card") }
      let change = try demo.run(
        "pin change --old-pin-file - --new-pin-file - \(hasCard ? "" : "--without-card")",
        input: "\(Demo.pin)\n\(Demo.otherPIN)\n")
      #expect(change.status == 0, "\(change.errors)")
      #expect(try demo.undo().status == 11)
      #expect(try demo.state() == scene.restored)
      #expect(try demo.undo(pin: Demo.otherPIN).status == 0)
      #expect(try demo.state() == scene.undone)
    }
  }

  /// Without the old PIN nothing is rewritten: the former digits open it.
  @Test func aForgottenPIN() throws {
    try with { (demo, scene) throws in
      #expect(try demo.run("pin set --forgotten --yes --pin-file -", input: Demo.otherPIN).status == 0)
      #expect(try demo.undo(pin: Demo.otherPIN).status == 11)
      #expect(try demo.json("backup verify undo")["backups"]?.list.first?["state"] == .text("foreign"))
      #expect(try demo.undo().status == 0)
      #expect(try demo.state() == scene.undone)
    }
  }

  /// Modules only: the configuration stays as it is, whatever was changed in it since.
  @Test func modulesOnly() throws {
    try with("--modules-only") { (demo, scene) throws in
      #expect(try demo.state().modules == scene.restoredModules)
      try demo.must("echo since > demo/config/since")
      let before = try demo.state().configuration
      let report = try demo.json("backup restore undo --yes --pin-file -", input: Demo.pin)
      #expect(report["reboot"] == .truth(false))
      #expect(try demo.state() == CameraState(configuration: before, modules: scene.changed.modules))
      try demo.expectNoTraces()
    }
  }

  @Test func aDamagedOne() throws {
    try with { (demo, scene) throws in
      try demo.damage("state/undo.cvb", at: 5_000)
      #expect(try demo.run("backup verify undo").status == 17)
      let refused = try demo.undo()
      #expect(refused.status == 17 && refused.errors.contains("The copy that Undo needs is damaged"))
      #expect(try demo.state() == scene.restored)
      let change = try demo.run(
        "pin change --old-pin-file - --new-pin-file -", input: "\(Demo.pin)\n\(Demo.otherPIN)\n")
      #expect(change.status == 0 && change.errors.contains("Undo"), "\(change.errors)")
      #expect(!demo.exists("state/undo.cvb"))
    }
  }

  /// While another session is at work it is confirmed at once, and sealed when that is over.
  @Test func anotherSessionAtWork() throws {
    try RestoreScene.with { (demo, scene) throws in
      #expect(try demo.restore("--no-reboot").status == 0)
      try demo.restart()
      try demo.whileABackupIsMade(atFiles: 2) { () throws in
        #expect(try demo.json("confirm --wait 0")["undo"] == .text("pending"))
        #expect(try demo.run("revert --yes --wait 0").status != 0)
      }
      #expect(try demo.run("boot --once").text.contains("is complete"))
      #expect(try demo.json("status")["restore"]?["undo"] == .text("possible"))
      #expect(try demo.undo().status == 0)
      #expect(try demo.state() == scene.undone)
    }
  }

  /// What cannot be kept is said, and the confirmation stands.
  @Test(.enabled(if: !Binary.lacks(root: true, "mount"), "needs root")) func noRoom() throws {
    try RestoreScene.with { (demo, scene) throws in
      #expect(try demo.restore("--no-reboot").status == 0)
      try demo.restart()
      try demo.must("cp -a demo/state demo/former")
      try Mount.with("-t tmpfs -o size=700k,mode=700 tmpfs", on: demo.path + "/state") {
        try demo.must("cp -a demo/former/. demo/state")
        let confirm = try demo.run("confirm")
        #expect(confirm.status == 0 && confirm.errors.contains("The state directory has no room"))
        #expect(try demo.json("status")["restore"]?["undo"] == .text("failed"))
        let refused = try demo.undo()
        #expect(refused.status == 20 && refused.errors.contains("cannot be undone"))
        #expect(try demo.state() == scene.restored)
        try demo.must("! ls demo/state/undo.cvb && ! ls -d demo/.config.camconsole")
      }
    }
  }

  /// It is a backup like any other: another camera of the model opens it from a card with the PIN alone.
  @Test func onACardOfAnotherCamera() throws {
    try with { (demo, scene) throws in
      try demo.must(
        """
        rm -r demo/card/CAMVAULT/* demo/state/record.*
        cp demo/state/undo.cvb demo/card/CAMVAULT/00010001.CVB
        """)
      #expect(try demo.run("pin set --pin-file -", input: Demo.pin).text.contains("1"))
      let restore = try demo.restore()
      #expect(restore.status == 0, "\(restore.errors)")
      #expect(try demo.state() == scene.undone)
    }
  }
}

extension Demo {
  /// Puts back what was before the last restore.
  func undo(_ options: String = "", pin: String = Demo.pin) throws -> ProcessOutcome {
    try run("backup restore undo --yes --pin-file - " + options, input: pin)
  }
}
