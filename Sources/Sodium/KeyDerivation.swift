private import CSodium

/// Subkeys of a master key: BLAKE2b keyed with it (`crypto_kdf_derive_from_key`).
package enum KeyDerivation {
  /// Derives 32 bytes.
  ///
  /// - Parameters:
  ///   - key: the master key, 32 bytes.
  ///   - identifier: the subkey's number.
  ///   - context: eight ASCII characters.
  package static func subkey(
    of key: borrowing SecretBytes, _ identifier: UInt64, context: StaticString
  ) throws(SodiumError) -> SecretBytes {
    precondition(key.count == 32 && context.utf8CodeUnitCount == 8)
    let subkey = try SecretBytes(count: 32)
    let status = unsafe context.utf8Start.withMemoryRebound(to: CChar.self, capacity: 8) { name in
      unsafe crypto_kdf_derive_from_key(subkey.base, subkey.count, identifier, name, key.base)
    }
    precondition(status == 0)
    return subkey
  }
}
