private import CSodium

/// SHA-256, which every system has a tool for: for fingerprints as OpenSSH shows them, and for a checksum that people
/// compare (`crypto_hash_sha256`).
package enum SHA256 {
  /// The 32-byte digest of a message.
  package static func digest(of message: [UInt8]) -> [UInt8] {
    var stream = Stream()
    stream.update(message.span)
    return stream.finish()
  }

  /// The same, fed piece by piece (`crypto_hash_sha256_init`, `_update`, `_final`).
  package struct Stream {
    private var state = crypto_hash_sha256_state()

    /// Begins an empty message.
    package init() {
      let status = unsafe crypto_hash_sha256_init(&state)
      precondition(status == 0)
    }

    /// Adds bytes to the message.
    package mutating func update(_ bytes: Span<UInt8>) {
      let status = unsafe bytes.withUnsafeBufferPointer { from in
        unsafe crypto_hash_sha256_update(&state, from.bytes, UInt64(from.count))
      }
      precondition(status == 0)
    }

    /// Ends the message and returns its 32-byte digest. Nothing may be added afterwards.
    package mutating func finish() -> [UInt8] {
      var digest = [UInt8](repeating: 0, count: 32)
      let status = unsafe crypto_hash_sha256_final(&state, &digest)
      precondition(status == 0)
      return digest
    }
  }
}
