import TerminalSupport
import TestSupport
import Testing

/// What a slow line carries: bytes are not timing, so the budgets of the screens hold everywhere.
@Suite struct ByteBudgets {
  private static let types = ["vt100", "vt220", "linux", "xterm-256color"]

  private static let labels = [
    "nightly", "before lens change, north side", "nightly, first of the month", "commissioning", "five",
  ]

  @Test(arguments: zip(types, ["C", "C", "C.UTF-8", "C.UTF-8"]))
  func holdAt9600(_ type: String, _ locale: String) throws {
    try Demo.withFiveBackups { demo throws in
      for number in 1...7 {
        let added = try demo.run(
          "users add guest\(number) --group guests --password-file -", input: "Another-One-\(number)")
        try #require(added.status == 0, "\(added.errors)")
      }
      // So much differs from the backups that a preview is full, with the network and the users.
      // Details of every row differ from those of the next.
      for (id, label) in zip(try demo.backups().compactMap { $0["id"]?.text }, Self.labels) {
        try #require(try demo.run(["backup", "label", id, label]).status == 0)
      }
      try demo.must("sed -i -E -e 's/=([0-9]+)$/=\\11/' -e 's/^IP=.*/IP=10.1.2.4/' demo/config/camera.cfg")
      try demo.must("mkdir demo/usb/gate; $camconsole backup export latest demo/usb/gate/copy.cvb --sealed")
      var setup = ScreenSetup(type: type)
      (setup.speed, setup.locale) = (9_600, locale)
      let meter = Meter(try demo.visit(setup), isPlain: type == "vt100", place: "\(type) \(locale)")
      let terminal = meter.terminal
      terminal.settle()
      meter.check("login", terminal.transcript.count, 300, 345)
      try meter.measure("a typed character", 1, 1, keys: ["a", "d", "m"], until: "[adm")
      terminal.type("in\t\(Demo.password)")
      try terminal.expect("[*************")
      _ = try terminal.written(until: "5 modules answer") { terminal.press(.enter) }
      meter.nothing("at home")
      try system(meter)
      try menuAndUsers(meter)
      try configuration(meter)
      try modules(meter)
      try backups(meter)
      try behindBackups(meter)
      try preview(meter)
    }
  }

  private func menuAndUsers(_ meter: Meter) throws {
    let terminal = meter.terminal
    meter.check("home", try terminal.written { terminal.press(.control("l")) }.count, 540, 620)
    try meter.measure("arrow at home", 16, 20, keys: ["\u{1B}[A", "\u{1B}[A", "\u{1B}[B", "\u{1B}[B"])
    let opened = try terminal.written(until: "[Log out]") { terminal.press(.escape) }
    meter.check("open a confirmation", opened.count, 160, 180)
    try meter.close("a confirmation", "[Log out]")
    meter.check("users", try terminal.written(until: "8 users") { terminal.type("u") }.count, 900, 1_035)
    try meter.measure("arrow in users", 16, 20, keys: ["\u{1B}[B", "\u{1B}OB"])
    let reset = try terminal.written(until: "[Mark them]") { terminal.type("f") }
    meter.check("open Factory reset", reset.count, 160, 180)
    try meter.close("Factory reset", "[Mark them]")
    let four = try terminal.written { terminal.type("\u{1B}[B\u{1B}[B\u{1B}[B\u{1B}[B") }
    meter.check("four arrows", four.count, 16, 20)
    try terminal.expectCursor(on: "guest6")
    try meter.measure("Tab", 12, 16, keys: ["\t", "\t", "\t"])
    try terminal.open("Super PIN", "p")
    try meter.measure("digit of the old PIN", 1, 1, keys: ["4", "8"])
    terminal.type("\t")
    try meter.measure("digit of a new PIN", 60, 60, keys: ["4", "8", "1", "5", "9", "3"])
    try terminal.back(to: "Users and Passwords")
    try terminal.back(to: "Admin Menu")
  }

  private func configuration(_ meter: Meter) throws {
    let terminal = meter.terminal
    let first = try terminal.written(until: "SECTION audio") { terminal.type("g") }
    meter.check("configuration", first.count, 900, 1_035)
    try meter.measure("arrow in the configuration", 16, 20, keys: ["\u{1B}[B", "\u{1B}[B", "\u{1B}[A"])
    let key = try terminal.written(until: "[Next]") { terminal.type("k") }
    meter.check("Add a key", key.count, 360, 415)
    try terminal.back(to: "Configuration")
    try terminal.back(to: "Admin Menu")
  }

