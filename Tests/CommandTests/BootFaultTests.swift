import TestSupport
import Testing

/// `boot`, `confirm` and `revert`, killed before each call that changes the world: at the next start the camera is
/// entirely old or entirely new, its modules too.
///
/// `ChangeEnumerationTests` looks at every operation, in memory. Here the kernel itself exchanges directories: the
/// first call is looked at, the exchange and the one after it; all of them with `CAMCONSOLE_LONG=1`.
@Suite(.enabled(if: !Binary.lacks("strace"), "needs strace"))
struct BootFaultTests {
  /// A command on a camera that was restored and restarted.
  struct Work: CustomTestStringConvertible {
    let command: String
    let secondsAgo: Int
    /// Whether the camera may have the restored configuration afterwards, and the former one.
    let mayBeNew: Bool
    let mayBeOld: Bool
    var testDescription: String { "\(command) after \(secondsAgo) s" }
  }

  static let works = [
    Work(command: "boot --once", secondsAgo: 0, mayBeNew: true, mayBeOld: false),
    Work(command: "boot --once", secondsAgo: 600, mayBeNew: true, mayBeOld: true),
    Work(command: "confirm", secondsAgo: 30, mayBeNew: true, mayBeOld: false),
    Work(command: "revert --yes", secondsAgo: 30, mayBeNew: true, mayBeOld: true),
  ]

  /// One module lost its settings since, so that `boot` has to write them again.
  private func with(_ work: Work, _ body: (Demo, RestoreScene) throws -> Void) throws {
    try RestoreScene.with { (demo, scene) throws in
      #expect(try demo.restore("--no-reboot").status == 0)
      if work.command == "boot --once", work.secondsAgo == 0 { try demo.must("echo lost > demo/bus/01/config") }
      try demo.restart(secondsAgo: work.secondsAgo)
      try body(demo, scene)
    }
  }

  private func moments(_ work: Work) throws -> [FaultMoment] {
    var found: [FaultMoment] = []
    let modules = work.mayBeOld ? ["01", "02", "03"] : work.command == "confirm" ? [] : ["01"]
    try with(work) { (demo, _) throws in
      found = try FaultMoment.all(of: work.command, demo, modules: modules)
    }
    return found
  }

  @Test(arguments: works) func killed(_ work: Work) throws {
    var outcomes: Set<Bool> = []
    for moment in FaultMoment.chosen(of: try moments(work)) {
      try with(work) { (demo, scene) throws in
        let (outcome, label) = try moment.run(work.command, "signal=KILL", demo)
        // A module whose settings grow is not cut, and one that had none is not written.
        #expect(outcome.status == 137 || moment.path != nil, "\(label)")
        outcomes.insert(try demo.expectWholeAfterRestart(scene, label))
      }
    }
    #expect(outcomes.contains(true) == work.mayBeNew && outcomes.contains(false) == work.mayBeOld)
  }

  /// Instead of being killed, a call fails: nothing is lost, and the next start brings it to an end.
  @Test(arguments: works) func failing(_ work: Work) throws {
    for moment in FaultMoment.chosen(of: try moments(work)) {
      try with(work) { (demo, scene) throws in
        let (outcome, label) = try moment.run(work.command, "error=EIO", demo)
        #expect(outcome.status < 128, "\(label)")
        _ = try demo.expectWholeAfterRestart(scene, label)
      }
    }
  }
}
