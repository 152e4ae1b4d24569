import BackupStore
import CameraModel
import CameraService
import Console
import TerminalUI
import Testing

/// `/`, n and N in lists and in the help. Of previews and comparisons see their own tests.
struct SearchTests {
  /// The chosen row of a list.
  private static func chosen(_ driver: ConsoleDriver) -> String? { driver.lines.first { $0.hasPrefix(" > ") } }

  private static func expectFound(
    _ driver: inout ConsoleDriver, _ text: String, _ rows: [String], _ location: SourceLocation = #_sourceLocation
  ) {
    driver.type("/" + text)
    driver.press(.enter)
    for row in rows {
      #expect(chosen(driver)?.contains(row) == true, "\(driver.text)", sourceLocation: location)
      driver.type("n")
    }
    let end = chosen(driver)
    #expect(end?.contains(rows[0]) == true && driver.message.hasSuffix("from the top again."), sourceLocation: location)
    driver.type("N")
    #expect(chosen(driver)?.contains(rows[rows.count - 1]) == true, sourceLocation: location)
    let before = driver.lines.dropLast(3)
    driver.type("/nothing like that")
    driver.press(.enter)
    #expect(driver.message == "No line contains nothing like that." && driver.lines.dropLast(3) == before)
  }

  @Test(arguments: [Size.usual, .small]) func users(_ size: Size) {
    var driver = UsersDriver.make(size: size)
    Self.expectFound(&driver, "GUESTS", ["delivery", "cleaning"])
    driver.press(.home)
    Self.expectFound(&driver, "oberlechner", ["m.oberlechner-16"])
  }

  /// Its label is found whole, its time, its number, its state.
  @Test(arguments: [Size.usual, .small]) func backups(_ size: Size) {
    var driver = BackupDriver.opened(size: size)
    Self.expectFound(&driver, "nightly", ["2026-11-20", "2026-11-19"])
    for (text, row) in [("lens change", "2026-11-02"), ("00010004", "2026-10-21"), ("replaced next", "2026-10-01")] {
      driver.press(.home)
      Self.expectFound(&driver, text, [row])
    }
    driver.press(.home)
    driver.type("/commissioning")
    driver.press(.enter)
    driver.type("k")
    guard case .backups(.keep(let name, _))? = driver.requests.last else { return #expect(Bool(false), "not kept") }
    #expect(name == BackupValues.five[4].name, "what was found is chosen")
  }

  @Test func modules() {
    var driver = ConsoleDriver.loggedIn()
    driver.type("m")
    driver.reply(.modules())
    driver.reply(.listed())
    Self.expectFound(&driver, "rfid", ["KeypadRFID", "BellRFID"])
  }

  @Test func anEmptyListIsNotSearched() {
    var driver = ConsoleDriver.loggedIn()
    driver.type("m")
    driver.reply(.modules([]))
    driver.reply(.listed())
    for key in ["/", "n", "N"] {
      driver.type(key)
      #expect(!driver.text.contains("Find  [") && driver.message == "There is nothing here to look through.")
    }
  }

  /// Nothing but the free row under the body is another while the text is typed.
  @Test(arguments: [(Size.usual, ""), (.small, "-small")]) func theField(_ size: Size, _ suffix: String) {
    var driver = UsersDriver.make(size: size)
    let before = driver.lines
    driver.type("/port")
    Golden.expect(driver, "users-find\(suffix)")
    let changed = before.indices.filter { driver.lines[$0] != before[$0] }
    #expect(changed.count == 2 && changed.last == size.rows - 1)
    driver.press(.escape)
    #expect(driver.lines == before)
  }

  @Test(arguments: [Size.usual, .small]) func help(_ size: Size) {
    var driver = BackupDriver.opened(size: size)
    driver.type("?")
    driver.type("/verifies all")
    driver.press(.enter)
    let marked = driver.lines.filter { $0.hasPrefix(">") }
    #expect(marked.count == 1 && marked[0].hasPrefix(">w "), "\(driver.text)")
    #expect(driver.message == "Match 1 of 1.")
    driver.type("/ctrl")
    driver.press(.enter)
    driver.type("nN")
    #expect(driver.lines[0].contains("Help: Backup") && driver.text.contains("\n>"))
    driver.type("/")
    driver.press(.escape)
    #expect(driver.lines[0].contains("Help: Backup"), "Esc leaves the field first")
    driver.press(.escape)
    #expect(driver.lines[0].hasPrefix(" Backup and Restore"))
  }
}
