import TestSupport
import Testing

/// Cards that hold backups of another Super PIN, and cards that are exchanged.
@Suite struct LockedCardTests {
  /// A camera put back into service: its record is gone, and another PIN is set.
  private func putBackIntoService(_ demo: Demo) throws {
    for _ in 1...3 { try demo.create("--label former") }
    try demo.must("rm demo/state/record.*")
    let set = try demo.json("pin set --pin-file - --yes", input: Demo.otherPIN)
    #expect(set["locked"] == .number(3))
  }

  /// The way out is another one without a PIN.
  @Test func withoutAPINTheHintIsToSetIt() throws {
    try Demo.with { demo throws in
      try demo.create()
      try demo.must("rm demo/state/record.*")
      for command in ["status", "backup list"] {
        let text = try demo.run(command).text
        #expect(text.contains("Set the old PIN with pin set"), "\(text)")
      }
      #expect(try demo.run("status").text.contains("Backups    0 that can be opened\n"))
      #expect(
        try demo.run("backup show latest --pin-file -", input: Demo.pin).errors.contains(
          "Where no PIN is set, use pin set"))
      _ = try demo.json("pin set --pin-file - --yes", input: Demo.otherPIN)
      #expect(try demo.run("status").text.contains("use pin adopt. If not, change to that PIN with pin change"))
    }
  }

  /// Digits of an earlier rule open what they locked.
  @Test func formerDigitsMayBeFewerThanNewOnes() throws {
    try Demo.with(pin: false) { demo throws in
      try demo.set("PIN_MIN", "6")
      try demo.must("echo 739146 | $camconsole pin set --pin-file - && $camconsole backup create")
      try demo.set("PIN_MIN", "8")
      try demo.must("rm demo/state/record.*")
      let refused = try demo.run("pin set --yes --pin-file -", input: "112233")
      #expect(refused.status == 20 && refused.errors.contains("at least 8 digits"), "\(refused.errors)")
      #expect(try demo.json("pin set --yes --pin-file -", input: Demo.otherPIN)["locked"] == .number(1))
      let change = try demo.json(PINChangeTests.change, input: "\(Demo.otherPIN)\n739146\n")
      #expect(change["adopted"] == .number(1))
      #expect(try demo.opens(with: "739146"))
    }
  }

  @Test func aLockedCardShowsAndTakesNothing() throws {
    try Demo.with { demo throws in
      try putBackIntoService(demo)
      #expect(try demo.run("backup create").status == 14)
      let list = try demo.json("backup list")
      #expect(list["backups"] == .list([]))
      #expect(list["card"]?["state"] == .text("locked"))
      #expect(list["card"]?["foreign"] == .number(3))
      for command in ["verify", "show latest --pin-file -", "keep latest", "export latest \(demo.base)/out --sealed"] {
        #expect(try demo.run("backup " + command, input: Demo.otherPIN).status == 14, "\(command)")
      }
      for command in ["delete 00010009", "delete latest"] {
        let outcome = try demo.run("backup \(command) --yes")
        #expect(outcome.errors.contains("takes the name of a file in CAMVAULT, without .CVB."), "\(outcome.errors)")
      }
      try demo.must("[ ! -e out ] && [ $(ls \(demo.vault) | wc -l) = 3 ]")
    }
  }

  /// Who changed the PIN must read which one is in force.
  @Test func theChangeToTheFormerDigitsIsNamed() throws {
    try Demo.with { demo throws in
      try putBackIntoService(demo)
      let digits = [Demo.otherPIN, Demo.pin, Demo.pin]
      for (index, words) in ["The Super PIN is changed.", "This is the Super PIN already. Nothing was changed."]
        .enumerated()
      {
        let outcome = try demo.run(PINChangeTests.change, input: "\(digits[index])\n\(digits[index + 1])\n")
        #expect(outcome.status == 0 && outcome.text.hasPrefix(words + "\n"), "\(outcome.text)\(outcome.errors)")
      }
    }
  }

  @Test func theFormerDigitsOpenIt() throws {
    try Demo.with { demo throws in
      try putBackIntoService(demo)
      let change = try demo.json(PINChangeTests.change, input: "\(Demo.otherPIN)\n\(Demo.pin)\n")
      #expect(change["adopted"] == .number(3))
      let backups = try demo.backups()
      #expect(backups.map { $0["label"] } == Array(repeating: .text("former"), count: 3))
      #expect(try demo.opens(with: Demo.pin))
      try demo.create()
      #expect(try demo.backups().count == 4)
    }
  }

  @Test func deletingAllBeginsAfresh() throws {
    try Demo.with { demo throws in
      try putBackIntoService(demo)
      #expect(try demo.run("backup delete-all").status == 20)
      let all = try demo.run("backup delete-all --yes")
      #expect(all.status == 0 && all.text.hasPrefix("3 backup files deleted."), "\(all.text)")
      try demo.create()
      try demo.must("touch demo/card/other")
      let words = try ["1 backup file deleted.", "There were no backups on the card."].map { words in
        try demo.run("backup delete-all --yes").text.contains(words)
      }
      #expect(words == [true, true])
      #expect(try demo.json("status")["card"]?["state"] == .text("empty"))
      try demo.expectBackups([try demo.create()])
      #expect(try demo.opens(with: Demo.otherPIN))
    }
  }

  @Test func aForgottenPINIsReplaced() throws {
    try Demo.with { demo throws in
      try demo.create()
      #expect(try demo.run("pin set --forgotten --pin-file -", input: Demo.otherPIN).status == 20)
      #expect(try demo.run("pin check --pin-file -", input: Demo.pin).status == 0)
      #expect(try demo.json("pin set --forgotten --yes --pin-file -", input: Demo.otherPIN)["locked"] == .number(1))
      #expect(try demo.run("backup create").status == 14)
      #expect(try demo.run("pin check --pin-file -", input: Demo.otherPIN).status == 0)
    }
  }

  @Test func aDamagedRecordHasAWayOut() throws {
    try Demo.with { demo throws in
      let id = try demo.create()
      try demo.must("for r in demo/state/record.*; do head -c 300 /dev/urandom > $r; done")
      #expect(try demo.run("backup list").status == 17)
      #expect(try demo.run("pin set --pin-file -", input: Demo.pin).status == 17)
      let set = try demo.json("pin set --forgotten --yes --pin-file -", input: Demo.pin)
      #expect(set["adopted"] == .number(1))
      try demo.expectBackups([id])
    }
  }

  /// One copy of the record is enough.
  @Test(arguments: [
    "rm demo/state/record.1", "rm demo/state/record.2", ": > demo/state/record.1", "echo x > demo/state/record.2",
  ])
  func oneCopyOfTheRecordIsEnough(_ damage: String) throws {
    try Demo.with { demo throws in
      let id = try demo.create("--keep")
      try demo.must(damage)
      try demo.expectBackups([id])
      #expect(try demo.backups().first?["keep"] == .truth(true))
      try demo.must("cmp demo/state/record.1 demo/state/record.2")
    }
  }

  /// Two cards in rotation, and a change of the PIN while one of them is in the slot.
  @Test(arguments: [true, false]) func twoCards(changesWithTheFirst: Bool) throws {
    try Demo.with { demo throws in
      let swap = "mv demo/card third && mv other demo/card && mv third other"
      try demo.must("mkdir other")
      let first = try demo.create("--label first")
      try demo.must(swap)
      let second = try demo.create("--label second")
      #expect(try demo.json("status")["card"]?["last_used"] == .truth(true))
      if changesWithTheFirst {
        try demo.must(swap)
        #expect(try demo.json("status")["card"]?["last_used"] == .truth(false))
      }
      // The card that is away would be locked, which is said as it is without a card.
      #expect(try demo.run(PINChangeTests.change, input: PINChangeTests.digits).status == 14)
      let change = PINChangeTests.change + " --without-card"
      #expect(try demo.json(change, input: PINChangeTests.digits)["rewritten"] == .number(1))
      #expect(try demo.opens(with: Demo.otherPIN))
      try demo.must(swap)

      // The card that was away is locked until its digits are set again, which the other one's backups follow.
      #expect(try demo.run("backup create").status == 14)
      let back = try demo.json(change, input: "\(Demo.otherPIN)\n\(Demo.pin)\n")
      #expect(back["adopted"] == .number(1))
      try demo.expectBackups([changesWithTheFirst ? second : first])
      #expect(try demo.opens(with: Demo.pin))
      try demo.must(swap)
      #expect(try demo.json("status")["card"]?["state"] == .text("locked"))
      #expect(try demo.json(change, input: "\(Demo.pin)\n\(Demo.otherPIN)\n")["adopted"] == .number(1))
      #expect(try demo.opens(with: Demo.otherPIN))
    }
  }
}
