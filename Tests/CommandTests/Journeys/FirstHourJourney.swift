import TerminalSupport
import TestSupport
import Testing

/// From the login of a camera as it leaves the factory to a password, a PIN and a verified first backup: every key that
/// is pressed is one that the screen shows.
@Suite struct FirstHourJourney {
  @Test(arguments: [("vt100", "C"), ("xterm-256color", "C.UTF-8")], [(80, 24), (60, 18)])
  func leadsToTheFirstBackup(_ look: (type: String, locale: String), _ size: (columns: Int, rows: Int)) throws {
    try Demo.with(pin: false) { demo throws in
      var setup = ScreenSetup(type: look.type)
      (setup.locale, setup.columns, setup.rows) = (look.locale, size.columns, size.rows)
      if look.type == "vt100" { setup.speed = 9_600 }
      let person = Person(try demo.visit(setup))
      let digits = try toThePIN(person)
      try toTheBackup(person)
      try person.presses("l", named: "l to log out")
      try person.terminal.expect("[Log in]")
      #expect(try demo.opens(with: digits))
      #expect(try demo.backups().compactMap { $0["check_result"]?.text } == ["ok"])
      #expect(!person.terminal.screen.text.contains("meinsm"), "the password is another one")
    }
  }

  /// The login, the password and the PIN.
  private func toThePIN(_ person: Person) throws -> String {
    let terminal = person.terminal
    try terminal.expect("user admin, first password meinsm")
    terminal.type("admin")
    try person.presses("\t", named: "Tab next")
    terminal.type("meinsm")
    try person.presses("\r", named: "Enter Log in")
    try terminal.expectTitle("Choose a password")
    try terminal.expect("This is still the factory password")
    terminal.type(Demo.password)
    try person.presses("\r", named: "Enter next")
    terminal.type(Demo.password)
    try person.presses("\r", named: "Enter Save")
    try terminal.expectTitle("Super PIN")
    try terminal.expect("or press Generate")
    try terminal.push("Generate")
    try terminal.expect("Write this PIN down now.")
    let digits = try #require(terminal.generatedDigits)
    try terminal.expect("Type the last four digits of the new PIN")
    terminal.type(String(digits.suffix(4)))
    return digits
  }

  /// The first backup, and home again.
  private func toTheBackup(_ person: Person) throws {
    let terminal = person.terminal
    try terminal.expectTitle("Admin Menu")
    try person.presses("b", named: "Press b, then s, to make the first backup.")
    try terminal.expectTitle("Backup and Restore")
    try person.presses("s", named: "s Start")
    try terminal.expectTitle("Start Backup")
    try terminal.push("Start")
    try terminal.expect("Backup 1 created and verified")
    try person.presses("\u{1B}", named: "Esc")
    try terminal.expectTitle("Admin Menu")
    try terminal.expect("Ready. Press u")
    try terminal.expect("says when the backup was made and verified") { screen in
      // On a slow line both are one row.
      let rows = screen.lines.filter { $0.hasPrefix(" Last backup ") || $0.hasPrefix(" Verified ") }
      return rows.allSatisfy { $0.hasSuffix("just now") || $0.hasSuffix("min ago") }
        && (rows.count == 2 || rows.count == 1 && rows[0].contains(", verified "))
    }
  }
}

/// Someone who presses only what the screen names.
private struct Person {
  let terminal: ScreenTerminal

  init(_ terminal: ScreenTerminal) { self.terminal = terminal }

  /// Waits until the screen names a key, and presses it.
  func presses(_ key: String, named text: String, line: Int = #line, file: String = #fileID) throws {
    try terminal.expect("names \(text.debugDescription)", line: line, file: file) { $0.words.contains(text) }
    terminal.type(key)
  }
}
