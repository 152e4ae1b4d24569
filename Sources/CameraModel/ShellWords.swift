/// Why a command line cannot be taken apart into words.
package enum ShellWordsProblem: Error, Equatable {
  /// More bytes than this.
  case tooLong(Int)
  /// More words than this.
  case tooMany(Int)
  /// A quotation mark has no second one, or a backslash is the last character.
  case unbalanced
  /// A line end outside quotes: a shell would take what follows for another command.
  case severalLines
}

/// A command line as words, with the quoting of a POSIX shell (XCU 2.2): `'…'`, `"…"` and `\`.
///
/// Nothing is expanded and no character separates commands: `$`, a backquote, `;`, `|`, `~` and `#` stand for
/// themselves, also outside quotes. What a shell would do with them never happens.
package enum ShellWords {
  /// Bytes of a line. No command needs more, and a parser of options takes its time for each word.
  package static let longest = 32_768
  /// Words of a line.
  package static let most = 1_000

  /// The words of a line, in time that grows with its length only.
  package static func split(_ line: String) throws(ShellWordsProblem) -> [String] {
    guard line.utf8.count <= longest else { throw .tooLong(longest) }
    var scanner = Scanner()
    for byte in line.utf8 { try scanner.take(byte) }
    return try scanner.finish()
  }

  /// A text cut at the commas outside quotes. Quotes and backslashes stay as they are.
  static func parts(_ text: String) -> [String] {
    var parts: [[UInt8]] = [[]]
    var scanner = Scanner()
    for byte in text.utf8 {
      if byte == 0x2C, scanner.isBare {
        parts.append([])
      } else {
        parts[parts.count - 1].append(byte)
      }
      // What is wrong with a part is found when its words are asked for.
      try? scanner.take(byte)
    }
    return parts.map { String(decoding: $0, as: UTF8.self) }
  }
}

/// Reads a line byte by byte.
private struct Scanner {
  private enum Quoting {
    case none, single, double
  }

  private var words: [String] = []
  /// The word that is being read; `nil` between words.
  private var word: [UInt8]?
  private var quoting = Quoting.none
  private var isEscaped = false
  private var hasLineEnd = false

  /// Whether the next byte is not quoted and not behind a backslash.
  var isBare: Bool { quoting == .none && !isEscaped }

  mutating func take(_ byte: UInt8) throws(ShellWordsProblem) {
    if isEscaped {
      isEscaped = false
      return try takeEscaped(byte)
    }
    switch (quoting, byte) {
    case (.none, 0x20), (.none, 0x09): try endWord()
    case (.none, 0x0A), (.none, 0x0D):
      try endWord()
      hasLineEnd = true
    case (.none, 0x27): try begin(.single)
    case (.none, 0x22): try begin(.double)
    case (.single, 0x27), (.double, 0x22): quoting = .none
    case (.none, 0x5C), (.double, 0x5C): isEscaped = true
    case (.none, _), (.single, _), (.double, _): try append(byte)
    }
  }

  /// Between double quotes a backslash is itself, unless it is before one of `$`, a backquote, `"`, `\` and a line end.
  private mutating func takeEscaped(_ byte: UInt8) throws(ShellWordsProblem) {
    // A backslash before a line end continues the line.
    guard byte != 0x0A else { return }
    if quoting == .double, ![0x24, 0x60, 0x22, 0x5C].contains(byte) { try append(0x5C) }
    try append(byte)
  }

  private mutating func begin(_ quoting: Quoting) throws(ShellWordsProblem) {
    try beginWord()
    self.quoting = quoting
  }

  private mutating func append(_ byte: UInt8) throws(ShellWordsProblem) {
    try beginWord()
    word?.append(byte)
  }

  private mutating func beginWord() throws(ShellWordsProblem) {
    guard !hasLineEnd else { throw .severalLines }
    if word == nil { word = [] }
  }

  private mutating func endWord() throws(ShellWordsProblem) {
    guard let word else { return }
    guard words.count < ShellWords.most else { throw .tooMany(ShellWords.most) }
    words.append(String(decoding: word, as: UTF8.self))
    self.word = nil
  }

  mutating func finish() throws(ShellWordsProblem) -> [String] {
    guard isBare else { throw .unbalanced }
    try endWord()
    return words
  }
}
