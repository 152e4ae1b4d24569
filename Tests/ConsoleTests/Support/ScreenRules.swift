import TerminalUI
import Testing

@testable import Console

/// What holds on every screen. It is looked at wherever a screen is compared with its text, at 60×18 and at 80×24.
enum ScreenRules {
  static func expect(_ driver: ConsoleDriver, _ name: String, _ location: SourceLocation) {
    for size in driver.size == .small ? [Size.small] : [driver.size, .small] {
      var resized = driver
      resized.resize(size)
      let rules = Rules(driver: resized, name: "\(name) at \(size.columns)x\(size.rows)", location: location)
      rules.lastColumnIsFree()
      rules.noRowIsFreeWhileRowsAreHidden()
      rules.everySentenceIsWhole()
      rules.focusIsVisibleOnEveryRow()
      rules.focusIsVisibleAtEveryStop()
      rules.helpLeavesTheFocus()
    }
    let rules = Rules(driver: driver, name: name, location: location)
    rules.everyLetterThatActsIsShown()
    rules.everyLetterThatIsShownActs()
  }
}

private struct Rules {
  let driver: ConsoleDriver
  let name: String
  let location: SourceLocation

  private func check(_ condition: Bool, _ what: String, _ driver: ConsoleDriver) {
    guard !condition else { return }
    Issue.record("\(name): \(what)\n\(driver.text)", sourceLocation: location)
  }

  private var isAtRest: Bool { driver.console.question == nil && driver.console.work == nil }
}

/// Rows and columns.
extension Rules {
  func lastColumnIsFree() {
    let canvas = driver.canvas
    for row in 0..<driver.size.rows {
      let cell = canvas[driver.size.columns - 1, row]
      check(cell.scalar == " " || cell.style.isRule, "row \(row) touches the edge", driver)
    }
  }

  private func layout(_ driver: ConsoleDriver) -> Layout? {
    driver.console.screens.last.map {
      Layout(driver.size, buttonRows: $0.buttonRows(columns: driver.size.columns))
    }
  }

  func noRowIsFreeWhileRowsAreHidden() {
    guard isAtRest, let screen = driver.console.screens.last, let list = Face(screen).list, let layout = layout(driver)
    else { return }
    let isWhole = list.visible.count == list.count
    guard !isWhole else { return }
    let rows = driver.lines[layout.body]
    check(!rows.contains(""), "a row is free, and rows are hidden", driver)
    check(rows.contains { $0.contains("-") && $0.contains(" of \(list.count)") }, "nothing counts the rows", driver)
  }

  /// What would be said if there were more rows is said here, or in the help, and then the screen says so.
  func everySentenceIsWhole() {
    guard let screen = driver.console.screens.last else { return }
    if let question = driver.console.question {
      let text = Self.letters(driver.text)
      for line in question.question.lines { check(text.contains(Self.letters(line)), "lost: \(line)", driver) }
      return
    }
    guard isAtRest, !Face(screen).isText else { return }
    var tall = driver
    tall.resize(Size(columns: driver.size.columns, rows: 100))
    var help = driver
    help.press(.function(1))
    help.resize(tall.size)
    let isMarked = driver.text.contains("to read the rest.")
    let text = Self.letters(driver.text) + (isMarked ? Self.letters(help.text) : "")
    for sentence in sentences(tall) { check(text.contains(Self.letters(sentence)), "lost: \(sentence)", driver) }
  }

