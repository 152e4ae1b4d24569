import TestSupport
import Testing

/// Another card than the usual one is in the slot while the PIN is changed.
@Suite struct OtherCardTests {
  /// Three backups on a card that is not in the slot, where another one is.
  private func withOtherCard(_ body: (Demo) throws -> Void) throws {
    try Demo.with { demo throws in
      for _ in 1...3 { try demo.create() }
      try demo.must("mv demo/card usual && mkdir demo/card")
      try body(demo)
    }
  }

  @Test func refusedWithoutAgreement() throws {
    try withOtherCard { demo throws in
      let outcome = try demo.run(PINChangeTests.change, input: PINChangeTests.digits)
      #expect(outcome.status == 14)
      #expect(outcome.errors.contains("Another card holds 3 backups that would be locked."))
      #expect(outcome.errors.contains("--without-card"))
      try demo.must("rmdir demo/card && mv usual demo/card")
      #expect(try demo.json(PINChangeTests.change, input: PINChangeTests.digits)["rewritten"] == .number(3))
    }
  }

  @Test func agreed() throws {
    try withOtherCard { demo throws in
      let report = try demo.json(PINChangeTests.change + " --without-card", input: PINChangeTests.digits)
      #expect(report["locked_elsewhere"] == .number(3) && report["rewritten"] == .number(0))
      try demo.must("rmdir demo/card && mv usual demo/card")
      #expect(try demo.json("status")["card"]?["state"] == .text("locked"))
    }
  }

  @Test func forgotten() throws {
    try withOtherCard { demo throws in
      let outcome = try demo.run("pin set --forgotten --yes --pin-file -", input: Demo.otherPIN)
      #expect(outcome.status == 0)
      #expect(outcome.text.contains("Locked until the old PIN is set again: 3 backups on another card."))
    }
  }

  /// Backups that were deleted on purpose raise no alarm.
  @Test(arguments: ["backup delete-all --yes", "backup delete latest --yes"])
  func deletedBefore(_ command: String) throws {
    try Demo.with { demo throws in
      try demo.create()
      #expect(try demo.run(command).status == 0)
      try demo.must("rm -r demo/card && mkdir demo/card")
      #expect(try demo.run(PINChangeTests.change, input: PINChangeTests.digits).status == 0)
    }
  }
}
