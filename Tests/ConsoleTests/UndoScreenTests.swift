import BackupStore
import Console
import TerminalUI
import Testing

@testable import CameraService

/// The way back from a restore that was confirmed.
struct UndoScreenTests {
  private static func opened(
    _ undo: RestoreStatus.Undo, _ report: ListReport = BackupValues.report(), size: Size = .usual
  ) -> ConsoleDriver {
    let restore = RestoreStatus(backup: "00010003", state: .confirmed, pendingModules: [], undo: undo)
    return BackupDriver.opened(report, Values.status(card: report.card, restore: restore), size: size)
  }

  @Test(arguments: [(Size.usual, ""), (.small, "-small")])
  func itIsOffered(_ size: Size, _ suffix: String) {
    var driver = Self.opened(.possible, size: size)
    Golden.expect(driver, "backup-undo\(suffix)")
    driver.type("u")
    Golden.expect(driver, "backup-undo-pin\(suffix)")
    driver.secret(.pin, count: 12)
    driver.press(.enter)
    guard case .restore(.preview(.undo, _))? = driver.requests.last else { return #expect(Bool(false), "no preview") }
    driver.reply(.previewed(BackupValues.preview(backup: .undo)))
    driver.type("r")
    driver.accept()
    guard case .restore(.start(.undo, let options))? = driver.requests.last else {
      return #expect(Bool(false), "not restored")
    }
    #expect(!options.modulesOnly)
  }

  /// Where modules alone were restored, nothing else is put back.
  @Test func modulesAlone() {
    var driver = Self.opened(.possible)
    driver.type("u")
    driver.secret(.pin, count: 12)
    driver.press(.enter)
    driver.reply(.previewed(BackupValues.preview(backup: .undo, files: FileDifferences(), needsReboot: false)))
    #expect(driver.text.contains("[x] Modules only") && driver.text.contains("[Restore modules]"))
  }

  /// It needs no card.
  @Test(arguments: [("absent", Values.card(.absent)), ("locked", Values.card(.locked, foreign: 5))])
  func withoutTheCard(_ name: String, _ card: CardReport) {
    var driver = Self.opened(.pending, ListReport(card: card, backups: [], nextRemoved: nil))
    Golden.expect(driver, "backup-undo-\(name)")
    driver.type("u")
    #expect(driver.console.focusedSecret == .pin)
  }

  @Test func whereThereIsNone() {
    var driver = Self.opened(.none)
    #expect(!driver.text.contains("Undo"))
    driver.type("u")
    #expect(driver.console.focusedSecret == nil)
    driver = Self.opened(.failed(.sentence("There is no room.")))
    driver.type("u")
    #expect(driver.message == "The last restore cannot be undone: There is no room.")
  }

  /// Where the PIN was set without the old one, the old one opens it.
  @Test(arguments: [Size.usual, .small]) func itSaysThatItNeedsTheOldPIN(_ size: Size) {
    var driver = Self.opened(.possible, size: size)
    driver.nextPINTry = NextPINTry(undoNeedsOldPIN: true)
    driver.type("u")
    Golden.expect(driver, "backup-undo-old-pin" + (size == .usual ? "" : "-small"))
    driver.press(.enter)
    #expect(driver.message == "Enter the old PIN.")
    driver.secret(.pin, count: 12)
    driver.press(.enter)
    driver.reply(.failed(.store(.wrongPIN(waitSeconds: 0))))
    #expect(driver.message == "That is not the old PIN. Try again.")
    driver.press(.escape)
    driver.reply(.listed())
    driver.press(.enter)
    #expect(driver.text.contains(" Super PIN  [") && !driver.text.contains("old PIN"), "a backup of the card does not")
  }
}
