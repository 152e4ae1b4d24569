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
    driver.reply(.usersListed())
    driver.nextPINTry = NextPINTry(wait: status.pinWait)
    driver.type("p")
    driver.forgetEffects()
    return driver
  }

  /// A change with everything typed, and the focus on the last field.
  static func typed(_ digits: String = "80246791", size: Size = .usual) -> ConsoleDriver {
    var driver = make(size: size)
    driver.secret(.oldPIN, count: 8)
    driver.press(.enter)
    driver.newPIN(digits)
    driver.press(.enter)
    driver.secret(.repeatedPIN, count: digits.utf8.count)
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
