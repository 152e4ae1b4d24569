import TestSupport
import Testing

/// `boot`, `confirm` and `revert`, killed before each call that changes the world: at the next start the camera is
/// entirely old or entirely new, its modules too.
///
/// `ChangeEnumerationTests` looks at every operation, in memory. Here the kernel itself exchanges directories: the
/// first call is looked at, the first write of a module, the exchange and the one after it; all with
/// `CAMCONSOLE_LONG=1`.
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

  /// What is looked at of each work, by its description.
  private static let moments = Result {
    try Dictionary(uniqueKeysWithValues: works.map { ($0.testDescription, FaultMoment.chosen(of: try find($0))) })
  }

  /// One module lost its settings since, so that `boot` has to write them again.
  private static func with<Found>(_ work: Work, _ body: (Demo) throws -> Found) throws -> Found {
    try Demo.with(archive: try RestoreScene.shared.get().archive) { demo throws in
      #expect(try demo.restore("--no-reboot").status == 0)
      if work.command == "boot --once", work.secondsAgo == 0 { try demo.must("echo lost > demo/bus/01/config") }
      try demo.restart(secondsAgo: work.secondsAgo)
      return try body(demo)
    }
  }

  private static func find(_ work: Work) throws -> [FaultMoment] {
    let modules = work.mayBeOld ? ["01", "02", "03"] : work.command == "confirm" ? [] : ["01"]
    return try with(work) { demo throws in try FaultMoment.all(of: work.command, demo, modules: modules) }
  }

  @Test(arguments: works) func killed(_ work: Work) throws {
    var outcomes: Set<Bool> = []
    let scene = try RestoreScene.shared.get()
    for moment in try #require(try Self.moments.get()[work.testDescription]) {
      try Self.with(work) { demo throws in
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
    let scene = try RestoreScene.shared.get()
    for moment in try #require(try Self.moments.get()[work.testDescription]) {
      try Self.with(work) { demo throws in
        let (outcome, label) = try moment.run(work.command, "error=EIO", demo)
        #expect(outcome.status < 128, "\(label)")
        _ = try demo.expectWholeAfterRestart(scene, label)
      }
    }
  }
}
