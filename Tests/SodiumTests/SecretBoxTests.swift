import Sodium
import Testing

struct SecretBoxTests {
  private let sealed = bytes("60230f59918d511effa5fa9ebedd22e456d1fce94bc3a78adbdd41e658f3cd3858c540")

  @Test func knownAnswer() throws {
    #expect(try seal(Known.message) == sealed)
    #expect(try seal([]) == bytes("f49572d6194281e3c87fbb4e2106932c"))
    #expect(try open(sealed) == Known.message)
    #expect(try open(bytes("f49572d6194281e3c87fbb4e2106932c")) == [])
  }

  @Test(arguments: 16..<35)
  func truncated(_ length: Int) throws {
    #expect(throws: SodiumError.forged) { try open(Array(sealed.prefix(length))) }
    #expect(throws: SodiumError.forged) { try open(Array(sealed.suffix(length))) }
  }

  @Test(arguments: 0..<35)
  func flipped(_ offset: Int) throws {
    var box = sealed
    box[offset] ^= 1
    #expect(throws: SodiumError.forged) { try open(box) }
  }

  @Test func otherNonceOrKey() throws {
    #expect(throws: SodiumError.forged) { try open(sealed, nonce: counting(24, from: 101)) }
    #expect(throws: SodiumError.forged) { try open(sealed, key: counting(32, from: 1)) }
  }

  @Test func trapsOnWrongLengths() async {
    await #expect(processExitsWith: .failure) {
      var box = [UInt8](repeating: 0, count: 16)
      var span = box.mutableSpan
      SecretBox.seal([1].span, nonce: counting(24), key: try secret(counting(32)), into: &span)
    }
    await #expect(processExitsWith: .failure) {
      var box = [UInt8](repeating: 0, count: 17)
      var span = box.mutableSpan
      SecretBox.seal([1].span, nonce: counting(23), key: try secret(counting(32)), into: &span)
    }
  }

  private func seal(_ message: [UInt8]) throws -> [UInt8] {
    var box = [UInt8](repeating: 0, count: message.count + SecretBox.overhead)
    var span = box.mutableSpan
    SecretBox.seal(message.span, nonce: Known.nonce, key: try secret(Known.key), into: &span)
    return box
  }

  private func open(
    _ box: [UInt8], nonce: [UInt8] = Known.nonce, key: [UInt8] = Known.key
  ) throws -> [UInt8] {
    var message = [UInt8](repeating: 0, count: box.count - SecretBox.overhead)
    var span = message.mutableSpan
    try SecretBox.open(box.span, nonce: nonce, key: try secret(key), into: &span)
    return message
  }
}
