internal import CameraDevice
internal import CameraModel
internal import FileSystem

/// What came before a login of the same user.
package struct LastLogin: Sendable, Equatable {
  /// Seconds since 1970; `nil`: the user never logged in before, or the clock was wrong then.
  package let time: Int64?
  /// Where: a serial line, or a client's address; empty where that is not known.
  package let line: String
  /// Passwords that were wrong since then, on all lines.
  package let failures: Int

  /// See the properties.
  package init(time: Int64?, line: String, failures: Int) {
    (self.time, self.line, self.failures) = (time, line, failures)
  }
}

/// The last login of each user, and the failed tries since. A value of its own file in the state directory.
///
/// Names that no user has are never in it: people type passwords in their place.
struct LastLogins: Sendable, Equatable {
  fileprivate struct Entry: Sendable, Equatable {
    let name: String
    var time: Int64 = 0
    var failures: UInt32 = 0
    var line = ""
  }

  private var entries: [Entry] = []

  /// Bytes of a line's name that are kept.
  private static let longestLine = 64

  /// What came before a login now; `nil` where nothing did.
  func last(of name: String, now: Int64) -> LastLogin? {
    guard let entry = entries.first(where: { $0.name == name }) else { return nil }
    let time = ClockRules.isCredible(entry.time, now: now) ? entry.time : nil
    return LastLogin(time: time, line: entry.line, failures: Int(entry.failures))
  }

  /// One more wrong password.
  mutating func addFailure(of name: String) {
    var entry = entries.first { $0.name == name } ?? Entry(name: name)
    entry.failures = entry.failures == .max ? .max : entry.failures + 1
    set(entry)
  }

  /// A login, with which the count begins again.
  mutating func add(_ name: String, line: String, at time: Int64) {
    let bytes = line.utf8.prefix(Self.longestLine).map { (0x21...0x7E).contains($0) ? $0 : 0x3F }
    set(Entry(name: name, time: time, line: String(decoding: bytes, as: UTF8.self)))
  }

  /// Forgets users who are gone.
  mutating func keep(_ users: UserList) {
    entries.removeAll { users.account(named: $0.name) == nil }
  }

  private mutating func set(_ entry: Entry) {
    entries.removeAll { $0.name == entry.name }
    entries.append(entry)
  }
}

/// The file: a line with its name, then one a user: name in hexadecimal digits, time, failures, line.
extension LastLogins {
  static let fileName = "last-logins"
  private static let heading = "camconsole last-logins 1"
  /// More than the file can have.
  static let longestFile = 1 << 16

  var bytes: [UInt8] {
    let lines = entries.map { entry in
      let name = entry.name.utf8.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
      return "\(name) \(entry.time) \(entry.failures) \(entry.line)\n"
    }
    return Array((Self.heading + "\n" + lines.joined()).utf8)
  }

  /// Reads the file; what is not understood is left out.
  init(_ bytes: [UInt8]) {
    let lines = bytes.split(separator: 0x0A).map { String(decoding: $0, as: UTF8.self) }
    guard lines.first == Self.heading else { return }
    for entry in lines.dropFirst().compactMap({ Entry($0) }) { set(entry) }
  }
}

extension LastLogins.Entry {
  fileprivate init?(_ line: String) {
    let words = line.split(separator: " ", omittingEmptySubsequences: false).map(String.init)
    guard words.count == 4, let name = Self.name(words[0]), let time = Int64(words[1]), let failures = UInt32(words[2])
    else { return nil }
    self.init(name: name, time: time, failures: failures, line: words[3])
  }

  private static func name(_ digits: String) -> String? {
    let digits = Array(digits.utf8)
    guard digits.count.isMultiple(of: 2), !digits.isEmpty else { return nil }
    var bytes: [UInt8] = []
    for index in stride(from: 0, to: digits.count, by: 2) {
      guard let byte = UInt8(String(decoding: digits[index...index + 1], as: UTF8.self), radix: 16) else { return nil }
      bytes.append(byte)
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}

extension Camera {
  /// Counts a wrong password of a user there is. That it cannot be recorded keeps nobody out.
  func recordFailure(of account: UserAccount?) {
    guard let account else { return }
    try? changeLastLogins { $0.addFailure(of: account.name) }
  }

  /// Records a login.
  ///
  /// - Returns: what came before it; `nil` where that is not known.
  func recordLogin(of account: UserAccount?, among users: UserList, line: String) -> LastLogin? {
    guard let account else { return nil }
    let now = time.now().seconds
    let former = (try? readLastLogins(openState()))?.last(of: account.name, now: now)
    try? changeLastLogins {
      $0.keep(users)
      $0.add(account.name, line: line, at: now)
    }
    return former
  }

  private func changeLastLogins(_ change: (inout LastLogins) -> Void) throws(ServiceError) {
    let state = try openState()
    try withLoginsLock { () throws(ServiceError) in
      var logins = try readLastLogins(state)
      change(&logins)
      let bytes = logins.bytes
      try mapError(ServiceError.state, try DurableFile.replace(LastLogins.fileName, in: state, with: bytes.span))
    }
  }

  private func readLastLogins(_ state: any Directory) throws(ServiceError) -> LastLogins {
    do {
      return LastLogins(try state.open(LastLogins.fileName).readAll(limit: LastLogins.longestFile))
    } catch {
      guard error.isNotFound || error.isUnreadableMedium else { throw .state(error) }
      return LastLogins([])
    }
  }
}
