import Glibc
import TestSupport
import Testing

/// What stands in the way of Undo, and what it stands in the way of.
@Suite struct UndoObstacleTests {
  /// A camera whose restore was confirmed.
  private func with(_ body: (Demo, RestoreScene) throws -> Void) throws {
    try RestoreScene.with { (demo, scene) throws in
      try demo.set("REBOOT", "/bin/true")
      #expect(try demo.restore().status == 0)
      try demo.restart()
      #expect(try demo.json("confirm")["undo"] == .text("possible"))
      try body(demo, scene)
    }
  }

  private func changePIN(_ demo: Demo, _ options: String = "") throws -> ProcessOutcome {
    try demo.run(
      "pin change --old-pin-file - --new-pin-file - \(options)", input: "\(Demo.pin)\n\(Demo.otherPIN)\n")
  }

  /// Without room to rewrite it the PIN stays as it is, until somebody agrees to lose it.
  @Test(.enabled(if: !Binary.lacks(root: true, "mount"), "needs root")) func noRoomForAChangeOfThePIN() throws {
    try with { (demo, scene) throws in
      try demo.must("cp -a demo/state demo/former")
      try Mount.with("-t tmpfs -o size=900k,mode=700 tmpfs", on: demo.path + "/state") {
        try demo.must("cp -a demo/former/. demo/state")
        let refused = try changePIN(demo)
        #expect(refused.status == 16 && refused.errors.contains("pin change --lose-undo"), "\(refused.errors)")
        #expect(try demo.run("pin check --pin-file -", input: Demo.pin).status == 0)
        #expect(demo.exists("state/undo.cvb"))
        let change = try changePIN(demo, "--lose-undo")
        #expect(change.status == 0 && change.errors.contains("The last restore cannot be undone"), "\(change.errors)")
        #expect(try !demo.exists("state/undo.cvb") && demo.undo(pin: Demo.otherPIN).status == 21)
        #expect(try demo.json("status")["restore"]?["undo"] == .text("failed"))
      }
    }
  }

  /// Something else in its place is like a damaged one: it stops neither the PIN nor the next restore.
  @Test(arguments: ["mkfifo demo/state/undo.cvb", "ln -s ../card demo/state/undo.cvb", "mkdir demo/state/undo.cvb"])
  func somethingElseInItsPlace(_ making: String) throws {
    try with { (demo, scene) throws in
      try demo.must("rm demo/state/undo.cvb; \(making)")
      let refused = try demo.undo()
      #expect(refused.status == 17 && refused.errors.contains("is damaged"), "\(refused.errors)")
      #expect(try demo.run("backup verify undo").status == 17)
      let change = try changePIN(demo)
      #expect(change.status == 0 && change.errors.contains("Undo"), "\(change.errors)")
      #expect(!demo.exists("state/undo.cvb"))
    }
  }

  @Test(arguments: ["mkfifo demo/state/undo.cvb.new", "ln -s ../card demo/state/undo.cvb.new"])
  func somethingElseInThePlaceOfTheNext(_ making: String) throws {
    try with { (demo, scene) throws in
      try demo.must(making)
      #expect(try changePIN(demo).status == 0)
      #expect(try demo.undo(pin: Demo.otherPIN).status == 0)
      #expect(try demo.state() == scene.undone)
    }
  }

  /// Where the camera's firmware is read in its configuration, a restore changes what it says of itself.
  @Test func ofNewerFirmware() throws {
    try RestoreScene.with { (demo, scene) throws in
      try demo.must("sed -i -e 's/^FIRMWARE=.*/FIRMWARE=99.0/' -e 's/^MODEL=.*/MODEL=/' demo/config/camera.cfg")
      #expect(try demo.restore("--no-reboot").status == 0)
      try demo.restart()
      #expect(try demo.run("confirm").status == 0)
      let undo = try demo.undo("--no-reboot")
      #expect(undo.status == 0, "\(undo.errors)")
      #expect(try demo.shell("grep FIRMWARE demo/config/camera.cfg").text.contains("99.0"))
    }
  }

  /// What cannot be kept is said before.
  @Test func saidInThePreview() throws {
    try RestoreScene.with { (demo, scene) throws in
      // A path of more than 4,095 bytes.
      let deep = "name=$(printf 'p%.0s' $(seq 250)); for n in $(seq 16); do mkdir $name; cd $name; done"
      try demo.must("cd demo/config; \(deep); mkdir $(printf 'q%.0s' $(seq 100))")
      let preview = try demo.run("backup diff latest --pin-file -", input: Demo.pin)
      #expect(preview.status == 0, "\(preview.errors)")
      #expect(preview.text.contains("This restore cannot be undone afterwards"), "\(preview.text)")
      #expect(try demo.restore("--no-reboot").status == 0)
      try demo.restart()
      #expect(try demo.run("confirm").errors.contains("cannot be undone"))
      try demo.expectNoTraces()
    }
  }

  /// Like a backup of the card it is shown, verified and exported; while a restore waits it is of the one before.
  @Test func shownAndExported() throws {
    try with { (demo, scene) throws in
      try demo.must("mv demo/card demo/pulled; mkdir demo/card")
      #expect(try demo.run("backup export undo \(demo.base)/sealed --sealed").status == 0)
      try demo.must("cmp sealed demo/state/undo.cvb")
      #expect(try demo.run("backup show undo --pin-file -", input: Demo.pin).text.contains("before 00010001"))
      #expect(try demo.undo("--no-reboot").status == 0)
      try demo.restart()
      for command in [
        "show undo --pin-file -", "export undo \(demo.base)/again --pin-file -",
        "export undo \(demo.base)/again --sealed",
      ] {
        #expect(try demo.run("backup " + command, input: Demo.pin).status == 20, "\(command)")
      }
      #expect(try demo.run("backup verify undo").status == 20)
    }
  }
}
