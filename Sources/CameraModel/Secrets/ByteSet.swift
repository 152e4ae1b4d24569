/// A set of bytes.
struct ByteSet: Sendable {
  private var bits: (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)

  init(_ text: String) {
    for byte in text.utf8 { insert(byte) }
  }

  init(where isMember: (UInt8) -> Bool) {
    for byte in UInt8.min...UInt8.max where isMember(byte) { insert(byte) }
  }

  func contains(_ byte: UInt8) -> Bool {
    let word =
      switch byte >> 6 {
      case 0: bits.0
      case 1: bits.1
      case 2: bits.2
      default: bits.3
      }
    return word >> UInt64(byte & 63) & 1 == 1
  }

  private mutating func insert(_ byte: UInt8) {
    let bit: UInt64 = 1 << UInt64(byte & 63)
    switch byte >> 6 {
    case 0: bits.0 |= bit
    case 1: bits.1 |= bit
    case 2: bits.2 |= bit
    default: bits.3 |= bit
    }
  }
}

/// Bytes that lines are made of.
enum Byte {
  static let backslash: UInt8 = 0x5C
  static let slash: UInt8 = 0x2F
  static let at: UInt8 = 0x40
  static let less: UInt8 = 0x3C
  static let dash: UInt8 = 0x2D
  static let question: UInt8 = 0x3F
  static let percent: UInt8 = 0x25

  static let quotes = ByteSet("\"'`")
  /// Letters, digits, `_`, `-`, `.`, and whatever is not ASCII.
  static let wordBytes = ByteSet(where: ConfigurationLine.isKeyByte)
  /// What may close behind the name of a pair.
  static let closers = ByteSet("\"'`])}\\")
  /// What may follow the closing quote of a value.
  static let ends = ByteSet(" \t,;&)]}>/|:<")
  /// What may part a pair from the one before.
  static let parts = ByteSet("&?;:,{[(=>")
  static let lists = ByteSet(",{[(")
  static let openers = ByteSet("{[(")
  static let closing = ByteSet("}])")
  static let punctuation = ByteSet(" \t,;>)]}\"'`.!?\\")

  static func isOfWord(_ byte: UInt8) -> Bool { wordBytes.contains(byte) }

  static func isQuote(_ byte: UInt8) -> Bool { quotes.contains(byte) }
}
