import TestSupport
import Testing

/// A restore that is killed before a call that changes the world, or in which the call fails: at the next start the
/// camera is entirely old or entirely new, its modules too.
///
/// `ChangeEnumerationTests` looks at every operation, in memory. Here the kernel itself exchanges directories: one call
/// early is looked at, the first write of a module, the exchange and the one after it; all with `CAMCONSOLE_LONG=1`.
@Suite(.enabled(if: !Binary.lacks("strace"), "needs strace"))
struct RestoreFaultTests {
  private static let command = "backup restore latest --yes --pin-file -"
  private static let moments = Result { try find() }

  private static func find() throws -> [FaultMoment] {
    try Demo.with(archive: try RestoreScene.shared.get().archive) { demo throws in
      try FaultMoment.all(of: command, demo, modules: ["01", "02", "03"])
    }
  }

  private func run(
    _ moment: FaultMoment, _ fault: String, _ demo: Demo, _ extra: String = ""
  ) throws -> (outcome: ProcessOutcome, label: String) {
    try moment.run("\(Self.command) \(extra)", fault, demo)
  }

  private func expectWhole(_ demo: Demo, _ scene: RestoreScene, _ label: String) throws -> Bool {
    try demo.expectWholeAfterRestart(scene, label)
  }

  @Test func killed() throws {
    var outcomes: Set<Bool> = []
    for moment in FaultMoment.chosen(of: try Self.moments.get()) {
      try RestoreScene.with { (demo, scene) throws in
        let (outcome, label) = try run(moment, "signal=KILL", demo)
        // A module whose settings grow is not cut.
        #expect(outcome.status == 137 || moment.call == "ftruncate", "\(label)")
        outcomes.insert(try expectWhole(demo, scene, label))
      }
    }
    #expect(outcomes == [false, true])
  }

  /// Instead of a restart someone restores again.
  @Test func killedAndRestoredAgain() throws {
    for moment in FaultMoment.chosen(of: try Self.moments.get()) {
      try RestoreScene.with { (demo, scene) throws in
        let label = try run(moment, "signal=KILL", demo).label
        let again = try demo.restore("--no-reboot")
        // The last calls are those of the restart.
        let isRefused = again.errors.contains("restarted since") || again.errors.contains("must be confirmed")
        #expect(again.status == 0 || again.status == 20 && isRefused, "\(label)")
        #expect(try expectWhole(demo, scene, label), "\(label)")
      }
    }
  }

  @Test(arguments: ["error=EIO", "error=ENOSPC"])
  func failing(_ fault: String) throws {
    let moments = try Self.moments.get()
    let trial = Binary.isLong ? nil : moments.first { $0.call == "renameat2" }
    for moment in FaultMoment.chosen(of: moments) + [trial].compactMap(\.self) {
      try RestoreScene.with { (demo, scene) throws in
        let (outcome, label) = try run(moment, fault, demo)
        #expect(outcome.status < 128, "\(label)")
        let isDone = try demo.state() == scene.restored
        #expect(isDone == (outcome.status == 0), "\(label)")
        #expect(try expectWhole(demo, scene, label) == isDone, "\(label)")
      }
    }
  }

  /// The exchange could not be made durable: it is taken back.
  @Test func anExchangeThatIsNotDurable() throws {
    let moments = try Self.moments.get()
    let exchange = try #require(moments.lastIndex { $0.call == "renameat2" })
    let number = try #require(moments[exchange...].first { $0.call == "fsync" && $0.path == nil })
    try RestoreScene.with { (demo, scene) throws in
      let (outcome, label) = try run(number, "error=EIO", demo)
      #expect(outcome.status == 74, "\(label)")
      try demo.expectUntouched(scene, label)
    }
  }

  @Test(arguments: ["01", "02", "03"]) func modulesAloneKilled(_ address: String) throws {
    try RestoreScene.with { (demo, scene) throws in
      let moment = FaultMoment(call: "fsync", number: 1, path: "/bus/\(address)/config")
      let (outcome, label) = try run(moment, "signal=KILL", demo, "--modules-only")
      #expect(outcome.status == 137, "\(label)")
      #expect(try demo.state() != scene.changed)
      try demo.restart()
      let boot = try demo.run("boot --once")
      #expect(boot.text.contains("interrupted and is undone"))
      try demo.expectUntouched(scene)
    }
  }

  /// Modules half written are put back before a backup takes their settings.
  @Test func aBackupAfterAKilledRestore() throws {
    try RestoreScene.with { (demo, scene) throws in
      let moment = FaultMoment(call: "pwrite64", number: 1, path: "/bus/02/config")
      #expect(try run(moment, "signal=KILL", demo).outcome.status == 137)
      #expect(try demo.state() != scene.changed)
      try demo.create()
      try demo.expectUntouched(scene)
    }
  }

  /// A start that is itself killed finds the same work at the next one.
  @Test func aStartThatIsKilled() throws {
    for number in Binary.isLong ? 1...40 : 3...3 {
      try RestoreScene.with { (demo, scene) throws in
        #expect(try demo.restore("--no-reboot --revert-after 0").status == 0)
        try demo.restart()
        _ = try runProcess(
          "/usr/bin/strace",
          ["-f", "-o", "/dev/null", "-e", "trace=unlinkat", "-e", "inject=unlinkat:signal=KILL:when=\(number)"]
            + [Binary.path, "--demo-dir", demo.path, "boot", "--once"], demo.options())
        #expect(try expectWhole(demo, scene, "start killed at unlinkat \(number)"))
      }
    }
  }
}
