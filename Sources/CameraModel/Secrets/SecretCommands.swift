/// Secrets that only the command or the file they are in tells: `mysql -pSECRET`, `curl --user u:SECRET`,
/// `net use z: \\\\h\\s SECRET`, `&p=SECRET` beside a user, a line of chap-secrets.
struct SecretCommands {
  private let line: [UInt8]
  /// What is between blanks.
  private let words: [ArraySlice<UInt8>]

  init(_ line: [UInt8]) {
    self.line = line
    words = line.split(whereSeparator: ASCII.isSpace)
  }

  /// Where the secrets are, in order, not touching. Every word is looked at a bounded number of times.
  var ranges: [Range<Int>] {
    let all = passwordOption + loginOption + netUse + query + chapSecret
    var ranges: [Range<Int>] = []
    for range in all.sorted(by: { $0.lowerBound < $1.lowerBound }) where !range.isEmpty {
      if range.lowerBound >= ranges.last?.upperBound ?? 0 { ranges.append(range) }
    }
    return ranges
  }

  /// `-pSECRET`, which only some programs take.
  private var passwordOption: [Range<Int>] {
    guard ["mysql", "mariadb", "sshpass", "7z"].contains(where: { HiddenLines.contains(line, $0) }) else { return [] }
    return words.filter { $0.starts(with: "-p".utf8) }.map { $0.startIndex + 2..<$0.endIndex }
  }

  /// `--user u:SECRET`, also where the user is a single letter.
  private var loginOption: [Range<Int>] {
    zip(words, words.dropFirst()).compactMap { option, login in
      guard ["-u", "-U", "--user", "--proxy-user"].contains(where: { option.elementsEqual($0.utf8) }) else {
        return nil
      }
      let text = line[inside(login.startIndex..<login.endIndex)]
      return text.firstIndex(of: ASCII.colon).map { $0 + 1..<text.endIndex }
    }
  }

  /// `net use DRIVE \\\\HOST\\SHARE SECRET`
  private var netUse: [Range<Int>] {
    let names = words.prefix(8).map { $0.map(ASCII.lowercased) }
    let isCommand = zip(names, names.dropFirst()).contains { name, next in
      (name.elementsEqual("net".utf8) || name.elementsEqual("net.exe".utf8)) && next.elementsEqual("use".utf8)
    }
    guard isCommand, let share = words.firstIndex(where: { $0.starts(with: [Byte.backslash, Byte.backslash]) }),
      words.indices.contains(share + 1), words[share + 1].first != Byte.slash
    else { return [] }
    return [inside(words[share + 1].startIndex..<words[share + 1].endIndex)]
  }

  /// `u=NAME&p=SECRET`
  private var query: [Range<Int>] {
    let users = ["u=", "user=", "usr=", "username="]
    return words.flatMap { word -> [Range<Int>] in
      let parts = word.split { Self.marks.contains($0) }
      guard parts.contains(where: { part in users.contains { part.starts(with: $0.utf8) } }) else { return [] }
      return parts.filter { part in
        ["p=", "pw="].contains { part.starts(with: $0.utf8) } && part.startIndex > word.startIndex
      }.map { part in (part.firstIndex(of: ASCII.equals) ?? part.startIndex) + 1..<part.endIndex }
    }
  }

  private static let marks = ByteSet("&?/\"'<>`")

  /// `CLIENT * SECRET ADDRESS` of PPP, each perhaps in quotes.
  private var chapSecret: [Range<Int>] {
    guard (3...4).contains(words.count), Self.isAny(words[1]), words[0].contains(where: ASCII.isLetter),
      !words[0].contains(ASCII.equals), !words[2].elementsEqual("*".utf8)
    else { return [] }
    return [inside(words[2].startIndex..<words[2].endIndex)]
  }

  private static func isAny(_ word: ArraySlice<UInt8>) -> Bool {
    ["*", "\"*\"", "'*'"].contains { word.elementsEqual($0.utf8) }
  }

  /// Without the quotes around it.
  private func inside(_ range: Range<Int>) -> Range<Int> {
    guard range.count > 1, Byte.isQuote(line[range.lowerBound]), line[range.upperBound - 1] == line[range.lowerBound]
    else { return range }
    return range.lowerBound + 1..<range.upperBound - 1
  }
}
