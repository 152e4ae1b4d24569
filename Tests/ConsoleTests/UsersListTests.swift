import CameraModel
import Console
import TerminalUI
import Testing

/// A hundred users, and what keys cost.
struct UsersListTests {
  @Test func aHundredUsersScroll() {
    var driver = UsersDriver.make(UsersDriver.hundred())
    #expect(driver.text.contains("Users 1-12 of 100"))
    driver.press(.pageDown)
    #expect(driver.text.contains("> user13 "))
    driver.press(.end)
    #expect(driver.text.contains("Users 89-100 of 100"))
    #expect(driver.text.contains("> user100 "))
    driver.press(.pageUp, .pageUp, .home)
    #expect(driver.lines[4].hasPrefix(" > admin"))
  }

  @Test func aHundredAndFirstIsRefused() {
    var driver = UsersDriver.make(UsersDriver.hundred())
    driver.type("a")
    driver.type("one-too-many")
    driver.press(.enter, .enter)
    driver.secret(.newPassword, count: 10)
    driver.press(.enter, .enter)
    #expect(driver.requests.isEmpty)
    #expect(driver.message == "There are 100 users already, and more are not possible. Remove a user first.")
  }

  @Test func budgets() {
    #expect(Wire.cost(of: UsersDriver.make(isSlow: true)) <= 1_000)
    var driver = UsersDriver.make(isSlow: true)
    let before = driver.canvas
    driver.press(.down)
    let after = driver.canvas
    let changed = before.cells.indices.filter { before.cells[$0] != after.cells[$0] }
    #expect(changed == [4 * 80 + 1, 5 * 80 + 1])
    #expect(after.cursor == Position(column: 1, row: 5))
  }

  @Test func onAFastLineTheRowIsHighlighted() {
    let canvas = UsersDriver.make().canvas
    #expect((0..<80).allSatisfy { canvas.cells[4 * 80 + $0].style.isReversed })
    #expect(!canvas.cells[5 * 80 + 3].style.isReversed)
  }

  /// The line of keys names what Enter does; on a slow line it stays as it is.
  @Test func enterIsToldWhereItCostsLittle() {
    var driver = UsersDriver.make()
    #expect(driver.lines[23].contains("Enter Edit "))
    driver.press(.tab)
    #expect(driver.lines[23].contains("Enter press "))
    var slow = UsersDriver.make(isSlow: true)
    let line = slow.lines[23]
    slow.press(.tab)
    #expect(slow.lines[23] == line && !line.contains("Enter "))
  }
}
