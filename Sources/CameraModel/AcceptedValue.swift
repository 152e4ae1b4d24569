/// What a setting accepts.
package enum AcceptedValue: Sendable, Equatable {
  /// Begins with `/`, without NUL.
  case absolutePath(mayBeEmpty: Bool)
  /// At most 64 such paths of at most 255 bytes with commas between them, or nothing.
  case absolutePaths
  /// A name without `/`, not `.` or `..`.
  case fileName(mayBeEmpty: Bool)
  /// The absolute path of a program and its arguments with spaces between them; quotes mean nothing.
  case command(mayBeEmpty: Bool)
  /// A whole number of decimal digits.
  case number(ClosedRange<Int>)
  case oneOf([String])
  /// At most 64 words of at most 255 bytes with spaces between them, or nothing.
  case words
  /// Patterns of paths below the configuration directory, likewise.
  case pathPatterns
  /// Command lines as `backup create *` with commas between them, or nothing.
  case subcommands

  func accepts(_ text: String) -> Bool {
    guard !text.utf8.contains(0) else { return false }
    switch self {
    case .absolutePath(let mayBeEmpty): return text.isEmpty ? mayBeEmpty : text.utf8.first == 0x2F
    case .absolutePaths:
      let paths = SettingText.paths(text)
      return SettingText.areBounded(paths) && paths.allSatisfy { $0.utf8.first == 0x2F }
    case .fileName(let mayBeEmpty): return text.isEmpty ? mayBeEmpty : isFileName(text)
    case .command(let mayBeEmpty): return text.isEmpty ? mayBeEmpty : text.utf8.first == 0x2F
    case .number(let range): return SettingText.number(text, in: range) != nil
    case .oneOf(let choices): return choices.contains(text)
    case .words: return SettingText.areBounded(SettingText.words(text))
    case .pathPatterns:
      let words = SettingText.words(text)
      return SettingText.areBounded(words) && words.allSatisfy { PathPattern($0) != nil }
    case .subcommands: return SettingText.subcommands(text).allSatisfy { PermittedCommand($0) != nil }
    }
  }

  private func isFileName(_ text: String) -> Bool {
    text != "." && text != ".." && text.utf8.count <= 255 && !text.utf8.contains(0x2F)
  }
}

/// How values of settings are written.
enum SettingText {
  /// A number of at most ten decimal digits: no sign, no space.
  static func number(_ text: String, in range: ClosedRange<Int>) -> Int? {
    guard (1...10).contains(text.utf8.count), text.utf8.allSatisfy(ASCII.isDigit), let number = Int(text),
      range.contains(number)
    else { return nil }
    return number
  }

  /// Whether these are few and short enough: each is compared with everything in the configuration.
  static func areBounded(_ words: [String]) -> Bool { words.count <= 64 && words.allSatisfy { $0.utf8.count <= 255 } }

  static func words(_ text: String) -> [String] {
    text.utf8.split(whereSeparator: ASCII.isSpace).map { String(decoding: $0, as: UTF8.self) }
  }

  /// The first of several command lines that is wrong.
  static func wrongSubcommand(_ text: String) -> String {
    subcommands(text).first { PermittedCommand($0) == nil } ?? text
  }

  static func subcommands(_ text: String) -> [String] {
    text.isEmpty ? [] : ShellWords.parts(text).map { trimmed($0.utf8) }
  }

  /// Paths between commas.
  static func paths(_ text: String) -> [String] {
    text.isEmpty ? [] : text.utf8.split(separator: 0x2C, omittingEmptySubsequences: false).map(trimmed)
  }

  private static func trimmed(_ part: some BidirectionalCollection<UInt8>) -> String {
    String(decoding: part.drop(while: ASCII.isSpace).reversed().drop(while: ASCII.isSpace).reversed(), as: UTF8.self)
  }
}
