import CameraModel
import CameraService
import Console
import TerminalUI
import Testing

/// Users and Passwords.
struct UsersScreenTests {
  private func users(
    _ list: UserList = Values.eightUsers, _ status: StatusReport = Values.status(), as name: String = "admin",
    isSlow: Bool = false, size: Size = .usual
  ) -> ConsoleDriver {
    var driver = ConsoleDriver.loggedIn(as: name, status, isSlow: isSlow, size: size)
    driver.type("u")
    driver.reply(.users(list))
    driver.forgetEffects()
    return driver
  }

  private func hundred() -> UserList {
    UserList(
      [UserAccount(name: "admin", group: .admins, passwordString: "$argon2id$")]
        + (2...100).map { UserAccount(name: "user\($0)", group: .users, passwordString: "$argon2id$") })
  }

  @Test func screens() {
    for (name, size) in [("", Size.usual), ("-small", .small)] {
      Golden.expect(users(size: size), "users\(name)")
      Golden.expect(users(isSlow: true, size: size), "users-slow\(name)")
      Golden.expect(users(hundred(), size: size), "users-hundred\(name)")
      var driver = users(Values.users(("admin", .admins)), Values.status(isPINSet: false, backups: 0), size: size)
      Golden.expect(driver, "users-no-pin\(name)")
      driver = users(Values.eightUsers, Values.status(card: Values.card(.locked, foreign: 3), backups: 0), size: size)
      Golden.expect(driver, "users-locked\(name)")
      Golden.expect(changed(size: size), "users-changed\(name)")
      driver = changed(size: size)
      driver.type("c")
      Golden.expect(driver, "users-close\(name)")
      driver = unreadable(size: size)
      Golden.expect(driver, "users-unreadable\(name)")
      driver.type("f")
      Golden.expect(driver, "users-replace\(name)")
      driver = users(size: size)
      driver.type("f")
      Golden.expect(driver, "users-reset-question\(name)")
      driver.type("m")
      driver.reply(.passwordString("$argon2id$factory"))
      Golden.expect(driver, "users-reset\(name)")
      driver = users(as: "hofmann", size: size)
      driver.press(.down)
      driver.type("rs")
      Golden.expect(driver, "users-own-session\(name)")
      driver = users(size: size)
      driver.type("a")
      Golden.expect(driver, "users-add\(name)")
      driver = users(size: size)
      driver.press(.end, .enter)
      Golden.expect(driver, "users-edit\(name)")
    }
  }

  /// One is new, one is renamed with another group, one is removed, one has another password.
  private func changed(size: Size = .usual) -> ConsoleDriver {
    var driver = users(size: size)
    driver.type("a")
    add("newcomer", to: &driver)
    driver.press(.home, .down, .down, .enter)
    driver.press(.control("u"))
    driver.type("gatekeeper")
    driver.press(.enter)
    driver.type("a")
    password(to: &driver)
    driver.press(.down)
    driver.type("r")
    driver.press(.down, .enter, .enter)
    password(to: &driver)
    return driver
  }

  private func add(_ name: String, to driver: inout ConsoleDriver) {
    driver.type(name)
    driver.press(.enter)
    password(to: &driver)
  }

  /// From the group on.
  private func password(to driver: inout ConsoleDriver) {
    driver.press(.enter)
    driver.secret(.newPassword, count: 10)
    driver.press(.enter)
    driver.secret(.repeatedPassword, count: 10)
    driver.press(.enter)
    driver.reply(.passwordString("$argon2id$new"))
  }

  private func unreadable(size: Size = .usual) -> ConsoleDriver {
    var driver = ConsoleDriver.loggedIn(size: size)
    driver.type("u")
    driver.reply(.failed(.userList(.malformed(line: 12))))
    driver.forgetEffects()
    return driver
  }
}