  /// The pieces of a body's texts that stay together however they are wrapped and cut: sentences within a line, and
  /// cells of a table. What counts the rows in view is another on another screen.
  private func sentences(_ driver: ConsoleDriver) -> [String] {
    guard let layout = layout(driver) else { return [] }
    let body = driver.lines[layout.body].prefix { !$0.hasPrefix(" [") || $0.contains("] ") && $0.contains("(") }
    let lines = body.filter { $0.hasPrefix(" ") && !$0.hasPrefix("  ") && !$0.hasPrefix(" >") }
    let cells = lines.flatMap { $0.split(separator: #/ {2,}/#) }.flatMap { $0.split(separator: #/[.,] /#) }
    return cells.map(String.init).filter { $0.firstMatch(of: #/^ ?(\d+ (users?|keys)|Users|Rows) ?/#) == nil }
  }

  /// However a text is wrapped.
  private static func letters(_ text: String) -> String { text.filter { $0.isLetter || $0.isNumber } }
}

/// The focus.
extension Rules {
  /// Rows of a list on which it is looked at.
  private static let mostRows = 8

  func focusIsVisibleOnEveryRow() {
    guard isAtRest, let screen = driver.console.screens.last, Face(screen).list != nil else { return }
    var driver = driver
    driver.press(.home)
    for _ in 0..<min(Face(screen).list?.count ?? 0, Self.mostRows) {
      focusIsVisible(driver)
      driver.press(.down)
    }
  }

  func focusIsVisibleAtEveryStop() {
    guard driver.console.work == nil else { return focusIsVisible(driver) }
    var driver = driver
    var seen: [Position?] = []
    // A search that is closed does not come again.
    while driver.console.work == nil, !seen.contains(driver.canvas.cursor) {
      focusIsVisible(driver)
      enterIsTold(driver)
      seen.append(driver.canvas.cursor)
      driver.press(.tab)
    }
  }

  /// A whole row, a button, a box or a choice is reversed, in no colour, and nothing else is; in a text the cursor is
  /// enough. On a slow line a row has its marker, and nothing is reversed.
  private func focusIsVisible(_ driver: ConsoleDriver) {
    let canvas = driver.canvas
    guard let screen = driver.console.screens.last, let cursor = canvas.cursor else { return }
    let columns = driver.size.columns
    let reversed = canvas.cells.indices.filter { canvas.cells[$0].style.isReversed }
    let face = Face(driver.console.question?.panel, screen)
    guard !face.isEmpty else { return }
    if driver.console.context.isSlow {
      check(reversed.isEmpty, "a slow line has highlights", driver)
      guard face.isOnRow else { return }
      return check(canvas[1, cursor.row].scalar == ">", "the chosen row has no marker", driver)
    }
    guard !face.isText || !face.isInText else { return }
    check(Set(reversed.map { $0 / columns }).subtracting([cursor.row]).isEmpty, "two places have the focus", driver)
    check(reversed.allSatisfy { canvas.cells[$0].style.ink == .plain }, "the focus has a colour", driver)
    if face.isOnRow {
      check(reversed.count == columns, "the chosen row is not reversed", driver)
      check(canvas[1, cursor.row].scalar == ">", "the chosen row has no marker", driver)
    } else if face.isTyped {
      check(reversed.isEmpty, "a text is reversed", driver)
    } else {
      check(canvas[cursor.column, cursor.row].style.isReversed, "the focus cannot be seen", driver)
      check(canvas[cursor.column - 1, cursor.row].style.isReversed, "the focus cannot be seen", driver)
    }
  }

  /// After the help the same has the focus.
  func helpLeavesTheFocus() {
    guard isAtRest, let screen = driver.console.screens.last, !(screen is HelpScreen) else { return }
    var driver = driver
    var seen: [Position?] = []
    while driver.console.work == nil, !seen.contains(driver.canvas.cursor) {
      var helped = driver
      helped.press(.function(1), .escape)
      check(helped.canvas.cursor == driver.canvas.cursor, "after the help the focus is elsewhere", driver)
      seen.append(driver.canvas.cursor)
      driver.press(.tab)
    }
  }

  /// *Enter next* only goes on, and any other word is not said where Enter only goes on.
  private func enterIsTold(_ driver: ConsoleDriver) {
    guard isAtRest, let keys = driver.lines.last, keys.contains("Enter ") else { return }
    var pressed = driver
    pressed.forgetEffects()
    pressed.press(.enter)
    let goesOn = pressed.effects.isEmpty && pressed.lines[0] == driver.lines[0] && pressed.message == driver.message
    // On the empty form of the login it draws all again.
    if case .redraw? = pressed.effects.first { return }
    let isSaid = keys.contains("Enter next")
    check(!isSaid || goesOn && pressed.canvas.cursor != driver.canvas.cursor, "Enter does not go on", driver)
    check(
      isSaid || !goesOn || pressed.text != driver.text || pressed.canvas.cursor != driver.canvas.cursor,
      "Enter does nothing", driver)
    check(
      isSaid || !keys.contains("Enter press") || driver.canvas.cursor.map { isButton($0, driver) } ?? false,
      "no button has the focus", driver)
  }

  private func isButton(_ cursor: Position, _ driver: ConsoleDriver) -> Bool {
    driver.canvas[cursor.column - 1, cursor.row].scalar == "["
  }
}

/// Letters.
extension Rules {
  private static let typed = (UInt8(ascii: "!")...UInt8(ascii: "~")).map { Unicode.Scalar($0) }

  /// Whether letters are commands here. In the help any key leaves, and its line of keys says so.
  private var hasLetters: Bool {
    guard isAtRest, let screen = driver.console.screens.last else { return false }
    return !screen.isTyping && !(screen is HelpScreen)
  }

  func everyLetterThatActsIsShown() {
    guard hasLetters else { return }
    let other = after(.insert).canvas
    let shown = Set(keysOfHelp.map { $0.lowercased() }).union(["?"])
    for scalar in Self.typed where !shown.contains(Character(scalar).lowercased()) {
      check(!acts(scalar, other), "\(scalar) acts, and nothing shows it", driver)
    }
  }

  func everyLetterThatIsShownActs() {
    guard hasLetters else { return }
    let other = after(.insert).canvas
    // A box takes it only with the focus.
    for key in keysOfHelp.subtracting(["x"]).union(keysOfScreen) {
      check(key.unicodeScalars.first.map { acts($0, other) } ?? false, "\(key) is shown, and does nothing", driver)
    }
  }

  /// - Parameter other: after a key that does nothing: some messages are over with any key.
  private func acts(_ scalar: Unicode.Scalar, _ other: Canvas) -> Bool {
    let pressed = after(.character(scalar))
    guard pressed.effects.isEmpty else { return true }
    let canvas = pressed.canvas
    return canvas.cells != other.cells || canvas.cursor != other.cursor
  }

  private func after(_ key: Key) -> ConsoleDriver {
    var pressed = driver
    pressed.forgetEffects()
    pressed.press(key)
    return pressed
  }

  private var keysOfHelp: Set<Character> {
    var help = driver
    help.press(.function(1))
    help.resize(Size(columns: 80, rows: 150))
    let keys = help.lines.map { $0.dropFirst().prefix(14).split(separator: " ").first ?? "" }
    let lines = zip(keys, help.lines).filter { $0.0.count == 1 && $0.1.dropFirst(2).hasPrefix("             ") }
    return Set(lines.compactMap(\.0.first))
  }

  /// Those of the line of keys, of *press x*, of boxes, and of rows that begin with one.
  private var keysOfScreen: Set<Character> {
    let text = driver.lines.map { $0.drop { $0 == " " } }.joined(separator: " ")
    let told = text.matches(of: /[Pp]ress ([A-Za-z])(?![A-Za-z0-9])/).compactMap(\.1.first)
    let boxes = text.matches(of: /\[[ x-]\] [A-Z][^\[]*? \(([a-z])\)/).compactMap(\.1.first)
    let keys = (driver.lines.last ?? "").matches(of: /(?:^| )([A-Za-z\/]) [A-Z]/).compactMap(\.1.first)
    let rows = driver.lines.compactMap { $0.firstMatch(of: #/^ ([a-z]): /#)?.1.first }
    return Set(told + boxes + keys + rows)
  }
}

/// What of a screen's panel the rules need.
private struct Face {
  let list: ListSelection?
  /// Whether it is a text that scrolls.
  let isText: Bool
  let isOnRow: Bool
  /// Whether a text that scrolls has the focus.
  let isInText: Bool
  let isTyped: Bool
  /// Whether there is nothing that can have the focus.
  let isEmpty: Bool

  init(_ screen: any Screen) { self = Self.of(screen) }

  init(_ question: Panel<FieldName, OpenQuestion.Action>?, _ screen: any Screen) {
    self = question.map { Self.init(panel: $0) } ?? Self.of(screen)
  }

  private static func of<Shown: Screen>(_ screen: Shown) -> Face { Face(panel: screen.panel) }

  private init<Action>(panel: Panel<FieldName, Action>) {
    isText = panel.listWord == "scroll"
    list = isText || panel.list?.isEmpty ?? true ? nil : panel.list
    isOnRow = panel.focus == .list && list != nil
    isInText = panel.focus == .list && isText
    isTyped = panel.isTyping
    isEmpty = panel.fields.isEmpty && panel.buttons.isEmpty && list == nil
  }
}
