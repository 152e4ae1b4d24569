import BackupStore
import CameraModel
import Console
import TerminalUI
import Testing

@testable import CameraService

/// What is done to backups brings the new list with it: neither the list nor the status is read again.
@Suite struct ListingBehindWorkTests {
  private enum Work: CaseIterable {
    case verify, keep, acknowledge, delete, deleteAll

    var letter: String {
      switch self {
      case .verify: "v"
      case .keep: "k"
      case .acknowledge: "a"
      case .delete, .deleteAll: "d"
      }
    }

    func reply(_ listing: ListReport?) -> Reply {
      switch self {
      case .verify: .verified([BackupValues.strange[0]], listing)
      case .keep: .marked(BackupValues.strange[0], listing)
      case .acknowledge: .acknowledged([BackupValues.strange[1].name], listing)
      case .delete: .deleted(BackupValues.strange[0], listing)
      case .deleteAll: .allDeleted(Camera.Deletion(count: 5, notOverwritten: []), listing)
      }
    }
  }

  private func begun(_ work: Work) throws -> (driver: ConsoleDriver, operation: Operation) {
    var driver = BackupDriver.opened(BackupValues.report(BackupValues.strange))
    driver.forgetEffects()
    driver.type(work.letter)
    if work == .deleteAll {
      driver.press(.tab, .tab, .enter)
      driver.type("delete")
      driver.press(.enter)
    } else if driver.requests.isEmpty {
      driver.accept()
    }
    let operation = try #require(driver.requests.last)
    driver.forgetEffects()
    return (driver, operation)
  }

  @Test(arguments: Work.allCases) private func itIsShownAtOnce(_ work: Work) throws {
    let report = BackupValues.report(work == .deleteAll ? [] : BackupValues.strange.dropLast())
    var (driver, operation) = try begun(work)
    var asking = driver
    #expect(!operation.traits.looksAtStatus(after: work.reply(report)))
    #expect(operation.traits.looksAtStatus(after: .failed(.noCard(.absent))))
    driver.reply(work.reply(report))
    #expect(driver.requests.isEmpty, "\(driver.requests)")
    asking.reply(work.reply(nil))
    guard case .backups(.list)? = asking.requests.last else { return #expect(Bool(false), "not read again") }
    asking.reply(.listed(report))
    #expect(driver.text == asking.text && !driver.message.isEmpty)
  }

  @Test func aNewBackupIsShownAtOnce() {
    let made = Values.backup("00010008", created: Values.night + 60, label: "new")
    let report = BackupValues.report([made] + BackupValues.five.dropLast())
    var driver = BackupDriver.opened()
    driver.press(.down)
    driver.type("s")
    driver.press(.enter, .enter, .enter)
    driver.forgetEffects()
    driver.reply(.started(BackupValues.started(made), milliseconds: 90, report))
    #expect(driver.requests.isEmpty, "\(driver.requests)")
    #expect(driver.lines[0].contains("Backup and Restore") && driver.text.contains("> 1 2026-11-20 02:01:03  new"))
    #expect(driver.message.hasPrefix("Backup 1 created and verified"))
  }

  /// The line on top counts what the list shows.
  @Test func theStatusFollows() throws {
    var (driver, _) = try begun(.deleteAll)
    let empty = ListReport(card: Values.card(.empty), backups: [], nextRemoved: nil)
    driver.reply(.allDeleted(Camera.Deletion(count: 5, notOverwritten: []), empty))
    driver.press(.escape)
    driver.type("s")
    #expect(driver.text.contains("Backups     0"), "\(driver.text)")
  }
}
