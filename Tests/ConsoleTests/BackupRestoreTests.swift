import BackupStore
import CameraDevice
import CameraModel
import Console
import TerminalUI
import Testing

@testable import CameraService

/// From the chosen backup to the restart.
struct BackupRestoreTests {
  @Test func thePIN() {
    var driver = BackupDriver.asked()
    #expect(driver.console.focusedSecret == .pin)
    driver.press(.enter)
    #expect(driver.message == "Enter the Super PIN.")
    driver.secret(.pin, count: 12)
    Golden.expect(driver, "backup-restore-pin")
    Golden.expect(BackupDriver.asked(size: .small), "backup-restore-pin-small")
    driver.press(.enter)
    guard case .restore(.preview(let name, _))? = driver.requests.last else {
      return #expect(Bool(false), "no preview")
    }
    #expect(name == .name(BackupValues.five[2].name))
  }

  /// It is told from the first look on, and again after each wrong PIN.
  @Test(arguments: [(Size.usual, ""), (.small, "-small")]) func triesThatAreLeft(_ size: Size, _ suffix: String) {
    var driver = BackupDriver.opened(size: size)
    driver.nextPINTry = NextPINTry(triesBeforeWait: 3)
    driver.press(.down, .down, .enter)
    Golden.expect(driver, "backup-restore-tries\(suffix)")
    driver.secret(.pin, count: 12)
    driver.press(.enter)
    driver.nextPINTry = NextPINTry(triesBeforeWait: 2)
    driver.reply(.failed(.store(.wrongPIN(waitSeconds: 0))))
    #expect(driver.text.contains("Tries left before a wait: 2.") && driver.message.hasPrefix("That is not the Super"))
    driver.secret(.pin, count: 12)
    driver.press(.enter)
    driver.reply(.failed(.store(.wrongPIN(waitSeconds: 2))))
    #expect(driver.text.contains("Tries left before a wait: 1."))
  }

  @Test func aWrongPINWaits() {
    var driver = BackupDriver.asked()
    driver.secret(.pin, count: 12)
    driver.press(.enter)
    driver.reply(.failed(.store(.wrongPIN(waitSeconds: 2))))
    #expect(driver.message == "That was not the Super PIN. Next try in 2 s")
    #expect(driver.wiped.last == .pin && driver.console.wantsTicks && driver.console.focusedSecret == nil)
    driver.send(.tick)
    #expect(driver.message == "That was not the Super PIN. Next try in 1 s")
    driver.forgetEffects()
    driver.secret(.pin, count: 12)
    driver.press(.enter)
    #expect(driver.requests.isEmpty)
    driver.send(.tick)
    #expect(driver.message == "Try again." && !driver.console.wantsTicks)
    driver.press(.enter)
    #expect(driver.requests.count == 1)
  }

  @Test(arguments: [(Size.usual, ""), (.small, "-small"), (.large, "-large")])
  func preview(_ size: Size, _ suffix: String) {
    var driver = BackupDriver.previewed(size: size)
    Golden.expect(driver, "backup-preview\(suffix)")
    driver.press(.end)
    if size != .large { Golden.expect(driver, "backup-preview-end\(suffix)") }
  }

