/// Masks the secrets of one line: values behind names that match `SECRET_KEYS`, user and password of a URL,
/// `user:password`, password strings and private keys.
///
/// A name is any word that matches, in whatever syntax it stands: what follows it is masked up to the end of the line,
/// unless its end is certain (a closing quote, or the name of the next pair). In doubt more is masked. Every byte is
/// looked at a bounded number of times, whatever the line holds.
struct SecretScanner {
  let mask: SecretMask
  let line: [UInt8]
  /// The line with stars for its secrets, up to `position`.
  var output: [UInt8] = []
  /// The next byte to look at.
  var position = 0
  /// What the line says of those that follow it.
  var following = HiddenLines.none
  /// The token that was looked through for `@` last.
  var url = SecretURL()
  /// The last `@` of the line.
  let lastAt: Int?
  /// No `user:password` begins before this.
  var plainEnd = 0
  /// What the command or the file tells, the last first.
  private var known: [Range<Int>]

  init(_ line: [UInt8], _ mask: SecretMask) {
    self.line = line
    self.mask = mask
    lastAt = line.lastIndex(of: Byte.at)
    known = SecretCommands(line).ranges.reversed()
  }

  mutating func run() {
    output.reserveCapacity(line.count)
    while position < line.count {
      guard !hideKnown(), !hideHash(), !hideURL(), !hideLogin(), !hideWord() else { continue }
      copy(to: position + 1)
    }
  }

  mutating func copy(to end: Int) {
    guard position < end else { return }
    output += line[position..<end]
    position = end
  }

  mutating func hide(to end: Int) {
    guard position < end else { return }
    output += SecretMask.stars.utf8
    position = end
  }

  /// Masks everything up to the end of the line; the line may continue behind a backslash.
  mutating func hideRest() {
    if line.last == Byte.backslash { following = .continued }
    hide(to: line.count)
  }

  private mutating func hideKnown() -> Bool {
    guard let next = known.last, position >= next.lowerBound else { return false }
    known.removeLast()
    guard position < next.upperBound else { return false }
    hide(to: next.upperBound)
    return true
  }

  /// Goes through a word; what follows it is masked when it names a secret.
  private mutating func hideWord() -> Bool {
    guard Byte.isOfWord(line[position]) else { return false }
    let word = position..<min(end(from: position, while: Byte.isOfWord), known.last?.lowerBound ?? .max)
    copy(to: word.upperBound)
    if isPrivateKey(word) {
      hideRest()
      following = HiddenLines.contains(line, "-----END") ? .none : .privateKey
    } else if mask.hides(line, word) {
      hideValue(of: word)
    }
    return true
  }

  /// Whether a word is the BEGIN of a private key.
  private func isPrivateKey(_ word: Range<Int>) -> Bool {
    guard line[word].suffix(5).elementsEqual("BEGIN".utf8) else { return false }
    let isDashed = line[max(word.lowerBound - 2, 0)..<word.upperBound].contains(0x2D)
    let label = String(decoding: line[word.upperBound..<min(word.upperBound + 48, line.count)], as: UTF8.self)
    return isDashed && label.lowercased().contains("key") && !label.contains("PUBLIC")
  }

  /// Masks a password string of `crypt`: `$ID$…` up to a colon, blank or quote.
  private mutating func hideHash() -> Bool {
    guard line[position] == 0x24 else { return false }
    let name =
      position + 1..<end(from: position + 1, limit: 17) { ASCII.isLetter($0) || ASCII.isDigit($0) || $0 == 0x2D }
    guard (1...16).contains(name.count), name.upperBound < line.count, line[name.upperBound] == 0x24 else {
      return false
    }
    hide(to: end(from: name.upperBound) { $0 != ASCII.colon && !Byte.isQuote($0) && !ASCII.isSpace($0) && $0 != 0x3C })
    return true
  }

  /// Where the bytes that satisfy a condition end.
  func end(from start: Int, limit: Int = .max, while condition: (UInt8) -> Bool) -> Int {
    var end = start
    while end < line.count, end - start < limit, condition(line[end]) { end += 1 }
    return end
  }
}
