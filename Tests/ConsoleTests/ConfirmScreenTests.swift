import CameraModel
import CameraService
import Console
import TerminalUI
import Testing

/// A restore that waits for its confirmation.
@Suite struct ConfirmScreenTests {
  private static func waiting(
    _ seconds: Int = 583, pending: [String] = [], leftOut: RestoreLeftOut = RestoreLeftOut()
  ) -> StatusReport {
    Values.status(
      restore: RestoreStatus(
        backup: "00030002", state: .awaitingConfirmation, untilSeconds: seconds, restored: Values.night,
        caller: "admin (console ttyS0)", revertMinutes: 10, pendingModules: pending,
        created: Values.night - 7_200, leftOut: leftOut))
  }

  private static let confirmed = Values.status(
    restore: RestoreStatus(backup: "00030002", state: .confirmed, pendingModules: []))

  @Test func itIsAskedAfterTheLogin() {
    Golden.expect(.loggedIn(Self.waiting()), "confirm")
    Golden.expect(.loggedIn(Self.waiting(pending: ["3", "4"]), isSlow: true, size: .small), "confirm-small")
  }

  @Test(arguments: [Size.usual, .small])
  func whatWasLeftOutIsSaid(_ size: Size) {
    let modules: [RestoreLeftOut.Module] = [.init(address: "0-0051"), .init(address: "0-0052", isOfOtherKind: true)]
    let status = Self.waiting(
      pending: ["0-0053"],
      leftOut: RestoreLeftOut(
        network: true, users: true, modules: modules,
        kept: [
          KeptPart(file: "camera.cfg", section: "ethernet"), KeptPart(file: "camera.cfg", section: "users"),
          KeptPart(file: "network/interfaces.d/eth0"),
        ]))
    let suffix = size == .usual ? "" : "-small"
    var driver = ConsoleDriver.loggedIn(status, size: size)
    Golden.expect(driver, "confirm-left-out\(suffix)")
    driver.press(.escape)
    driver.reply(.status(status))
    driver.type("s")
    Golden.expect(driver, "system-left-out\(suffix)")
  }

  @Test func itStandsOnTopOfTheMenuUntilItIsKept() {
    var driver = ConsoleDriver.loggedIn(Self.waiting())
    driver.press(.escape)
    driver.reply(.status(Self.waiting(500)))
    Golden.expect(driver, "confirm-menu")
    driver.type("c")
    driver.accept()
    guard case .restore(.confirm)? = driver.requests.last else { return #expect(Bool(false), "not confirmed") }
    let kept = RestoreStatus(backup: "00030002", state: .confirmed, pendingModules: ["3"])
    driver.reply(.restoreConfirmed(kept), status: Self.confirmed)
    #expect(driver.message == "The change is confirmed. Settings wait for module 3.")
    #expect(!driver.text.contains("Confirm the change"))
  }

  @Test(arguments: [
    (RestoreStatus.State.confirmed, "The change was confirmed already."),
    (.reverted, "The change was reverted already."),
  ])
  func anotherSessionHasDecided(_ state: RestoreStatus.State, _ text: String) {
    var driver = ConsoleDriver.loggedIn(Self.waiting())
    driver.accept()
    let decided = Values.status(restore: RestoreStatus(backup: "00030002", state: state, pendingModules: []))
    driver.reply(.failed(.noRestoreAwaits), status: decided)
    #expect(driver.message == text && driver.lines[0].contains("Admin Menu"))
    #expect(!driver.text.contains("Confirm the change"))
  }

  @Test func theTimeIsCountedDown() {
    var driver = ConsoleDriver.loggedIn(Self.waiting(61))
    #expect(driver.console.wantsTicks && driver.text.contains("Time left: 1:01"))
    driver.send(.tick)
    driver.send(.tick)
    #expect(driver.text.contains("Time left: 0:59"))
  }

  @Test func whatWasBeforeIsPutBackAfterAQuestion() {
    var driver = ConsoleDriver.loggedIn(Self.waiting())
    driver.type("r")
    Golden.expect(driver, "confirm-revert")
    driver.press(.enter)
    #expect(driver.requests.isEmpty, "the question begins on Cancel")
    driver.type("r")
    driver.press(.tab, .enter)
    guard case .restore(.revert)? = driver.requests.last else { return #expect(Bool(false), "not reverted") }
    driver.reply(.restoreReverted("00030002", needsReboot: true))
    driver.readNotice()
    guard case .camera(.reboot)? = driver.requests.last else { return #expect(Bool(false), "not restarted") }
    #expect(driver.lines[0].contains("Restart"))
  }

  @Test func aBoxTakesNoConfirmationForGranted() {
    var driver = BackupDriver.previewed()
    #expect(driver.text.contains("[x] Revert unless confirmed within 10 min"))
    driver.type("vr")
    driver.accept()
    guard case .restore(.start(_, let options))? = driver.requests.last else {
      return #expect(Bool(false), "not restored")
    }
    #expect(options.revertMinutes == 0)
  }

  @Test func settingsThatWaitAreShownWithTheModules() {
    let status = Values.status(
      restore: RestoreStatus(backup: "00030002", state: .confirmed, pendingModules: ["3", "7"]))
    var driver = ConsoleDriver.loggedIn(status)
    driver.type("m")
    driver.reply(.modules(), status: status)
    Golden.expect(driver, "modules-waiting")
    driver.type("a")
    driver.reply(.modules([]), status: status)
    #expect(
      driver.text.contains("No module is on the bus.")
        && driver.text.contains("Settings wait for modules 3, 7. Press a to write them when the modules answer."))
  }

  @Test func aPairOfModulesIsOfferedAndNeverTakenSilently() {
    let plans = [
      BackupValues.plan("3", "DoorMaster", .missing), BackupValues.plan("9", "DoorMaster", .notInBackup),
    ]
    var driver = BackupDriver.previewed(BackupValues.preview(modules: plans))
    #expect(driver.message.contains("Module 9 may be in the place of 3"))
    driver.type("p")
    guard case .restore(.preview(_, let options))? = driver.requests.last else {
      return #expect(Bool(false), "no preview")
    }
    #expect(options.modules.pairs == ["3": "9"])
  }
}
