import TerminalSupport
import TestSupport
import Testing

/// A way over every screen and question: keys, the title that follows, and something that must be seen.
struct Stop {
  let keys: String
  let title: String
  let shows: String

  init(_ keys: String, _ title: String, _ shows: String) {
    (self.keys, self.title, self.shows) = (keys, title, shows)
  }

  private static let esc = "\u{1B}"
  private static let users = "Users and Passwords"
  private static let backups = "Backup and Restore"

  /// What is seen of questions, and gone after their answer.
  static let questions = [
    "Log out?", "Mark them", "Leave without setting", "Delete it", "Type delete:", "Restore and reboot", "Find [x",
    "Apply and reboot", "Leave without applying",
  ]

  /// From the menu of a camera with five backups back to its login.
  static let all = [
    Stop("", "Admin Menu", "Log out"), Stop("?", "Help: Admin Menu", "[Back]"), Stop(esc, "Admin Menu", "Modules"),
    Stop(esc, "Admin Menu", "Log out?"), Stop(esc, "Admin Menu", "Modules"),
    Stop("u", users, "1 user"), Stop("?", "Help: \(users)", "[Back]"), Stop(esc, users, "1 user"),
    Stop("a", "Add a user", "Group"), Stop("guest1\t\t\(Demo.password)\t\(Demo.password)\r", users, "set 1 change"),
    Stop("e", "Edit guest1", "[OK]"), Stop(esc, users, "set 1 change"), Stop("f", users, "Mark them"),
    Stop(esc, users, "set 1 change"), Stop("p", "Super PIN", "will be re-encrypted"),
    Stop(esc, users, "set 1 change"),
    Stop("c", users, "Leave without setting"), Stop("\t\r", "Admin Menu", "Modules"),
    Stop("b", backups, "replaced next"), Stop("?", "Help: \(backups)", "[Back]"), Stop(esc, backups, "replaced next"),
    Stop("s", "Start Backup", "Label"), Stop(esc, backups, "replaced next"), Stop("d", backups, "Delete it"),
    Stop("\t\t\r", backups, "Type delete:"), Stop(esc, backups, "replaced next"), Stop("/x", backups, "Find [x"),
    Stop(esc, backups, "replaced next"), Stop("e", "Label", "[five"), Stop(esc, backups, "replaced next"),
    Stop("i", "Import", "Look again"), Stop("?", "Help: Import", "[Back]"), Stop(esc, "Import", "Look again"),
    Stop(esc, backups, "replaced next"),
    Stop("c", "Compare", "< the camera >"), Stop(Demo.pin + "\r", "Compare: what differs", "Compared with"),
    Stop(esc, backups, "replaced next"), Stop("w", backups, "verified"), Stop("k", backups, "Kept: newer"),
    Stop("r", "Restore", "Super PIN"), Stop(Demo.pin + "\r", "Restore: what changes", "Keep network"),
    Stop("/x", "Restore: what changes", "Find [x"), Stop(esc, "Restore: what changes", "/ Find"),
    Stop("r", "Restore: what changes", "Restore and reboot"), Stop(esc, "Restore: what changes", "Keep network"),
    Stop(esc, backups, "replaced next"), Stop(esc, "Admin Menu", "Modules"),
    Stop("g", "Configuration", "SECTION audio"), Stop("?", "Help: Configuration", "[Back]"),
    Stop(esc, "Configuration", "SECTION audio"), Stop("/BELL_V\r", "Configuration", "Match 1 of"),
    Stop("e", "Configuration", "[80"), Stop(esc, "Configuration", "? Help"),
    Stop("k", "Add a key", "Section"), Stop(esc, "Configuration", "SECTION audio"),
    Stop("r", "Configuration", "Press a to apply"), Stop("a", "Apply: what changes", "BELL_VOLUME: 80 -> (none)"),
    Stop("a", "Apply: what changes", "Apply and reboot"), Stop(esc, "Apply: what changes", "BELL_VOLUME:"),
    Stop(esc, "Configuration", "Press a to apply"), Stop("c", "Configuration", "Leave without applying"),
    Stop("\t\r", "Admin Menu", "Modules"), Stop("m", "Modules", "KeypadRFID"),
    Stop("m", "Restore", "which modules"), Stop(esc, "Modules", "KeypadRFID"),
    Stop(esc, "Admin Menu", "Modules"), Stop("s", "System", "Firmware"),
    Stop("e", "System", "Events, the newest first"), Stop("?", "Help: System", "[Back]"),
    Stop(esc, "System", "newest first"), Stop("/x", "System", "Find [x"), Stop(esc, "System", "newest first"),
    Stop("k", "System", "check"), Stop(esc, "Admin Menu", "Modules"),
    Stop("l", "Log in", "[Leave]"),
  ]
}

