import CameraDevice
import CameraService
import Console
import TerminalUI
import Testing

/// A restore whose restart failed is told until the camera has restarted.
struct WaitingRestartTests {
  private static let status = Values.status(
    restore: RestoreStatus(
      backup: "00010004", state: .rebootNeeded, restored: Values.night, caller: "hofmann (console 10.32.200.117)",
      pendingModules: []))
  private static let entry = "R  Restart the camera: a change waits for it."

  @Test func theMenuTellsItAfterTheFailure() {
    var driver = BackupDriver.previewed()
    driver.type("r")
    driver.accept()
    driver.reply(
      .restored(), status: Self.status)
    driver.readNotice()
    driver.reply(.failed(.reboot(.failed(program: "/sbin/reboot", status: 1))))
    driver.type("c")
    #expect(driver.lines[0].contains("Admin Menu") && driver.text.contains(Self.entry))
    driver.reply(.status(Self.status))
    #expect(driver.message == "A change waits for the camera's restart: press r.")
    driver.type("r")
    #expect(driver.text.contains("Backup 00010004 was restored. The camera has to restart before"))
    driver.forgetEffects()
    driver.press(.enter)
    #expect(driver.requests.isEmpty)
    driver.type("r")
    driver.accept()
    driver.readNotice()
    guard case .camera(.reboot)? = driver.requests.last else { return #expect(Bool(false), "not restarted") }
  }

  @Test(arguments: [Size.usual, .small]) func theNextLoginTellsIt(_ size: Size) {
    var driver = ConsoleDriver.loggedIn(Self.status, size: size)
    #expect(driver.text.contains(Self.entry) && driver.message.contains("waits for the camera's restart"))
    driver.type("s")
    driver.press(.escape)
    driver.reply(.status())
    #expect(!driver.text.contains(Self.entry))
  }

  /// All of it can be read where the screen is narrow.
  @Test func theSystemScreenTellsAllOfIt() {
    var driver = ConsoleDriver.loggedIn(Self.status, size: Size(columns: 60, rows: 30))
    driver.type("s")
    let words = driver.text.split { $0 == " " || $0 == "\n" }.joined(separator: " ")
    #expect(words.contains("Restore complete; the camera must restart Restored backup 00010004"))
    #expect(words.contains("by hofmann (console 10.32.200.117)"))
  }
}
