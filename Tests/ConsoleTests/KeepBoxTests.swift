import BackupStore
import CameraModel
import Console
import TerminalUI
import Testing

@testable import CameraService

/// Boxes that can keep nothing, and backups of other cameras.
struct KeepBoxTests {
  private static let noNetwork = Keepable(
    obstacle: .noNetwork(sections: ["ethernet"], namesFiles: false))

  @Test(arguments: [Size.usual, .small])
  func aBoxThatCannotBeChecked(_ size: Size) {
    var driver = BackupDriver.previewed(BackupValues.preview(network: Self.noNetwork), size: size)
    #expect(driver.text.contains("[-] Keep network") && driver.text.contains("[ ] Keep users"))
    driver.type("k")
    Golden.expect(driver, "backup-preview-no-network\(size == .usual ? "" : "-small")")
    #expect(driver.requests.isEmpty)
    driver.type("r")
    driver.accept()
    guard case .restore(.start(_, let options))? = driver.requests.last else {
      return #expect(Bool(false), "not restored")
    }
    #expect(!options.keepsNetwork)
  }

  /// Nor by the space bar.
  @Test func theSpaceBarDoesNotCheckIt() {
    let users = Keepable(obstacle: .noUsers)
    var driver = BackupDriver.previewed(BackupValues.preview(users: users))
    driver.press(.backTab, .backTab, .backTab)
    driver.type(" ")
    #expect(driver.message == "The users cannot be kept. camera.cfg of this camera has no users.")
    #expect(driver.text.contains("[-] Keep users") && driver.requests.isEmpty)
  }

  /// What stays is named among what changes.
  @Test func whatStaysIsNamed() {
    var driver = BackupDriver.previewed()
    driver.type("k")
    let kept = [
      KeptPart(file: "camera.cfg", section: "ethernet"), KeptPart(file: "network/interfaces.d/eth0"),
      KeptPart(file: "netplan/01.yaml", isOnlyInBackup: true),
    ]
    driver.reply(.previewed(BackupValues.preview(network: Keepable(parts: kept), kept: kept)))
    Golden.expect(driver, "backup-preview-kept")
  }

  /// Modules alone leave the configuration as it is: nothing of it has to be kept.
  @Test func modulesAloneOfferNoBoxes() {
    var driver = BackupDriver.previewed()
    driver.type("k")
    driver.reply(.previewed())
    driver.type("m")
    driver.reply(.previewed(BackupValues.preview(files: FileDifferences(), needsReboot: false)))
    #expect(driver.text.contains("[x] Modules only"))
    #expect(!driver.text.contains("Keep network") && !driver.text.contains("Revert unless"))
    driver.forgetEffects()
    driver.type("ku")
    #expect(driver.requests.isEmpty)
    driver.type("m")
    guard case .restore(.preview(_, let options))? = driver.requests.last else {
      return #expect(Bool(false), "no preview")
    }
    #expect(!options.modulesOnly && !options.keepsNetwork)
    driver.reply(.previewed())
    #expect(driver.text.contains("[ ] Keep network") && driver.text.contains("[x] Revert unless"))
  }

  /// A box that has no effect is not offered: no module is in the backup.
  @Test func withoutModulesThereIsNoBoxForThem() {
    let driver = BackupDriver.previewed(BackupValues.preview(modules: [BackupValues.plan("9", "Info", .notInBackup)]))
    #expect(driver.text.contains("Keep network (k)"))
    // A module on the bus alone has nothing to get.
    let none = BackupDriver.previewed(BackupValues.preview(modules: []))
    #expect(!none.text.contains("Modules only"))
  }

