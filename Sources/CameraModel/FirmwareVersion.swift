/// A version of firmware, as `5.4.1.7`: compared number by number, and text where it is none.
package struct FirmwareVersion: Comparable, Sendable {
  package let text: String

  package init(_ text: String) {
    self.text = text
  }

  private var parts: [Substring] { text.split(whereSeparator: { ".-_ ".contains($0) }) }

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

  package static func == (left: FirmwareVersion, right: FirmwareVersion) -> Bool {
    !(left < right) && !(right < left)
  }
}
