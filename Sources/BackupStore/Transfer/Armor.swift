internal import Sodium

/// A backup file as text: base64 in lines between a line that begins it and one that ends it, with a checksum (section
/// 14.1 of the format).
enum Armor {
  static let begin = "-----BEGIN CAMCONSOLE BACKUP-----"
  static let end = "-----END CAMCONSOLE BACKUP-----"
  static let checksum = "SHA-256: "
  /// Bytes that become one line of 64 characters.
  static let bytesOfLine = 48
  /// Bytes of the longest line that a reader takes.
  static let longestLine = 1_024
  /// Bytes of other text before the first line.
  static let longestPreamble = 65_536

  /// The characters of base64, in the order of their values (RFC 4648, section 4).
  static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
  static let padding = UInt8(ascii: "=")

  /// The value of each byte, 64 and more for one that is not of the alphabet.
  static let values: [UInt8] = {
    var values = [UInt8](repeating: 0xFF, count: 256)
    for (value, character) in alphabet.enumerated() { values[Int(character)] = UInt8(value) }
    return values
  }()
}

/// Makes text of the bytes of a backup file, piece by piece.
package struct ArmorEncoder {
  private var hash = SHA256.Stream()
  /// Bytes that do not fill a line yet.
  private var pending: [UInt8] = []
  private var hasBegun = false

  /// Nothing is encoded yet.
  package init() {}

  /// The lines that these bytes fill.
  package mutating func encode(_ bytes: Span<UInt8>) -> [UInt8] {
    hash.update(bytes)
    var text = start()
    for index in 0..<bytes.count {
      pending.append(bytes[index])
      if pending.count == Armor.bytesOfLine { text += line() }
    }
    return text
  }

  /// What is left, the checksum and the last line.
  package mutating func finish() -> [UInt8] {
    let text = start() + (pending.isEmpty ? [] : line())
    return text + Array((Armor.checksum + hash.finish().hexadecimal + "\n" + Armor.end + "\n").utf8)
  }

  private mutating func start() -> [UInt8] {
    defer { hasBegun = true }
    return hasBegun ? [] : Array((Armor.begin + "\n").utf8)
  }

  private mutating func line() -> [UInt8] {
    defer { pending.removeAll(keepingCapacity: true) }
    return Array((Base64.text(of: pending) + "\n").utf8)
  }
}