  /// Where nothing would change there is no restore, and no box but those that are checked.
  @Test func nothingToRestore() {
    let same = BackupValues.preview(.same, to: BackupValues.running, files: FileDifferences(), modules: [])
    var driver = BackupDriver.previewed(same)
    #expect(driver.text.contains("Nothing would change.") && !driver.text.contains("[Restore"))
    #expect(!driver.text.contains("(k)") && !driver.text.contains("(v)") && driver.text.contains("[Cancel]"))
    driver.type("r")
    driver.press(.home, .enter)
    #expect(driver.requests.isEmpty && !driver.text.contains("Restore and reboot"))
    driver = BackupDriver.previewed()
    driver.type("k")
    driver.reply(.previewed(same))
    #expect(driver.text.contains("[x] Keep network (k)") && !driver.text.contains("Keep users"))
    driver.forgetEffects()
    driver.type("k")
    guard case .restore(.preview(_, let options))? = driver.requests.last else {
      return #expect(Bool(false), "no preview")
    }
    #expect(!options.keepsNetwork)
  }

  /// A module that is not on the bus gets its settings later: that is a restore.
  @Test func aModuleThatWaits() {
    let plans = [BackupValues.plan("4", "Info", .missing)]
    let preview = BackupValues.preview(.same, to: BackupValues.running, files: FileDifferences(), modules: plans)
    let driver = BackupDriver.previewed(preview)
    #expect(
      driver.text.contains("Changes: 1 module later") && driver.text.contains("[Restore configuration and reboot]"))
  }

  private static let other = BackupOrigin(
    model: "M26B", serial: "10.32.4.17", camera: CameraIdentity(model: "M26B", serial: "10.9.9.9", firmware: ""))

  @Test(arguments: [Size.usual, .small])
  func anotherCamera(_ size: Size) {
    var driver = BackupDriver.previewed(BackupValues.preview(origin: Self.other), size: size)
    let suffix = size == .usual ? "" : "-small"
    Golden.expect(driver, "backup-other-camera\(suffix)")
    driver.type("r")
    Golden.expect(driver, "backup-other-camera-question\(suffix)")
    driver.accept()
    guard case .restore(.start(_, let options))? = driver.requests.last else {
      return #expect(Bool(false), "not restored")
    }
    #expect(!options.allowsOtherModel)
  }

  /// The model's name has to be typed.
  @Test(arguments: [Size.usual, .small])
  func anotherModel(_ size: Size) {
    let origin = BackupOrigin(
      model: "S26", serial: "10.32.4.17", camera: CameraIdentity(model: "M26B", serial: "10.9.9.9", firmware: ""))
    var driver = BackupDriver.previewed(BackupValues.preview(origin: origin), size: size)
    driver.type("r")
    driver.press(.enter)
    #expect(driver.requests.isEmpty)
    Golden.expect(driver, "backup-other-model\(size == .usual ? "" : "-small")")
    driver.type("S26")
    driver.press(.enter)
    guard case .restore(.start(_, let options))? = driver.requests.last else {
      return #expect(Bool(false), "not restored")
    }
    #expect(options.allowsOtherModel)
  }

  @Test func aModelThatCannotBeTyped() {
    let origin = BackupOrigin(
      model: "", serial: "", camera: CameraIdentity(model: "M26B", serial: "10.9.9.9", firmware: ""))
    var driver = BackupDriver.previewed(BackupValues.preview(origin: origin))
    driver.type("r")
    #expect(driver.text.contains("Type other:"))
    driver.type("other")
    driver.press(.enter)
    guard case .restore(.start)? = driver.requests.last else { return #expect(Bool(false), "not restored") }
  }

  @Test(arguments: [Size.usual, .small])
  func theListMarksIt(_ size: Size) {
    let report = BackupValues.report()
    let other = ListReport(
      card: report.card, backups: report.backups, nextRemoved: report.nextRemoved,
      camera: CameraIdentity(model: "M26B", serial: "10.9.9.9", firmware: ""))
    let driver = BackupDriver.opened(other, size: size)
    Golden.expect(driver, "backup-list-other-camera\(size == .usual ? "" : "-small")")
    #expect(BackupDriver.opened(report).text.contains("other camera") == false)
  }
}
