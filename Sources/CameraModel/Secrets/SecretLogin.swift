/// What was found in the token that a URL lies in.
struct SecretURL {
  /// Where the token ends; it was looked through up to there.
  var end = 0
  /// The last `@`, plain and as `%40`.
  var at: Int?
  var encodedAt: Int?
  /// The last `@` before the first `?`.
  var pathAt: Int?
}

/// Users and passwords without a name before them.
extension SecretScanner {
  private static let hostEnds = ByteSet("/?#\\")
  private static let urlEnds = ByteSet("\"<>`")
  private static let loginSigns = ByteSet("@%+")
  private static let noPassword = ByteSet("\"'=:,;")
  private static let tokenStarts = ByteSet("\"'`=,;>([{|")
  private static let addressSigns = ByteSet(".:,/-")
  /// What has numbers. No usual name of a user is one of them, because a password may be as short as a number.
  private static let numberedThings = [
    "output", "input", "relay", "port", "channel", "preset", "stream", "sensor", "led", "signal", "line", "slot",
  ]

  /// Masks the password in `//user:password@`, and a token in `//token@`. The slashes may be `\/\/` or `%2F%2F`.
  mutating func hideURL() -> Bool {
    guard let start = afterSlashes(position) else { return false }
    if position >= url.end { lookThroughURL() }
    let isEncoded = line[position] == 0x25
    guard let end = isEncoded ? url.encodedAt : loginEnd(from: start), end > start else { return false }
    copy(to: start)
    let user = start..<self.end(from: start, limit: end - start) { $0 != ASCII.colon }
    // An empty password says that the token is in the place of the user.
    if !isEncoded, user.count <= 16, user.upperBound + 1 < end { copy(to: user.upperBound + 1) }
    hide(to: end)
    return true
  }

  private func afterSlashes(_ start: Int) -> Int? {
    guard line[start] == Byte.slash || line[start] == Byte.backslash || line[start] == Byte.percent else { return nil }
    for slashes in ["//", "\\/\\/", "%2F%2F", "%2f%2f"] {
      let end = start + slashes.utf8.count
      if end <= line.count, line[start..<end].elementsEqual(slashes.utf8) { return end }
    }
    return nil
  }

  /// Where user and password end: at the last `@`, because passwords may have one.
  private func loginEnd(from start: Int) -> Int? {
    guard let last = lastAt, last >= start else { return nil }
    let host = start..<end(from: start, limit: max(url.end - start, 0)) { !Self.hostEnds.contains($0) }
    let colon = line[host].firstIndex(of: ASCII.colon)
    let isPort = colon.map { line[($0 + 1)..<host.upperBound].allSatisfy(ASCII.isDigit) } ?? true
    // A password may have a blank, though a URL may not.
    if !isPort, url.at == nil { return line[host].first == 0x5B ? nil : last }
    return line[host].contains(Byte.at) || !isPort ? url.at : url.pathAt
  }

  /// Looks for `@` in the token at `position`: up to a blank, a quote or a bracket.
  private mutating func lookThroughURL() {
    url = SecretURL(end: position)
    let before = max(position - 1, 0)
    var scheme = before
    while scheme > 0, before - scheme < 24, Byte.isOfWord(line[scheme - 1]) { scheme -= 1 }
    let opener = scheme > 0 ? line[scheme - 1] : 0
    var hasQuery = false
    while url.end < line.count {
      let byte = line[url.end]
      if ASCII.isSpace(byte) || Self.urlEnds.contains(byte) || byte == 0x27 && opener == 0x27 { break }
      if byte == 0x3F { hasQuery = true }
      if byte == Byte.at { url.at = url.end }
      if byte == Byte.at, !hasQuery { url.pathAt = url.end }
      if byte == 0x25, line[url.end...].prefix(3).elementsEqual("%40".utf8) { url.encodedAt = url.end }
      url.end += 1
    }
  }

