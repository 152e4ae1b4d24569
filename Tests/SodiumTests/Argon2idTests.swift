import Sodium
import TestSupport
import Testing

struct Argon2idTests {
  @Test func knownAnswers() throws {
    let short = try Argon2id.key(from: secret(Array("1234".utf8)), salt: counting(16), cost: .standard).exposed
    #expect(short == bytes("25aff3856b38697ed256e1face06782e6b80c89602655565b6171a1f8122ba56"))
    let digits = String(repeating: "0123456789", count: 6) + "0123"
    let cost = try #require(Argon2idCost(passes: 4, memoryKiB: 66_560))
    let long = try Argon2id.key(from: secret(Array(digits.utf8)), salt: counting(16), cost: cost).exposed
    #expect(long == bytes("e21152cba9df7c65b345f94715c305171e8eb4d5c394b340a50c182c81644dff"))
  }

  @Test(
    arguments: [
      (3, 65_536, true), (10, 1_048_576, true), (3, 66_560, true), (2, 65_536, false), (11, 65_536, false),
      (0, 65_536, false), (.max, 65_536, false), (3, 65_535, false), (3, 64_512, false), (3, 65_537, false),
      (3, 66_048, false), (3, 1_049_600, false), (3, .max, false), (3, 0, false),
    ] as [(UInt32, UInt32, Bool)])
  func bounds(_ passes: UInt32, _ memoryKiB: UInt32, _ isWithin: Bool) {
    #expect((Argon2idCost(passes: passes, memoryKiB: memoryKiB) != nil) == isWithin)
  }

  @Test func passwordStrings() throws {
    let text = try Argon2id.passwordString(for: secret(Array("correct horse".utf8)))
    #expect(text.hasPrefix("$argon2id$v=19$m=65536,t=2,p=1$"))
    #expect(try Argon2id.verify(secret(Array("correct horse".utf8)), against: text))
    #expect(try !Argon2id.verify(secret(Array("correct horsf".utf8)), against: text))
    #expect(try !Argon2id.verify(secret([]), against: text))
    #expect(try Argon2id.passwordString(for: secret(Array("correct horse".utf8))) != text)
  }

  @Test func passwordStringOfAnotherProgram() throws {
    let text =
      "$argon2id$v=19$m=65536,t=2,p=1$vLpB7/15yJpi7a0KRyH/IQ$gbjAkeryRFrajKa7lhT0WTu41VNuklW4jJ9TsG7f0oQ"
    #expect(try Argon2id.verify(secret(Array("correct horse".utf8)), against: text))
    for count in [0, 1, 30, text.count - 1] {
      #expect(try !Argon2id.verify(secret(Array("correct horse".utf8)), against: String(text.prefix(count))))
    }
  }

  @Test(arguments: ["", "x", "!", "$argon2id$", "*", String(repeating: "$", count: 1_000), "plain text"])
  func noPasswordStrings(_ text: String) throws {
    #expect(try !Argon2id.verify(secret(Array(text.utf8)), against: text))
  }

  private static func text(_ cost: String) -> String {
    "$argon2id$v=19$\(cost)$vLpB7/15yJpi7a0KRyH/IQ$gbjAkeryRFrajKa7lhT0WTu41VNuklW4jJ9TsG7f0oQ"
  }

  @Test(arguments: [
    "m=65536,t=4294967295,p=1", "m=4294967295,t=1,p=1", "m=1048576,t=2,p=1", "m=262144,t=5,p=1", "m=65536,t=17,p=1",
    "m=8,t=131073,p=1", "m=99999999999999999999,t=1,p=1", "m=-1,t=1,p=1", "m=8,t=,p=1", "m=8,t=1", "t=1,m=8,p=1",
    "m=262145,t=1,p=1",
  ])
  func costlyPasswordStrings(_ cost: String) throws {
    #expect(!Argon2id.isAffordable(Self.text(cost)))
  }

  /// A password string is read from a file: it must not decide how long a login computes, here for years.
  @Test func endlessPasswordString() async {
    await #expect(processExitsWith: .success) {
      limitProcessorTime(seconds: 20)
      let text = Argon2idTests.text("m=65536,t=4294967295,p=1")
      let password = try secret(Array("correct horse".utf8))
      let isRight = Argon2id.verify(password, against: text)
      #expect(!isRight)
    }
  }

  @Test(arguments: ["m=65536,t=2,p=1", "m=262144,t=3,p=1", "m=8,t=1,p=1", "m=65536,t=16,p=1", "m=8,t=131072,p=1"])
  func affordablePasswordStrings(_ cost: String) {
    #expect(Argon2id.isAffordable("$argon2id$v=19$\(cost)$salt$hash"))
  }

  @Test func affordableCosts() throws {
    let dearest = try #require(Argon2idCost(passes: 10, memoryKiB: 1_048_576))
    let moderate = try #require(Argon2idCost(passes: 4, memoryKiB: 262_144))
    let long = try #require(Argon2idCost(passes: 5, memoryKiB: 262_144))
    #expect(moderate.isAffordable(to: .standard) && Argon2idCost.standard.isAffordable(to: .standard))
    #expect(!dearest.isAffordable(to: .standard) && !long.isAffordable(to: .standard))
    #expect(dearest.isAffordable(to: dearest) && long.isAffordable(to: dearest))
  }
}
