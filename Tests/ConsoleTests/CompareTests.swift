import BackupStore
import CameraModel
import CameraService
import Console
import TerminalUI
import Testing

/// A backup compared with the camera, or with another one. Nothing is restored.
struct CompareTests {
  /// The third of the five is to be compared.
  private static func asked(size: Size = .usual) -> ConsoleDriver {
    var driver = BackupDriver.opened(size: size)
    driver.press(.down, .down)
    driver.type("c")
    driver.forgetEffects()
    return driver
  }

  private static func compared(
    _ comparison: BackupComparison = BackupValues.comparison(), size: Size = .usual
  ) -> ConsoleDriver {
    var driver = asked(size: size)
    driver.press(.up, .right, .right, .enter)
    driver.secret(.pin, count: 12)
    driver.press(.enter)
    driver.reply(.compared(comparison))
    return driver
  }

  @Test(arguments: [(Size.usual, ""), (.small, "-small")]) func thePIN(_ size: Size, _ suffix: String) {
    var driver = Self.asked(size: size)
    Golden.expect(driver, "backup-compare-pin\(suffix)")
    #expect(driver.console.focusedSecret == .pin, "digits that are typed at once are the PIN's")
    driver.press(.enter)
    #expect(driver.message == "Enter the Super PIN.")
    driver.secret(.pin, count: 12)
    driver.press(.enter)
    guard case .restore(.preview(let name, let options))? = driver.requests.last else {
      return #expect(Bool(false), "not compared")
    }
    #expect(name == .name(BackupValues.five[2].name) && !options.modulesOnly)
  }

  /// The list has two more that are good; the damaged one is not among them.
  @Test func withAnotherBackup() {
    var driver = Self.asked()
    #expect(driver.text.contains("< the camera >"))
    driver.press(.up, .right)
    #expect(driver.text.contains("< 2026-11-20 02:00:03 nightly >"))
    driver.press(.right)
    #expect(driver.text.contains("< 2026-11-19 02:00:02 nightly >"))
    driver.press(.right)
    #expect(driver.text.contains("< 2026-10-01 11:03:12 commissioning >"))
    driver.press(.right, .left, .left, .enter)
    driver.secret(.pin, count: 12)
    driver.press(.enter)
    guard case .restore(.compare(let first, let second))? = driver.requests.last else {
      return #expect(Bool(false), "not compared")
    }
    #expect(first == .name(BackupValues.five[1].name) && second == .name(BackupValues.five[2].name))
  }

  @Test(arguments: [(Size.usual, ""), (.small, "-small"), (.large, "-large")])
  func twoBackups(_ size: Size, _ suffix: String) {
    var driver = Self.compared(size: size)
    Golden.expect(driver, "backup-compare\(suffix)")
    driver.press(.end)
    if size != .large { Golden.expect(driver, "backup-compare-end\(suffix)") }
    #expect(driver.wiped.contains(.pin) && !driver.text.contains("geheim"))
  }

  @Test(arguments: [(Size.usual, ""), (.small, "-small")]) func withTheCamera(_ size: Size, _ suffix: String) {
    var driver = Self.asked(size: size)
    driver.secret(.pin, count: 12)
    driver.press(.enter)
    driver.reply(.previewed())
    Golden.expect(driver, "backup-compare-camera\(suffix)")
    #expect(!driver.text.contains("will be lost") && !driver.text.contains("[Restore"))
    #expect(driver.wiped.contains(.pin))
  }