  /// Masks what follows the colon of `user:password`, as in the files of htpasswd and passwd.
  ///
  /// Not of addresses and times, nor of MOBOTIX' profile lines, whose colons part pairs.
  mutating func hideLogin() -> Bool {
    guard position >= plainEnd, isTokenStart else { return false }
    let name = position..<end(from: position, limit: 64) { Byte.isOfWord($0) || Self.loginSigns.contains($0) }
    guard name.count > 1, name.upperBound + 1 < line.count, line[name.upperBound] == ASCII.colon else { return false }
    let start = name.upperBound + 1
    guard !ASCII.isSpace(line[start]), !Self.noPassword.contains(line[start]), afterSlashes(start) == nil,
      !mask.hides(line, name)
    else { return false }
    let end = tokenEnd
    guard !isProfile(start..<end), !isAddress(name.lowerBound..<end), !isScheme(name, start..<end),
      !isNumbered(name.lowerBound..<end)
    else {
      plainEnd = end
      return false
    }
    copy(to: start)
    hide(to: end)
    return true
  }

  private var isTokenStart: Bool {
    position == 0 || ASCII.isSpace(line[position - 1]) || Self.tokenStarts.contains(line[position - 1])
  }

  private var tokenEnd: Int {
    let opener = position > 0 ? line[position - 1] : 0
    if Byte.isQuote(opener) { return end(from: position) { $0 != opener } }
    return end(from: position) { !ASCII.isSpace($0) && !(opener == 0x3E && $0 == 0x3C) }
  }

  /// `_profilename=desk:userid=201:…`
  private func isProfile(_ range: Range<Int>) -> Bool {
    var (at, pairs) = (range.lowerBound, 0)
    while at < range.upperBound {
      let name = at..<end(from: at, limit: range.upperBound - at, while: Byte.isOfWord)
      if !name.isEmpty, name.upperBound < range.upperBound, line[name.upperBound] == ASCII.equals {
        if line[name.lowerBound] == 0x5F { return true }
        pairs += 1
      }
      at = end(from: name.upperBound, limit: range.upperBound - name.upperBound) { $0 != ASCII.colon } + 1
    }
    return pairs > 1
  }

  /// IPv4 with a port, a time, IPv6, a hardware address. Not `201:201`: a number of a phone may be a user.
  private func isAddress(_ range: Range<Int>) -> Bool {
    let text = line[range]
    let groups = text.split(separator: ASCII.colon, omittingEmptySubsequences: false)
    if text.allSatisfy({ ASCII.isDigit($0) || Self.addressSigns.contains($0) }) {
      return groups.count != 2 || groups[0].count < 3 || !groups.allSatisfy { $0.allSatisfy(ASCII.isDigit) }
    }
    guard text.count < 50, text.allSatisfy({ Self.isHex($0) || $0 == ASCII.colon || $0 == 0x2E }) else { return false }
    let isHardware = groups.count == 6 && groups.allSatisfy { $0.count == 2 }
    return isHardware || groups.count == 8 || groups.count > 3 && groups.dropFirst().contains { $0.isEmpty }
  }

  private static func isHex(_ byte: UInt8) -> Bool {
    ASCII.isDigit(byte) || (0x61...0x66).contains(byte | 0x20)
  }

  /// `output:1`, `output:1,input:2`: parts of a device with their numbers, and nothing else.
  private func isNumbered(_ range: Range<Int>) -> Bool {
    line[range].split(omittingEmptySubsequences: false) { $0 == 0x2C || $0 == 0x3B }.allSatisfy { part in
      let pair = part.split(separator: ASCII.colon, omittingEmptySubsequences: false)
      guard pair.count == 2, (1...3).contains(pair[1].count), pair[1].allSatisfy(ASCII.isDigit) else { return false }
      return Self.numberedThings.contains { pair[0].lazy.map(ASCII.lowercased).elementsEqual($0.utf8) }
    }
  }

  /// `sip:201@10.1.2.3` and the like, which have no password.
  private func isScheme(_ name: Range<Int>, _ rest: Range<Int>) -> Bool {
    ["sip", "sips", "mailto", "tel", "urn"].contains { line[name].elementsEqual($0.utf8) }
      && !line[rest].contains(ASCII.colon)
  }
}
