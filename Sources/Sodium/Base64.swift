private import CSodium

/// Base64 with padding (RFC 4648), in a time that depends on the lengths only (`sodium_bin2base64`).
package enum Base64 {
  /// The text of bytes that are not secret.
  package static func text(of bytes: [UInt8]) -> String {
    var text = [CChar](repeating: 0, count: sodium_base64_encoded_len(bytes.count, sodium_base64_VARIANT_ORIGINAL))
    unsafe sodium_bin2base64(&text, text.count, bytes, bytes.count, sodium_base64_VARIANT_ORIGINAL)
    return String(decoding: text.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  /// The text of a secret, in guarded memory.
  ///
  /// - Throws: `SodiumError.noMemory`.
  package static func text(of secret: borrowing SecretBytes) throws(SodiumError) -> SecretBytes {
    let length = sodium_base64_encoded_len(secret.count, sodium_base64_VARIANT_ORIGINAL)
    let text = try SecretBytes(count: length)
    unsafe sodium_bin2base64(text.characters, length, secret.base, secret.count, sodium_base64_VARIANT_ORIGINAL)
    return try text.slice(0, length - 1)
  }

  /// The bytes of a text; `nil` where it is not Base64.
  package static func bytes(of text: [UInt8]) -> [UInt8]? {
    var bytes = [UInt8](repeating: 0, count: text.count / 4 * 3)
    var count = 0
    let characters = text.map { CChar(bitPattern: $0) }
    let status = unsafe sodium_base642bin(
      &bytes, bytes.count, characters, characters.count, nil, &count, nil, sodium_base64_VARIANT_ORIGINAL)
    return status == 0 ? Array(bytes.prefix(count)) : nil
  }

  /// The bytes of a secret text, in guarded memory; `nil` where it is not Base64.
  ///
  /// - Throws: `SodiumError.noMemory`.
  package static func secret(of text: borrowing SecretBytes) throws(SodiumError) -> SecretBytes? {
    let bytes = try SecretBytes(count: text.count / 4 * 3)
    var count = 0
    let status = unsafe sodium_base642bin(
      bytes.base, bytes.count, text.characters, text.count, nil, &count, nil, sodium_base64_VARIANT_ORIGINAL)
    return status == 0 ? try bytes.slice(0, count) : nil
  }
}
