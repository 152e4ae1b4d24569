import BackupStore
import CameraModel
import CameraService
import Console
import FileSystem
import TerminalUI
import Testing

/// The modules, and giving replaced ones the settings of the newest backup.
struct ModulesScreenTests {
  private static func opened(_ report: ListReport = BackupValues.report(), size: Size = .usual) -> ConsoleDriver {
    var driver = ConsoleDriver.loggedIn(size: size)
    driver.type("m")
    driver.reply(.modules())
    driver.reply(.listed(report))
    driver.forgetEffects()
    return driver
  }

  private static func wanted(_ driver: ConsoleDriver) -> (name: BackupSelector, options: RestoreOptions)? {
    guard case .restore(.preview(let name, let options))? = driver.requests.last else { return nil }
    return (name, options)
  }

  @Test(arguments: [(Size.usual, ""), (.small, "-small")]) func theScreen(_ size: Size, _ suffix: String) {
    Golden.expect(Self.opened(size: size), "modules\(suffix)")
  }

  /// All modules from the newest backup that is whole.
  @Test func allOfTheNewestBackup() throws {
    let damaged = Values.backup("00010008", state: .damaged)
    let returned = Values.backup("00010009", state: .returned)
    var driver = Self.opened(BackupValues.report([returned, damaged] + BackupValues.five))
    #expect(driver.text.contains("Settings come from the backup of 2026-11-20 02:00:03, nightly."))
    driver.type("m")
    #expect(driver.lines[0].hasPrefix(" Restore ") && driver.text.contains("which modules get settings"))
    driver.secret(.pin, count: 8)
    driver.press(.enter)
    let wanted = try #require(Self.wanted(driver))
    #expect(wanted.name.description == "00010007" && wanted.options.modulesOnly && wanted.options.modules.only.isEmpty)
    driver.reply(.previewed(BackupValues.preview(files: FileDifferences(), needsReboot: false)))
    #expect(!driver.text.contains("Modules only") && driver.text.contains("[Restore modules]"))
    driver.type("r")
    driver.accept()
    guard case .restore(.start(_, let restored))? = driver.requests.last else {
      return #expect(Bool(false), "not restored")
    }
    #expect(restored.modulesOnly && restored.modules.only.isEmpty)
  }

  /// The chosen module alone, also at the restore.
  @Test func theChosenModule() throws {
    var driver = Self.opened()
    driver.press(.down, .down)
    driver.type("r")
    driver.secret(.pin, count: 8)
    driver.press(.enter)
    #expect(try #require(Self.wanted(driver)).options.modules.only == ["3"])
    let plans = [BackupValues.plan("3", "DoorMaster", .replaced)]
    driver.reply(.previewed(BackupValues.preview(files: FileDifferences(), modules: plans, needsReboot: false)))
    driver.type("r")
    driver.accept()
    guard case .restore(.start(_, let restored))? = driver.requests.last else {
      return #expect(Bool(false), "not restored")
    }
    #expect(restored.modulesOnly && restored.modules.only == ["3"])
  }

  @Test func fromTheListOfBackupsTheChosenOneIsOpened() throws {
    var driver = BackupDriver.opened()
    driver.press(.down)
    driver.type("m")
    driver.secret(.pin, count: 8)
    driver.press(.enter)
    let wanted = try #require(Self.wanted(driver))
    #expect(wanted.name.description == "00010006" && wanted.options.modulesOnly)
  }

  /// What is chosen in the list of backups is named here; what cannot be restored is not.
  @Test(arguments: [(1, "2026-11-19 02:00:02, nightly"), (3, "2026-11-20 02:00:03, nightly")])
  func theBackupThatWasChosen(_ row: Int, _ named: String) {
    var driver = BackupDriver.opened()
    for _ in 0..<row { driver.press(.down) }
    driver.press(.escape)
    driver.type("m")
    driver.reply(.modules())
    driver.reply(.listed())
    #expect(driver.text.contains("Settings come from the backup of \(named)."), "\(driver.text)")
  }

  /// Enter chooses, and Esc leaves everything as it was.
  @Test(arguments: [
    ([Key.down, .down, .enter], "2026-11-02 16:41:55, before lens change"),
    ([.down, .down, .escape], "2026-11-20 02:00:03, nightly"),
  ])
  func anotherBackupIsChosenFromHere(_ keys: [Key], _ named: String) {
    var driver = Self.opened()
    driver.type("b")
    driver.reply(.listed())
    #expect(driver.text.contains("[Select] [Start Backup]"), "\(driver.text)")
    for key in keys { driver.press(key) }
    driver.reply(.modules())
    driver.reply(.listed())
    #expect(driver.text.contains("Settings come from the backup of \(named)."), "\(driver.text)")
  }

  /// What cannot be opened cannot be chosen.
  @Test func aDamagedBackupIsNotChosen() {
    var driver = Self.opened()
    driver.type("b")
    driver.reply(.listed())
    driver.press(.down, .down, .down, .enter)
    #expect(driver.lines[0].contains("Backup and Restore"))
    #expect(driver.message.hasPrefix("This backup is damaged."))
  }

  @Test func modulesBeyondThePageAreCounted() {
    var driver = ConsoleDriver.loggedIn(size: .small)
    driver.type("m")
    driver.reply(.modules((1...30).map { Values.module("\($0)", "Info") }))
    driver.reply(.listed())
    let shown = driver.lines.count { $0.contains(" Info ") }
    #expect(driver.lines[3].hasSuffix(" 1-\(shown) of 30") && shown == 5, "\(driver.text)")
  }

  @Test(arguments: [[], [Values.backup("00010008", state: .damaged)]])
  func withoutABackup(_ backups: [BackupDescription]) {
    var driver = Self.opened(BackupValues.report(backups))
    #expect(driver.text.contains("No backup can be restored. Backup and Restore says why."))
    driver.type("r")
    #expect(driver.message == "No backup can be restored. Backup and Restore says why.")
    #expect(driver.lines[0].contains("Modules") && driver.requests.isEmpty)
  }

  @Test func askingIsNotNoModule() {
    var driver = ConsoleDriver.loggedIn()
    driver.type("m")
    #expect(driver.text.contains("Asking the modules.") && !driver.text.contains("No module"))
    driver.reply(.modules([]))
    driver.reply(.listed())
    #expect(driver.text.contains("No module is on the bus."))
    driver.type("a")
    #expect(driver.text.contains("Asking the modules.") && !driver.text.contains("No module"))
    driver.reply(.modules())
    driver.reply(.listed())
    driver.type("a")
    #expect(driver.text.contains("KeypadRFID"), "those seen before stay to be read")
    driver.reply(.modules([]))
    driver.reply(.listed())
    driver.type("a")
    driver.reply(.failed(.configuration(FileError(.open, "/run/mxbus", code: 5))))
    #expect(driver.text.contains("The modules could not be asked.") && !driver.text.contains("No module"))
  }
}
