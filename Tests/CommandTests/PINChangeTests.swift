import TestSupport
import Testing

/// The change of the Super PIN with backups on the card.
@Suite struct PINChangeTests {
  static let change = "pin change --old-pin-file - --new-pin-file -"
  static let digits = "\(Demo.pin)\n\(Demo.otherPIN)\n"

  @Test func fiveBackupsAreRewritten() throws {
    try Demo.with { demo throws in
      for number in 1...5 { try demo.create(number == 2 ? "--keep --label two" : "--label \(number)") }
      let former = try demo.backups()
      let report = try demo.json(Self.change, input: Self.digits)
      #expect(report["rewritten"] == .number(5))
      let backups = try demo.backups()
      for key in ["label", "keep", "created", "files", "modules", "state"] {
        #expect(backups.map { $0[key] } == former.map { $0[key] }, "\(key)")
      }
      for id in backups.compactMap({ $0["id"]?.text }) { #expect(try demo.opens(id, with: Demo.otherPIN)) }
      for id in backups.compactMap({ $0["id"]?.text }).prefix(2) {
        #expect(try demo.run("backup show \(id) --pin-file -", input: Demo.pin).status == 11)
      }
      try demo.must("[ $(ls \(demo.vault) | wc -l) = 5 ]")
      #expect(try demo.json("backup create --if-changed")["unchanged"] == .truth(true))
    }
  }

  @Test func theSameDigitsWriteNothing() throws {
    try Demo.with { demo throws in
      let id = try demo.create()
      let files = "stat -c '%n %i %Y %Z %s' demo/card/CAMVAULT demo/card/CAMVAULT/*"
      let former = try demo.shell(files).text
      let changed = try demo.json("status")["pin"]?["changed"]
      let report = try demo.json(Self.change, input: "\(Demo.pin)\n\(Demo.pin)\n")
      #expect(report["unchanged"] == .truth(true))
      #expect(report["rewritten"] == .number(0))
      #expect(try demo.shell(files).text == former)
      #expect(try demo.json("status")["pin"]?["changed"] == changed)
      #expect(try demo.opens(id, with: Demo.pin))
    }
  }

  @Test func wrongDigitsChangeNothing() throws {
    try Demo.with { demo throws in
      let id = try demo.create()
      let wrong = try demo.run(Self.change, input: "11111111\n22222222\n")
      #expect(wrong.status == 11)
      try demo.expectBackups([id])
      #expect(try demo.opens(id, with: Demo.pin))
    }
  }

  @Test func aDamagedBackupIsLostOnlyByAgreement() throws {
    try Demo.with { demo throws in
      let ids = [try demo.create(), try demo.create()]
      try demo.damage("card/CAMVAULT/\(ids[0]).CVB", at: 3_000)
      let refused = try demo.run(Self.change + " --yes", input: Self.digits)
      #expect(refused.status == 17)
      #expect(refused.errors.contains(ids[0]))
      #expect(try demo.opens(ids[1], with: Demo.pin))

      let report = try demo.json(Self.change + " --lose-damaged", input: Self.digits)
      #expect(report["lost"] == .list([.text(ids[0])]))
      #expect(report["rewritten"] == .number(1))
      #expect(try demo.opens(with: Demo.otherPIN))
      try demo.must("[ $(ls \(demo.vault) | wc -l) = 1 ]")
    }
  }

  @Test func withoutTheCardItAsks() throws {
    try Demo.with { demo throws in
      try demo.create()
      try demo.must("mv demo/card away")
      #expect(try demo.run(Self.change + " --yes", input: Self.digits).status == 13)
      #expect(try demo.run(Self.change + " --without-card", input: Self.digits).status == 0)
      try demo.must("mv away demo/card")
      #expect(try demo.json("status")["card"]?["state"] == .text("locked"))
    }
  }

  @Test func theSecondSettingIsRefused() throws {
    try Demo.with { demo throws in
      #expect(try demo.run("pin set --pin-file -", input: Demo.otherPIN).status == 20)
      #expect(try demo.run("pin check --pin-file -", input: Demo.pin).status == 0)
    }
  }

  @Test func withoutAPINThereAreNoBackups() throws {
    try Demo.with(pin: false) { demo throws in
      for command in ["backup create", "pin check --pin-file -", Self.change] {
        #expect(try demo.run(command, input: Self.digits).status == 10, "\(command)")
      }
      #expect(try demo.backups() == [])
      #expect(!demo.exists("card/CAMVAULT"))
    }
  }

  /// Four are free, the fifth costs 30 seconds, during which no derivation takes place.
  @Test func wrongPINsHaveToWait() throws {
    try Demo.with { demo throws in
      try demo.create()
      for number in 1...5 {
        let command = number % 2 == 0 ? "pin check --pin-file -" : "backup show latest --pin-file -"
        #expect(try demo.run(command, input: "0000000\(number)").status == 11)
      }
      #expect(try demo.run("pin check --pin-file -", input: Demo.pin).status == 12)
      #expect(try demo.run("backup show latest --pin-file -", input: Demo.pin).status == 12)
      #expect(try demo.run(Self.change, input: Self.digits).status == 12)
      let wait = try #require(try demo.json("status")["pin"]?["wait_seconds"]?.number)
      #expect((20...30).contains(wait))
      // Backups need no PIN, now as ever.
      try demo.create()
    }
  }
}
