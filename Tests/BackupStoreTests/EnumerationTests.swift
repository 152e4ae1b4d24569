import TestSupport
import Testing

@testable import BackupStore

/// Every operation of the store is stopped at every step, or struck by an error there, and the next start must find
/// what section 2 of the format promises.
///
/// One after the other: guarded memory of several threads at once costs the kernel more than the second processor
/// gives.
@Suite(.serialized) struct EnumerationTests {
  /// The power goes off; then again while the next start recovers.
  @Test(arguments: Scenario.all) func powerCuts(_ scenario: Scenario) throws {
    try scenario.enumerate("power cuts") { promises in
      let extent = Extent.current
      var number = 0
      try CrashEnumeration(seeds: extent.seeds).stops(from: promises.base, scenario.operation) { fileSystem, label in
        guard promises.isNew(fileSystem) else { return }
        number += 1
        let isChosen = number % extent.stride == 0
        if isChosen { try cutAgain(promises, fileSystem, label) }
        try promises.check(fileSystem.copy(), label, isDeep: isChosen)
      }
    }
  }

  private func cutAgain(_ promises: Promises, _ fileSystem: CrashingFileSystem, _ label: String) throws {
    let enumeration = CrashEnumeration(seeds: Extent.current.secondSeeds)
    try enumeration.stops(from: fileSystem) { fileSystem in
      _ = try Scenario.camera.session(fileSystem)
    } check: { fileSystem, second in
      guard promises.isNew(fileSystem) else { return }
      try promises.check(fileSystem, "\(label), then \(second)")
    }
  }

  /// The process is killed, the next one recovers, and then the power goes off.
  @Test(arguments: Scenario.all) func kills(_ scenario: Scenario) throws {
    try scenario.enumerate("kills") { promises in
      try kill(scenario.operation, from: promises.base) { fileSystem, label in
        guard promises.isNew(fileSystem) || !fileSystem.isSynced else { return }
        let found = try promises.check(fileSystem, label)
        for damage in [Damage.dropped, .reordered, .garbage] {
          let cut = fileSystem.crashed(damage, seed: 1)
          guard promises.isNew(cut) else { continue }
          let label = "\(label), recovered, then \(damage) 1"
          let later = try promises.check(cut, label)
          guard later == found || (scenario.between == .partlyDeleted && promises.isAccepted(later)) else {
            throw promises.fail("first \(found), then \(later)", cut, label)
          }
        }
      }
    }
  }

  /// Stops the process at each step. What is not synchronised stays so, and is visible to the next one.
  private func kill(
    _ operation: (CrashingFileSystem) throws -> Void, from base: CrashingFileSystem,
    _ check: (CrashingFileSystem, String) throws -> Void
  ) throws {
    for (index, fileSystem) in base.copy().stops(of: operation).enumerated() {
      try check(fileSystem.copy(), "killed at \(index + 1)")
    }
  }
}
