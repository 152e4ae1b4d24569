import CameraModel
import CameraService
import Console
import TerminalUI
import Testing
import Wording

/// A user is added or changed, on paper.
struct EditUserTests {
  private func editing(_ row: Int) -> ConsoleDriver {
    var driver = UsersDriver.make()
    for _ in 0..<row { driver.press(.down) }
    driver.press(.enter)
    return driver
  }

  @Test func aChangeOfGroupAsksForNoPassword() {
    var driver = editing(2)
    driver.press(.enter)
    driver.type("g")
    driver.press(.enter, .enter, .enter)
    #expect(driver.requests.isEmpty)
    #expect(driver.lines[6] == " > porter            guests     set       was users")
  }

  @Test func groupsAreChosenByArrowsAndLetters() {
    var driver = editing(2)
    driver.press(.enter)
    var groups: [String] = []
    for key: Key in [.right, .right, .right, .left, .character("u"), .character("u"), .character("a"), .character("x")]
    {
      driver.press(key)
      groups.append(driver.lines[4].split(separator: " ")[2].description)
    }
    #expect(groups == ["guests", "undefined", "admins", "undefined", "users", "undefined", "admins", "admins"])
  }

  @Test func aNewNameTakesAPassword() throws {
    var driver = editing(2)
    driver.type("2")
    driver.press(.enter, .enter, .enter, .enter)
    #expect(driver.requests.isEmpty)
    #expect(driver.message.hasPrefix("porter2 needs a new password."))
    #expect(driver.console.focusedSecret == .newPassword)
    driver.secret(.newPassword, count: 9)
    driver.press(.enter)
    driver.secret(.repeatedPassword, count: 9)
    driver.press(.enter)
    guard case .users(.hashPassword) = try #require(driver.requests.first) else { return #expect(Bool(false)) }
    driver.reply(.passwordString(Values.passwordString("new")))
    #expect(driver.lines[6] == " > porter2           users      changed   was porter")
    #expect(driver.wiped.contains(.newPassword) && driver.wiped.contains(.repeatedPassword))
  }

  @Test(arguments: [
    ("ab", "A user name has at least 3 characters."), ("porter", "There is a user porter already."),
    ("a=b", "A user name cannot have"),
  ])
  func aNameThatCannotBeIsToldBeforeAnythingIsHashed(name: String, message: String) {
    var driver = UsersDriver.make()
    driver.type("a")
    driver.type(name)
    driver.press(.enter, .enter)
    driver.secret(.newPassword, count: 9)
    driver.press(.enter, .enter)
    #expect(driver.requests.isEmpty)
    #expect(driver.message.hasPrefix(message))
    #expect(driver.console.focusedSecret == nil)
    driver.type("x")
    #expect(driver.lines[3].contains(name + "x"))
  }

  @Test func aNewUserNeedsAPassword() {
    var driver = UsersDriver.make()
    driver.type("a")
    driver.type("newcomer")
    driver.press(.enter, .enter, .enter, .enter)
    #expect(driver.message.hasPrefix("newcomer needs a new password."))
  }

  @Test(arguments: [ServiceError.passwordsDiffer, .password(.tooShort(minimum: 8))])
  func aPasswordThatIsRefusedIsTypedAnew(error: ServiceError) {
    var driver = editing(2)
    driver.press(.enter, .enter)
    driver.secret(.newPassword, count: 3)
    driver.press(.enter)
    driver.secret(.repeatedPassword, count: 4)
    driver.press(.enter)
    driver.forgetEffects()
    driver.reply(.failed(error))
    #expect(driver.wiped == [.newPassword, .repeatedPassword])
    #expect(driver.console.focusedSecret == .newPassword)
    #expect(!driver.text.contains("*"))
    #expect(driver.message.hasPrefix(error.message.text))
  }

  @Test func cancelHasNoEffect() {
    var driver = editing(2)
    driver.type("2")
    driver.press(.escape)
    #expect(
      driver.text
        == {
          var driver = UsersDriver.make()
          driver.press(.down, .down)
          return driver.text
        }())
  }
}