  private func modules(_ meter: Meter) throws {
    let terminal = meter.terminal
    let first = try terminal.written(until: "Settings come from the backup") { terminal.type("m") }
    meter.check("modules", first.count, 760, 875)
    try meter.measure("arrow in modules", 16, 20, keys: ["\u{1B}[B", "\u{1B}[B", "\u{1B}[A"])
    try terminal.back(to: "Admin Menu")
  }

  /// The screens that the list of backups leads to.
  private func behindBackups(_ meter: Meter) throws {
    let terminal = meter.terminal
    let compare = try terminal.written(until: "[Show what differs]") { terminal.type("c") }
    meter.check("Compare", compare.count, 500, 575)
    try terminal.back(to: "Backup and Restore")
    let copies = try terminal.written(until: "usb/gate/copy.cvb") { terminal.type("i") }
    meter.check("Import", copies.count, 500, 575)
    try terminal.back(to: "Backup and Restore")
  }

  private func system(_ meter: Meter) throws {
    let terminal = meter.terminal
    meter.check("System", try terminal.written(until: "Events, the newest") { terminal.type("s") }.count, 950, 1_050)
    try meter.measure("a line of System", 160, 180, keys: ["\u{1B}[B", "\u{1B}[B", "\u{1B}[A"])
    try terminal.back(to: "Admin Menu")
  }

  private func backups(_ meter: Meter) throws {
    let terminal = meter.terminal
    let first = try terminal.written(until: "replaced next") { terminal.type("b") }
    meter.check("backups", first.count, 900, 1_035)
    try meter.measure(
      "arrow in backups, with the details of another", 120, 140,
      keys: ["\u{1B}[B", "\u{1B}[B", "\u{1B}[B", "\u{1B}[B", "\u{1B}[A"])
    try meter.measure("Tab in backups", 12, 16, keys: ["\t", "\t"])
    let opened = try terminal.written(until: "[Delete it]") { terminal.type("d") }
    meter.check("open Delete", opened.count, 160, 180)
    let all = try terminal.written(until: "[Delete all]") { terminal.type("\t\t\r") }
    meter.check("open Delete all", all.count, 160, 180)
    try meter.close("Delete all", "[Delete all]")
    let find = try terminal.written(until: "Find  [") { terminal.type("/") }
    meter.check("open a search", find.count, 160, 180)
    try meter.close("a search", "Find  [")
    #expect(terminal.settle(quiet: .milliseconds(700)), "a closed search goes on writing")
    let help = try terminal.written(until: "more lines") { terminal.type("?") }
    meter.check("help", help.count, 900, 1_035)
    try meter.scroll("the help", rows: 3...16)
    try terminal.back(to: "Backup and Restore")
  }

  private func preview(_ meter: Meter) throws {
    let terminal = meter.terminal
    // Behind the help the list is read again. On a busy machine that takes long, and keys wait for it.
    terminal.settle(quiet: .milliseconds(700))
    try terminal.expect("r Restore")
    try terminal.open("Restore", "r")
    _ = try terminal.written(until: "more lines") { terminal.type(Demo.pin + "\r") }
    let opened = try terminal.written(until: "[Restore and reboot]") { terminal.type("r") }
    #expect(terminal.screen.text.contains("The network and the users change."))
    meter.check("open Restore", opened.count, 160, 180)
    try meter.close("Restore", "[Restore and reboot]")
  }
}

/// What goes on by itself: a change that waits, and work.
@Suite struct TickBudgets {
  @Test(arguments: zip(["vt100", "vt220", "linux", "xterm-256color"], ["C", "C", "C.UTF-8", "C.UTF-8"]))
  func aWaitingChangeCostsADigitASecond(_ type: String, _ locale: String) throws {
    try Demo.with { demo throws in
      try demo.setPassword()
      try demo.create()
      try demo.must("sed -i 's/^HOSTNAME=.*/HOSTNAME=elsewhere/' demo/config/camera.cfg")
      let restored = try demo.run("backup restore latest --yes --pin-file -", input: Demo.pin)
      try #require(restored.status == 0, "\(restored.errors)")
      var setup = ScreenSetup(type: type)
      setup.locale = locale
      let meter = Meter(try demo.visit(setup), isPlain: type == "vt100", place: "\(type) \(locale)")
      let terminal = meter.terminal
      terminal.type("admin\t\(Demo.password)\r")
      try terminal.expect("Time left: ")
      try terminal.open("Admin Menu", "l")
      try terminal.open("Users and Passwords", "u")
      try terminal.expect("has begun") { $0.line(1).contains("Confirm within  ") }
      terminal.settle(quiet: .milliseconds(300))
      try meter.tick("a tick of the clock") { $0.line(1).suffix(4).description }
      // A slow line is told once a minute.
      setup.speed = 9_600
      let slow = Meter(try demo.visit(setup), isPlain: true, place: "\(type) \(locale)")
      slow.nothing("at a login that announces a change")
    }
  }