  @Test func noSecretIsShown() {
    let text = BackupDriver.previewed(size: .large).text
    for secret in ["geheim", "$argon2id"] { #expect(!text.contains(secret)) }
    #expect(text.contains("  ~ WIFI_PSK: *** -> ***"))
  }

  @Test func nothingDiffers() {
    let same = BackupValues.preview(.same, to: BackupValues.running, files: FileDifferences(), modules: [])
    Golden.expect(BackupDriver.previewed(same), "backup-preview-same")
  }

  /// Lines of texts, what differs beside values, owners and modes.
  @Test(arguments: [(Size.usual, ""), (.small, "-small")])
  func textsAndAttributes(_ size: Size, _ suffix: String) {
    let preview = BackupValues.preview(
      .same, from: "\u{FEFF}# by hand\r\n", to: "# by machine\n",
      files: FileDifferences(changed: ["app.yaml", "tls/camera.pem"]),
      modules: [],
      texts: [
        BackupValues.text(
          "app.yaml", "name: Hof\nport: 81\r\npassword: geheim\n\tzone: 1\na\nb\n",
          "name: H\u{F6}he\u{1B}[2J\nport: 80\npassword: geheim2\n\tzone: 2\nc\nd\n")
      ], attributes: BackupValues.attributes)
    var driver = BackupDriver.previewed(preview, size: size)
    Golden.expect(driver, "backup-preview-texts\(suffix)")
    driver.type("/geheim")
    driver.press(.enter)
    #expect(driver.message == "No line contains geheim." && !driver.text.contains("\u{1B}"))
  }

  @Test func scrolling() {
    var driver = BackupDriver.previewed(size: .small)
    let first = driver.text
    driver.press(.pageDown)
    #expect(driver.text != first)
    driver.press(.pageUp)
    #expect(driver.text == first)
    driver.press(.down, .down, .up, .up)
    #expect(driver.text == first)
  }

  @Test func aBoxChangesThePreview() {
    var driver = BackupDriver.previewed()
    driver.press(.backTab, .backTab, .backTab, .backTab)
    driver.type(" ")
    guard case .restore(.preview(_, let options))? = driver.requests.last else {
      return #expect(Bool(false), "no preview")
    }
    #expect(options.keepsNetwork && !options.keepsUsers && !options.modulesOnly)
    driver.reply(.previewed(BackupValues.preview(to: BackupValues.running)))
    #expect(driver.text.contains("[x] Keep network") && !driver.text.contains("ethernet"))
    driver.type("m")
    driver.reply(
      .previewed(BackupValues.preview(to: BackupValues.running, files: FileDifferences(), needsReboot: false)))
    Golden.expect(driver, "backup-preview-modules")
  }

  @Test func aBoxThatCouldNotBePreviewed() {
    var driver = BackupDriver.previewed()
    let former = driver.text
    driver.type("u")
    driver.reply(.failed(.store(.stopped)))
    #expect(driver.text.contains("[ ] Keep users"))
    driver.press(.left)
    #expect(Self.withoutMessage(driver.text) == Self.withoutMessage(former))
  }

  private static func withoutMessage(_ text: String) -> [Substring] {
    text.split(separator: "\n", omittingEmptySubsequences: false).dropLast(3)
  }

  @Test(arguments: [Size.usual, .small])
  func restoreToTheRestart(_ size: Size) {
    let suffix = size == .usual ? "" : "-small"
    var driver = BackupDriver.previewed(size: size)
    driver.type("r")
    Golden.expect(driver, "backup-restore-question\(suffix)")
    driver.press(.enter)
    #expect(driver.requests.isEmpty)
    driver.type("r")
    driver.accept()
    guard case .restore(.start(let name, let options))? = driver.requests.last else {
      return #expect(Bool(false), "not restored")
    }
    #expect(name == .name(BackupValues.five[2].name) && !options.keepsNetwork && !options.allowsNewer)
    driver.send(.progress(WorkStep(phase: .decrypting, percent: 46, secondsLeft: 27)))
    #expect(driver.message == "Esc stops it. Restoring: 46 %  0:27 left")
    driver.reply(.restored())
    Golden.expect(driver, "backup-restart\(suffix)")
    #expect(driver.wiped == [.pin])
    driver.pass(5)
    #expect(driver.console.owesRestart && driver.text.contains("Seconds left: 1"))
    driver.pass(1)
    guard case .camera(.reboot)? = driver.requests.last else { return #expect(Bool(false), "not restarted") }
    driver.reply(.restarting)
    #expect(!driver.console.owesRestart)
    Golden.expect(driver, "backup-restarting\(suffix)")
    driver.press(.escape)
    #expect(driver.lines[0].contains("Admin Menu"))
  }

  @Test func theRestartFails() {
    var driver = BackupDriver.previewed()
    driver.type("r")
    driver.accept()
    driver.reply(.restored())
    driver.readNotice()
    driver.reply(.failed(.reboot(.failed(program: "/sbin/reboot", status: 1))))
    Golden.expect(driver, "backup-restart-failed")
    driver.forgetEffects()
    driver.type("r")
    #expect(driver.requests.isEmpty, "only the button restarts")
    driver.press(.tab, .enter)
    guard case .camera(.reboot)? = driver.requests.first else { return #expect(Bool(false), "not tried again") }
  }

  @Test func modulesOnlyGoesBackToTheList() {
    var driver = BackupDriver.previewed()
    driver.type("m")
    driver.reply(.previewed(BackupValues.preview(needsReboot: false)))
    driver.type("r")
    driver.accept()
    guard case .restore(.start(_, let options))? = driver.requests.last else {
      return #expect(Bool(false), "not restored")
    }
    #expect(options.modulesOnly)
    driver.reply(.restored(BackupValues.preview(needsReboot: false), needsReboot: false))
    driver.reply(.listed())
    #expect(driver.lines[0].contains("Backup and Restore"))
    #expect(
      driver.message
        == "2 modules restored. The camera's configuration is unchanged. Module 4 (Info) is not on the bus: settings wait."
    )
    #expect(driver.wiped.contains(.pin))
  }

  /// Another session changed something: what would change now is shown, and asked about again.
  @Test func whatWasShownHasChanged() {
    var driver = BackupDriver.previewed()
    driver.type("u")
    driver.reply(.previewed())
    driver.type("r")
    driver.accept()
    guard case .restore(.start(_, let options))? = driver.requests.last else {
      return #expect(Bool(false), "not restored")
    }
    #expect(options.shown != nil)
    driver.reply(.failed(.notAsShown(.file("camera.cfg"))))
    guard case .restore(.preview(_, let wanted))? = driver.requests.last else {
      return #expect(Bool(false), "not shown again")
    }
    #expect(wanted.keepsUsers && driver.message.hasPrefix("camera.cfg has changed since the preview."))
    driver.reply(.previewed())
    #expect(driver.message.hasPrefix("camera.cfg has changed since the preview."))
    driver.type("r")
    driver.accept()
    guard case .restore(.start)? = driver.requests.last else { return #expect(Bool(false), "not restored") }
  }

  @Test func aModuleThatHindersIsLeftOut() {
    var driver = BackupDriver.previewed()
    driver.type("r")
    driver.accept()
    driver.reply(.failed(.restoreModules([ModuleFailure(address: "3", error: .hung)])))
    Golden.expect(driver, "backup-restore-module")
    driver.accept()
    guard case .restore(.start(_, let options))? = driver.requests.last else {
      return #expect(Bool(false), "not restored")
    }
    #expect(options.modules.skipped == ["3"])
    driver.reply(.failed(.moduleDiffers(address: "1")))
    driver.accept()
    guard case .restore(.start(_, let more))? = driver.requests.last else {
      return #expect(Bool(false), "not restored")
    }
    #expect(more.modules.skipped == ["1", "3"])
  }

  @Test func aNewerFirmwareNeedsItsBox() {
    var driver = BackupDriver.previewed(BackupValues.preview(.backupIsNewer), size: .small)
    driver.type("r")
    Golden.expect(driver, "backup-restore-newer-small")
    driver.type(" ")
    #expect(driver.requests.isEmpty)
    driver.type("r")
    driver.accept()
    guard case .restore(.start(_, let options))? = driver.requests.last else {
      return #expect(Bool(false), "not restored")
    }
    #expect(options.allowsNewer)
  }

  @Test func aRestoreThatWaitsForItsRestart() {
    var driver = BackupDriver.previewed()
    driver.type("r")
    driver.accept()
    driver.reply(.failed(.rebootNeeded("00010004")))
    Golden.expect(driver, "backup-restore-waits")
    driver.accept()
    driver.readNotice()
    guard case .camera(.reboot)? = driver.requests.last else { return #expect(Bool(false), "not restarted") }
    #expect(driver.wiped == [.pin])
  }

  @Test func itIsToldBeforeThePINIsAsked() {
    let status = Values.status(restore: RestoreStatus(backup: "00010004", state: .rebootNeeded, pendingModules: []))
    var driver = BackupDriver.opened(BackupValues.report(), status)
    driver.type("r")
    #expect(driver.text.contains("A change waits for the camera's restart."))
    driver.accept()
    driver.readNotice()
    guard case .camera(.reboot)? = driver.requests.last else { return #expect(Bool(false), "not restarted") }
  }

  @Test func whatIsRefusedLeavesAWayBack() {
    var driver = BackupDriver.previewed()
    driver.type("r")
    driver.accept()
    driver.reply(.failed(.noAdministrator))
    #expect(driver.message.hasPrefix("After this restore nobody could administer the camera: check Keep users."))
    driver.type("r")
    driver.accept()
    let cause = ServiceError.restoreModules([ModuleFailure(address: "3", error: .hung)])
    driver.reply(.failed(.notPutBack(modules: ["1", "3"], cause: cause)))
    Golden.expect(driver, "backup-restore-not-put-back")
    driver.accept()
    guard case .restore(.start(_, let options))? = driver.requests.last else {
      return #expect(Bool(false), "not restored")
    }
    #expect(options.modules.skipped == ["1", "3"])
    driver.reply(.failed(.store(.stopped)))
    driver.forgetEffects()
    driver.press(.escape)
    #expect(driver.wiped.contains(.pin))
    driver.reply(.listed())
    #expect(driver.lines[0].contains("Backup and Restore"))
    #expect(driver.lines[6].hasPrefix(" > 3"))
  }

  @Test func modulesThatGotNothingAreNamedOnASmallScreen() {
    let plans = (1...9).map { BackupValues.plan("\($0)", "MX-232-IO-Box", .missing) }
    let preview = BackupValues.preview(modules: plans)
    var driver = BackupDriver.previewed(size: .small)
    driver.type("r")
    driver.accept()
    driver.reply(.restored(preview))
    #expect(driver.text.contains("Module 1 (MX-232-IO-Box) is not on the bus: settings wait"))
    #expect(driver.text.contains("and 8 more: see Modules after the restart."))
  }

  @Test func anotherModel() {
    var driver = BackupDriver.asked()
    driver.secret(.pin, count: 12)
    driver.press(.enter)
    driver.reply(.failed(.otherModel(Values.origin("S26", "M26B"))))
    #expect(
      driver.message
        == "The backup is from a S26. This camera is a M26B. Nothing was changed. Use a backup of this camera.")
  }

  @Test func thePINIsAskedAgainWhenItChanged() {
    var driver = BackupDriver.previewed()
    driver.type("r")
    driver.accept()
    driver.reply(.failed(.store(.wrongPIN(waitSeconds: 0))))
    #expect(driver.console.focusedSecret == .pin && driver.wiped.contains(.pin))
    #expect(driver.message.hasPrefix("That is not the Super PIN."))
  }
}
