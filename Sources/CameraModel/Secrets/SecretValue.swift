/// What follows the name of a secret.
extension SecretScanner {
  /// Masks the value of a name that was just copied.
  mutating func hideValue(of word: Range<Int>) {
    let closed = end(from: position) { Byte.closers.contains($0) }
    let next = end(from: closed, while: ASCII.isSpace)
    if isClosingTag(word) { return }
    if next < line.count, line[next] == ASCII.equals || line[next] == ASCII.colon {
      hidePair(word, separator: next)
    } else if isTag(word), next < line.count {
      hideTag(word)
    } else if isOnlyPunctuation(from: closed) {
      following = isHeading ? .heading : word.count <= 40 ? .next : .none
    } else if next == closed, closed == word.upperBound, line[next] == Byte.slash {
      // A directory of a path or of a URL.
      hide(to: end(from: position) { !ASCII.isSpace($0) && !Byte.isQuote($0) })
    } else {
      copy(to: next)
      if line.last == 0x7B { following = .brackets(depth(from: position)) }
      // `name: password, value: …` has the secret in the next line.
      if separator(before: word).map({ Self.valueMarks.contains($0) }) ?? false { following = .next }
      hideRest()
    }
  }

  /// `name=value`, `name: value`, `"name": "value"`, `name => value`.
  private mutating func hidePair(_ word: Range<Int>, separator: Int) {
    let sign = end(from: separator + 1, limit: 1) { $0 == ASCII.equals || $0 == 0x3E }
    let start = end(from: sign, while: ASCII.isSpace)
    copy(to: start)
    guard start < line.count, !isBlockMark(at: start) else {
      following = .indented(column: Self.column(of: line), withList: true)
      return copy(to: line.count)
    }
    switch line[start] {
    case 0x22, 0x27, 0x60: hideQuoted(word)
    case Byte.backslash where start + 1 < line.count && Byte.isQuote(line[start + 1]): hideEscapedQuoted()
    case 0x7B, 0x5B, 0x28:
      let depth = depth(from: start)
      if depth > 0 { following = .brackets(depth) }
      hideRest()
    default: hideUnquoted(word, separator: line[separator])
    }
  }

  private mutating func hideQuoted(_ word: Range<Int>) {
    let (start, quote) = (position, line[position])
    var close = start + 1
    while close < line.count, line[close] != quote {
      close += line[close] == Byte.backslash && quote == 0x22 ? 2 : 1
    }
    guard close < line.count else {
      following = .quoted(quote)
      return hide(to: line.count)
    }
    let isEnd = close + 1 == line.count || Byte.ends.contains(line[close + 1])
    // `key="password" value="…"`: the value is the name.
    let isName = isKeyWord(word) && mask.hides(line, start + 1..<close)
    if isName, isOnlyPunctuation(from: close + 1) { following = .next }
    guard isEnd, !isName else { return hideRest() }
    copy(to: start + 1)
    hide(to: close)
    copy(to: close + 1)
  }

  /// JSON in a string: `\"name\": \"value\"`.
  private mutating func hideEscapedQuoted() {
    let quote = line[position + 1]
    var close = position + 2
    while close + 1 < line.count, line[close] != Byte.backslash || line[close + 1] != quote {
      close += line[close] == Byte.backslash ? 2 : 1
    }
    guard close + 1 < line.count else { return hideRest() }
    copy(to: position + 2)
    hide(to: close)
    copy(to: close + 2)
  }

  /// A value without quotes ends before the next pair, if that is parted from this as this is from what stands before.
  private mutating func hideUnquoted(_ word: Range<Int>, separator sign: UInt8) {
    guard let part = separator(before: word), let end = nextPair(after: position, part, sign) else {
      following = .indented(column: Self.column(of: line), withList: false)
      return hideRest()
    }
    hide(to: end)
  }

  /// Where the next pair is parted from the value at `start`; `nil` where none follows.
  private func nextPair(after start: Int, _ part: UInt8, _ sign: UInt8) -> Int? {
    let isList = Byte.lists.contains(part)
    var at = start
    while at < line.count {
      let isPart =
        switch part {
        case 0x3F, 0x26: line[at] == 0x26
        case 0x20: sign == ASCII.equals && ASCII.isSpace(line[at])
        case ASCII.colon: sign == ASCII.equals && line[at] == ASCII.colon
        case 0x3B: line[at] == 0x3B
        default: isList && line[at] == 0x2C
        }
      let next = isPart ? end(from: at + 1, while: ASCII.isSpace) : at + 1
      if isPart, isPair(at: next, orColon: isList) { return at }
      at = next
    }
    return nil
  }

