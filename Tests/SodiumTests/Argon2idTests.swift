import Sodium
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
}
