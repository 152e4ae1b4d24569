/// A command line that `SSH_COMMANDS` permits: whole, or with any words behind it where its last word is `*`.
struct PermittedCommand {
  private static let wildcard = "*"

  private let command: CommandWords
  private let takesMore: Bool

  /// - Returns: `nil` where the line does not begin with a subcommand, has `*` elsewhere than as its last word, or
  ///   cannot be taken apart.
  init?(_ line: String) {
    guard var words = (try? ShellWords.split(line)).map(ShellWords.withoutProgram) else { return nil }
    takesMore = words.last == Self.wildcard
    if takesMore { words.removeLast() }
    guard words.first.map(Self.isSubcommand) ?? false, !words.contains(where: { $0.contains(Self.wildcard) }) else {
      return nil
    }
    command = CommandWords(words)
  }

  private static func isSubcommand(_ word: String) -> Bool {
    ![nil, 0x2D].contains(word.utf8.first) && word.utf8.allSatisfy { (0x61...0x7A).contains($0) || $0 == 0x2D }
  }

  /// Whether these words are the line. `--wait` and `--json` change nothing of what is done: they may be added, and
  /// stand anywhere. A line that has `--json` permits JSON only.
  func permits(_ given: CommandWords) -> Bool {
    guard given.isJSON || !command.isJSON, given.words.count >= command.words.count else { return false }
    return (takesMore || given.words.count == command.words.count)
      && zip(given.words, command.words).allSatisfy { $0.utf8.elementsEqual($1.utf8) }
  }
}

extension ShellWords {
  /// The words without the name of this program before them.
  package static func withoutProgram(_ words: [String]) -> [String] {
    words.first == "camconsole" ? Array(words.dropFirst()) : words
  }
}

extension Settings {
  /// Whether a client over SSH may have a command carried out.
  package func permitsOverSSH(_ given: CommandWords) -> Bool {
    sshCommands.contains { PermittedCommand($0)?.permits(given) ?? false }
  }
}
