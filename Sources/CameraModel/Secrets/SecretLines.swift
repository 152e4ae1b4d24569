/// Masks a text line by line: a secret may begin on one line and continue on others.
package struct SecretLines {
  private let mask: SecretMask
  private var hidden = HiddenLines.none

  /// - Parameter mask: what counts as a secret.
  package init(_ mask: SecretMask) {
    self.mask = mask
  }

  /// The next line of the text, without its end, with stars for its secrets.
  package mutating func next(_ line: [UInt8]) -> [UInt8] {
    var scanner = SecretScanner(line, mask)
    scanner.run()
    guard hidden.reaches(line) else {
      hidden = section(line) ? .section : isSectionEnd(line) ? .none : scanner.following
      return scanner.output
    }
    let isBlank = line.allSatisfy(ASCII.isSpace)
    let shown = isBlank ? line : hidden.masked(line)
    if !isBlank { hidden = hidden.after(line, scanner.following) }
    return shown
  }

  private func isSectionEnd(_ line: [UInt8]) -> Bool {
    line.drop(while: ASCII.isSpace).starts(with: "ENDSECTION".utf8)
  }

  /// Whether a line begins `SECTION users`, or another section whose name is one of a secret.
  private func section(_ line: [UInt8]) -> Bool {
    let words = line.split(whereSeparator: ASCII.isSpace)
    guard words.count == 2, words[0].elementsEqual("SECTION".utf8) else { return false }
    return words[1].elementsEqual("users".utf8) || mask.hides(line, words[1].startIndex..<words[1].endIndex)
  }
}

/// Which lines after one are hidden.
enum HiddenLines: Equatable {
  case none
  /// Up to the END of a private key.
  case privateKey
  /// Those that are indented more than `column`, and where it is a list, its items in that column.
  case indented(column: Int, withList: Bool)
  /// Up to the bracket that closes the last of so many.
  case brackets(Int)
  /// Up to the closing quote.
  case quoted(UInt8)
  /// The next, and the one after it where that ends with a backslash again.
  case continued
  /// The next that is not empty, with what is indented more.
  case next
  /// Up to a closing tag.
  case tag([UInt8])
  /// Up to the next line that begins with `[`.
  case heading
  /// Up to `ENDSECTION`.
  case section

  /// Whether a line is hidden.
  func reaches(_ line: [UInt8]) -> Bool {
    let indent = line.prefix(while: ASCII.isSpace).count
    switch self {
    case .none: return false
    case .privateKey, .brackets, .quoted, .continued, .next, .tag: return true
    case .indented(let column, let withList):
      let isItem = withList && indent == column && line.dropFirst(indent).first == 0x2D
      return indent == line.count || indent > column || isItem
    case .heading: return line.dropFirst(indent).first != 0x5B
    case .section: return !line.dropFirst(indent).starts(with: "ENDSECTION".utf8)
    }
  }

  /// A hidden line: nothing is left but its indent, and in a section the name before the value.
  func masked(_ line: [UInt8]) -> [UInt8] {
    let indent = line.prefix(while: ASCII.isSpace)
    let name = line.prefix { Byte.isOfWord($0) || ASCII.isSpace($0) }
    let sign = line.dropFirst(name.count).first
    let hasName = name.count > indent.count && (sign == ASCII.equals || sign == ASCII.colon)
    let isInSection = self == .heading || self == .section
    return (isInSection && hasName ? line.prefix(name.count + 1) : indent) + Array(SecretMask.stars.utf8)
  }

  /// What is hidden after a hidden line.
  ///
  /// - Parameter own: what the line says of those that follow it.
  func after(_ line: [UInt8], _ own: HiddenLines) -> HiddenLines {
    switch self {
    case .none: return own
    case .privateKey: return Self.contains(line, "END ") && Self.contains(line, "-") ? .none : self
    case .indented, .heading, .section: return self
    case .brackets(let depth):
      let left = depth + Self.depth(of: line[...])
      return left > 0 ? .brackets(left) : .none
    case .quoted(let quote): return line.contains(quote) ? .none : self
    case .continued: return line.last == Byte.backslash ? self : .none
    case .next: return own == .none ? .indented(column: SecretScanner.column(of: line), withList: false) : own
    case .tag(let name): return Self.contains(line, "</" + String(decoding: name, as: UTF8.self)) ? .none : self
    }
  }

  /// How many more brackets a text opens than it closes, quotes aside.
  static func depth(of text: ArraySlice<UInt8>) -> Int {
    var (depth, quote, isEscaped) = (0, UInt8(0), false)
    for byte in text {
      if isEscaped {
        isEscaped = false
      } else if byte == Byte.backslash {
        isEscaped = true
      } else if quote != 0 {
        if byte == quote { quote = 0 }
      } else if byte == 0x22 || byte == 0x27 {
        quote = byte
      } else if Byte.openers.contains(byte) {
        depth += 1
      } else if Byte.closing.contains(byte) {
        depth -= 1
      }
    }
    return depth
  }

  static func contains(_ line: [UInt8], _ text: String) -> Bool {
    let wanted = Array(text.utf8)
    guard let first = wanted.first, line.count >= wanted.count else { return false }
    return (0...line.count - wanted.count).contains {
      line[$0] == first && line[$0..<$0 + wanted.count].elementsEqual(wanted)
    }
  }
}
