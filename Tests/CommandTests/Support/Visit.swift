import TerminalSupport
import TestSupport
import Testing

/// A technician's visit to a demo camera's console.
extension Demo {
  /// The administrator's password after the first login.
  static let password = "Ladder-at-9pm"

  /// Opens the console, which shows its login.
  func visit(_ setup: ScreenSetup = ScreenSetup(type: "vt100"), _ arguments: [String] = []) throws -> ScreenTerminal {
    let terminal = try ScreenTerminal(Binary.path, ["--demo-dir", path] + arguments, setup)
    try terminal.expect("[Log in]")
    return terminal
  }

  /// Opens the console and goes on to the menu.
  ///
  /// - Parameter isFresh: whether the factory's password is still in force, and is changed before.
  func visitMenu(_ setup: ScreenSetup = ScreenSetup(type: "vt100"), isFresh: Bool = true) throws -> ScreenTerminal {
    if isFresh { try setPassword() }
    let terminal = try visit(setup)
    try terminal.logIn()
    return terminal
  }

  /// Replaces the factory's password.
  func setPassword() throws {
    let outcome = try run("users set-password admin --password-file -", input: Demo.password)
    try #require(outcome.status == 0, "\(outcome.errors)")
  }
}

extension ScreenTerminal {
  /// Logs the administrator in, up to the menu.
  func logIn() throws {
    type("admin\t\(Demo.password)\r")
    try expect("Admin Menu")
    try expect("modules")
  }

  /// Waits until a screen has this title.
  func expectTitle(_ title: String, line: Int = #line, file: String = #fileID) throws {
    try expect("has the title \(title)", line: line, file: file) { $0.line(0).hasPrefix(" " + title + " ") }
  }

  /// Types keys that open a screen, and waits for its title.
  func open(_ title: String, _ keys: String, line: Int = #line, file: String = #fileID) throws {
    type(keys)
    try expectTitle(title, line: line, file: file)
  }

  /// Goes back to a screen.
  func back(to title: String, line: Int = #line, file: String = #fileID) throws {
    press(.escape)
    try expectTitle(title, line: line, file: file)
  }

  /// Moves the focus on until the cursor rests on this button, and presses it.
  func push(_ button: String, line: Int = #line, file: String = #fileID) throws {
    try reach(button, line: line, file: file)
    press(.enter)
  }

  /// Moves the focus on until the cursor rests on this button.
  func reach(_ button: String, line: Int = #line, file: String = #fileID) throws {
    // While a frame is drawn the cursor is anywhere.
    settle(quiet: .milliseconds(50))
    for _ in 0..<12 where !isOn(button) {
      press(.tab)
      settle(quiet: .milliseconds(50))
    }
    try expect("has its cursor on [\(button)]", line: line, file: file) { _ in isOn(button) }
  }

  /// Whether the console shows its login.
  var isLoggedOut: Bool { screen.line(0).hasPrefix(" Log in ") }

  /// Whether the cursor rests on this button.
  func isOn(_ button: String) -> Bool {
    let cursor = screen.cursor
    return screen.line(cursor.row).dropFirst(max(cursor.column - 1, 0)).hasPrefix("[\(button)]")
  }

  /// Types a secret and makes sure that it cannot be read.
  func typeSecret(_ secret: String) throws {
    type(secret)
    try expect("as many stars as characters") { $0.text.contains(String(repeating: "*", count: min(secret.count, 19))) }
    #expect(!screen.text.contains(secret.prefix(5)))
  }

  /// Leaves the login, and expects the terminal as it was.
  func leave() throws {
    try expect("[Leave]")
    press(.tab, .tab, .tab, .enter)
    #expect(try end() == 0)
    expectRestored()
  }

  /// Expects that the program, which has ended, left the terminal as it found it.
  func expectRestored(_ location: SourceLocation = #_sourceLocation) {
    #expect(modes == initialModes, sourceLocation: location)
    #expect(screen.isCursorVisible && !screen.isOnAlternateScreen, sourceLocation: location)
    #expect(screen.hasRowForPrompt, "\(screen.cursor) of:\n\(screen.text)", sourceLocation: location)
  }
}
