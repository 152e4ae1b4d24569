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

  /// A setting and its meaning, an event, and what is not there.
  @Test(arguments: [(Size.usual, ""), (.small, "-small")]) func itIsSearched(_ size: Size, _ suffix: String) {
    var driver = Self.opened(size)
    driver.type("/REVERT")
    driver.press(.enter)
    Golden.expect(driver, "system-found\(suffix)")
    let marked = driver.lines.filter { $0.hasPrefix(">") }
    #expect(marked.count == 1 && marked[0].hasPrefix(">REVERT "), "\(driver.text)")
    #expect(driver.lines[driver.canvas.cursor.map(\.row) ?? 0].hasPrefix(">REVERT "))
    driver.type("/permitted over")
    driver.press(.enter)
    #expect(driver.text.contains("SSH_COMMANDS") && driver.message == "Match 1 of 1.")
    driver.type("/backup create: done")
    driver.press(.enter)
    #expect(driver.lines.contains { $0.hasPrefix(">2026-11-20 02:00:03  root (shell)") }, "\(driver.text)")
    driver.type("/backup create")
    driver.press(.enter)
    let first = driver.lines
    driver.type("n")
    #expect(driver.lines != first && driver.lines.contains { $0.hasPrefix(">") })
    driver.type("N")
    #expect(driver.lines.dropLast(4) == first.dropLast(4))
    driver.type("/nothing like that")
    driver.press(.enter)
    #expect(driver.message == "No line contains nothing like that.")
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
