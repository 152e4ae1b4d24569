import TerminalSupport
import TestSupport
import Testing

/// The pictures in `screenshots/` are of the screens as they are now.
///
/// `screenshots/take` writes what can be read on each picture. Here the same steps are done, and the program's screens
/// are compared with that.
@Suite struct PictureJourneys {
  @Test(arguments: try Tour.scenes()) func noPictureIsOlderThanItsScreen(_ tour: Tour) throws {
    try withTemporaryDirectory { base in
      let demo = Demo(base: base)
      let terminal = try ScreenTerminal(Binary.path, ["--demo-dir", demo.path] + tour.arguments, tour.setup)
      for step in tour.steps { try play(step, demo, terminal) }
    }
  }

  private func play(_ step: Tour.Step, _ demo: Demo, _ terminal: ScreenTerminal) throws {
    switch step {
    case .wait(let text): try terminal.expect(text)
    case .shell(let line): try demo.must(line)
    case .picture(let name): try expectPicture(name, terminal)
    case .type(let text):
      // Keys that came before a question was drawn are not for it.
      for keys in try Tour.keys(text) {
        terminal.settle()
        terminal.type(keys)
      }
    }
  }

  /// What the screen shows becomes what can be read on the picture.
  private func expectPicture(_ name: String, _ terminal: ScreenTerminal) throws {
    let wanted = Self.lasting(try Tour.text(of: "text/\(name).txt"))
    let isSame = { (screen: VirtualTerminal) in Self.lasting(screen.text) == wanted }
    do {
      try terminal.expect("is that of \(name).png", isSame)
    } catch {
      let now = Self.lasting(terminal.screen.text)
      let lines = zip(wanted, now).filter { $0 != $1 }.map { "picture: \($0)\nscreen:  \($1)" }
      let text = lines.joined(separator: "\n")
      Issue.record("\(name).png is older than its screen: screenshots/take \(name)\n\(text)\n\(terminal.screen.text)")
    }
  }

  /// The rows of a screen without what depends on the clock and on the machine: numbers, ages, the size and the file
  /// system of the card, and what a check finds.
  static func lasting(_ text: String) -> [String] {
    var rows = text.split(separator: "\n", omittingEmptySubsequences: false).map { row in
      var row = String(row)
      while row.last == " " { row.removeLast() }
      row = row.replacing(/[0-9]+/, with: "0").replacing(#/ +0/#, with: " 0")
      // A demo camera is in another directory each time.
      row = row.replacing(#/ /[^ ]+/demo/#, with: " /demo")
      return row.replacing(/0 (min|h|days) ago/, with: "just now")
    }
    while rows.last?.isEmpty == true { rows.removeLast() }
    rows = rows.map { $0.count > 40 && Set($0.drop { $0 == " " }).count == 1 ? "rule" : $0 }
    rows = rows.map { $0.replacing(/0(\.0)? [KMGT]B/, with: "0 B").replacing(/, [a-z0]+, 0 B/, with: ", fs, 0 B") }
    return withoutCheck(rows)
  }

  /// Without what a check finds: a row of home, and of System all to the end of its text.
  private static func withoutCheck(_ rows: [String]) -> [String] {
    guard let check = rows.firstIndex(where: { $0.hasPrefix(" Check  ") }) else { return rows }
    guard rows[0].hasPrefix(" System ") else { return Array(rows[..<check] + rows[(check + 1)...]) }
    let buttons = rows.firstIndex { $0.hasPrefix(" [") } ?? check
    return Array(rows[..<check] + rows[max(check, buttons)...])
  }
}

/// The comparison itself.
@Suite struct PictureTextTests {
  private static let home = """
     Admin Menu                        gate-north M26B 10.32.4.17              dora
     SD card 29.6 GB, 28.8 GB free, Super PIN set, 5 modules answer
    --------------------------------------------------------------------------------
     Time           2026-11-20 05:00 UTC
     Last backup    2026-11-20 02:00, 3 h ago
     Check          ok

     > U  Users and Passwords
    """

  @Test func timeAndMachineMakeNoDifference() {
    let other = """
       Admin Menu                        gate-north M26B 10.32.4.17              dora
       SD card 251 GB, 7.9 MB free, Super PIN set, 5 modules answer
      --------------------------------------------------------------------------------
       Time           2031-01-02 15:10 UTC
       Last backup    2031-01-02 15:10, just now
       Check          problem: log. Press s.

       > U  Users and Passwords

      """
    #expect(PictureJourneys.lasting(other) == PictureJourneys.lasting(Self.home))
  }

  @Test(arguments: [("Super PIN set", "no Super PIN"), ("Users and", "Users,"), ("Last backup", "Last  backup")])
  func everythingElseDoes(_ text: String, _ other: String) {
    let changed = Self.home.replacing(text, with: other)
    #expect(PictureJourneys.lasting(changed) != PictureJourneys.lasting(Self.home))
  }
}
