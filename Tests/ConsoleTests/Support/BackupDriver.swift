import CameraService
import Console
import TerminalUI

/// Backup and Restore in the states of its tests.
enum BackupDriver {
  static func opened(
    _ report: ListReport = BackupValues.report(), _ status: StatusReport = Values.status(), isSlow: Bool = false,
    size: Size = .usual
  ) -> ConsoleDriver {
    var driver = ConsoleDriver.loggedIn(status, isSlow: isSlow, size: size)
    driver.type("b")
    driver.reply(.listed(report))
    return driver
  }

  /// The PIN is asked for the third of the five.
  static func asked(size: Size = .usual) -> ConsoleDriver {
    var driver = opened(size: size)
    driver.press(.down, .down, .enter)
    return driver
  }

  static func previewed(
    _ preview: RestorePreview = BackupValues.preview(), size: Size = .usual
  ) -> ConsoleDriver {
    var driver = asked(size: size)
    driver.secret(.pin, count: 12)
    driver.press(.enter)
    driver.reply(.previewed(preview))
    driver.forgetEffects()
    return driver
  }
}
