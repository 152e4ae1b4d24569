import TerminalSupport
import TestSupport
import Testing

/// The Super PIN: changed, forgotten, typed wrongly, and a card under another.
@Suite struct PINJourneys {
  @Test func aChangeRewritesFiveBackups() throws {
    try Demo.with { demo throws in
      for label in 1...5 { try demo.create("--label \(label)") }
      let terminal = try demo.visitMenu()
      try terminal.open("Users and Passwords", "u")
      try terminal.open("Super PIN", "p")
      try terminal.expect("tells what will happen") { $0.words.contains("5 backups will be re-encrypted.") }
      terminal.type("\(Demo.pin)\t\(Demo.otherPIN)\t\(Demo.otherPIN)\r")
      try terminal.expect("tells what was done") { $0.words.contains("5 backups re-encrypted and verified.") }
      try terminal.expectTitle("Users and Passwords")
      let ids = try demo.backups().compactMap { $0["id"]?.text }
      #expect(ids.count == 5)
      for id in ids { #expect(try demo.opens(id, with: Demo.otherPIN)) }
      #expect(try demo.run("backup show latest --pin-file -", input: Demo.pin).status == 11)
      try demo.expectBackups(ids)
      terminal.expectNeverShown(Demo.pin, Demo.otherPIN)
    }
  }

  @Test func aLockedCardOpensByItsFormerDigits() throws {
    try withLockedCard { demo, terminal, ids in
      try terminal.open("Super PIN", "p")
      terminal.type("\(Demo.otherPIN)\t\(Demo.pin)\t\(Demo.pin)\r")
      try terminal.expectTitle("Backup and Restore")
      try terminal.expect("lists the backups") { screen in
        screen.lines.count { $0.contains("ok") && $0.contains(" 20") } >= ids.count
      }
      try demo.expectBackups(ids.reversed())
      #expect(try ids.allSatisfy { try demo.opens($0, with: Demo.pin) })
      terminal.expectNeverShown(Demo.pin, Demo.otherPIN)
    }
  }

  @Test func aLockedCardIsEmptiedByTheTypedWord() throws {
    try withLockedCard { demo, terminal, ids in
      terminal.type("d")
      try terminal.expect("Type delete:")
      terminal.type("delet\r")
      try terminal.expect("Type delete, or leave with Esc.")
      #expect(try demo.shell("ls demo/card/CAMVAULT").text.split(separator: "\n").count == ids.count)
      terminal.type("e\r")
      try terminal.expect("2 backup files deleted. New backups are possible.")
      try terminal.open("Start Backup", "s")
      terminal.type("\r\r\r")
      try terminal.expect("Backup 1 created and verified")
      #expect(try demo.backups().count == 1)
      #expect(try demo.opens(with: Demo.otherPIN))
    }
  }

  /// Without their PIN the backups are known by their numbers: one of them is deleted, and the card stays locked.
  @Test func oneBackupOfALockedCardIsDeleted() throws {
    try withLockedCard { demo, terminal, ids in
      terminal.type("d")
      try terminal.expect("Type delete:")
      try terminal.push("Select one...")
      try terminal.expectTitle("Delete one backup")
      terminal.type("\u{1B}[B")
      try terminal.expectCursor(on: "> \(ids[0])")
      terminal.type("d")
      try terminal.expect("Delete backup \(ids[0]), made with another PIN?")
      try terminal.push("Delete it")
      try terminal.expect("Deleted: backup \(ids[0]).")
      try terminal.expect("The card is locked: it holds 1 backup made with another PIN.")
      #expect(try demo.shell("ls demo/card/CAMVAULT").text == "\(ids[1]).CVB\n")
    }
  }

  private func withLockedCard(_ body: (Demo, ScreenTerminal, [String]) throws -> Void) throws {
    try Demo.with { demo throws in
      let ids = [try demo.create(), try demo.create()]
      let set = try demo.run("pin set --forgotten --yes --pin-file -", input: Demo.otherPIN)
      try #require(set.status == 0, "\(set.errors)")
      let terminal = try demo.visitMenu()
      try terminal.expect("SD card locked")
      try terminal.open("Backup and Restore", "b")
      try terminal.expect("The card is locked: it holds 2 backups made with another PIN.")
      try body(demo, terminal, ids)
    }
  }

  @Test func aForgottenPINIsReplaced() throws {
    try Demo.with { demo throws in
      let id = try demo.create()
      let terminal = try demo.visitMenu()
      try terminal.open("Users and Passwords", "u")
      try terminal.open("Super PIN", "p")
      try terminal.push("I do not know the old PIN...")
      try terminal.expect("Type forgotten:")
      terminal.type("forgotten\r")
      try terminal.expectGone("Old PIN")
      try terminal.expectGone("Type forgotten:")
      try terminal.expect("tells what will happen") { $0.words.contains("The 1 backup on the card will be locked.") }
      terminal.type("\(Demo.otherPIN)\t\(Demo.otherPIN)\r")
      try terminal.expect("asks, or has set it") {
        $0.words.contains("[Set PIN and lock the card]") || $0.words.contains("The Super PIN is set.")
      }
      if terminal.screen.text.contains("[Set PIN and lock the card]") { try terminal.push("Set PIN and lock the card") }
      try terminal.expect("The Super PIN is set.")
      #expect(try demo.json("status")["card"]?["state"] == .text("locked"))
      let back = try demo.run(PINChangeTests.change, input: "\(Demo.otherPIN)\n\(Demo.pin)\n")
      #expect(back.status == 0, "\(back.errors)")
      try demo.expectBackups([id])
    }
  }

  @Test func wrongPINsWaitAndTheSecondsAreCountedDown() throws {
    try Demo.with { demo throws in
      try demo.create()
      let terminal = try demo.visitMenu()
      try terminal.open("Backup and Restore", "b")
      try terminal.expect("ok")
      try terminal.open("Restore", "r")
      for _ in 0..<8 where !terminal.screen.text.contains("Next try in") {
        terminal.type(Demo.otherPIN)
        try terminal.expect("[**************")
        terminal.press(.enter)
        // Digits that come when the wait has begun stay where they are.
        try terminal.expect("answers") { screen in
          screen.words.contains("Next try in")
            || screen.words.contains("not the Super PIN") && !screen.text.contains("[*")
        }
      }
      let first = try #require(terminal.secondsToWait)
      #expect((1...30).contains(first))
      try terminal.expect("counts down") { _ in (terminal.secondsToWait ?? first) < first - 1 }
      // The right digits have to wait like all others.
      terminal.type("\(Demo.pin)\r")
      try terminal.expect("goes on counting") { _ in (terminal.secondsToWait ?? first) < first - 3 }
      try terminal.expectTitle("Restore")
      #expect(try demo.run("backup show latest --pin-file -", input: Demo.pin).status == 12)
      terminal.expectNeverShown(Demo.pin, Demo.otherPIN)
    }
  }
}

extension ScreenTerminal {
  /// Expects that secrets were never written to the screen.
  func expectNeverShown(_ secrets: String...) {
    let text = String(decoding: transcript, as: UTF8.self)
    for secret in secrets { #expect(!text.contains(secret.prefix(6))) }
  }

  /// The seconds of *Next try in*.
  var secondsToWait: Int? {
    let words = screen.words.split(separator: " ")
    guard let index = words.firstIndex(of: "try"), words.count > index + 2, words[index + 1] == "in" else { return nil }
    return Int(words[index + 2])
  }
}

extension VirtualTerminal {
  /// All that is shown as one line, with single blanks: what is wrapped is found.
  var words: String { text.split { $0 == " " || $0 == "\n" }.joined(separator: " ") }
}
