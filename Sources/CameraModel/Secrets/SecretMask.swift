/// Decides which values are not shown: all of `SECTION users`, keys that match a pattern, and secrets inside a value.
package struct SecretMask: Sendable, Equatable {
  /// What stands for a secret.
  package static let stars = "***"

  /// Whether a text has what is shown for a secret in it.
  static func hasStars(_ value: [UInt8]) -> Bool { String(decoding: value, as: UTF8.self).contains(stars) }

  /// Names of which one says that a value is a secret.
  package let patterns: [GlobPattern]

  /// - Parameter patterns: of `SECRET_KEYS`.
  package init(patterns: [GlobPattern]) {
    self.patterns = patterns
  }

  /// Whether the value of a key must be masked as a whole.
  package func hides(_ key: String, in section: String) -> Bool {
    section.utf8.elementsEqual("users".utf8) || patterns.contains { $0.matches(key) }
  }

  /// A value without the secrets in it. The time grows with the length of the value, not faster.
  package func masked(_ value: [UInt8]) -> [UInt8] {
    var scanner = SecretScanner(value, self)
    scanner.run()
    return scanner.output
  }

  /// Whether a word of a text names a secret; also `USERn`, whose value is a password string.
  func hides(_ text: [UInt8], _ word: Range<Int>) -> Bool {
    patterns.contains { $0.matches(text, word) } || Self.isUserKey(text, word)
  }

  private static func isUserKey(_ text: [UInt8], _ word: Range<Int>) -> Bool {
    let name = Array("user".utf8)
    guard word.count > name.count, word.count < 12 else { return false }
    let digits = word.dropFirst(name.count)
    return zip(word, name).allSatisfy { ASCII.lowercased(text[$0]) == $1 }
      && digits.allSatisfy { ASCII.isDigit(text[$0]) }
  }
}

/// A pattern of a name: `*` stands for any bytes or none, `?` for one; letters of ASCII match in either case.
package struct GlobPattern: Sendable, Hashable {
  /// As it was written.
  package let text: String
  /// In lower case.
  private let pattern: [UInt8]

  /// - Parameter text: any; `*` and `?` stand for others.
  package init(_ text: String) {
    self.text = text
    pattern = text.utf8.map(ASCII.lowercased)
  }

  /// Whether the whole name matches. The time grows with the product of both lengths, not worse.
  package func matches(_ name: String) -> Bool {
    let bytes = Array(name.utf8)
    return matches(bytes, bytes.indices)
  }

  /// The same for a name that is part of a text.
  func matches(_ text: [UInt8], _ name: Range<Int>) -> Bool {
    var (atPattern, atName) = (0, name.lowerBound)
    var star: (pattern: Int, name: Int)?
    while atName < name.upperBound {
      let byte = ASCII.lowercased(text[atName])
      if atPattern < pattern.count, pattern[atPattern] == Self.any {
        star = (atPattern, atName)
        atPattern += 1
      } else if atPattern < pattern.count, pattern[atPattern] == Self.one || pattern[atPattern] == byte {
        (atPattern, atName) = (atPattern + 1, atName + 1)
      } else if let former = star {
        // The last star takes one byte more.
        star = (former.pattern, former.name + 1)
        (atPattern, atName) = (former.pattern + 1, former.name + 1)
      } else {
        return false
      }
    }
    return pattern[atPattern...].allSatisfy { $0 == Self.any }
  }

  private static let any: UInt8 = 0x2A
  private static let one: UInt8 = 0x3F
}