  /// Whether `name=` begins here, or also `"name":`.
  private func isPair(at start: Int, orColon: Bool) -> Bool {
    let quoted = end(from: start, limit: orColon ? 2 : 0) { Self.nameQuotes.contains($0) }
    guard quoted < line.count, ASCII.isLetter(line[quoted]) || line[quoted] == 0x5F else { return false }
    let closed = end(from: end(from: quoted, while: Byte.isOfWord), limit: orColon ? 2 : 0) {
      Self.nameQuotes.contains($0)
    }
    let next = orColon ? end(from: closed, while: ASCII.isSpace) : closed
    return next < line.count && (line[next] == ASCII.equals || orColon && line[next] == ASCII.colon)
  }

  /// `<name>value</name>`; the end may be on another line.
  private mutating func hideTag(_ word: Range<Int>) {
    if line[position] == 0x3E { copy(to: position + 1) }
    let start = position
    var end = start
    while end + 1 < line.count, line[end] != 0x3C || line[end + 1] != Byte.slash,
      line[end] != Byte.slash || line[end + 1] != 0x3E
    { end += 1 }
    guard end + 1 < line.count else {
      following = .tag(Array(line[word]))
      return hide(to: line.count)
    }
    guard isKeyWord(word), mask.hides(line, start..<end) else { return hide(to: end) }
    // `<key>Password</key> <string>…</string>`: the contents are the name.
    following = .next
    hideRest()
  }
}

/// How a line is built around a word.
extension SecretScanner {
  private static let valueMarks = ByteSet(":=>")
  private static let nameQuotes = ByteSet("\"'\\")
  private static let blockSigns = ByteSet("+- \t")

  /// The byte that parts a name from what stands before it, quotes and blanks aside; a blank where there is no other.
  private func separator(before word: Range<Int>) -> UInt8? {
    var at = word.lowerBound - 1
    var isParted = false
    // Long rows of blanks are looked at once for a word each: no longer ones count.
    let limit = max(at - 16, -1)
    while at > limit, ASCII.isSpace(line[at]) || Byte.isQuote(line[at]) || line[at] == Byte.backslash {
      isParted = isParted || ASCII.isSpace(line[at])
      at -= 1
    }
    guard at >= 0 else { return nil }
    return Byte.parts.contains(line[at]) ? line[at] : isParted && line[at] != 0x23 ? 0x20 : nil
  }

  private func isKeyWord(_ word: Range<Int>) -> Bool {
    word.count == 3 && zip(word, "key".utf8).allSatisfy { ASCII.lowercased(line[$0]) == $1 }
  }

  private func tagStart(_ word: Range<Int>) -> Int? {
    var at = word.lowerBound - 1
    let limit = max(at - 48, -1)
    while at > limit, Byte.isOfWord(line[at]) || line[at] == ASCII.colon { at -= 1 }
    return at >= 0 && line[at] == Byte.slash || at >= 0 && line[at] == 0x3C ? at : nil
  }

  private func isTag(_ word: Range<Int>) -> Bool { tagStart(word).map { line[$0] == 0x3C } ?? false }

  private func isClosingTag(_ word: Range<Int>) -> Bool {
    tagStart(word).map { $0 > 0 && line[$0] == Byte.slash && line[$0 - 1] == 0x3C } ?? false
  }

  /// Whether the line is a heading like `[name]`.
  private var isHeading: Bool {
    line.first { !ASCII.isSpace($0) } == 0x5B && line.last { !ASCII.isSpace($0) } == 0x5D
  }

  /// Whether no word follows but that of a closing tag.
  private func isOnlyPunctuation(from start: Int) -> Bool {
    var at = start
    while at < line.count {
      if line[at] == 0x3C, at + 1 < line.count, line[at + 1] == Byte.slash {
        at = end(from: at) { $0 != 0x3E }
      } else if !Byte.punctuation.contains(line[at]) {
        return false
      }
      at += 1
    }
    return true
  }

  /// Whether only `|` or `>` of YAML stands here, with its indicators.
  private func isBlockMark(at start: Int) -> Bool {
    guard line[start] == 0x7C || line[start] == 0x3E, line.count - start < 5 else { return false }
    return line[(start + 1)...].allSatisfy { ASCII.isDigit($0) || Self.blockSigns.contains($0) }
  }

  private func depth(from start: Int) -> Int { HiddenLines.depth(of: line[start...]) }

  /// The column in which a line's text begins, behind the dashes of a list.
  static func column(of line: [UInt8]) -> Int {
    var column = 0
    while column < line.count {
      let isDash = line[column] == 0x2D && column + 1 < line.count && ASCII.isSpace(line[column + 1])
      guard isDash || ASCII.isSpace(line[column]) else { break }
      column += 1
    }
    return column
  }
}
