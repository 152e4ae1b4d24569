/// A version of firmware, as `5.4.1.7`: compared number by number, and as text between
/// them.
package struct FirmwareVersion: Comparable, Sendable {
  /// As the camera writes it.
  package let text: String

  /// - Parameter text: as the camera writes it.
  package init(_ text: String) {
    self.text = text
  }

  /// Numbers and what is between them: `5.4.1-r3` has the parts 5, 4, 1, r, 3.
  private var parts: [Substring] {
    text.split(whereSeparator: { ".-_ ".contains($0) }).flatMap { part in
      var (rest, parts) = (part, [Substring]())
      while let first = rest.first {
        let run = rest.prefix { Self.isDigit($0) == Self.isDigit(first) }
        parts.append(run)
        rest = rest.dropFirst(run.count)
      }
      return parts
    }
  }

  private static func isDigit(_ character: Character) -> Bool { ("0"..."9").contains(character) }

  /// By the numbers in it, one after the other.
  package static func < (left: FirmwareVersion, right: FirmwareVersion) -> Bool {
    for (mine, other) in zip(left.parts, right.parts) where mine != other {
      if let mine = Int(mine), let other = Int(other) {
        guard mine == other else { return mine < other }
      } else {
        return mine.utf8.lexicographicallyPrecedes(other.utf8)
      }
    }
    return left.parts.count < right.parts.count
  }

  /// The same numbers.
  package static func == (left: FirmwareVersion, right: FirmwareVersion) -> Bool {
    !(left < right) && !(right < left)
  }
}
