import TestSupport
import Testing

/// Cards that another camera wrote: here the reference implementation of the format.
@Suite(.enabled(if: !Binary.lacks("python3"), "needs python3 and python3-nacl"))
struct AdoptionTests {
  private func writeCard(_ demo: Demo, pin: String, _ options: String = "--count 3 --label Former") throws {
    try demo.must("printf \(pin) > pin && /usr/bin/python3 \(Binary.reference) make demo/card pin \(options)")
  }

  @Test func theFormerDigitsAdopt() throws {
    try Demo.with(pin: false) { demo throws in
      try writeCard(demo, pin: Demo.pin)
      let set = try demo.json("pin set --pin-file -", input: Demo.pin)
      #expect(set["adopted"] == .number(3))
      #expect(set["locked"] == .number(0))
      try demo.expectBackups(["00010003", "00010002", "00010001"])
      let first = try #require(try demo.backups().last)
      #expect(first["label"] == .text("Former"))
      #expect(first["keep"] == .truth(false))
      for id in ["00010001", "00010003"] { #expect(try demo.opens(id, with: Demo.pin)) }

      // It takes part in rotation, and a new one is numbered above.
      try demo.expectBackups([try demo.create(), "00010003", "00010002", "00010001"])
    }
  }

  @Test func digitsThatAreInForceAdoptOnRequest() throws {
    try Demo.with { demo throws in
      #expect(try demo.json("pin adopt --pin-file -", input: Demo.pin)["unchanged"] == .truth(true))
      try writeCard(demo, pin: Demo.pin, "--count 2 --epoch 7")
      #expect(try demo.json("backup list")["card"]?["state"] == .text("locked"))
      #expect(try demo.run("backup create").status == 14)
      #expect(try demo.json("pin adopt --pin-file -", input: Demo.pin)["adopted"] == .number(2))
      #expect(try demo.opens("00070002", with: Demo.pin))
      try demo.create()
      #expect(try demo.backups().count == 3)
    }
  }

  @Test func otherDigitsLockTheCardOnceAgreed() throws {
    try Demo.with(pin: false) { demo throws in
      try writeCard(demo, pin: Demo.pin)
      #expect(try demo.run("pin set --pin-file -", input: Demo.otherPIN).status == 14)
      #expect(try demo.run("pin check --pin-file -", input: Demo.otherPIN).status == 10)
      let set = try demo.json("pin set --pin-file - --yes", input: Demo.otherPIN)
      #expect(set["locked"] == .number(3))
      #expect(try demo.run("pin adopt --pin-file -", input: Demo.otherPIN).status == 14)

      // Both ways out: the former digits...
      let change = try demo.json(
        "pin change --old-pin-file - --new-pin-file -", input: "\(Demo.otherPIN)\n\(Demo.pin)\n")
      #expect(change["adopted"] == .number(3))
      try demo.expectBackups(["00010003", "00010002", "00010001"])
      #expect(try demo.opens("00010002", with: Demo.pin))
    }
  }

  /// Former PINs may be shorter than new ones; a short one is not set, but opens nothing by itself.
  @Test func fiveOfItsOwnAndThreeAdoptedRotate() throws {
    try Demo.with { demo throws in
      for _ in 1...4 { try demo.create() }
      try writeCard(demo, pin: Demo.pin, "--count 3 --epoch 9 --counter 50")
      #expect(try demo.json("pin adopt --pin-file -", input: Demo.pin)["adopted"] == .number(3))
      #expect(try demo.backups().count == 7)
      let next = try demo.json("backup create")
      #expect(next["removed"]?.list.count == 3)
      #expect(try demo.backups().count == 5)
    }
  }
}
