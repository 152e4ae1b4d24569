import Console
import TerminalUI
import Testing

struct SystemScreenTests {
  private static func opened(_ size: Size) -> ConsoleDriver {
    var driver = ConsoleDriver.loggedIn(size: size)
    driver.type("s")
    return driver
  }

  @Test func pictures() {
    Golden.expect(Self.opened(.usual), "system")
    var driver = Self.opened(.small)
    Golden.expect(driver, "system-small")
    driver.press(.end)
    Golden.expect(driver, "system-end-small")
  }

  /// There is nothing to choose, so nothing but the text moves.
  @Test func itScrolls() {
    var driver = Self.opened(.small)
    let first = driver.lines
    driver.press(.down)
    #expect(driver.lines[3] == first[4] && driver.canvas.cursor == Position(column: 1, row: 3))
    driver.press(.pageDown, .up, .pageUp)
    #expect(driver.lines == first)
    driver.press(.end)
    let last = driver.text
    driver.press(.down, .pageDown)
    #expect(driver.text == last)
  }

  /// The text stays while time passes: it says no time that is left.
  @Test func itSaysNoTimeThatIsLeft() {
    let status = Values.status(pinWait: 299, restore: Values.waitingRestore(500))
    var driver = ConsoleDriver.loggedIn(status)
    driver.type("l")
    driver.reply(.status(status))
    driver.type("s")
    #expect(driver.text.contains("waits for its confirmation") && !driver.text.contains("reverted in"))
    #expect(driver.text.contains("set on 2026-11-19 02:00:03") && !driver.text.contains("next try"))
  }

  @Test func whereEverythingFitsNothingMoves() {
    var driver = Self.opened(Size(columns: 80, rows: 250))
    let text = driver.text
    driver.press(.down, .pageDown, .end)
    #expect(driver.text == text)
    driver.press(.enter)
    #expect(driver.lines[0].contains("Admin Menu"))
  }
}
