import FileSystem
import TestSupport
import Testing

@testable import BackupStore

/// A card that is pulled out while its file system stays mounted, and that is put in again later.
extension EnumerationTests {
  /// In the form that each file system gives it, at every operation on the card: the operation says that the card was
  /// pulled out, or had done its work; with the card back nothing is lost and nothing is left.
  @Test(arguments: Scenario.withCard, PulledForm.allCases)
  func pulledCards(_ scenario: Scenario, _ form: PulledForm) throws {
    try scenario.enumerate("pulled cards, \(form)") { try pullEverywhere(form, isNoticed: true, $0) }
  }

  /// Where nobody asks the card itself, an empty directory is believed: the enumeration finds that.
  @Test(arguments: [
    Scenario("change", prepare: Scenario.backups(2), operation: Scenario.change),
    Scenario("delete", prepare: Scenario.backups(2), operation: Scenario.deleteAll, between: .partlyDeleted),
    Scenario("create", prepare: Scenario.backups(5), operation: Scenario.create),
  ])
  func believingAPulledCardIsFound(_ scenario: Scenario) throws {
    let promises = try Promises(scenario, base: try scenario.makeBase())
    #expect(throws: Violation.self) { try pullEverywhere(.hidden, isNoticed: false, promises) }
  }

  private func pullEverywhere(_ form: PulledForm, isNoticed: Bool, _ promises: Promises) throws {
    var report = Report(couldNotRead: false)
    try CrashEnumeration().faults(from: promises.base) { fileSystem, number in
      fileSystem.pull(StoreFixture.card, at: number, as: form, isNoticed: isNoticed)
    } _: { fileSystem in
      report.error = nil
      do {
        try promises.scenario.operation(fileSystem)
      } catch {
        report.error = error
        throw error
      }
    } check: { fileSystem, label in
      let label = "\(label), pulled as \(form), reported \(report)"
      guard report.isOfAPulledCard else { throw promises.fail("that is not said", fileSystem, label) }
      try putBack(fileSystem, report, promises, label)
    }
  }

  /// The card comes back, into the running camera or after a power cut too.
  private func putBack(
    _ fileSystem: CrashingFileSystem, _ report: Report, _ promises: Promises, _ label: String
  ) throws {
    for damage in Extent.current.plainDamages {
      for (isCut, back) in [
        (false, fileSystem.crashed(damage, seed: 1, at: StoreFixture.card)),
        (true, fileSystem.crashed(damage, seed: 1)),
      ] {
        guard promises.isNew(back) else { continue }
        let label = "\(label), \(isCut ? "power cut" : "put in again"), \(damage) 1"
        let picture = try promises.check(back, label)
        guard report.allows(picture, promises) else {
          throw promises.fail("the report does not fit \(picture)", back, label)
        }
      }
    }
  }
}

extension Report {
  /// Success, the error that the card was pulled out, or that of a wrong PIN, which is not the card's.
  fileprivate var isOfAPulledCard: Bool {
    switch error {
    case nil, StoreError.wrongPIN?: true
    case StoreError.file(let error)?, StoreError.cleanUpFailed(_, .card(let error))?,
      StoreError.deletionUnfinished(_, .card(let error))?:
      error.isGone
    case _?: false
    }
  }
}
