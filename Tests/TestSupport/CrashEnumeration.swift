/// Goes through every state that a program can leave behind when it is stopped.
package struct CrashEnumeration: Sendable {
  package var damages: [Damage]
  /// How many outcomes of each seeded damage are looked at.
  package var seeds: UInt64

  package init(damages: [Damage] = Damage.allCases, seeds: UInt64 = 4) {
    self.damages = damages
    self.seeds = seeds
  }

  /// Stops `operation` at each of its steps and once after the last, and gives `check` what each damage makes of it.
  ///
  /// - Parameters:
  ///   - base: the files at the beginning, which are copied.
  ///   - operation: the program. What it throws is its own business.
  ///   - check: gets the file system at the next start and a line that says how to make it again.
  /// - Returns: the number of states.
  @discardableResult
  package func stops(
    from base: CrashingFileSystem, _ operation: (CrashingFileSystem) throws -> Void,
    check: (CrashingFileSystem, String) throws -> Void
  ) rethrows -> Int {
    var states = 0
    for (index, fileSystem) in base.copy().stops(of: operation).enumerated() {
      states += try outcomes(of: fileSystem, "stop at \(index + 1)", check)
    }
    return states
  }

  /// Gives `check` every outcome of a power cut at this moment.
  ///
  /// - Returns: their number; it is 1 when everything is synchronised.
  @discardableResult
  package func outcomes(
    of fileSystem: CrashingFileSystem, _ label: String, _ check: (CrashingFileSystem, String) throws -> Void
  ) rethrows -> Int {
    guard !fileSystem.isSynced else {
      try check(fileSystem.crashed(.kept), label)
      return 1
    }
    var states = 0
    for damage in damages {
      for seed in 0..<(damage.isSeeded ? seeds : 1) {
        try check(fileSystem.crashed(damage, seed: seed), "\(label), \(damage) \(seed)")
        states += 1
      }
    }
    return states
  }

  /// Lets each operation of the program fail in turn.
  ///
  /// - Parameters:
  ///   - arm: sets the fault for the n-th operation with `fail(at:)`, in each run.
  ///   - check: gets the file system as the program left it, still running and with its faults.
  /// - Returns: the number of runs in which the fault struck.
  @discardableResult
  package func faults(
    from base: CrashingFileSystem, arm: (CrashingFileSystem, Int) -> Void,
    _ operation: (CrashingFileSystem) throws -> Void, check: (CrashingFileSystem, String) throws -> Void
  ) rethrows -> Int {
    var number = 1
    while true {
      let fileSystem = base.copy()
      arm(fileSystem, number)
      try? operation(fileSystem)
      guard fileSystem.hasFailed else { return number - 1 }
      try check(fileSystem, "fault at \(number)")
      number += 1
    }
  }
}
