/// Decides which values are not shown: all of `SECTION users`, and keys that match a pattern.
package struct SecretMask: Sendable, Equatable {
  package let patterns: [GlobPattern]

  /// - Parameter patterns: of `SECRET_KEYS`.
  package init(patterns: [GlobPattern]) {
    self.patterns = patterns
  }

  /// Whether the value of a key must be masked.
  package func hides(_ key: String, in section: String) -> Bool {
    section.utf8.elementsEqual("users".utf8) || patterns.contains { $0.matches(key) }
  }
}

/// A pattern of a name: `*` stands for any bytes or none, `?` for one; letters of ASCII match in either case.
package struct GlobPattern: Sendable, Hashable {
  package let text: String

  package init(_ text: String) {
    self.text = text
  }

  /// Whether the whole name matches. The time grows with the product of both lengths, not worse.
  package func matches(_ name: String) -> Bool {
    let (pattern, name) = (Array(text.utf8).map(ASCII.lowercased), Array(name.utf8).map(ASCII.lowercased))
    var (atPattern, atName) = (0, 0)
    var star: (pattern: Int, name: Int)?
    while atName < name.count {
      if atPattern < pattern.count, pattern[atPattern] == Self.any {
        star = (atPattern, atName)
        atPattern += 1
      } else if atPattern < pattern.count, [Self.one, name[atName]].contains(pattern[atPattern]) {
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