extension Demo {
  /// A camera with five backups and the password of the tests.
  static func withFiveBackups(_ body: (Demo) throws -> Void) throws {
    try with(archive: try five.get(), body)
  }

  private static let five = Result {
    try Demo.with { demo throws in
      try demo.setPassword()
      for label in ["one --keep", "two", "three", "four", "five"] { try demo.create("--label \(label)") }
      // A restore of the newest would change something.
      try demo.must("sed -i 's/^HOSTNAME=.*/HOSTNAME=elsewhere/' demo/config/camera.cfg")
      return try demo.archive()
    }
  }
}

@Suite struct EveryScreenJourney {
  struct Look: CustomTestStringConvertible, Sendable {
    let type: String
    let locale: String
    let hasColour: Bool
    let (columns, rows): (Int, Int)

    var testDescription: String { "\(type) \(locale) \(columns)x\(rows)\(hasColour ? "" : " NO_COLOR")" }
  }

  static let looks = [(80, 24), (60, 18), (132, 43)].flatMap { columns, rows in
    [
      Look(type: "vt100", locale: "C", hasColour: true, columns: columns, rows: rows),
      Look(type: "xterm-256color", locale: "C.UTF-8", hasColour: true, columns: columns, rows: rows),
      Look(type: "xterm-256color", locale: "C.UTF-8", hasColour: false, columns: columns, rows: rows),
    ]
  }

