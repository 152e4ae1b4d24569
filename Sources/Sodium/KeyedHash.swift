private import CSodium

/// BLAKE2b with a 32-byte key, or none, and 32 bytes out, fed piece by piece (`crypto_generichash_*`).
///
/// Unkeyed it is a digest. The state is wiped when it goes out of scope.
package struct KeyedHash: ~Copyable {
  /// Length of a digest and of a key, 32 bytes.
  package static let length = 32

  private let state: SecretBytes

  private var pointer: OpaquePointer { unsafe OpaquePointer(state.base) }

  /// Begins a hash under `key`, 32 bytes.
  package init(key: borrowing SecretBytes) throws(SodiumError) {
    precondition(key.count == Self.length)
    state = try SecretBytes(count: crypto_generichash_statebytes())
    let status = unsafe crypto_generichash_init(pointer, key.base, Self.length, Self.length)
    precondition(status == 0)
  }

  /// Begins a hash without a key.
  package init() throws(SodiumError) {
    state = try SecretBytes(count: crypto_generichash_statebytes())
    let status = unsafe crypto_generichash_init(pointer, nil, 0, Self.length)
    precondition(status == 0)
  }

  /// Adds bytes to the message.
  package mutating func update(_ bytes: Span<UInt8>) {
    let status = unsafe bytes.withUnsafeBufferPointer { from in
      unsafe crypto_generichash_update(pointer, from.bytes, UInt64(from.count))
    }
    precondition(status == 0)
  }

  /// Adds bytes to the message.
  package mutating func update(_ bytes: [UInt8]) {
    update(bytes.span)
  }

  /// Adds an unsigned integer to the message, eight bytes, little-endian.
  package mutating func update(_ value: UInt64) {
    update((0..<8).map { UInt8(truncatingIfNeeded: value >> ($0 * 8)) })
  }

  /// Ends the message and returns its 32-byte hash. Nothing may be added afterwards.
  package mutating func finish() -> [UInt8] {
    var digest = [UInt8](repeating: 0, count: Self.length)
    let status = unsafe crypto_generichash_final(pointer, &digest, Self.length)
    precondition(status == 0)
    return digest
  }

  /// Ends the message and returns its 32-byte hash in guarded memory, for a hash that is a key.
  package mutating func finishSecret() throws(SodiumError) -> SecretBytes {
    let digest = try SecretBytes(count: Self.length)
    let status = unsafe crypto_generichash_final(pointer, digest.base, Self.length)
    precondition(status == 0)
    return digest
  }

  /// Whether bytes, which are not secret, are all zero (`sodium_is_zero`).
  package static func isZero(_ bytes: Span<UInt8>) -> Bool {
    unsafe bytes.withUnsafeBufferPointer { from in unsafe sodium_is_zero(from.bytes, from.count) == 1 }
  }

  /// The hash of `message` under `key` in one call (`crypto_generichash`).
  package static func hash(_ message: Span<UInt8>, key: borrowing SecretBytes) -> [UInt8] {
    precondition(key.count == length)
    var digest = [UInt8](repeating: 0, count: length)
    let status = unsafe message.withUnsafeBufferPointer { from in
      unsafe crypto_generichash(&digest, length, from.bytes, UInt64(from.count), key.base, length)
    }
    precondition(status == 0)
    return digest
  }

  /// The hash of `prefix`, eight bytes little-endian, and `message` under `key`, without guarded memory of its own:
  /// for the many chunks of a file.
  package static func hash(
    _ message: Span<UInt8>, prefixedBy prefix: UInt64, key: borrowing SecretBytes
  ) -> [UInt8] {
    precondition(key.count == length)
    var digest = [UInt8](repeating: 0, count: length)
    var number = prefix.littleEndian
    unsafe withUnsafeTemporaryAllocation(byteCount: crypto_generichash_statebytes(), alignment: 64) { buffer in
      let state = OpaquePointer(buffer.baseAddress!)
      unsafe crypto_generichash_init(state, key.base, length, length)
      unsafe withUnsafeBytes(of: &number) { bytes in
        _ = unsafe crypto_generichash_update(state, bytes.bindMemory(to: UInt8.self).baseAddress!, UInt64(bytes.count))
      }
      unsafe message.withUnsafeBufferPointer { from in
        _ = unsafe crypto_generichash_update(state, from.bytes, UInt64(from.count))
      }
      unsafe crypto_generichash_final(state, &digest, length)
      unsafe sodium_memzero(buffer.baseAddress!, buffer.count)
    }
    return digest
  }
}
