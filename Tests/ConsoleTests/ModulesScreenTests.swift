import BackupStore
import CameraModel
import CameraService
import Console
import FileSystem
import TerminalUI
import Testing

/// The modules, and giving replaced ones the settings of the newest backup.
struct ModulesScreenTests {
  private static func opened() -> ConsoleDriver {
    var driver = ConsoleDriver.loggedIn()
    driver.type("m")
    driver.reply(.modules())
    driver.forgetEffects()
    driver.type("r")
    return driver
  }

  private static func wanted(_ driver: ConsoleDriver) -> (name: BackupSelector, options: RestoreOptions)? {
    guard case .restore(.preview(let name, let options))? = driver.requests.last else { return nil }
    return (name, options)
  }

  /// The newest that is whole, and of that the modules alone.
  @Test func theNewestBackupIsOpened() throws {
    var driver = Self.opened()
    let damaged = Values.backup("00010008", state: .damaged)
    let returned = Values.backup("00010009", state: .returned)
    driver.reply(.listed(BackupValues.report([returned, damaged] + BackupValues.five)))
    #expect(driver.lines[0].hasPrefix(" Restore ") && driver.text.contains("which modules would get its settings"))
    driver.secret(.pin, count: 8)
    driver.press(.enter)
    let wanted = try #require(Self.wanted(driver))
    #expect(wanted.name.description == "00010007" && wanted.options.modulesOnly)
    driver.reply(.previewed(BackupValues.preview(files: FileDifferences(), needsReboot: false)))
    #expect(driver.text.contains("[x] Modules only") && driver.text.contains("[Restore modules]"))
    driver.type("r")
    driver.accept()
    guard case .restore(.start(_, let restored))? = driver.requests.last else {
      return #expect(Bool(false), "not restored")
    }
    #expect(restored.modulesOnly && restored.modules.only.isEmpty)
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

  @Test(arguments: [[], [Values.backup("00010008", state: .damaged)]])
  func withoutABackup(_ backups: [BackupDescription]) {
    var driver = Self.opened()
    driver.reply(.listed(BackupValues.report(backups)))
    #expect(driver.message == "No backup can be restored. Backup and Restore says why.")
    #expect(driver.lines[0].contains("Modules"))
  }

  @Test func askingIsNotNoModule() {
    var driver = ConsoleDriver.loggedIn()
    driver.type("m")
    #expect(driver.text.contains("Asking the modules.") && !driver.text.contains("No module"))
    driver.reply(.modules([]))
    #expect(driver.text.contains("No module is on the bus."))
    driver.type("a")
    #expect(driver.text.contains("Asking the modules.") && !driver.text.contains("No module"))
    driver.reply(.modules())
    driver.type("a")
    #expect(driver.text.contains("KeypadRFID"), "those seen before stay to be read")
    driver.reply(.modules([]))
    driver.type("a")
    driver.reply(.failed(.configuration(FileError(.open, "/run/mxbus", code: 5))))
    #expect(driver.text.contains("The modules could not be asked.") && !driver.text.contains("No module"))
  }
}
