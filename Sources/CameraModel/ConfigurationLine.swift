/// The places of key and value of a `KEY=VALUE` line in the document.
struct ConfigurationPair: Sendable, Equatable {
  let key: Range<Int>
  let value: Range<Int>
}

/// A line of a configuration document, as places in its bytes.
struct ConfigurationLine: Sendable, Equatable {
  enum Kind: Sendable, Equatable {
    case blank
    case comment
    /// `SECTION`, with the place of its name.
    case sectionStart(Range<Int>)
    /// `ENDSECTION`, with the place of its name, which may be empty.
    case sectionEnd(Range<Int>)
    case pair(ConfigurationPair)
    case other
  }

  let kind: Kind
  /// Without the line ending.
  let content: Range<Int>
  /// With the line end: LF, CR LF, CR CR LF (CR LF converted once more) or CR alone. A last line may have none.
  let range: Range<Int>

  var pair: ConfigurationPair? {
    guard case .pair(let pair) = kind else { return nil }
    return pair
  }

  var isTerminated: Bool { content.upperBound < range.upperBound }
}

extension ConfigurationLine {
  /// Finds the lines of a document. A byte order mark before the first line belongs to no line; before another line,
  /// where files were joined, it is in the line's range but not in its content.
  static func split(_ bytes: [UInt8]) -> [ConfigurationLine] {
    var lines: [ConfigurationLine] = []
    var start = ByteOrderMark.end(in: bytes, from: 0)
    while start < bytes.count {
      let text = ByteOrderMark.end(in: bytes, from: start)
      var end = text
      while end < bytes.count, bytes[end] != ASCII.lineFeed, bytes[end] != ASCII.carriageReturn { end += 1 }
      let next = LineEnd.end(in: bytes, at: end)
      lines.append(ConfigurationLine(kind: kind(of: text..<end, in: bytes), content: text..<end, range: start..<next))
      start = next
    }
    return lines
  }

  private static func kind(of line: Range<Int>, in bytes: [UInt8]) -> Kind {
    let text = trimmed(line, in: bytes)
    guard let first = text.first else { return .blank }
    if bytes[first] == ASCII.numberSign { return .comment }
    if let name = name(after: "SECTION", in: text, of: bytes), !name.isEmpty { return .sectionStart(name) }
    if let name = name(after: "ENDSECTION", in: text, of: bytes) { return .sectionEnd(name) }
    return pair(text.lowerBound..<line.upperBound, in: bytes).map { .pair($0) } ?? .other
  }

  private static func name(after word: StaticString, in text: Range<Int>, of bytes: [UInt8]) -> Range<Int>? {
    let count = word.utf8CodeUnitCount
    guard text.count >= count, word.description.utf8.elementsEqual(text.prefix(count).lazy.map { bytes[$0] }) else {
      return nil
    }
    let rest = text.lowerBound + count..<text.upperBound
    guard rest.isEmpty || ASCII.isSpace(bytes[rest.lowerBound]) else { return nil }
    return trimmed(rest, in: bytes)
  }

  private static func pair(_ text: Range<Int>, in bytes: [UInt8]) -> ConfigurationPair? {
    guard let equals = text.first(where: { bytes[$0] == ASCII.equals }) else { return nil }
    let key = trimmed(text.lowerBound..<equals, in: bytes)
    guard !key.isEmpty, key.allSatisfy({ isKeyByte(bytes[$0]) }) else { return nil }
    return ConfigurationPair(key: key, value: equals + 1..<text.upperBound)
  }

  /// Whether a byte may stand in a key: letters, digits, `_`, `-`, `.`, and whatever is not ASCII. Quotes, braces and
  /// spaces may not, so that lines of JSON are not keys.
  static func isKeyByte(_ byte: UInt8) -> Bool {
    ASCII.isLetter(byte) || ASCII.isDigit(byte) || [0x5F, 0x2D, 0x2E].contains(byte) || byte >= 0x80
  }

  /// The range without spaces and tabs at both ends.
  private static func trimmed(_ range: Range<Int>, in bytes: [UInt8]) -> Range<Int> {
    var (start, end) = (range.lowerBound, range.upperBound)
    while start < end, ASCII.isSpace(bytes[start]) { start += 1 }
    while start < end, ASCII.isSpace(bytes[end - 1]) { end -= 1 }
    return start..<end
  }
}

/// The bytes that formats here are made of.
enum ASCII {
  static let lineFeed: UInt8 = 0x0A
  static let carriageReturn: UInt8 = 0x0D
  static let numberSign: UInt8 = 0x23
  static let equals: UInt8 = 0x3D

  static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
  static func isLetter(_ byte: UInt8) -> Bool { (0x61...0x7A).contains(byte | 0x20) }
  /// Space or tab.
  static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }
  static func lowercased(_ byte: UInt8) -> UInt8 { (0x41...0x5A).contains(byte) ? byte | 0x20 : byte }
}
