private import CSodium

/// Authenticated encryption with a shared key: XSalsa20-Poly1305 in libsodium's combined form, authenticator first.
package enum SecretBox {
  /// Length of a key, 32 bytes.
  package static let keyLength = 32
  /// Length of a nonce, 24 bytes.
  package static let nonceLength = 24
  /// Bytes that a box is longer than its message, 16.
  package static let overhead = 16

  /// Seals `message` into `box`, which is `overhead` bytes longer (`crypto_secretbox_easy`).
  ///
  /// A wrong length of nonce, key or box is a programming error and traps.
  package static func seal(
    _ message: Span<UInt8>, nonce: [UInt8], key: borrowing SecretBytes, into box: inout MutableSpan<UInt8>
  ) {
    precondition(nonce.count == nonceLength && key.count == keyLength)
    precondition(box.count == message.count + overhead)
    let status = unsafe box.withUnsafeMutableBufferPointer { to in
      unsafe message.withUnsafeBufferPointer { from in
        unsafe crypto_secretbox_easy(
          to.bytes, from.bytes, UInt64(from.count), nonce, key.base)
      }
    }
    precondition(status == 0)
  }

  /// Opens `box` into `message`, which is `overhead` bytes shorter (`crypto_secretbox_open_easy`).
  ///
  /// - Throws: `SodiumError.forged` when the authenticator does not verify; `message` is then unspecified.
  package static func open(
    _ box: Span<UInt8>, nonce: [UInt8], key: borrowing SecretBytes, into message: inout MutableSpan<UInt8>
  ) throws(SodiumError) {
    precondition(nonce.count == nonceLength && key.count == keyLength)
    precondition(box.count == message.count + overhead)
    let status = unsafe message.withUnsafeMutableBufferPointer { to in
      unsafe box.withUnsafeBufferPointer { from in
        unsafe crypto_secretbox_open_easy(
          to.bytes, from.bytes, UInt64(from.count), nonce, key.base)
      }
    }
    guard status == 0 else { throw .forged }
  }
}

extension UnsafeMutableBufferPointer<UInt8> {
  /// Where the bytes begin, as libsodium takes it; for an empty buffer an address that is never read.
  var bytes: UnsafeMutablePointer<UInt8> {
    unsafe baseAddress ?? UnsafeMutablePointer(bitPattern: 1)!
  }
}

extension UnsafeBufferPointer<UInt8> {
  /// Where the bytes begin, as libsodium takes it; for an empty buffer an address that is never read.
  var bytes: UnsafePointer<UInt8> {
    unsafe baseAddress ?? UnsafePointer(bitPattern: 1)!
  }
}
