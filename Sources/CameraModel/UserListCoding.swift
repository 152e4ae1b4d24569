/// What is wrong with `SECTION users`; lines count from 1.
package enum UserListProblem: Error, Equatable {
  /// A line that begins as a user's and is not `USERn=GROUP:HASH:NAME`.
  case malformed(line: Int)
  case unknownGroup(String, line: Int)
  /// The name is shorter or longer than a name may be, or has other characters.
  case badName(line: Int)
  /// Between the colons stands no password string.
  case badPasswordString(line: Int)
  /// The numbers do not count from 1 without gaps: which one is missing before this line's.
  case gap(missing: Int, line: Int)
  /// The number is on another line already.
  case duplicateNumber(Int, line: Int)
  /// Another user has the name.
  case duplicateName(String, line: Int)
  /// So many users are not read.
  case tooMany(limit: Int, line: Int)
  /// The section does not end, or lies in another.
  case brokenSection(line: Int)
  /// The document is UTF-16, in which no section can be found.
  case utf16
}

/// Users are lines `USERn=GROUP:HASH:NAME` of `SECTION users`; a line that does not begin with `USER` is not a user.
extension UserList {
  /// The section of `camera.cfg` with the users.
  package static let section = "users"
  private static let prefix = "USER"

  /// Reads the users of a configuration; without the section there are no users.
  package init(_ document: ConfigurationDocument) throws(UserListProblem) {
    try Self.checkFrame(document)
    var found: [Int: (account: UserAccount, line: Int)] = [:]
    for entry in try Self.userEntries(of: document) {
      guard let number = Self.number(entry.key) else { throw .malformed(line: entry.line) }
      guard found[number] == nil else { throw .duplicateNumber(number, line: entry.line) }
      guard found.count < UserRules.mostRead else { throw .tooMany(limit: UserRules.mostRead, line: entry.line) }
      found[number] = (try Self.account(entry), entry.line)
    }
    var accounts: [UserAccount] = []
    var names: Set<String> = []
    for (number, user) in found.sorted(by: { $0.key < $1.key }) {
      guard number == accounts.count + 1 else { throw .gap(missing: accounts.count + 1, line: user.line) }
      // Names are ASCII: what is the same as text is the same byte for byte.
      guard names.insert(user.account.name).inserted else {
        throw .duplicateName(user.account.name, line: user.line)
      }
      accounts.append(user.account)
    }
    self.init(accounts)
  }

  /// Writes the users into a configuration. Every line but those of users that change stays byte for byte.
  package func write(into document: inout ConfigurationDocument) throws(ConfigurationEditError) {
    if !document.contains(section: Self.section) { try document.addSection(Self.section) }
    for (index, account) in accounts.enumerated() {
      let key = Self.prefix + String(index + 1)
      let value = Array("\(account.group.rawValue):\(account.passwordString):\(account.name)".utf8)
      if document.value(key, in: Self.section) != value { try document.set(key, to: value, in: Self.section) }
    }
    document.removeLines(in: Self.section) { [document] line in
      line.pair.flatMap { Self.number(String(decoding: document.bytes[$0.key], as: UTF8.self)) } ?? 0 > accounts.count
    }
  }

  /// Removes every line of users from a configuration, malformed ones too: for a return to factory state.
  ///
  /// - Throws: `UserListProblem.brokenSection` or `.utf16`, which this cannot correct.
  package static func removeAll(from document: inout ConfigurationDocument) throws(UserListProblem) {
    try checkFrame(document)
    document.removeLines(in: section) { [document] line in isUserLine(line, of: document) }
  }

  private static func checkFrame(_ document: ConfigurationDocument) throws(UserListProblem) {
    guard !document.isUTF16 else { throw .utf16 }
    switch document.problem {
    case .unterminated(section, let line), .nested(section, let line), .mismatchedEnd(section, let line):
      throw .brokenSection(line: line)
    case .unterminated, .nested, .mismatchedEnd, nil: break
    }
  }

  /// The `KEY=VALUE` lines of users.
  private static func userEntries(
    of document: ConfigurationDocument
  ) throws(UserListProblem) -> [ConfigurationEntry] {
    for part in document.sections where part.isNamed(section) {
      for number in part.body where document.lines[number].kind == .other {
        if isUserLine(document.lines[number], of: document) { throw .malformed(line: number + 1) }
      }
    }
    return document.entries(in: section).filter { isUserKey($0.key.utf8) }
  }

  private static func isUserLine(_ line: ConfigurationLine, of document: ConfigurationDocument) -> Bool {
    switch line.kind {
    case .pair, .other: isUserKey(document.bytes[line.content].drop(while: ASCII.isSpace))
    case .blank, .comment, .sectionStart, .sectionEnd: false
    }
  }

  /// Whether a line begins as one of users: in lower case it is a mistake, not something else.
  private static func isUserKey(_ text: some Sequence<UInt8>) -> Bool {
    text.prefix(prefix.utf8.count).map(ASCII.lowercased).elementsEqual(prefix.lowercased().utf8)
  }

  /// The number of `USERn`: from 1, without leading zeros.
  private static func number(_ key: String) -> Int? {
    guard key.utf8.starts(with: prefix.utf8) else { return nil }
    let digits = String(key.dropFirst(prefix.count))
    guard let number = SettingText.number(digits, in: 1...1_000_000), String(number) == digits else { return nil }
    return number
  }

  private static func account(_ entry: ConfigurationEntry) throws(UserListProblem) -> UserAccount {
    let parts = entry.value.split(separator: ASCII.colon, maxSplits: 2, omittingEmptySubsequences: false)
    guard parts.count == 3 else { throw .malformed(line: entry.line) }
    let groupName = String(decoding: parts[0], as: UTF8.self)
    guard let group = UserGroup(rawValue: groupName) else { throw .unknownGroup(groupName, line: entry.line) }
    guard UserAccount.accepts(passwordString: parts[1]) else { throw .badPasswordString(line: entry.line) }
    guard UserRules.accepts(name: parts[2]) else { throw .badName(line: entry.line) }
    return UserAccount(
      name: String(decoding: parts[2], as: UTF8.self), group: group,
      passwordString: String(decoding: parts[1], as: UTF8.self))
  }
}
