internal import Sodium

/// Reads the text that `ArmorEncoder` makes, line by line. Other text before it, spaces, empty lines and carriage
/// returns are permitted: terminals and tickets add them.
struct ArmorDecoder {
  private enum Place {
    case before
    case inside
    /// Behind the checksum.
    case checked
    case ended
  }

  private var place = Place.before
  private var hash = SHA256.Stream()
  private var line: [UInt8] = []
  /// Lines that were read, for people.
  private var number: Int64 = 0
  /// Bytes of other text before the first line.
  private var preamble = 0
  /// The bits of characters that do not make three bytes yet, and how many characters they are.
  private var group: (bits: UInt32, count: Int) = (0, 0)
  private var isPadded = false

  /// Whether the last line was read.
  var isFinished: Bool { place == .ended }

  /// Reads a line, or a part of one. What a line that ends here holds is added to `output`.
  mutating func read(_ text: ArraySlice<UInt8>, isWhole: Bool, to output: inout [UInt8]) throws(IncomingFault) {
    if place == .before {
      preamble += text.count + (isWhole ? 1 : 0)
      guard preamble <= Armor.longestPreamble else { throw .notABackup }
    }
    line += text.prefix(Armor.longestLine + 1 - line.count)
    // A long line before the first one is other text.
    guard line.count <= Armor.longestLine || place == .before else { throw .text(line: number + 1) }
    if isWhole { try endLine(&output) }
  }

  /// Reads the end of the text, whose last line may have no line end.
  mutating func finish(_ output: inout [UInt8]) throws(IncomingFault) {
    if !line.isEmpty { try endLine(&output) }
    guard place != .before else { throw .notABackup }
  }

  private mutating func endLine(_ output: inout [UInt8]) throws(IncomingFault) {
    let text = Self.trimmed(line)
    let isCommand = place != .inside || text.starts(with: Armor.checksum.utf8)
    let whole = isCommand ? String(decoding: text, as: UTF8.self) : ""
    line.removeAll(keepingCapacity: true)
    number += 1
    switch place {
    case .before: if whole == Armor.begin { place = .inside }
    case .inside where isCommand: try check(whole, &output)
    case .inside: for character in text where !Self.isBlank(character) { try read(character: character, &output) }
    case .checked where whole == Armor.end: place = .ended
    case .checked: guard text.isEmpty else { throw .text(line: number) }
    case .ended: break
    }
  }

  /// A space, a tab, or what Windows and terminals put before a line end.
  private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 || byte == 0x0D }

  private static func trimmed(_ line: [UInt8]) -> ArraySlice<UInt8> {
    // The byte order mark that editors write.
    let start = line.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    let rest = line[start...].drop(while: isBlank)
    return rest.prefix(rest.count - rest.reversed().prefix(while: isBlank).count)
  }

  private mutating func read(character: UInt8, _ output: inout [UInt8]) throws(IncomingFault) {
    if character == Armor.padding {
      guard group.count >= 2 || isPadded else { throw .text(line: number) }
      isPadded = true
      return
    }
    let value = Armor.values[Int(character)]
    guard value < 64, !isPadded else { throw .text(line: number) }
    group = (group.bits << 6 | UInt32(value), group.count + 1)
    if group.count == 4 { put(&output) }
  }

  /// The bytes of a group of two to four characters.
  private mutating func put(_ output: inout [UInt8]) {
    let value = group.bits << UInt32(6 * (4 - group.count))
    for place in 0..<group.count - 1 { output.append(UInt8(truncatingIfNeeded: value >> UInt32(16 - 8 * place))) }
    hash.update(output.span.extracting(output.count - group.count + 1..<output.count))
    group = (0, 0)
  }

  private mutating func check(_ line: String, _ output: inout [UInt8]) throws(IncomingFault) {
    guard group.count != 1 else { throw .text(line: number) }
    if group.count > 0 { put(&output) }
    place = .checked
    guard line.dropFirst(Armor.checksum.count).lowercased() == hash.finish().hexadecimal else { throw .checksum }
  }
}
