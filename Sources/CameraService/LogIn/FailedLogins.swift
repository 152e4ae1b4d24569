internal import CameraModel
internal import FileSystem
internal import Sodium

/// Failed logins by user name and line, with the waits that they cause. A value of its own file in the state directory.
struct FailedLogins: Sendable, Equatable {
  struct Entry: Sendable, Equatable {
    let key: Key
    /// Its wait starts again in full with another boot.
    var failures = FailureCount()
    /// Seconds from the beginning of the wait on in which connections that have not tried since may try all the same:
    /// see `LogInVisit`.
    var turnSeconds: UInt32 = 0
  }

  /// Stands for a user name and a line. The name is not kept: people type their password in its place.
  struct Key: Sendable, Hashable {
    /// 32 hexadecimal digits.
    let text: String
  }

  /// Seconds after each failure.
  static let waits = FailureWaits(LogInRules.waits)

  /// The oldest first, each key once.
  private(set) var entries: [Entry] = []

  /// Seconds until the next try.
  ///
  /// - Parameter visit: the connection that asks, which may have to wait less than one that is not known.
  func remaining(_ key: Key, at moment: BootMoment, for visit: LogInVisit.Tries? = nil) -> Int {
    guard let entry = entries.first(where: { $0.key == key }) else { return 0 }
    let shared = entry.failures.remaining(at: moment)
    guard shared > 0, let visit else { return shared }
    return min(shared, visit.remaining(entry, at: moment))
  }

  /// Waits of another boot begin in full at the first look in this one.
  mutating func begin(at moment: BootMoment) {
    for (index, entry) in entries.enumerated() {
      guard let failures = entry.failures.begun(at: moment) else { continue }
      entries[index] = Entry(key: entry.key, failures: failures)
    }
  }

  /// One more failure. Its wait begins now, unless one goes on: a connection that tried meanwhile, as it may, does not
  /// make it longer for the others.
  mutating func add(_ key: Key, at moment: BootMoment) {
    var entry = entries.first { $0.key == key } ?? Entry(key: key)
    clear(key)
    if entry.failures.remaining(at: moment) > 0 {
      entry.failures.addWithoutWait()
    } else {
      entry.turnSeconds = entry.turnLeft(at: moment)
      entry.failures.add(at: moment, Self.waits)
    }
    entries.append(entry)
    makeRoom(at: moment)
  }

  private mutating func makeRoom(at moment: BootMoment) {
    while entries.count > LogInRules.mostRemembered {
      let others = entries.indices.dropLast().filter { entries[$0].failures.remaining(at: moment) == 0 }
      guard let index = others.min(by: { entries[$0].failures.count < entries[$1].failures.count }) else { break }
      entries.remove(at: index)
    }
    if entries.count > LogInRules.mostWaiting { entries.removeFirst(entries.count - LogInRules.mostWaiting) }
  }

  /// Forgets the failures after a login.
  mutating func clear(_ key: Key) {
    entries.removeAll { $0.key == key }
  }
}

extension FailedLogins.Entry {
  /// Seconds for which the turn behind a wait that is over goes on.
  fileprivate func turnLeft(at moment: BootMoment) -> UInt32 {
    let wait = UInt64(failures.waitSeconds)
    guard wait > 0, !failures.isOfOtherBoot(moment) else { return 0 }
    let (turn, elapsed) = (min(wait, UInt64(LogInRules.longestTurn)), moment.seconds - failures.startedAt)
    return elapsed >= wait && elapsed - wait < turn ? UInt32(turn - (elapsed - wait)) : 0
  }
}

extension FailedLogins.Key {
  /// 16 bytes of BLAKE2b of the name, NUL and the line, under a key of this camera: who has the file alone cannot try
  /// passwords on it that were typed as names. All pseudo-terminals are one line: each connection gets another.
  init(name: String, line: String, under secret: borrowing SecretBytes) throws(SodiumError) {
    var hash = try KeyedHash(key: secret)
    let isPseudo = line.hasPrefix("pts/") || line.hasPrefix("/dev/pts/")
    hash.update(Array(name.utf8) + [0] + Array((isPseudo ? "pts" : line).utf8))
    let digits = Array("0123456789abcdef".utf8)
    let text = hash.finish().prefix(16).flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }
    self.text = String(decoding: text, as: UTF8.self)
  }
}

/// The file: a line with its name, then one an entry: key, count, wait, start, boot, turn.
extension FailedLogins {
  /// Keys of the first form were hashes that anyone can compute: they are not read.
  private static let heading = "camconsole logins 2"
  /// More than the file can have.
  static let longestFile = 1 << 18

  var bytes: [UInt8] {
    let lines = entries.map { entry in
      let (failures, boot) = (entry.failures, String(decoding: entry.failures.bootID, as: UTF8.self))
      return "\(entry.key.text) \(failures.count) \(failures.waitSeconds) \(failures.startedAt) \(boot) "
        + "\(entry.turnSeconds)\n"
    }
    return Array((Self.heading + "\n" + lines.joined()).utf8)
  }

  /// Reads the file; what is not understood is left out, since it must not lock anyone out.
  init(_ bytes: [UInt8]) {
    let lines = bytes.split(separator: 0x0A).map { String(decoding: $0, as: UTF8.self) }
    guard lines.first == Self.heading else { return }
    var known: Set<Key> = []
    for entry in lines.dropFirst().compactMap(Entry.init) where known.insert(entry.key).inserted {
      entries.append(entry)
    }
    entries = entries.suffix(LogInRules.mostWaiting)
  }
}

extension FailedLogins.Entry {
  fileprivate init?(_ line: String) {
    let words = line.split(separator: " ").map(String.init)
    guard words.count == 6, let turn = UInt32(words[5]), words[0].utf8.count == 32, let count = UInt32(words[1]),
      let wait = UInt32(words[2]), let start = UInt64(words[3])
    else { return nil }
    // Never longer than the longest, whatever the file says.
    let failures = FailureCount(
      count: count, waitSeconds: min(wait, FailedLogins.waits.longest), startedAt: start, bootID: Array(words[4].utf8))
    self.init(key: FailedLogins.Key(text: words[0]), failures: failures, turnSeconds: turn)
  }
}
