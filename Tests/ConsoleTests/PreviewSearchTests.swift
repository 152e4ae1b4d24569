import CameraService
import Console
import TerminalUI
import Testing

/// Looking for a text in a preview.
struct PreviewSearchTests {
  /// The rows with the marker of what was found.
  private static func marked(_ driver: ConsoleDriver) -> [String] {
    driver.lines.filter { $0.hasPrefix(">") }.map { String($0.dropFirst()) }
  }

  private static func found(_ text: String, _ size: Size = .usual) -> ConsoleDriver {
    var driver = BackupDriver.previewed(size: size)
    driver.type("/" + text)
    driver.press(.enter)
    return driver
  }

  @Test(arguments: [(Size.usual, ""), (.small, "-small")])
  func theField(_ size: Size, _ suffix: String) {
    var driver = BackupDriver.previewed(size: size)
    let former = driver.text
    driver.type("/sharp?")
    Golden.expect(driver, "backup-preview-search\(suffix)")
    driver.press(.escape)
    #expect(driver.text == former && driver.effects.isEmpty)
    Golden.expect(Self.found("motion", size), "backup-preview-found\(suffix)")
  }

  @Test func theNextAndTheOneBefore() {
    var driver = Self.found("FILE")
    #expect(Self.marked(driver) == ["File sounds/gong.wav (added)"])
    #expect(driver.message == "Match 1 of 3.")
    driver.type("n")
    #expect(Self.marked(driver) == ["File masks/yard.pgm (removed)"] && driver.message == "Match 2 of 3.")
    driver.type("n")
    #expect(driver.message == "Match 3 of 3.")
    driver.type("n")
    #expect(driver.message == "Match 1 of 3, from the top again.")
    #expect(Self.marked(driver) == ["File sounds/gong.wav (added)"])
    driver.type("N")
    #expect(driver.message == "Match 3 of 3, from the end again.")
    driver.type("N")
    #expect(driver.message == "Match 2 of 3.")
  }

  @Test func nothingTypedMeansTheSameAgain() {
    var driver = Self.found("MODULE")
    #expect(
      Self.marked(driver) == [
        "Module 1 (KeypadRFID) was replaced (10.9.1 instead of 10.7.1) and gets the", "    settings",
      ])
    driver.type("/")
    driver.press(.enter)
    #expect(Self.marked(driver) == ["Module 2 (BellRFID) has these settings already"])
    #expect(driver.message == "Match 2 of 4.")
  }

  /// A text that is broken over two rows is found, and all of it is in view.
  @Test func aBrokenLine() {
    let driver = Self.found("and gets the settings", .small)
    #expect(Self.marked(driver).count == 2)
  }

  @Test func notFound() {
    var driver = BackupDriver.previewed()
    let former = driver.lines.dropLast(3)
    driver.type("/geheim")
    driver.press(.enter)
    #expect(driver.message == "No line contains geheim." && driver.rings == 1)
    #expect(driver.lines.dropLast(3) == former)
    driver.type("n")
    #expect(driver.message == "No line contains geheim.")
  }

  /// From what is in view, when the last one found no longer is.
  @Test func itGoesOnFromWhatIsInView() {
    var driver = Self.found("SECTION")
    #expect(driver.message == "Match 1 of 5.")
    driver.press(.end)
    driver.type("N")
    #expect(Self.marked(driver).count == 1 && driver.message != "Match 5 of 5, from the end again.")
    driver.press(.home)
    driver.type("n")
    #expect(driver.message == "Match 1 of 5.")
  }

  @Test func whileItIsTyped() {
    var driver = BackupDriver.previewed(size: .small)
    driver.type("/r?n ")
    #expect(driver.text.contains("Find  [r?n ") && driver.requests.isEmpty)
    let first = driver.lines[9]
    driver.press(.down)
    #expect(driver.lines[9] != first && driver.text.contains("Find  [r?n "))
    driver.press(.function(1))
    #expect(driver.lines[0].contains("Help: Restore"))
    driver.press(.escape, .tab)
    #expect(!driver.text.contains("Find  [") && driver.lines[0].contains("Restore: what changes"))
  }

  @Test func aBoxKeepsWhatWasSought() {
    var driver = Self.found("sharpness")
    driver.type("u")
    driver.reply(.previewed())
    #expect(Self.marked(driver) == [])
    driver.type("n")
    #expect(Self.marked(driver) == ["  ~ SHARPNESS: 4 -> 7"])
  }

  @Test func itsKeysAreInTheHelp() {
    var driver = Self.found("ip", .small)
    #expect(driver.lines.last == " / Find  n Next  N Prev  r Restore  c Cancel  ? Help  Esc")
    driver.type("?")
    driver.press(.down, .down)
    for text in [
      "/             Finds a text", "n             Finds the next", "N             Finds the line before",
    ] {
      #expect(driver.text.contains(text))
    }
  }

  @Test func theHelp() {
    var driver = BackupDriver.previewed()
    driver.type("?")
    Golden.expect(driver, "backup-preview-help")
  }

  /// The highlighted row is one of fast lines.
  @Test func theMatchIsMarked() {
    let driver = Self.found("netmask")
    let canvas = driver.canvas
    let row = driver.lines.firstIndex { $0.hasPrefix(">") } ?? 0
    #expect(canvas.cursor == Position(column: 1, row: row) && canvas[10, row].style.isReversed)
  }

  /// What was found keeps its mark, and only the button is reversed.
  @Test func aButtonTakesTheFocusFromWhatWasFound() {
    var driver = Self.found("motion")
    driver.press(.tab)
    while !driver.lines[driver.canvas.cursor?.row ?? 0].hasPrefix(" [Restore") { driver.press(.tab) }
    let canvas = driver.canvas
    let rows = canvas.cells.indices.filter { canvas.cells[$0].style.isReversed }.map { $0 / driver.size.columns }
    #expect(Set(rows) == [canvas.cursor?.row ?? 0] && Self.marked(driver).count == 1)
  }
}
