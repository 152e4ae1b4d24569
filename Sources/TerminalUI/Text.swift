/// Text as it fits into columns.
package enum Text {
  /// The columns that a text takes.
  package static func columns(_ text: String) -> Int {
    text.unicodeScalars.reduce(0) { $0 + $1.shown.columns }
  }

  /// The text with `?` for what could steer a terminal, cut to at most `width` columns; a cut text ends with `>`.
  package static func fitted(_ text: String, to width: Int) -> String {
    var result = String.UnicodeScalarView()
    let isCut = columns(text) > width
    var left = isCut ? width - 1 : width
    for scalar in text.unicodeScalars.lazy.map(\.shown) {
      guard scalar.columns <= left else { break }
      result.append(scalar)
      left -= scalar.columns
    }
    if isCut, width > 0 { result.append(">") }
    return String(result)
  }

  /// The text fitted and filled with blanks to exactly `width` columns.
  package static func padded(_ text: String, to width: Int) -> String {
    let fitted = fitted(text, to: width)
    return fitted + String(repeating: " ", count: max(width - columns(fitted), 0))
  }

  /// The text fitted and filled with blanks on the left to exactly `width` columns.
  package static func alignedRight(_ text: String, to width: Int) -> String {
    let fitted = fitted(text, to: width)
    return String(repeating: " ", count: max(width - columns(fitted), 0)) + fitted
  }

  /// The text in lines of at most `width` columns. Lines end at blanks where there are any.
  package static func wrapped(_ text: String, to width: Int) -> [String] {
    guard width > 0 else { return [] }
    var lines: [String] = []
    var line = ""
    for word in text.split(separator: " ").flatMap({ pieces(of: String($0), width) }) {
      if line.isEmpty {
        line = word
      } else if columns(line) + 1 + columns(word) <= width {
        line += " " + word
      } else {
        lines.append(line)
        line = word
      }
    }
    return line.isEmpty ? lines : lines + [line]
  }

  /// A word in pieces that fit.
  private static func pieces(of word: String, _ width: Int) -> [String] {
    guard columns(word) > width else { return [word] }
    var pieces: [String] = []
    var piece = String.UnicodeScalarView()
    var used = 0
    for scalar in word.unicodeScalars {
      if used + scalar.shown.columns > width {
        pieces.append(String(piece))
        piece = String.UnicodeScalarView()
        used = 0
      }
      piece.append(scalar)
      used += scalar.shown.columns
    }
    return pieces + [String(piece)]
  }
}
