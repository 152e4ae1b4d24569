import Glibc
import TestSupport
import Testing

@testable import BackupStore

/// How much is enumerated. `CAMCONSOLE_LONG=1` asks for everything.
struct Extent: Sendable {
  /// Outcomes of each seeded damage at the first power cut.
  let seeds: UInt64
  /// Every how-many-th state gets a second power cut, and opens its backups and makes a further one.
  let stride: Int
  /// Outcomes of each seeded damage at the second one.
  let secondSeeds: UInt64
  let faultSeeds: [UInt64]
  /// What becomes of the unsynchronised where the enumeration is of something else.
  let plainDamages: [Damage]

  static let isLong = unsafe getenv("CAMCONSOLE_LONG") != nil
  static let current =
    isLong
    ? Extent(
      seeds: 6, stride: 1, secondSeeds: 2, faultSeeds: [1, 2], plainDamages: [.kept, .dropped, .reordered, .garbage])
    : Extent(seeds: 3, stride: 9, secondSeeds: 1, faultSeeds: [1], plainDamages: [.dropped])
}

extension Scenario {
  /// Runs an enumeration, reports the first violation, and prints how much was looked at.
  func enumerate(_ what: String, _ body: (Promises) throws -> Void) throws {
    let clock = ContinuousClock()
    var promises: Promises?
    let time = try clock.measure {
      let made = try Promises(self, base: try makeBase())
      promises = made
      do {
        try body(made)
      } catch let violation as Violation {
        Issue.record("\(violation.description)")
      }
    }
    guard let promises else { return }
    print("\(what), \(name): \(promises.states) states, \(promises.distinct) distinct, \(time)")
  }
}