  /// At 38,400 baud, where steps are shown more often than once a second: a fast machine has several, too.
  @Test(arguments: zip(["vt100", "xterm-256color"], ["C", "C.UTF-8"]))
  func aStepOfWorkIsOneLine(_ type: String, _ locale: String) throws {
    try Demo.with { demo throws in
      try demo.must("head -c 300M /dev/zero > demo/config/large")
      var setup = ScreenSetup(type: type)
      (setup.speed, setup.locale) = (38_400, locale)
      let terminal = try demo.visitMenu(setup)
      let meter = Meter(terminal, isPlain: type == "vt100", place: "\(type) \(locale)")
      try terminal.open("Start Backup", "bs")
      terminal.type("\r\r\r")
      try terminal.expect("Esc stops it. Making a backup: ")
      let begin = terminal.transcript.count
      try terminal.expect("created and verified")
      var percents: [Int] = []
      for step in terminal.updates(since: begin, of: \.percent) {
        guard let percent = step.part else { break }
        percents.append(percent)
        meter.check("a step of work", step.bytes, 18, 20)
      }
      #expect(percents.count > 2)
      #expect(percents == percents.sorted(), "one scale for the whole: \(percents)")
    }
  }
}

extension VirtualTerminal {
  /// How far work is.
  var percent: Int? {
    let words = words.split(separator: " ")
    return words.firstIndex(of: "%").flatMap { $0 > 0 ? Int(words[$0 - 1]) : nil }
  }
}

private struct Meter {
  let terminal: ScreenTerminal
  let isPlain: Bool
  let place: String

  init(_ terminal: ScreenTerminal, isPlain: Bool, place: String) {
    (self.terminal, self.isPlain, self.place) = (terminal, isPlain, place)
  }

  func check(_ what: String, _ count: Int, _ plain: Int, _ other: Int, _ location: SourceLocation = #_sourceLocation) {
    if Binary.isLong { print("bytes|\(what)|\(place)|\(count)|\(isPlain ? plain : other)") }
    #expect(count > 0, "\(what) at \(place)", sourceLocation: location)
    #expect(count <= (isPlain ? plain : other), "\(what) at \(place)", sourceLocation: location)
  }

  /// Where nothing happens, nothing is written: what is late comes first, however slow the machine is.
  func nothing(_ what: String, _ location: SourceLocation = #_sourceLocation) {
    let isQuiet = terminal.settle(quiet: .milliseconds(2_200), limit: ScreenTerminal.patience)
    #expect(isQuiet, "\(what) at \(place)", sourceLocation: location)
  }

  /// Each of a few ticks by itself.
  ///
  /// - Parameter part: what a tick changes.
  func tick(
    _ what: String, _ location: SourceLocation = #_sourceLocation, part: (VirtualTerminal) -> String
  ) throws {
    let begin = terminal.transcript.count
    try terminal.expect("ticks") { _ in terminal.updates(since: begin, of: part).count >= 4 }
    for update in terminal.updates(since: begin, of: part) { check(what, update.bytes, 18, 20, location) }
  }

  /// Esc is a key only after a while: what was asked has to be gone before the program is quiet.
  func close(_ what: String, _ button: String, _ location: SourceLocation = #_sourceLocation) throws {
    let closed = try terminal.written {
      terminal.press(.escape)
      try terminal.expectGone(button)
    }
    check("close \(what)", closed.count, 60, 70, location)
  }

  /// A line further costs the characters of the new one, and little beside them: a region that scrolls, three places,
  /// and how many lines are left.
  func scroll(_ what: String, rows: ClosedRange<Int>, _ location: SourceLocation = #_sourceLocation) throws {
    for _ in 0..<12 {
      let count = try terminal.written { terminal.type("\u{1B}[B") }.count
      let words = terminal.screen.line(rows.upperBound).split(separator: " ")
      let text = words.reduce(words.count - 1) { $0 + $1.utf8.count }
      check("scroll \(what) by a line, beside its text", count - text, 48, 50, location)
    }
  }

  /// Each of the keys costs so much at most.
  func measure(
    _ what: String, _ plain: Int, _ other: Int, keys: [String], until text: String? = nil,
    _ location: SourceLocation = #_sourceLocation
  ) throws {
    for key in keys { check(what, try terminal.written { terminal.type(key) }.count, plain, other, location) }
    if let text { #expect(terminal.screen.text.contains(text), sourceLocation: location) }
  }
}
