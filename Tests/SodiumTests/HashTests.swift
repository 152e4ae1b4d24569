import Sodium
import Testing

struct HashTests {
  private let digest = bytes("08c1532a94ae02aa3482c674050180a72609840e8bce3c4925c210c3edf4e14d")

  @Test func keyed() throws {
    #expect(try hash(Known.message) == digest)
    #expect(try hash([]) == bytes("4e51e7a913fc80137da52880fecca175bf81e117d5c68126dc2774033517ea0d"))
  }

  private func hash(_ message: [UInt8]) throws -> [UInt8] {
    KeyedHash.hash(message.span, key: try secret(Known.key))
  }

  @Test func unkeyed() throws {
    var hash = try KeyedHash()
    hash.update(Known.message)
    let digest = hash.finish()
    #expect(digest == bytes("ede12169334c6077da458f82643f0663448d5b638033a56746a741509ce312c0"))
  }

  @Test func inPieces() throws {
    for length in 0...Known.message.count {
      var hash = try KeyedHash(key: secret(Known.key))
      hash.update(Array(Known.message.prefix(length)))
      let rest = Array(Known.message.dropFirst(length))
      hash.update(rest.span)
      let whole = try hash.finishSecret().exposed
      #expect(whole == digest)
    }
  }

  @Test func prefixed() throws {
    let expected = bytes("42909bbae79e4a3fdb609a0e7441b52a44b3cd63176783b4a9c19e6d716bb352")
    let message = Known.message
    let atOnce = KeyedHash.hash(message.span, prefixedBy: 0x0102_0304_0506_0708, key: try secret(Known.key))
    #expect(atOnce == expected)
    var hash = try KeyedHash(key: secret(Known.key))
    hash.update(0x0102_0304_0506_0708 as UInt64)
    hash.update(Known.message)
    let digest = hash.finish()
    #expect(digest == expected)
  }

  @Test func subkeys() throws {
    let key = try secret(Known.key)
    let first = try KeyDerivation.subkey(of: key, 1, context: "cvb-kek_").exposed
    #expect(first == bytes("af3551335b812bad58d8f64f47fba02f24cc9df5ca8137609261661af98761f9"))
    let second = try KeyDerivation.subkey(of: key, 2, context: "cvb-meta").exposed
    #expect(second == bytes("332c4fe27bbc8d7aa80e04aa9fc0ad06783c452eb3df81cf2360f7e3a6994618"))
    let last = try KeyDerivation.subkey(of: key, .max, context: "01234567").exposed
    #expect(last == bytes("a33ff453bfc06d87428dbde82d34fa5bafe0316949f95ab5ff87a394fa545c5c"))
  }
}
