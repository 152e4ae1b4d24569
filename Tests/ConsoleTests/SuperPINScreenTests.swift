import BackupStore
import CameraModel
import CameraService
import Console
import TerminalUI
import Testing

/// The Super PIN.
struct SuperPINScreenTests {
  private func pin(
    _ status: StatusReport = Values.status(), isSlow: Bool = false, size: Size = .usual
  ) -> ConsoleDriver {
    var driver = ConsoleDriver.loggedIn(status, isSlow: isSlow, size: size)
    driver.type("u")
    driver.reply(.users(Values.eightUsers))
    driver.type("p")
    driver.forgetEffects()
    return driver
  }

  /// To a button by its text.
  private func choose(_ button: String, in driver: inout ConsoleDriver) {
    for _ in 0..<12 {
      if let cursor = driver.canvas.cursor, driver.lines[cursor.row].dropFirst(cursor.column).hasPrefix(button) {
        return driver.press(.enter)
      }
      driver.press(.tab)
    }
    Issue.record("There is no button \(button).")
  }

  @Test func screens() {
    for (name, size) in [("", Size.usual), ("-small", .small)] {
      Golden.expect(pin(size: size), "pin-change\(name)")
      Golden.expect(pin(isSlow: true, size: size), "pin-change-slow\(name)")
      Golden.expect(
        pin(Values.status(isPINSet: false, card: Values.card(.empty), backups: 0), size: size), "pin-set\(name)")
      Golden.expect(
        pin(Values.status(isPINSet: false, card: Values.card(.locked, foreign: 3), backups: 0), size: size),
        "pin-set-locked\(name)")
      Golden.expect(
        pin(Values.status(card: Values.card(.locked, foreign: 3), backups: 0), size: size), "pin-change-locked\(name)")
      Golden.expect(pin(Values.status(card: Values.card(.absent), backups: 0), size: size), "pin-no-card\(name)")
      Golden.expect(pin(Values.status(card: Values.card(isWritable: false)), size: size), "pin-read-only\(name)")
      Golden.expect(
        pin(Values.status(card: Values.card(foreign: 2), damaged: 1), size: size), "pin-foreign-damaged\(name)")
      Golden.expect(pin(Values.status(pinWait: 299), size: size), "pin-wait\(name)")
      var driver = pin(size: size)
      driver.secret(.oldPIN, count: 8)
      driver.press(.enter)
      driver.newPIN("24121987")
      Golden.expect(driver, "pin-date\(name)")
      choose("Generate", in: &driver)
      driver.reply(.pinGenerated(count: 12))
      Golden.expect(driver, "pin-generated\(name)")
      driver = pin(size: size)
      choose("I do not know", in: &driver)
      Golden.expect(driver, "pin-forgotten-question\(name)")
      driver.type("forgotten")
      driver.press(.enter)
      Golden.expect(driver, "pin-forgotten\(name)")
      driver = pin(Values.status(card: Values.card(.locked, foreign: 3), backups: 0), size: size)
      choose("Try digits", in: &driver)
      Golden.expect(driver, "pin-try-digits\(name)")
      driver = pin(size: size)
      driver.secret(.oldPIN, count: 8)
      driver.press(.enter)
      driver.newPIN("8024679135")
      driver.press(.enter)
      driver.secret(.repeatedPIN, count: 10)
      driver.press(.enter)
      driver.send(.decision(.loseDamaged([Values.name("00010002")])))
      Golden.expect(driver, "pin-lose-damaged\(name)")
      driver.press(.escape)
      var outcome = PINOutcome()
      outcome.rewritten = 4
      outcome.lost = [Values.name("00010002")]
      driver.reply(.pinChanged(PINReport(outcome: outcome, hasCard: true, notOverwritten: [])))
      Golden.expect(driver, "pin-changed\(name)")
    }
  }
}
