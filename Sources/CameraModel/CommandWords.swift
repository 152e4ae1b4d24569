/// The words of a command without the options that every command takes, which say how it is done and not what.
package struct CommandWords: Sendable, Equatable {
  /// The rest, in its order.
  package private(set) var words: [String] = []
  /// Whether `--json` was among them.
  package private(set) var isJSON = false
  /// What `--wait` was given, digits only.
  package private(set) var wait: String?

  /// - Parameter given: without the program's name.
  package init(_ given: [String]) {
    var rest = given[...]
    while let word = rest.popFirst() {
      if word == "--" {
        words += [word] + rest
        return
      }
      if word == "--json" {
        isJSON = true
      } else if word == "--wait", let seconds = rest.first, Self.isNumber(seconds) {
        wait = seconds
        rest.removeFirst()
      } else if word.hasPrefix("--wait="), Self.isNumber(word.dropFirst(7)) {
        wait = String(word.dropFirst(7))
      } else {
        words.append(word)
      }
    }
  }

  /// All of them: the options behind the rest, each once.
  package var arguments: [String] {
    let end = words.firstIndex(of: "--") ?? words.endIndex
    let options = (wait.map { ["--wait", $0] } ?? []) + (isJSON ? ["--json"] : [])
    return words[..<end] + options + words[end...]
  }

  private static func isNumber(_ text: some StringProtocol) -> Bool {
    (1...10).contains(text.utf8.count) && text.utf8.allSatisfy(ASCII.isDigit)
  }
}
