import CameraModel
import CameraService
import Console
import TerminalUI
import Testing

/// What is seen.
struct UsersGoldenTests {
  @Test func screens() {
    for (name, size) in [("", Size.usual), ("-small", .small)] {
      Golden.expect(UsersDriver.make(size: size), "users\(name)")
      Golden.expect(UsersDriver.make(isSlow: true, size: size), "users-slow\(name)")
      Golden.expect(UsersDriver.make(UsersDriver.hundred(), size: size), "users-hundred\(name)")
      var driver = UsersDriver.make(
        Values.users(("admin", .admins)), Values.status(isPINSet: false, backups: 0), size: size)
      Golden.expect(driver, "users-no-pin\(name)")
      driver = UsersDriver.make(
        Values.eightUsers, Values.status(card: Values.card(.locked, foreign: 3), backups: 0), size: size)
      Golden.expect(driver, "users-locked\(name)")
      driver = UsersDriver.make(
        Values.eightUsers, Values.status(isPINSet: false, card: Values.card(.locked, foreign: 3), backups: 0),
        size: size)
      Golden.expect(driver, "users-locked-no-pin\(name)")
      Golden.expect(UsersDriver.changed(size: size), "users-changed\(name)")
      driver = UsersDriver.changed(size: size)
      driver.type("c")
      Golden.expect(driver, "users-close\(name)")
      driver = UsersDriver.unreadable(size: size)
      Golden.expect(driver, "users-unreadable\(name)")
      driver.type("f")
      Golden.expect(driver, "users-replace\(name)")
      driver = UsersDriver.make(size: size)
      driver.type("f")
      Golden.expect(driver, "users-reset-question\(name)")
      driver.type("reset")
      driver.press(.enter)
      driver.reply(.passwordString(Values.passwordString("factory")))
      Golden.expect(driver, "users-reset\(name)")
      driver = UsersDriver.make(as: "hofmann", size: size)
      driver.press(.down)
      driver.type("rs")
      Golden.expect(driver, "users-own-session\(name)")
      driver = UsersDriver.make(size: size)
      driver.type("?")
      Golden.expect(driver, "users-help\(name)")
      driver = UsersDriver.make(size: size)
      driver.type("a")
      Golden.expect(driver, "users-add\(name)")
      driver = UsersDriver.make(size: size)
      driver.press(.end, .enter)
      Golden.expect(driver, "users-edit\(name)")
    }
  }
}
