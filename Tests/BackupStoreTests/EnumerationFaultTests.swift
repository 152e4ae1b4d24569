import FileSystem
import TestSupport
import Testing

@testable import BackupStore

/// An error that strikes at the n-th operation, once or from then on.
struct FaultKind: Sendable, CustomStringConvertible {
  let code: Int32
  let isPersistent: Bool
  let target: FaultTarget
  let scope: String

  var description: String {
    "error \(code) \(isPersistent ? "from then on" : "once") in \(scope), \(target == .any ? "any operation" : "changes")"
  }

  /// Every error number, once and from then on, of changes and of reading, on card and flash.
  static let all: [FaultKind] = [false, true].flatMap { isPersistent in
    [
      (ErrorCode.noSpace, FaultTarget.worldChanging, StoreFixture.card),
      (ErrorCode.inputOutput, .worldChanging, StoreFixture.card),
      (ErrorCode.readOnly, .worldChanging, StoreFixture.card),
      (ErrorCode.noDevice, .worldChanging, StoreFixture.card), (ErrorCode.inputOutput, .any, StoreFixture.card),
      (ErrorCode.noDevice, .any, StoreFixture.card), (ErrorCode.noSpace, .worldChanging, "/state"),
      (ErrorCode.inputOutput, .worldChanging, "/state"), (ErrorCode.readOnly, .worldChanging, "/state"),
    ].map { FaultKind(code: $0, isPersistent: isPersistent, target: $1, scope: $2) }
  }

  /// Those that lead to different ways out: a full card, a failing one once and for good, one that is pulled, one that
  /// cannot be read for a moment, and a failing flash.
  static let few: [FaultKind] = [
    FaultKind(code: ErrorCode.noSpace, isPersistent: false, target: .worldChanging, scope: StoreFixture.card),
    FaultKind(code: ErrorCode.inputOutput, isPersistent: false, target: .any, scope: StoreFixture.card),
    FaultKind(code: ErrorCode.inputOutput, isPersistent: true, target: .worldChanging, scope: StoreFixture.card),
    FaultKind(code: ErrorCode.noDevice, isPersistent: true, target: .worldChanging, scope: StoreFixture.card),
    FaultKind(code: ErrorCode.inputOutput, isPersistent: false, target: .worldChanging, scope: "/state"),
  ]
}

/// What an operation reported.
struct Report: CustomStringConvertible {
  var error: (any Error)?
  /// A reading of the card failed.
  let couldNotRead: Bool

  var description: String { error.map { "\($0)" } ?? "success" }

  /// Whether a picture may follow this report: after an error nothing has changed, but for the errors that say so.
  func allows(_ picture: Picture, _ promises: Promises) -> Bool {
    let isBefore = promises.isSame(picture, promises.before, couldNotRead)
    let isAfter = promises.isSame(picture, promises.after, couldNotRead)
    let between = promises.scenario.between
    switch error {
    case nil: return isAfter || (between == .unadopted && !isBefore)
    case StoreError.record?: return true
    case StoreError.cleanUpFailed?, StoreError.deletionUnfinished?: return isAfter || !isBefore
    case _?: return isBefore || between == .partlyDeleted
    }
  }
}

extension EnumerationTests {
  /// Errors of the card and of the flash: the operation says what came of it, and the next start finds that.
  @Test(arguments: Scenario.core) func errors(_ scenario: Scenario) throws {
    try scenario.enumerate("errors") { promises in
      for kind in Extent.isLong ? FaultKind.all : FaultKind.few
      where scenario.usesCard || kind.scope != StoreFixture.card {
        for seed in Extent.current.faultSeeds { try strike(kind, seed, promises) }
      }
    }
  }

  private func strike(_ kind: FaultKind, _ seed: UInt64, _ promises: Promises) throws {
    var report = Report(couldNotRead: kind.target == .any)
    try CrashEnumeration().faults(from: promises.base) { fileSystem, number in
      fileSystem.fail(
        at: number, code: kind.code, persistent: kind.isPersistent, on: kind.target, scope: kind.scope, seed: seed)
    } _: { fileSystem in
      report.error = nil
      do {
        try promises.scenario.operation(fileSystem)
      } catch {
        report.error = error
        throw error
      }
    } check: { fileSystem, label in
      let label = "\(label), \(kind), seed \(seed), reported \(report)"
      try checkCuts(fileSystem, report, promises, label)
      try checkContinuing(fileSystem, report, promises, label)
    }
  }

  /// The power goes off after the error.
  private func checkCuts(
    _ fileSystem: CrashingFileSystem, _ report: Report, _ promises: Promises, _ label: String
  ) throws {
    for damage in Extent.current.plainDamages {
      let cut = fileSystem.crashed(damage, seed: 1)
      guard promises.isNew(cut) else { continue }
      try check(cut, report, promises, "\(label), then \(damage) 1")
    }
  }

  /// The error goes away, as when the card is put in again; the power stays on until the next start has recovered.
  private func checkContinuing(
    _ fileSystem: CrashingFileSystem, _ report: Report, _ promises: Promises, _ label: String
  ) throws {
    fileSystem.clearFaults()
    guard promises.isNew(fileSystem) else { return }
    let found = try check(fileSystem, report, promises, label)
    let cut = fileSystem.crashed(.dropped)
    guard promises.isNew(cut) else { return }
    let later = try promises.check(cut, "\(label), recovered, then dropped", couldNotRead: report.couldNotRead)
    guard later == found || promises.scenario.between == .partlyDeleted else {
      throw promises.fail("first \(found), then \(later)", cut, label)
    }
  }

  @discardableResult
  private func check(
    _ fileSystem: CrashingFileSystem, _ report: Report, _ promises: Promises, _ label: String
  ) throws -> Picture {
    let picture = try promises.check(fileSystem, label, couldNotRead: report.couldNotRead)
    guard report.allows(picture, promises) else {
      throw promises.fail("the report does not fit \(picture)", fileSystem, label)
    }
    return picture
  }
}
