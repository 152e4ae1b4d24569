import CameraDevice
import CameraModel
import Console
import TerminalUI
import Testing

@testable import CameraService

/// What is said before the camera restarts: only what is true, and for as long as it takes to read it.
struct RebootNoticeTests {
  private static func restored(_ preview: RestorePreview = BackupValues.preview()) -> ConsoleDriver {
    var driver = BackupDriver.previewed(preview)
    driver.type("r")
    driver.accept()
    driver.reply(.restored(preview))
    driver.forgetEffects()
    return driver
  }

  private static func words(_ driver: ConsoleDriver) -> String {
    driver.text.split { $0 == " " || $0 == "\n" }.joined(separator: " ")
  }

  @Test func addressUserAndMinutes() {
    #expect(
      Self.words(Self.restored()).contains(
        "Log in at 10.1.2.3 as admin with the password of the backup within 10 minutes of the restart and confirm, "
          + "or the camera returns to 10.1.2.4 by itself."))
  }

  @Test func whereTheAddressStays() {
    let preview = BackupValues.preview(from: BackupValues.running, to: BackupValues.running)
    #expect(
      Self.words(Self.restored(preview)).contains(
        "Log in at 10.1.2.4 as admin within 10 minutes of the restart and confirm, "
          + "or the camera reverts the change by itself."))
  }

  /// It is seen for six seconds, whatever is pressed, and then the camera restarts.
  @Test func itIsSeenForSixSeconds() {
    var driver = Self.restored()
    #expect(driver.console.wantsTicks && driver.text.contains("Seconds left: 6"))
    driver.press(.enter, .character(" "), .character("r"), .character("c"), .tab, .enter)
    driver.press(.escape)
    #expect(driver.requests.isEmpty && driver.lines[0].hasPrefix(" Restart"))
    #expect(driver.message == "The change is done. The restart cannot be cancelled.")
    let before = driver
    driver.pass(1)
    #expect(Wire.cost(from: before, to: driver) <= 18)
    driver.pass(4)
    #expect(driver.requests.isEmpty)
    driver.pass(1)
    guard case .camera(.reboot)? = driver.requests.last else { return #expect(Bool(false), "not restarted") }
  }

  /// Under its help the time goes on.
  @Test func theHelpDoesNotStopIt() {
    var driver = Self.restored()
    driver.type("?")
    driver.pass(6)
    guard case .camera(.reboot)? = driver.requests.last else { return #expect(Bool(false), "not restarted") }
    driver.reply(.failed(.reboot(.failed(program: "/sbin/reboot", status: 1))))
    #expect(driver.console.owesRestart)
    driver.press(.escape)
    #expect(driver.requests.count == 2, "it is tried again")
  }
}