  /// The camera is another one, or has another firmware: that differs, too.
  @Test(arguments: [
    (CameraIdentity(model: "S74", serial: "10.9.9.9", firmware: "5.4.0.2"), ["Model of the camera: S74 -> M26B"]),
    (
      CameraIdentity(model: "M26B", serial: "10.9.9.9", firmware: "5.4.0.2"),
      ["Serial number of the camera: 10.9.9.9 -> 10.32.4.17"]
    ),
    (
      CameraIdentity(model: "M26B", serial: "10.32.4.17", firmware: "5.5.0.0"),
      ["Firmware of the camera: 5.5.0.0 -> 5.4.0.2"]
    ),
  ])
  func anotherIdentity(_ camera: CameraIdentity, _ lines: [String]) {
    let driver = Self.comparedWithCamera(camera, [])
    for line in lines { #expect(driver.text.contains(line)) }
    #expect(!driver.text.contains("Nothing differs.") && !driver.text.contains("keeps its own identity"))
  }

  @Test func nothingDiffersFromTheCamera() {
    let driver = Self.comparedWithCamera(Self.own, [Self.plan(.same)])
    #expect(driver.text.contains("Nothing differs.") && !driver.text.contains("Module"))
  }

  /// Nothing is written from here, and nothing says so.
  @Test(
    arguments: [
      (ModuleAction.same, "2.1.5", "Module 1 (Info): firmware 2.1.5 -> 2.1.4"),
      (.restore, "2.1.4", "Module 1 (Info): settings changed"),
      (.replaced, "2.1.4", "Module 1 (Info): settings not compared"),
      (.missing, nil, "Module 1 (Info): only in the backup"),
      (.notInBackup, "2.1.4", "Module 1 (Info): only on the camera"),
      (.skipped, "2.1.4", "Module 1 (Info): its settings are not in the backup"),
    ] as [(ModuleAction, String?, String)])
  func modulesThatDiffer(_ action: ModuleAction, _ firmware: String?, _ line: String) {
    let driver = Self.comparedWithCamera(Self.own, [Self.plan(action, firmware: firmware)])
    #expect(driver.text.contains(line) && driver.text.contains("Differences: 1 module"))
    #expect(!driver.text.contains("gets the settings") && !driver.text.contains("wait"))
  }

  /// That of the backup.
  private static let own = CameraIdentity(model: "M26B", serial: "10.32.4.17", firmware: "5.4.0.2")

  private static func plan(_ action: ModuleAction, firmware: String? = "2.1.4") -> ModulePlan {
    let inBackup = ModuleIdentity(address: "1", kind: "Info", serial: "7", firmware: "2.1.4")
    let onBus = firmware.map { ModuleIdentity(address: "1", kind: "Info", serial: "7", firmware: $0) }
    return ModulePlan(
      address: "1", inBackup: action == .notInBackup ? nil : inBackup, onBus: onBus, action: action)
  }

  private static func comparedWithCamera(_ camera: CameraIdentity, _ modules: [ModulePlan]) -> ConsoleDriver {
    var driver = asked()
    driver.secret(.pin, count: 12)
    driver.press(.enter)
    driver.reply(
      .previewed(
        BackupValues.preview(
          .same, from: BackupValues.running, to: BackupValues.running, files: FileDifferences(), modules: modules,
          origin: BackupOrigin(model: own.model, serial: own.serial, camera: camera))))
    return driver
  }

  @Test func nothingDiffers() {
    let same = BackupValues.comparison(to: BackupValues.running, files: FileDifferences(), modules: [])
    let driver = Self.compared(same)
    #expect(driver.text.contains("Nothing differs.") && driver.text.contains("Compared with the backup of 2026-11-19"))
  }

  @Test func wrongPIN() {
    var driver = Self.asked()
    driver.press(.up, .right, .enter)
    driver.secret(.pin, count: 12)
    driver.press(.enter)
    driver.reply(.failed(.store(.wrongPIN(waitSeconds: 0))))
    #expect(driver.console.focusedSecret == .pin && driver.message.hasPrefix("That is not the Super PIN."))
    #expect(driver.text.contains("< 2026-11-20 02:00:03 nightly >"), "the choice stays")
  }

  /// Past the PIN, to the backup that was chosen.
  @Test(arguments: ["c", "\u{1B}"]) func back(_ key: String) {
    var driver = Self.compared()
    if key == "c" { driver.type(key) } else { driver.press(.escape) }
    driver.reply(.listed())
    #expect(driver.lines[0].contains("Backup and Restore") && driver.lines[6].hasPrefix(" > 3"))
  }

  @Test func itIsSearchedAndScrolls() {
    var driver = Self.compared(size: .small)
    let first = driver.text
    driver.press(.pageDown)
    #expect(driver.text != first)
    driver.type("/motion")
    driver.press(.enter)
    #expect(driver.message == "Match 1 of 1." && driver.lines.contains { $0.hasPrefix(">") && $0.contains("MOTION") })
    driver.type("/geheim")
    driver.press(.enter)
    #expect(driver.message == "No line contains geheim.")
  }

  @Test func theHelp() {
    var driver = Self.compared()
    driver.type("?")
    Golden.expect(driver, "backup-compare-help")
  }

  @Test func whatCannotBeOpened() {
    var driver = BackupDriver.opened()
    driver.press(.down, .down, .down)
    driver.type("c")
    #expect(driver.message.hasPrefix("This backup is damaged."))
  }

  /// Also what was typed stays.
  @Test func helpLeavesTheFocusAndThePIN() {
    var driver = Self.asked()
    driver.secret(.pin, count: 12)
    driver.press(.up)
    let before = driver.text
    #expect(driver.console.focusedSecret == nil)
    driver.press(.function(1), .escape)
    #expect(driver.text == before && driver.console.focusedSecret == nil && driver.wiped.isEmpty)
  }
}
