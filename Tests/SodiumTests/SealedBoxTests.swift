import Sodium
import Testing

struct SealedBoxTests {
  private let publicKey = bytes("8f40c5adb68f25624ae5b214ea767a6ec94d829d3d7b5e1ad1ba6f3e2138285f")
  /// Of `Known.message`, with the ephemeral key 200, 201, ….
  private let sealed = bytes(
    "4d5bab89b0733d9d8dcecf04f321c90b761b7765a6bdb2bddbfad3e7abdf1f661515eb354f8c05ba479c5d861f4462ef7f3f64e38c62ba5e"
      + "e8233bccf05165ba877b18")

  @Test func knownAnswer() throws {
    #expect(try SealedBox.publicKey(of: secret(Known.key)) == publicKey)
    #expect(try open(sealed) == Known.message)
  }

  @Test func roundTrip() throws {
    let pair = try SealedBox.makeKeyPair()
    let matching = SealedBox.publicKey(of: pair.secretKey)
    #expect(matching == pair.publicKey)
    let box = try SealedBox.seal(secret(Known.message), for: pair.publicKey)
    #expect(box.count == Known.message.count + SealedBox.overhead)
    let opened = try SealedBox.open(box, publicKey: pair.publicKey, secretKey: pair.secretKey).exposed
    #expect(opened == Known.message)
  }

  @Test(arguments: 48..<67)
  func truncated(_ length: Int) throws {
    #expect(throws: SodiumError.forged) { try open(Array(sealed.prefix(length))) }
  }

  @Test(arguments: 0..<67)
  func flipped(_ offset: Int) throws {
    var box = sealed
    box[offset] ^= 1
    #expect(throws: SodiumError.forged) { try open(box) }
  }

  /// A point of low order is no public key.
  @Test func lowOrder() throws {
    #expect(throws: SodiumError.forged) {
      _ = try SealedBox.seal(secret(Known.message), for: [UInt8](repeating: 0, count: 32))
    }
  }

  private func open(_ box: [UInt8]) throws -> [UInt8] {
    try SealedBox.open(box, publicKey: publicKey, secretKey: secret(Known.key)).exposed
  }
}
