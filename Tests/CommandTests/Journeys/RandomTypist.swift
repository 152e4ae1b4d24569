import TerminalSupport
import TestSupport
import Testing

/// Somebody who types anything, and knows the password.
@Suite struct RandomTypist {
  @Test(arguments: ["vt100", "xterm-256color"]) func neverHarms(_ type: String) throws {
    try Demo.withFiveBackups { demo throws in
      var typist = try Typist(demo, type, seed: type == "vt100" ? 1 : 2)
      try typist.type(keys: Binary.isLong ? 5_000 : 600)
    }
  }
}

private struct Typist {
  private let demo: Demo
  private let setup: ScreenSetup
  private var random: SeededGenerator
  private var terminal: ScreenTerminal
  private var count = 0
  private let seed: UInt64
  /// The titles of screens after batches.
  private var seen: Set<String> = []

  init(_ demo: Demo, _ type: String, seed: UInt64) throws {
    self.demo = demo
    self.seed = seed
    setup = ScreenSetup(type: type)
    random = SeededGenerator(seed: seed)
    terminal = try ScreenTerminal(Binary.path, ["--demo-dir", demo.path], setup)
  }

  /// Types about so many keys, in batches after each of which the program must answer.
  mutating func type(keys: Int) throws {
    while count < keys {
      try enter()
      for _ in 0..<1 + random.below(Binary.isLong ? 200 : 20) { typeOne() }
      try check()
      seen.insert(terminal.screen.line(0).split(separator: "  ").first.map(String.init) ?? "")
      if Binary.isLong { print("typed \(count) keys of \(seed), on \(seen.count) screens") }
    }
    #expect(seen.count >= 5, "\(seen)")
  }

  /// Gets in again where the login is shown.
  private mutating func enter() throws {
    guard !terminal.isRunning || terminal.screen.line(0).hasPrefix(" Log in "), !random.oneIn(4) else { return }
    if !terminal.isRunning { try begin() }
    guard terminal.screen.line(0).hasPrefix(" Log in ") else { return }
    terminal.press(.escape)
    terminal.settle(quiet: .milliseconds(160))
    terminal.type("admin\t\(Demo.password)\r")
    terminal.settle(quiet: .milliseconds(300))
    // The typist is not here to test patience.
    try demo.must("rm -f demo/state/logins demo/run/logins")
  }

  private mutating func begin() throws {
    let status = try terminal.end()
    #expect(status == 0, "after \(count) keys of \(seed)")
    terminal = try ScreenTerminal(Binary.path, ["--demo-dir", demo.path], setup)
    try terminal.expect("Esc")
  }

  private mutating func typeOne() {
    count += 1
    switch random.below(20) {
    case 0..<5: terminal.type(String(Character(Unicode.Scalar(UInt8(0x20 + random.below(0x5F))))))
    case 5..<9: terminal.type(bytes: arrow())
    case 9..<12: terminal.press(.tab)
    case 12..<14: terminal.press(.enter)
    case 14: terminal.press(.escape)
    case 15: terminal.type(["u", "b", "m", "s", "r", "p", "v", "k", "?", "a", "e", "1", "x", " "][random.below(14)])
    case 16: terminal.type(["\u{E9}", "\u{20AC}", "\u{1F4A9}", "\u{202E}", "delete", "forgotten"][random.below(6)])
    case 17: terminal.type(bytes: (0..<1 + random.below(6)).map { _ in garbage() })
    case 18: random.oneIn(2) ? typePIN() : terminal.type("\u{1B}[\(random.below(30));\(random.below(9))~")
    default: resize()
    }
  }

  /// The digits, where they belong: in a field in clear they would be seen.
  private func typePIN() {
    terminal.settle(quiet: .milliseconds(150))
    let title = terminal.screen.line(0)
    guard title.hasPrefix(" Restore ") || title.hasPrefix(" Super PIN "), !terminal.screen.text.contains("Type ") else {
      return
    }
    terminal.type(Demo.pin + "\r")
  }

  private mutating func arrow() -> [UInt8] {
    let keys: [Keystroke] = [.up, .down, .left, .right, .home, .end, .pageUp, .pageDown, .delete, .backTab, .backspace]
    let key = keys[random.below(keys.count)]
    return key.bytes(random.oneIn(2) ? .csi : .ss3)
  }

  /// Anything but XOFF, which stops the line for good, and what stops the terminal's own answers.
  private mutating func garbage() -> UInt8 {
    let byte = UInt8(random.below(256))
    return byte == 0x13 ? 0x11 : byte
  }

  private mutating func resize() {
    guard random.oneIn(4) else { return }
    let (columns, rows) = [(80, 24), (60, 18), (132, 43), (50, 10), (81, 25), (200, 60)][random.below(6)]
    terminal.resize(columns: columns, rows: rows)
  }

  /// The program lives and draws, or has been left properly; no secret is seen.
  private mutating func check() throws {
    terminal.settle(quiet: .milliseconds(5))
    guard terminal.isRunning else { return }
    guard try answers() else { return }
    let text = terminal.screen.text
    for secret in [Demo.pin.prefix(8), Demo.password.prefix(8)] {
      #expect(!text.contains(secret), "after \(count) keys of \(seed)")
    }
  }

  /// Whether the program, if it goes on, draws all again. The beginning of a sequence may take the first Ctrl-L.
  private func answers() throws -> Bool {
    for attempt in 0..<20 {
      let before = terminal.transcript.count
      terminal.press(.control("l"))
      do {
        try terminal.expect("answers Ctrl-L", within: .seconds(1)) { _ in terminal.transcript.count > before + 20 }
        return true
      } catch {
        // It may have been left, and not be gone yet.
        guard (try? terminal.end(within: .milliseconds(500))) == nil else { return false }
        guard attempt < 19 else { throw error }
      }
    }
    return true
  }
}
