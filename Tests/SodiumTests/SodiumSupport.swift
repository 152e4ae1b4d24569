import Sodium

/// The bytes that hexadecimal digits spell.
func bytes(_ text: String) -> [UInt8] {
  let digits = Array(text.utf8)
  return stride(from: 0, to: digits.count, by: 2).map { index in
    UInt8(String(decoding: digits[index..<index + 2], as: UTF8.self), radix: 16)!
  }
}

/// As many bytes, each one more than the one before.
func counting(_ count: Int, from start: UInt8 = 0) -> [UInt8] {
  (0..<count).map { start &+ UInt8(truncatingIfNeeded: $0) }
}

func secret(_ bytes: [UInt8]) throws -> SecretBytes {
  try SecretBytes(copying: bytes.span)
}

extension SecretBytes {
  /// A copy outside guarded memory, for comparison.
  var exposed: [UInt8] { withBytes { span in span.indices.map { span[$0] } } }
}

/// What the known answers are made of. They were computed with Python's hashlib and PyNaCl:
///
///     k = bytes(range(32)); n = bytes(range(100, 124)); m = b"The quick brown fox"
enum Known {
  static let key = counting(32)
  static let nonce = counting(24, from: 100)
  static let message = Array("The quick brown fox".utf8)
}
