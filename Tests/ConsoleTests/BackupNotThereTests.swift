import BackupStore
import CameraService
import Console
import TerminalUI
import Testing

/// A backup that another session has deleted or replaced meanwhile.
struct BackupNotThereTests {
  /// The list is read again, wherever it is told that the backup is not there.
  @Test func aBackupThatIsNotThereAnyMore() {
    let missing = ServiceError.store(.notFound("00010005"))
    var driver = BackupDriver.opened()
    driver.type("v")
    driver.forgetEffects()
    driver.reply(.failed(missing))
    Self.expectListing(driver)
    driver = BackupDriver.opened()
    driver.press(.enter)
    driver.secret(.pin, count: 12)
    driver.press(.enter)
    driver.forgetEffects()
    driver.reply(.failed(missing))
    Self.expectListing(driver)
    driver = BackupDriver.previewed()
    driver.type("m")
    driver.forgetEffects()
    driver.reply(.failed(missing))
    Self.expectListing(driver)
  }

  private static func expectListing(_ driver: ConsoleDriver, _ location: SourceLocation = #_sourceLocation) {
    #expect(driver.lines[0].contains("Backup and Restore"), sourceLocation: location)
    #expect(driver.message.hasPrefix("There is no backup 00010005 on the card."), sourceLocation: location)
    guard driver.requests.count == 1, case .backups(.list)? = driver.requests.first else {
      Issue.record("The list is not read again: \(driver.requests)", sourceLocation: location)
      return
    }
  }
}
