import Console
import TerminalUI
import Testing

@testable import CameraService

/// The Super PIN's screen in the states of its tests.
enum PINDriver {
  static func make(
    _ status: StatusReport = Values.status(), isSlow: Bool = false, size: Size = .usual
  ) -> ConsoleDriver {
    var driver = ConsoleDriver.loggedIn(status, isSlow: isSlow, size: size)
    driver.type("u")
    driver.reply(.users(Values.eightUsers))
    driver.nextPINTry = NextPINTry(wait: status.pinWait)
    driver.type("p")
    driver.forgetEffects()
    return driver
  }

  /// Presses the button of this text.
  static func choose(_ button: String, in driver: inout ConsoleDriver) {
    focus(on: button, in: &driver)
    driver.press(.enter)
  }

  /// Moves the focus on to the button of this text.
  static func focus(on button: String, in driver: inout ConsoleDriver) {
    for _ in 0..<12 {
      if let cursor = driver.canvas.cursor, driver.lines[cursor.row].dropFirst(cursor.column).hasPrefix(button) {
        return
      }
      driver.press(.tab)
    }
    Issue.record("There is no button \(button).")
  }
}
