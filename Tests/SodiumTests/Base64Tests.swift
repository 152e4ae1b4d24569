import Testing

@testable import Sodium

struct Base64Tests {
  /// The vectors of RFC 4648.
  static let known = [
    ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="), ("fooba", "Zm9vYmE="),
    ("foobar", "Zm9vYmFy"),
  ]

  @Test(arguments: known) func knownAnswer(_ plain: String, _ text: String) throws {
    let bytes = Array(plain.utf8)
    #expect(Base64.text(of: bytes) == text)
    #expect(Base64.bytes(of: Array(text.utf8)) == bytes)
    let encoded = try Base64.text(of: secret(bytes)).exposed
    #expect(encoded == Array(text.utf8))
    let decoded = try Base64.secret(of: secret(Array(text.utf8)))
    guard let decoded else { throw SodiumError.forged }
    #expect(decoded.exposed == bytes)
  }

  @Test(arguments: ["Z", "Zg", "Zg=", "Zm9v=", "Zm9vYg==x", "Zm9v\n", " Zm9v", "Zm-v", "Zm9vZh=="])
  func whatIsNot(_ text: String) throws {
    #expect(Base64.bytes(of: Array(text.utf8)) == nil)
    let isNothing = try Base64.secret(of: secret(Array(text.utf8))) == nil
    #expect(isNothing)
  }

  @Test func joining() throws {
    let joined = try SecretBytes.joining(secret([1, 2]), secret([3])).exposed
    #expect(joined == [1, 2, 3])
    let empty = try SecretBytes.joining(secret([]), secret([])).count
    #expect(empty == 0)
  }
}
