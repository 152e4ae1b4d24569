/// That something was done, or not; never with a secret in it.
package struct LoggedEvent: Sendable, Equatable {
  /// On whose behalf.
  package let caller: Caller
  /// What was done, or not.
  package let useCase: UseCase
  /// What it was done to, as names of users; may be empty.
  package let subject: String
  /// `nil`: done.
  package let error: ErrorCode?
  /// What came of it.
  package let notes: [LogNote]
  /// How long it took.
  package let milliseconds: Int64

  /// - Parameters:
  ///   - error: `nil`: done.
  ///   - milliseconds: how long it took, from 0 on.
  package init(
    caller: Caller, useCase: UseCase, subject: String, error: ErrorCode?, notes: [LogNote] = [],
    milliseconds: Int64 = 0
  ) {
    self.caller = caller
    self.useCase = useCase
    self.subject = subject
    self.error = error
    self.notes = notes
    self.milliseconds = milliseconds
  }
}

/// The parts of a system's log that get events (RFC 3164, section 4.1.1), with their numbers.
enum LogFacility: Int, Sendable, CaseIterable {
  case daemon = 3
  case auth = 4

  /// The word of the log, as syslog.conf(5) has it.
  var word: String {
    switch self {
    case .daemon: "daemon"
    case .auth: "auth"
    }
  }
}

/// How bad an event is, by the numbers of RFC 3164.
enum LogSeverity: Int, Sendable, CaseIterable {
  case error = 3
  case warning = 4
  case notice = 5
  case debug = 7

  /// The word of the log, as syslog.conf(5) and `journalctl --priority` have it.
  var word: String {
    switch self {
    case .error: "err"
    case .warning: "warning"
    case .notice: "notice"
    case .debug: "debug"
    }
  }
}

extension LoggedEvent {
  /// Logins, users and PINs are of `auth`, and so is what was refused because a PIN or a right was missing.
  var facility: LogFacility { useCase.isAuthentication || isDenial ? .auth : .daemon }

  /// Damage is an error, a refusal a warning. What was done is notable, and a look is for debugging.
  var severity: LogSeverity {
    if let error { return error.severity }
    if findsDamage { return .error }
    return useCase.isLook ? .debug : .notice
  }

  /// Whether a PIN or a right was missing.
  var isDenial: Bool { error == .wrongPIN || error == .mustWait || error == .notPermitted }

  /// Whether a look found something that no one may overlook.
  var findsDamage: Bool { notes.contains { $0.isDamage } }
}

extension ErrorCode {
  fileprivate var severity: LogSeverity {
    switch self {
    case .damaged, .ioError, .moduleFailed, .noMemory: .error
    case .noPIN, .wrongPIN, .mustWait, .noCard, .locked, .readOnly, .full, .busy, .refused, .notFound, .noTerminal,
      .notPermitted, .usage, .settings, .stopped:
      .warning
    }
  }
}

/// What is told of an event: one line of words with values, cleaned and of bounded length.
extension LoggedEvent {
  /// Characters of a value: of who it was, of the client's keys, of what it was done to, and of one note.
  private static let (longestName, longestKey, longestSubject, longestNote) = (72, 140, 240, 100)
  /// Characters of all notes with their names.
  private static let longestNotes = 240
  /// Characters beside a name and a value: `name="value" `.
  private static let marks = 4

  /// The event in one line of `key="value"`, shorter than 1,000 characters.
  var text: String {
    (fields.map { "\($0.name)=\"\($0.value)\"" } + ["ms=\(milliseconds)"]).joined(separator: " ")
  }

  /// Names and values, of which none has a quote, a backslash or a control character.
  var fields: [(name: String, value: String)] {
    var fields = [("user", Self.clean(caller.name, Self.longestName))]
    if let account = caller.account { fields.append(("account", Self.clean(account, Self.longestName))) }
    fields.append(("from", Self.clean(caller.origin.text, Self.longestName)))
    if let key = caller.key { fields.append(("key", Self.clean(key, Self.longestKey))) }
    fields.append(("did", useCase.words))
    if !subject.isEmpty { fields.append(("to", Self.clean(subject, Self.longestSubject))) }
    fields.append(("result", error?.word ?? "done"))
    return fields + noteFields
  }

  /// The notes, as far as there is room.
  private var noteFields: [(name: String, value: String)] {
    var room = Self.longestNotes
    return notes.map { ($0.name.rawValue, Self.clean($0.value, Self.longestNote)) }.filter { name, value in
      room -= name.utf8.count + value.utf8.count + Self.marks
      return room >= 0
    }
  }

  /// Printable ASCII without quotes and backslashes: nobody writes lines of their own. What is too long ends with dots.
  private static func clean(_ text: String, _ longest: Int) -> String {
    let isCut = text.utf8.count > longest
    let bytes = text.utf8.prefix(isCut ? longest - 3 : longest).map { byte in
      (0x20...0x7E).contains(byte) && byte != 0x22 && byte != 0x5C ? byte : 0x3F
    }
    return String(decoding: bytes, as: UTF8.self) + (isCut ? "..." : "")
  }
}

extension Caller.Origin {
  fileprivate var text: String {
    switch self {
    case .shell: "shell"
    case .sudo: "sudo"
    case .ssh(let address): "ssh \(address)"
    case .console(let line): "console \(line)"
    }
  }
}
