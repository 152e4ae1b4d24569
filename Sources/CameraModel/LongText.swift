/// Values and lines that are too long to be shown whole: the one place where they are cut. What is left out is counted.
package enum LongText {
  /// Characters that are shown.
  static let limit = 240

  /// Two texts that differ. Of long ones that begin alike the beginning is left out.
  package static func cut(_ previous: String, _ new: String) -> (previous: String, new: String) {
    let (own, other) = (previous.unicodeScalars, new.unicodeScalars)
    let same = zip(own, other).prefix { $0 == $1 }.count
    let isLong = max(own.count, other.count) > limit
    let start = isLong && same > 80 ? same - 40 : 0
    return (cut(previous, from: start), cut(new, from: start))
  }

  /// One text alone.
  static func cut(_ text: String, from start: Int = 0) -> String {
    let scalars = text.unicodeScalars
    guard start > 0 || scalars.count > limit else { return text }
    let rest = scalars.dropFirst(start)
    let left = rest.count - limit
    return (start > 0 ? "..." : "") + String(String.UnicodeScalarView(rest.prefix(limit)))
      + (left > 0 ? "... (\(left) more)" : "")
  }
}