  /// Each row of the menu is on the way.
  @Test func theWayLeadsOverTheWholeMenu() throws {
    let menu = try #require(Disk.read(Binary.project + "/Tests/ConsoleTests/Screens/menu.screen"))
    let rows = menu.split(separator: "\n").map { $0.dropFirst(3) }
    let letters = rows.filter { $0.first?.isUppercase ?? false && $0.dropFirst().hasPrefix("  ") }.compactMap(\.first)
    let pressed = zip(Stop.all, Stop.all.dropFirst()).filter { $0.0.title == "Admin Menu" }.map(\.1.keys)
    #expect(letters.count >= 6)
    for letter in letters { #expect(pressed.contains(letter.lowercased()), "\(letter)") }
  }

  @Test(arguments: looks) func isWhole(_ look: Look) throws {
    try Demo.withFiveBackups { demo throws in
      var setup = ScreenSetup(type: look.type)
      (setup.columns, setup.rows, setup.locale) = (look.columns, look.rows, look.locale)
      if !look.hasColour { setup.environment["NO_COLOR"] = "1" }
      let terminal = try demo.visitMenu(setup, isFresh: false)
      for (former, stop) in zip([nil] + Stop.all, Stop.all) {
        try terminal.go(to: stop, from: former)
        terminal.settle(quiet: .milliseconds(40))
        terminal.checkPicture(stop)
        let isPlain = terminal.screen.picture.cells.joined().allSatisfy {
          $0.foreground == .standard && $0.background == .standard
        }
        if look.type == "vt100" || !look.hasColour { #expect(isPlain, "\(stop.title)") }
      }
      try terminal.leave()
    }
  }

  /// Whatever a terminal sends that is not a key changes nothing, on no screen and under no question.
  @Test(arguments: zip(["vt100", "xterm-256color"], ["C", "C.UTF-8"]))
  func noSequenceActsAsALetter(_ type: String, _ locale: String) throws {
    try Demo.withFiveBackups { demo throws in
      // On a busy machine a piece of a sequence comes late, and its Esc alone would be the key.
      try demo.set("ESCDELAY", "1000")
      var setup = ScreenSetup(type: type)
      setup.locale = locale
      let terminal = try demo.visitMenu(setup, isFresh: false)
      var random = SeededGenerator(seed: 12)
      for (former, stop) in zip([nil] + Stop.all, Stop.all) {
        try terminal.go(to: stop, from: former)
        terminal.settle(quiet: .milliseconds(40))
        let before = terminal.screen.picture
        // Split at any byte: the line hands over what it has.
        var rest = SilentSequences.all.shuffled(using: &random).flatMap(\.self)[...]
        while !rest.isEmpty {
          let piece = rest.prefix(1 + random.below(700))
          terminal.type(bytes: Array(piece))
          rest = rest.dropFirst(piece.count)
        }
        // Ctrl-S among them stops the line. A key that comes through tells that all of it was read.
        terminal.press(.control("q"))
        let written = terminal.transcript.count
        terminal.press(.control("l"))
        try terminal.expect("answers Ctrl-L") { _ in terminal.transcript.count > written + 20 }
        terminal.settle(quiet: .milliseconds(80))
        terminal.expect(before, "\(stop.title), \(stop.shows)")
      }
      try terminal.leave()
    }
  }

  @Test(arguments: ["vt100", "xterm-256color"]) func isResizedWithoutHarm(_ type: String) throws {
    try Demo.withFiveBackups { demo throws in
      let terminal = try demo.visitMenu(ScreenSetup(type: type), isFresh: false)
      for (former, stop) in zip([nil] + Stop.all, Stop.all) {
        try terminal.go(to: stop, from: former)
        // A frame may come in two pieces with a pause between them.
        terminal.settle(quiet: .milliseconds(400))
        let before = terminal.screen.picture
        for (columns, rows) in [(60, 18), (132, 43), (50, 10), (80, 24)] {
          terminal.resize(columns: columns, rows: rows)
          guard columns >= 60 else {
            try terminal.expect("Too small: 50x10")
            continue
          }
          try terminal.expect("has its keys on the last line of \(rows)") { screen in
            screen.line(rows - 1).contains("Esc") && screen.line(0).hasPrefix(" " + stop.title)
          }
          terminal.settle(quiet: .milliseconds(40))
          terminal.checkPicture(stop)
        }
        terminal.expect(before, "\(stop.title), \(stop.shows)")
      }
      try terminal.leave()
    }
  }
}

extension ScreenTerminal {
  fileprivate func go(to stop: Stop, from former: Stop?) throws {
    type(stop.keys)
    let question = former.flatMap { Stop.questions.contains($0.shows) ? $0.shows : nil }
    try expect("is \(stop.title) with \(stop.shows)") { screen in
      screen.line(0).hasPrefix(" " + stop.title) && screen.words.contains(stop.shows)
        && question.map { !screen.words.contains($0) } ?? true
    }
  }

  /// Expects the same picture, and tells the rows that differ.
  fileprivate func expect(_ before: VirtualTerminal.Picture, _ place: String) {
    let after = screen.picture
    let rows = after.cells.indices.filter { after.cells[$0] != before.cells[$0] }
    #expect(rows == [], "\(place): \(rows.map { before.cells[$0].map(\.character).joined() })\n\(screen.text)")
    #expect(after.cursor == before.cursor, "\(place)")
  }

  /// Title, keys, whole buttons, and the cursor on what has the focus.
  fileprivate func checkPicture(_ stop: Stop) {
    let lines = screen.lines
    let place = "\(stop.title), \(stop.shows), \(screen.columns)x\(screen.rows):\n\(screen.text)"
    #expect(lines[0].hasPrefix(" " + stop.title), "\(place)")
    #expect(["Esc", "Esc cancel", "Esc close"].contains(where: lines[screen.rows - 1].hasSuffix), "\(place)")
    // The configuration's own text may have one of them in a line.
    let own = stop.title == "Configuration" ? lines.filter { !$0.hasPrefix("       ") } : lines
    for line in own { #expect(line.count { $0 == "[" } == line.count { $0 == "]" }, "\(place)") }
    #expect(screen.isCursorVisible, "\(place)")
    let cursor = screen.cursor
    #expect((3..<screen.rows - 1).contains(cursor.row), "the cursor in row \(cursor.row) of \(place)")
    guard !stop.title.hasPrefix("Help") else { return }
    let line = Array(lines[cursor.row])
    let isOnRow = line.count > cursor.column && [">", "*"].contains(line[cursor.column])
    let isInBrackets = line.prefix(cursor.column + 1).contains("[") || line.prefix(cursor.column).contains("<")
    let isText = [": what", "System"].contains { stop.title.contains($0) }
    #expect(isOnRow || isInBrackets || isText, "the cursor on \(cursor) of \(place)")
  }
}
