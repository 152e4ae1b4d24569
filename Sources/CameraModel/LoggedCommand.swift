/// A command as the log shows it: people type a PIN or a password where none belongs.
package enum LoggedCommand {
  /// Words that are looked at; the log takes no more of a line.
  private static let mostWords = 40
  private static let secretOptions = SecretMask(patterns: Settings().secretKeys.map { GlobPattern($0) })

  /// - Parameter given: the words as they were given, the program's name perhaps among them.
  /// - Returns: the words with spaces between them, and `***` in the place of what may be a secret.
  package static func text(_ given: [String]) -> String {
    let words = given.prefix(mostWords).flatMap { $0.utf8.prefix(1_024).split(separator: 0x20).map(word) }
    let command = ShellWords.withoutProgram(words.filter { !$0.isEmpty })
    let start = beginning(of: command)
    let names = command[start...].prefix(2)
    let isOfKeys = names.elementsEqual(["config", "set"])
    let takesSecrets = ["pin", "users"].contains(names.first) || isOfKeys
    var isSecretNext = false
    return command.enumerated().map { index, word in
      defer { isSecretNext = word.hasPrefix("--") && !word.contains("=") && isSecret(word) }
      return isSecretNext || isHidden(word, at: index - start, takesSecrets) ? masked(word, isOfKeys) : word
    }.joined(separator: " ")
  }

  /// Where the subcommand is: behind the options that may be before it.
  private static func beginning(of command: [String]) -> Int {
    var index = 0
    while index < command.count, command[index].hasPrefix("--") {
      index += ["--settings", "--demo-dir", "--wait"].contains(command[index]) ? 2 : 1
    }
    return min(index, command.count)
  }

  private static func word(_ bytes: Substring.UTF8View.SubSequence) -> String { String(decoding: bytes, as: UTF8.self) }

  private static func isSecret(_ option: String) -> Bool { secretOptions.hides(option, in: "") }

  /// Whether a word may be a secret: an argument of a command that asks for one, digits that are not the id of a
  /// backup, or the value of an option of such a name.
  private static func isHidden(_ word: String, at index: Int, _ takesSecrets: Bool) -> Bool {
    if word.hasPrefix("-") { return word.contains("=") && (takesSecrets || isSecret(word)) }
    if takesSecrets { return index > 1 }
    return word.utf8.count >= 4 && word.utf8.allSatisfy { (0x30...0x39).contains($0) }
      && !(index == 2 && word.utf8.count == 8)
  }

  /// - Parameter isOfKeys: what is before the sign is the name of a key.
  private static func masked(_ word: String, _ isOfKeys: Bool) -> String {
    let hasName = word.hasPrefix("-") || isOfKeys && word.contains("=")
    return hasName ? String(word.prefix { $0 != "=" }) + "=***" : "***"
  }
}
