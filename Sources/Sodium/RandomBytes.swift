private import CSodium

/// Bytes from the system's generator that need not be kept secret: nonces, salts, identifiers.
package enum RandomBytes {
  /// `count` bytes (`randombytes_buf`).
  package static func make(_ count: Int) throws(SodiumError) -> [UInt8] {
    try initializeLibrary()
    var bytes = [UInt8](repeating: 0, count: count)
    unsafe randombytes_buf(&bytes, count)
    return bytes
  }

  /// A number below `bound` without bias (`randombytes_uniform`).
  package static func uniform(below bound: UInt32) throws(SodiumError) -> UInt32 {
    try initializeLibrary()
    return randombytes_uniform(bound)
  }
}

extension [UInt8] {
  /// Compares public authenticators in a time that depends on the lengths only (`sodium_memcmp`).
  package func isEqualInConstantTime(to other: [UInt8]) -> Bool {
    unsafe count == other.count && sodium_memcmp(self, other, count) == 0
  }
}
