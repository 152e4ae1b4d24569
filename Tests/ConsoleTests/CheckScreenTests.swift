import BackupStore
import CameraDevice
import Console
import TerminalUI
import Testing

@testable import CameraService

/// What the camera cannot keep is told where it matters.
struct CheckScreenTests {
  private static let problem = RestoreObstacle.exchange(path: "/etc/camera", .lowerLayer)

  private static let check = CheckReport([
    CheckResult(.restore, .restore(problem)), CheckResult(.revert, .revert(.neverRan)), CheckResult(.state, nil),
  ])

  @Test(arguments: [Size.usual, .small]) func aBackupThatCannotBeRestored(_ size: Size) {
    var driver = BackupDriver.opened(
      BackupValues.report(), Values.status(check: Self.check), size: size)
    Golden.expect(driver, "backup-list-unrestorable\(size == .usual ? "" : "-small")")
    #expect(driver.text.contains("A backup cannot be restored here:"))
    // The result of an action has the line for itself.
    driver.type("k")
    driver.reply(.marked(BackupValues.five[0]), status: Values.status(check: Self.check))
    #expect(!driver.text.contains("A backup cannot be restored here:"))
  }

  @Test func itIsSaidWithTheBackupThatWasMade() {
    var driver = BackupDriver.opened()
    driver.type("s")
    driver.type("x")
    driver.press(.enter)
    driver.type(" ")
    driver.press(.enter, .enter)
    let made = Values.backup("00010008")
    driver.reply(
      .started(
        BackupValues.started(made, obstacles: [.exchange(path: "/etc/camera", .lowerLayer)]), milliseconds: 300))
    driver.reply(.listed())
    #expect(driver.text.contains("created and verified"), "\(driver.text)")
    #expect(driver.message.contains("cannot be restored here"), "\(driver.text)")
  }

  @Test func systemListsWhatIsWrong() {
    var driver = ConsoleDriver.loggedIn(Values.status(check: Self.check), size: Size(columns: 80, rows: 60))
    driver.type("s")
    #expect(driver.text.contains("Check       A backup cannot be restored here:"))
    #expect(driver.text.contains("Nothing on this camera reverts a restore:"))
    var sound = ConsoleDriver.loggedIn(
      Values.status(check: CheckReport([CheckResult(.state, nil)])), size: Size(columns: 80, rows: 60))
    sound.type("s")
    #expect(sound.text.contains("Check       ok"))
  }

  /// The box is not there, the reason is, and what is restored is to be reverted by nobody.
  @Test func aRevertThatNobodyWouldDoIsNotOffered() {
    var driver = BackupDriver.previewed(BackupValues.preview(revertLack: .neverRan))
    #expect(!driver.text.contains("Revert unless") && !driver.text.contains("v Revert"))
    #expect(driver.text.contains("Nothing on this camera reverts a restore"), "\(driver.text)")
    driver.type("r")
    driver.accept()
    guard case .restore(.start(_, let options))? = driver.requests.last else {
      return #expect(Bool(false), "not restored")
    }
    #expect(options.revertMinutes == 0)
  }

  /// A preview of modules alone does not say it, because nothing is to be reverted: the next one does.
  @Test func itIsNotOfferedAfterModulesOnlyEither() {
    let unwatched = BackupValues.preview(revertLack: .neverRan)
    var driver = BackupDriver.previewed(unwatched)
    driver.type("m")
    driver.reply(.previewed(BackupValues.preview(files: FileDifferences(), needsReboot: false)))
    driver.type("m")
    driver.reply(.previewed(unwatched))
    #expect(!driver.text.contains("Revert unless"))
    driver.type("r")
    driver.accept()
    guard case .restore(.start(_, let options))? = driver.requests.last else {
      return #expect(Bool(false), "not restored")
    }
    #expect(options.revertMinutes == 0 && !options.modulesOnly)
  }

  @Test func aRestoreThatIsOverdue() {
    let restore = Values.waitingRestore(0)
    var driver = ConsoleDriver.loggedIn(Values.status(restore: restore))
    #expect(driver.text.contains("The time to confirm is over. The change is not reverted yet."))
    driver.type("l")
    driver.reply(.status(Values.status(restore: restore)))
    #expect(driver.lines[1].hasSuffix("Not confirmed in time") && !driver.text.contains("0 s"))
    driver.type("s")
    #expect(driver.text.contains("not confirmed in time, and not reverted yet"))
  }

  @Test func aRestoreThatNobodyWatches() {
    let restore = Values.waitingRestore(500)
    let check = CheckReport([CheckResult(.revert, .revert(.notWatched))])
    let driver = ConsoleDriver.loggedIn(Values.status(restore: restore, check: check))
    #expect(
      driver.text.contains("Nothing reverts the waiting restore at its time") && !driver.text.contains("Time left"))
  }
}
