private import CSodium

/// Anonymous public-key encryption (X25519, XSalsa20-Poly1305): anyone with the public key seals, the secret key opens.
package enum SealedBox {
  /// Length of a public or secret key, 32 bytes.
  package static let keyLength = 32
  /// Bytes that a box is longer than its message, 48.
  package static let overhead = 48

  /// Makes a key pair (`crypto_box_keypair`).
  ///
  /// - Throws: `SodiumError.noMemory` when there is no guarded memory.
  package static func makeKeyPair() throws(SodiumError) -> KeyPair {
    let secretKey = try SecretBytes(count: keyLength)
    var publicKey = [UInt8](repeating: 0, count: keyLength)
    let status = unsafe crypto_box_keypair(&publicKey, secretKey.base)
    precondition(status == 0)
    return KeyPair(publicKey: publicKey, secretKey: secretKey)
  }

  /// The public key of `secretKey` (`crypto_scalarmult_base`).
  package static func publicKey(of secretKey: borrowing SecretBytes) -> [UInt8] {
    precondition(secretKey.count == keyLength)
    var publicKey = [UInt8](repeating: 0, count: keyLength)
    let status = unsafe crypto_scalarmult_base(&publicKey, secretKey.base)
    precondition(status == 0)
    return publicKey
  }

  /// Seals `message` for the holder of the secret key (`crypto_box_seal`); the result is `overhead` bytes longer.
  ///
  /// - Throws: `SodiumError.forged` when `publicKey` is a point of low order.
  package static func seal(_ message: borrowing SecretBytes, for publicKey: [UInt8]) throws(SodiumError) -> [UInt8] {
    try initializeLibrary()
    precondition(publicKey.count == keyLength)
    var box = [UInt8](repeating: 0, count: message.count + overhead)
    guard unsafe crypto_box_seal(&box, message.base, UInt64(message.count), publicKey) == 0 else { throw .forged }
    return box
  }

  /// Opens `box` (`crypto_box_seal_open`).
  ///
  /// - Throws: `SodiumError.forged` when it was not sealed for this key, or was altered.
  package static func open(
    _ box: [UInt8], publicKey: [UInt8], secretKey: borrowing SecretBytes
  ) throws(SodiumError) -> SecretBytes {
    precondition(box.count >= overhead && publicKey.count == keyLength && secretKey.count == keyLength)
    let message = try SecretBytes(count: box.count - overhead)
    let status = unsafe crypto_box_seal_open(message.base, box, UInt64(box.count), publicKey, secretKey.base)
    guard status == 0 else { throw .forged }
    return message
  }
}

/// An X25519 key pair.
package struct KeyPair: ~Copyable {
  /// 32 bytes, not secret.
  package let publicKey: [UInt8]
  /// 32 bytes.
  package let secretKey: SecretBytes
}
