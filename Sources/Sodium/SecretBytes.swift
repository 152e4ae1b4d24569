private import CSodium

/// Bytes in guarded memory: locked into RAM where the system permits, between inaccessible pages, and wiped when the
/// owner goes out of scope. Not copyable, not printable, not comparable except in constant time.
///
/// Backed by `GuardedMemory`. Sendable although it holds a pointer: the one owner lends the memory,
/// and writes to it only while it has exclusive access.
@safe package struct SecretBytes: ~Copyable, @unchecked Sendable {
  /// For calls to libsodium in this module, which borrow the owner while they last.
  let base: UnsafeMutablePointer<UInt8>
  /// The number of bytes, 0 or more.
  package let count: Int

  /// Allocates `count` zero bytes.
  ///
  /// - Throws: `SodiumError.noMemory` when `sodium_malloc` fails.
  package init(count: Int) throws(SodiumError) {
    unsafe base = try GuardedMemory.take(count).assumingMemoryBound(to: UInt8.self)
    self.count = count
  }

  /// Allocates `count` bytes and copies them from `source`, which stays the caller's to wipe.
  package init(copying source: Span<UInt8>) throws(SodiumError) {
    try self.init(count: source.count)
    unsafe source.withUnsafeBufferPointer { from in
      if let start = from.baseAddress { unsafe base.update(from: start, count: count) }
    }
  }

  /// `count` bytes from the system's generator (`randombytes_buf`).
  package static func random(count: Int) throws(SodiumError) -> SecretBytes {
    let secret = try SecretBytes(count: count)
    unsafe randombytes_buf(secret.base, count)
    return secret
  }

  deinit {
    unsafe GuardedMemory.giveBack(base, count)
  }

  /// Lends the bytes for reading; they must not outlive `body`.
  package borrowing func withBytes<Result: ~Copyable, Failure: Error>(
    _ body: (Span<UInt8>) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try body(unsafe Span(_unsafeStart: base, count: count))
  }

  /// Lends the bytes for reading and writing; they must not outlive `body`.
  package mutating func withMutableBytes<Result: ~Copyable, Failure: Error>(
    _ body: (inout MutableSpan<UInt8>) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    var span = unsafe MutableSpan(_unsafeStart: base, count: count)
    return try body(&span)
  }

  /// The secret's bytes from `start` on, `length` of them, in guarded memory of their own.
  package borrowing func slice(_ start: Int, _ length: Int) throws(SodiumError) -> SecretBytes {
    try withBytes { (bytes) throws(SodiumError) in
      try SecretBytes(copying: bytes.extracting(start..<start + length))
    }
  }

  /// One secret behind another, in guarded memory of their own.
  package static func joining(
    _ first: borrowing SecretBytes, _ second: borrowing SecretBytes
  ) throws(SodiumError) -> SecretBytes {
    let all = try SecretBytes(count: first.count + second.count)
    unsafe all.base.update(from: first.base, count: first.count)
    unsafe (all.base + first.count).update(from: second.base, count: second.count)
    return all
  }

  /// Compares in a time that depends on the lengths only (`sodium_memcmp`).
  package borrowing func isEqual(to other: borrowing SecretBytes) -> Bool {
    unsafe count == other.count && sodium_memcmp(base, other.base, count) == 0
  }

  /// Overwrites the bytes with zeros now (`sodium_memzero`).
  package mutating func wipe() {
    unsafe sodium_memzero(base, count)
  }
}

extension SecretBytes {
  /// The bytes as the C string without terminator that libsodium takes for texts.
  var characters: UnsafeMutablePointer<CChar> {
    unsafe UnsafeMutableRawPointer(base).assumingMemoryBound(to: CChar.self)
  }
}
