import CameraService
import Glibc
import TestSupport
import Testing

/// Every change of the whole camera is stopped at every step, or struck by an error there, and the next start must find
/// everything old or everything new, modules too, and somebody who can administer it.
///
/// One after the other: guarded memory of several threads at once costs the kernel more than the second processor
/// gives.
@Suite(.serialized) struct ChangeEnumerationTests {
  /// How much is enumerated. `CAMCONSOLE_LONG=1` asks for everything.
  private static let isLong = unsafe getenv("CAMCONSOLE_LONG") != nil
  /// Outcomes of each seeded damage.
  private static let seeds: UInt64 = isLong ? 6 : 1
  /// Every how-many-th state gets a second stop, and is looked at in depth.
  private static let stride = isLong ? 20 : 120

  /// The power goes off; then again while the next start makes good what it finds.
  @Test(arguments: ChangeScenario.all) func powerCuts(_ scenario: ChangeScenario) throws {
    try enumerate("power cuts", scenario) { promises in
      let stops = promises.base.copy().stops { try scenario.operation(promises.camera, $0) }
      var number = 0
      for (index, stopped) in stops.enumerated() {
        let isDone = index == stops.count - 1
        try CrashEnumeration(seeds: Self.seeds).outcomes(of: stopped, "stop at \(index + 1)") { files, label in
          guard promises.isNew(files) || isDone else { return }
          number += 1
          let isChosen = number % Self.stride == 0 || isDone
          if isChosen { try cutAgain(promises, files, label, isDone: isDone) }
          try promises.check(files, label, .init(isDone: isDone, isDeep: isChosen))
        }
      }
    }
  }

  private func cutAgain(
    _ promises: ChangePromises, _ found: CrashingFileSystem, _ label: String, isDone: Bool
  ) throws {
    var camera = promises.camera
    let files = found.copy()
    camera.begin(files)
    let start = camera
    try CrashEnumeration(seeds: 1).stops(from: files) { files in
      _ = try start.finishStart(files)
    } check: { files, second in
      guard promises.isNew(files) else { return }
      try promises.check(files, "\(label), then \(second)", .init(isDone: isDone, hasRestarted: true))
    }
  }

  /// The process is killed, what comes next in the same boot makes good what it finds, and then the power goes off.
  @Test(arguments: ChangeScenario.all) func kills(_ scenario: ChangeScenario) throws {
    try enumerate("kills", scenario) { promises in
      let stops = promises.base.copy().stops { try scenario.operation(promises.camera, $0) }
      for (index, stopped) in stops.enumerated() where Self.isLong || index % 4 == 0 {
        let files = stopped.copy()
        _ = try promises.camera.finishStart(files)
        for damage in [Damage.dropped, .reordered] {
          let cut = files.crashed(damage, seed: 1)
          guard promises.isNew(cut) else { continue }
          try promises.check(cut, "killed at \(index + 1), then \(damage)", .init())
        }
      }
    }
  }

  /// An error strikes each operation once: what is reported is so, before and after a power cut.
  @Test(arguments: ChangeScenario.all) func errors(_ scenario: ChangeScenario) throws {
    for code in [ErrorCode.inputOutput, ErrorCode.noSpace] {
      try enumerate("error \(code)", scenario) { promises in
        var known = ChangePromises.Knowledge()
        try CrashEnumeration().faults(from: promises.base) { files, number in
          files.fail(at: Self.isLong ? number : 3 * number - 2, code: code, seed: 1)
        } _: { files in
          known = .init()
          do {
            try scenario.operation(promises.camera, files)
            known.isDone = true
          } catch {
            known.error = error
            throw error
          }
        } check: { files, label in
          let label = "\(label), error \(code), reported \(known.error.map { "\($0)" } ?? "success")"
          if known.error != nil { try promises.checkFailed(files, label) }
          for damage in [Damage.dropped, .kept] {
            let cut = files.crashed(damage, seed: 1)
            guard promises.isNew(cut) else { continue }
            try promises.check(cut, "\(label), then \(damage)", known)
          }
        }
      }
    }
  }

  /// Runs an enumeration, reports the first violation, and prints how much was looked at.
  private func enumerate(_ what: String, _ scenario: ChangeScenario, _ body: (ChangePromises) throws -> Void) throws {
    let promises = try ChangePromises(scenario)
    let time = try ContinuousClock().measure {
      do {
        try body(promises)
      } catch let violation as ChangeViolation {
        Issue.record("\(violation.description)")
      }
    }
    print("\(what), \(scenario.name): \(promises.states) states, \(promises.distinct) distinct, \(time)")
  }
}
