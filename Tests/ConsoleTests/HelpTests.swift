import TerminalUI
import Testing

@testable import Console

/// The help of every screen: it scrolls, says how much follows, and has every key.
struct HelpTests {
  private static let screens: [(name: String, open: @Sendable (Size) -> ConsoleDriver, keys: [String])] = [
    ("menu", { .loggedIn(size: $0) }, menuLetters.map(String.init)),
    ("users", { UsersDriver.make(size: $0) }, ["a", "e", "r", "f", "s", "p", "c"]),
    ("preview", { BackupDriver.previewed(size: $0) }, ["/", "n", "N", "r", "c", "k", "u", "m", "v"]),
    ("PIN", { PINDriver.make(size: $0) }, ["Ctrl-A, E", "Ctrl-U, K, W"]),
  ]

  private static let menuLetters = MenuScreen().panel.commands.compactMap(\.letter)

  /// A letter stands for one row of the menu, also with the rows that are there while a change waits.
  @Test func theLettersOfTheMenuDiffer() {
    let letters = Self.menuLetters + ["c", "r"]
    #expect(letters.count > 6 && Set(letters).count == letters.count)
  }

  /// The text's rows in view, and the last of them, which says what follows.
  private static func page(_ driver: ConsoleDriver) -> (rows: [String], mark: String) {
    let end = driver.lines.firstIndex { $0.contains("[Back]") } ?? 0
    var rows = Array(driver.lines[3..<max(end - 1, 3)])
    let last = rows.last.map { String($0.trimmingPrefix { $0 == " " }) } ?? ""
    guard last == "(end)" || last.contains("more line") else { return (rows, "") }
    rows.removeLast()
    return (rows, last)
  }

  private static func help(of screen: Int, _ size: Size) -> ConsoleDriver {
    var driver = screens[screen].open(size)
    driver.press(.function(1))
    return driver
  }

  @Test(arguments: 0..<screens.count, [Size.small, .usual])
  func everyLineComesIntoView(_ screen: Int, _ size: Size) {
    var driver = Self.help(of: screen, size)
    // The menu's fits into 24 rows.
    #expect(Self.page(driver).mark.contains("more line") || screen == 0 && size == .usual)
    var seen = Set(Self.page(driver).rows)
    for _ in 0..<80 where Self.page(driver).mark.contains("more line") {
      let (rows, _) = Self.page(driver)
      driver.press(.down)
      #expect(Self.page(driver).rows.first == rows.dropFirst().first, "one line further:\n\(driver.text)")
      seen.formUnion(Self.page(driver).rows)
    }
    #expect(Self.page(driver).mark == "(end)" || screen == 0 && size == .usual)
    for key in Self.screens[screen].keys + ["Enter", "Space", "Esc, Ctrl-C", "Ctrl-L", "F1, ?"] {
      #expect(seen.contains { $0.hasPrefix(" " + Text.padded(key, to: 14)) }, "\(key) of \(Self.screens[screen].name)")
    }
  }

  @Test(arguments: [Size.small, .usual]) func theOtherKeysScrollToo(_ size: Size) {
    var driver = Self.help(of: 2, size)
    let first = driver.text
    driver.press(.end)
    #expect(Self.page(driver).mark == "(end)")
    let last = driver.text
    driver.press(.home)
    #expect(driver.text == first)
    driver.press(.pageDown)
    #expect(driver.text != first)
    driver.press(.pageUp)
    #expect(driver.text == first)
    driver.press(.tab, .pageDown, .pageDown, .pageDown, .pageDown, .pageDown)
    #expect(driver.lines == last.split(separator: "\n", omittingEmptySubsequences: false).map(String.init))
  }

  /// A second, or another size of the window, does not lose the place.
  @Test func itStaysWhereItWasScrolled() {
    var driver = Self.help(of: 2, .small)
    let first = driver.text
    driver.press(.down, .down, .down)
    let text = driver.text
    #expect(text != first)
    driver.send(.tick)
    #expect(driver.text == text)
    driver.resize(.usual)
    driver.resize(.small)
    #expect(driver.text == text)
  }

  @Test func whatFitsHasNoMark() {
    let driver = Self.help(of: 0, Size(columns: 80, rows: 40))
    #expect(!driver.text.contains("more line") && !driver.text.contains("(end)"))
  }
}
