private import CSodium

/// SHA-256, for fingerprints as OpenSSH shows them (`crypto_hash_sha256`).
package enum SHA256 {
  /// The 32-byte digest of a message.
  package static func digest(of message: [UInt8]) -> [UInt8] {
    var digest = [UInt8](repeating: 0, count: 32)
    let status = unsafe crypto_hash_sha256(&digest, message, UInt64(message.count))
    precondition(status == 0)
    return digest
  }
}
