import CameraModel
import CameraService
import Console
import TerminalUI

/// Users and Passwords in the states of its tests.
enum UsersDriver {
  static func make(
    _ list: UserList = Values.eightUsers, _ status: StatusReport = Values.status(), as name: String = "admin",
    isSlow: Bool = false, size: Size = .usual
  ) -> ConsoleDriver {
    var driver = ConsoleDriver.loggedIn(as: name, status, isSlow: isSlow, size: size)
    driver.type("u")
    driver.reply(.usersListed(list))
    driver.forgetEffects()
    return driver
  }

  static func hundred() -> UserList {
    UserList(
      [UserAccount(name: "admin", group: .admins, passwordString: Values.passwordString("a"))]
        + (2...100).map { UserAccount(name: "user\($0)", group: .users, passwordString: Values.passwordString("a")) })
  }

  /// One is new, one is renamed with another group, one is removed, one has another password.
  static func changed(size: Size = .usual) -> ConsoleDriver {
    var driver = make(size: size)
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

  static func add(_ name: String, to driver: inout ConsoleDriver) {
    driver.type(name)
    driver.press(.enter)
    password(to: &driver)
  }

  /// From the group on.
  static func password(to driver: inout ConsoleDriver) {
    driver.press(.enter)
    driver.secret(.newPassword, count: 10)
    driver.press(.enter)
    driver.secret(.repeatedPassword, count: 10)
    driver.press(.enter)
    driver.reply(.passwordString(Values.passwordString("new")))
  }

  static func unreadable(size: Size = .usual) -> ConsoleDriver {
    var driver = ConsoleDriver.loggedIn(size: size)
    driver.type("u")
    driver.reply(.failed(.userList(.malformed(line: 12))))
    driver.forgetEffects()
    return driver
  }
}
