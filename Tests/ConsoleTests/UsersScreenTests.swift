import BackupStore
import CameraDevice
import CameraModel
import Console
import FileSystem
import TerminalUI
import Testing

@testable import CameraService

/// Users and Passwords: changes are collected, and set in one step.
struct UsersScreenTests {
  @Test func usersAreReadOnce() throws {
    var driver = ConsoleDriver.loggedIn()
    driver.type("u")
    guard case .users(.list) = try #require(driver.requests.first) else { return #expect(Bool(false)) }
    #expect(driver.text.contains("Reading the users."))
    driver.reply(.usersListed())
    driver.forgetEffects()
    driver.type("p")
    driver.press(.escape)
    #expect(driver.requests.isEmpty)
    #expect(driver.text.contains("night-watch"))
  }

  @Test func setCarriesOutEveryChangeInOneStep() throws {
    var driver = UsersDriver.changed()
    driver.forgetEffects()
    driver.type("s")
    guard case .users(.set(let draft)) = try #require(driver.requests.first) else { return #expect(Bool(false)) }
    let users = try draft.apply()
    #expect(
      users.accounts.map(\.name) == [
        "admin", "hofmann", "gatekeeper", "delivery", "cleaning", "intern2024", "m.oberlechner-16", "newcomer",
      ])
    #expect(users.account(named: "gatekeeper")?.group == .admins)
    #expect(users.account(named: "delivery")?.passwordString == Values.passwordString("new"))
    #expect(users.account(named: "cleaning") == Values.eightUsers.account(named: "cleaning"))
    driver.reply(.usersSet(users))
    #expect(driver.message == "4 changes set.")
    #expect(driver.text.contains("8 users\n"))
  }

  @Test func nothingToSet() {
    var driver = UsersDriver.make()
    driver.type("s")
    #expect(driver.requests.isEmpty)
    #expect(driver.message == "Nothing is changed.")
  }

  @Test func removalIsAMarkThatCanBeTakenBack() {
    var driver = UsersDriver.make()
    driver.press(.end)
    let before = driver.lines[3..<18]
    driver.type("r")
    #expect(driver.lines[11].hasSuffix("removed"))
    #expect(driver.message == "m.oberlechner-16 will be removed when you press Set.")
    driver.press(.enter)
    #expect(driver.message == "m.oberlechner-16 will be removed when you press Set. Press r to keep this user.")
    driver.type("r")
    #expect(driver.lines[3..<18] == before)
    #expect(driver.message == "m.oberlechner-16 stays.")
  }

  @Test func aNewUserLeavesTheListAtOnce() {
    var driver = UsersDriver.make()
    driver.type("a")
    UsersDriver.add("newcomer", to: &driver)
    #expect(driver.lines[12].hasPrefix(" > newcomer"))
    driver.type("r")
    #expect(!driver.lines.contains { $0.hasPrefix(" > newcomer") })
    #expect(driver.message == "newcomer is not added.")
  }

  @Test func closeAsks() {
    var driver = UsersDriver.changed()
    driver.press(.escape)
    #expect(driver.text.contains("4 changes not set yet: gatekeeper changed"))
    driver.press(.enter)
    #expect(driver.lines[0].contains("Users and Passwords"))
    driver.type("c")
    driver.accept()
    #expect(driver.lines[0].contains("Admin Menu"))
    driver.forgetEffects()
    driver.type("u")
    #expect(driver.requests.count == 1)
  }

  @Test func closeSetsAndThenLeaves() throws {
    var driver = UsersDriver.changed()
    driver.forgetEffects()
    driver.type("c")
    driver.press(.tab, .tab, .enter)
    guard case .users(.set(let draft)) = try #require(driver.requests.first) else { return #expect(Bool(false)) }
    driver.reply(.usersSet(try draft.apply()))
    #expect(driver.lines[0].contains("Admin Menu"))
    #expect(driver.message == "4 changes set.")
  }

  @Test func closeStaysWhereSettingFails() {
    var driver = UsersDriver.changed()
    driver.type("c")
    driver.press(.tab, .tab, .enter)
    driver.reply(.failed(.usersChanged))
    driver.reply(.usersListed())
    #expect(driver.lines[0].contains("Users and Passwords"))
    #expect(driver.message.hasPrefix("Another session changed the users: 4 changes of yours are dropped."))
    #expect(driver.text.contains("8 users\n"))
    driver.type("c")
    #expect(driver.lines[0].contains("Admin Menu"))
  }

  @Test func anotherSessionChangedTheUsers() throws {
    var driver = UsersDriver.changed()
    driver.type("s")
    driver.forgetEffects()
    driver.reply(.failed(.usersChanged))
    guard case .users(.list) = try #require(driver.requests.first) else { return #expect(Bool(false)) }
    #expect(driver.rings == 1)
  }

  @Test func theLastAdministratorStays() {
    var driver = UsersDriver.make(Values.users(("admin", .admins), ("porter", .users)))
    driver.type("r")
    #expect(driver.message == "admin is the last of admins: Set is refused until another user is in admins.")
    driver.type("s")
    #expect(driver.requests.isEmpty)
    #expect(driver.message.hasPrefix("After this change no user in admins could log in"))
    #expect(driver.rings == 1)
  }

  @Test(arguments: [
    ("removed", "This ends your own session: you are removed."),
    ("moved", "This ends your own session: you leave admins."),
    ("renamed", "This ends your own session: you are called hofmann2 from then on."),
  ])
  func theOwnSessionEndsOnlyAfterAQuestion(change: String, question: String) throws {
    var driver = UsersDriver.make(as: "hofmann")
    driver.press(.down)
    switch change {
    case "removed": driver.type("r")
    case "moved": driver.press(.enter, .enter, .right, .enter, .enter, .enter)
    default:
      driver.press(.enter)
      driver.type("2")
      driver.press(.enter)
      UsersDriver.password(to: &driver)
    }
    driver.forgetEffects()
    driver.type("s")
    #expect(driver.text.contains(question))
    driver.press(.enter)
    #expect(driver.requests.isEmpty)
    driver.type("s")
    driver.accept()
    guard case .users(.set(let draft)) = try #require(driver.requests.first) else { return #expect(Bool(false)) }
    driver.reply(.usersSet(try draft.apply()))
    #expect(driver.hasEndedSession)
    #expect(driver.lines[0].contains("Log in"))
    #expect(driver.message == "The users are set. You are logged out, because you are no longer an administrator.")
  }

  @Test func theOwnPasswordDoesNotEndTheSession() throws {
    var driver = UsersDriver.make()
    driver.press(.enter, .enter)
    UsersDriver.password(to: &driver)
    driver.forgetEffects()
    driver.type("s")
    guard case .users(.set) = try #require(driver.requests.first) else { return #expect(Bool(false)) }
  }

  @Test func factoryReset() throws {
    var driver = UsersDriver.make()
    driver.type("f")
    driver.type("reset")
    driver.press(.enter)
    guard case .users(.hashFactoryPassword) = try #require(driver.requests.first) else { return #expect(Bool(false)) }
    driver.reply(.passwordString(Values.passwordString("factory")))
    driver.forgetEffects()
    driver.type("s")
    guard case .users(.set(let draft)) = try #require(driver.requests.first) else { return #expect(Bool(false)) }
    #expect(try draft.apply() == UserList.factory(passwordString: Values.passwordString("factory")))
  }

  @Test func usersThatCannotBeReadAreReplacedAfterAWord() throws {
    var driver = UsersDriver.unreadable()
    #expect(driver.text.contains("camera.cfg, line 12"))
    driver.type("ares")
    #expect(driver.requests.isEmpty)
    driver.type("f")
    driver.press(.tab, .tab, .enter)
    #expect(driver.message == "Type reset, or leave with Esc.")
    driver.press(.tab)
    driver.type("reset")
    driver.press(.enter)
    guard case .users(.reset) = try #require(driver.requests.first) else { return #expect(Bool(false)) }
    let users = UserList.factory(passwordString: Values.passwordString("factory"))
    driver.reply(.usersSet(users))
    #expect(driver.message == "The only user is admin, with the factory password.")
    #expect(driver.lines[4].hasPrefix(" > admin"))
    driver.type("a")
    #expect(driver.lines[0].contains("Add a user"))
  }

  @Test func aConfigurationThatCannotBeReadIsNotReset() {
    var driver = ConsoleDriver.loggedIn()
    driver.type("u")
    driver.reply(.failed(.configuration(FileError(.open, "/etc/camera", code: 5))))
    #expect(driver.text.contains("The camera's configuration cannot be read: /etc/camera"))
    #expect(!driver.text.contains("Factory reset"))
    driver.type("c")
    #expect(driver.lines[0].contains("Admin Menu"))
  }

  @Test func aBusyCameraIsAskedAgain() {
    var driver = ConsoleDriver.loggedIn()
    driver.type("u")
    driver.reply(.failed(.store(.busy(LockHolder(work: "backup", since: nil)))))
    #expect(driver.message.hasPrefix("Another session is at work: a backup."))
    driver.forgetEffects()
    driver.send(.tick)
    #expect(driver.requests.isEmpty)
    driver.send(.tick)
    guard case .users(.list)? = driver.requests.first else { return #expect(Bool(false)) }
  }

  @Test func aReloadThatFailsIsTold() throws {
    var driver = UsersDriver.make()
    driver.press(.end)
    driver.type("rs")
    guard case .users(.set(let draft)) = try #require(driver.requests.last) else { return #expect(Bool(false)) }
    driver.reply(
      .usersSet(try draft.apply(), reloadFailure: .failed(program: "/bin/reload", status: 1)))
    #expect(driver.message.hasPrefix("The users are set, but RELOAD failed (/bin/reload ended with 1)."))
    #expect(driver.text.contains("7 users\n"))
  }

  @Test func aPasswordThatNothingMatchesIsNone() {
    let list = UserList([
      UserAccount(name: "admin", group: .admins, passwordString: Values.passwordString("x")),
      UserAccount(name: "put-aside", group: .undefined, passwordString: "*"),
    ])
    let driver = UsersDriver.make(list)
    #expect(driver.lines[4].hasSuffix("admins     set"))
    #expect(driver.lines[5].hasSuffix("undefined  -"))
  }

  /// Users that were added, and not set yet, are in no row after the reset.
  @Test(arguments: [(["bob"], "bob is not added."), (["bob", "eve"], "bob and eve are not added."), ([], "")])
  func factoryResetNamesWhoIsNotAdded(_ names: [String], _ message: String) {
    var driver = UsersDriver.make()
    for name in names {
      driver.type("a")
      UsersDriver.add(name, to: &driver)
    }
    driver.type("freset")
    driver.press(.enter)
    driver.reply(.passwordString(Values.passwordString("factory")))
    #expect(driver.message == message && !driver.text.contains("> bob"))
  }
}
