import TestSupport
import Testing

/// Modules that do not take their settings: nothing is changed anywhere, and the module is named.
@Suite struct RestoreModuleTests {
  private func expectFailure(
    _ words: String, _ demo: Demo, _ scene: RestoreScene, _ restore: () throws -> ProcessOutcome
  ) throws {
    let outcome = try restore()
    #expect(outcome.status == 19 && outcome.errors.contains(words), "\(outcome.status): \(outcome.errors)")
    #expect(try demo.state() == scene.changed)
    try demo.expectNoTraces()
  }

  @Test(.enabled(if: !Binary.lacks(root: true, "chattr"), "needs root and chattr")) func oneThatCannotBeWritten() throws
  {
    try RestoreScene.with { (demo, scene) throws in
      guard try demo.shell("chattr +i demo/bus/03/config").status == 0 else {
        try Test.cancel("needs a file system with chattr +i")
      }
      defer { _ = try? demo.shell("chattr -i demo/bus/03/config") }
      try expectFailure("Module 03 fails", demo, scene) { try demo.restore() }
      #expect(try demo.restore("--skip-module 03 --no-reboot").status == 0)
    }
  }

  @Test func oneThatIsSilent() throws {
    try RestoreScene.with { (demo, _) throws in
      try demo.set("BUS_TIMEOUT", "1")
      try demo.must("cp demo/config/camera.cfg before; rm demo/bus/03/config; mkfifo demo/bus/03/config")
      let diff = try demo.run("backup diff latest --pin-file -", input: Demo.pin).text
      #expect(diff.contains("Module 03 does not answer. The restore stops unless you leave it out.\n"), "\(diff)")
      let outcome = try demo.restore()
      #expect(outcome.status == 19 && outcome.errors.contains("Module 03 does not answer"), "\(outcome.errors)")
      try demo.must("cmp before demo/config/camera.cfg; tail -n 1 demo/bus/01/config | grep longer")
      try demo.expectNoTraces()
      #expect(try demo.restore("--skip-module 03 --no-reboot").status == 0)
    }
  }

  @Test(
    .enabled(if: !Binary.lacks("strace"), "needs strace"),
    arguments: [
      ("ENXIO", "is no longer on the bus"), ("ENODEV", "is no longer on the bus"), ("ETIMEDOUT", "does not answer"),
      ("EIO", "fails"),
    ])
  func oneThatRefusesTheWrite(_ error: String, _ words: String) throws {
    try RestoreScene.with { (demo, scene) throws in
      try expectFailure("Module 03 " + words, demo, scene) {
        try demo.shell(
          "strace -f -o /dev/null -P \(demo.path)/bus/03/config -e trace=pwrite64 -e inject=pwrite64:error=\(error) $camconsole backup restore latest --yes --pin-file -",
          input: Demo.pin)
      }
    }
  }
}

/// The same on a bus of its own: a FUSE file system that delays, hangs, fails and unplugs.
@Suite(
  .serialized,
  .enabled(if: FuseBus.isUsable, "needs root, /dev/fuse, fusermount and python3-fusepy"))
struct RestoreBusTests {
  @Test func everythingComesBackFromASlowBus() throws {
    try RestoreScene.with { (demo, scene) throws in
      try FuseBus.with("delay", in: demo) { () throws in
        #expect(try demo.restore("--no-reboot").status == 0)
        #expect(try demo.state() == scene.restored)
      }
    }
  }

  @Test(arguments: ["fail", "timeout"]) func aWriteThatFails(_ behaviour: String) throws {
    try RestoreScene.with { (demo, scene) throws in
      try FuseBus.with(behaviour, in: demo) { () throws in
        let outcome = try demo.restore()
        #expect(outcome.status == 19 && outcome.errors.contains("Module 03"), "\(outcome.errors)")
        try demo.expectUntouched(scene)
      }
    }
  }

  /// It takes half of what is written and is gone, or hangs: the others are put back, it is named, and it is put back
  /// when it is there again.
  @Test(arguments: ["unplug", "hang"]) func oneThatGoesInTheMiddle(_ behaviour: String) throws {
    try RestoreScene.with { (demo, scene) throws in
      try demo.set("BUS_TIMEOUT", "1")
      try FuseBus.with(behaviour, in: demo) { () throws in
        let outcome = try demo.restore()
        #expect(outcome.status == 19, "\(outcome.status) \(outcome.errors)")
        #expect(!outcome.errors.contains("Nothing was changed"), "\(outcome.errors)")
        #expect(outcome.errors.contains("This module does not have the previous settings: 03"), "\(outcome.errors)")
        let boot = try demo.run("boot --once")
        #expect(boot.status == 19 || behaviour == "hang", "\(boot.status) \(boot.errors)")
      }
      #expect(try demo.run("boot --once").status == 0)
      try demo.expectUntouched(scene)
    }
  }

  /// One that is gone for good does not stop the next restore.
  @Test func oneThatIsGoneForGood() throws {
    try RestoreScene.with { (demo, scene) throws in
      try FuseBus.with("unplug", in: demo) { () throws in #expect(try demo.restore().status == 19) }
      try demo.must("rm -r demo/bus/03")
      #expect(try demo.restore("--no-reboot").status == 0)
      #expect(try demo.state().configuration == scene.restored.configuration)
    }
  }

  /// What was interrupted after the exchange is finished as far as modules answer; status names the others.
  @Test func oneThatIsPendingAfterTheExchange() throws {
    try RestoreScene.with { (demo, scene) throws in
      #expect(try demo.restore("--no-reboot --revert-after 0").status == 0)
      try demo.restart()
      try demo.must("rm -r demo/bus/03; echo lost > demo/bus/01/config")
      let boot = try demo.run("boot --once")
      #expect(boot.status == 0 && boot.errors.contains("Module 03 did not take its settings"))
      #expect(try demo.json("status")["restore"]?["pending_modules"] == .list([.text("03"), .text("04")]))
      #expect(try demo.run("status").text.contains("Pending: module 03, module 04."))
      #expect(try demo.state().modules["01"] == scene.backup.modules["01"])
      try demo.expectNoTraces()
    }
  }
}
