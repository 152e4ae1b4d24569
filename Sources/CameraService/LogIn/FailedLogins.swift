internal import Sodium

/// Failed logins by user name and line, with the waits that they cause. A value of its own file in the state directory.
struct FailedLogins: Sendable, Equatable {
  struct Entry: Sendable, Equatable {
    let key: Key
    var count: UInt32
    /// Seconds from `startedAt` on; starts again in full with another boot.
    var waitSeconds: UInt32
    /// Seconds since the boot.
    var startedAt: UInt64
    let bootID: String
    /// Seconds from `startedAt` on in which connections that have not tried since may try all the same: see `LogInVisit`.
    var turnSeconds: UInt32 = 0
  }

  /// Stands for a user name and a line. The name is not kept: people type their password in its place.
  struct Key: Sendable, Hashable {
    /// 32 hexadecimal digits.
    let text: String
  }

  /// A moment on the boot clock.
  struct Moment: Sendable {
    let seconds: UInt64
    let bootID: String
  }

  /// Entries at most, but for those that still wait: others leave, those with the fewest failures first, then the
  /// oldest. So nobody shortens a wait by failing under other names.
  static let limit = 256
  /// Entries at most, all told: more cannot fail within the longest wait.
  static let mostWaiting = 2_048
  /// Failures that cause no wait.
  static let free: UInt32 = 3
  static let longestWait: UInt32 = 60
  /// Seconds behind the end of a wait in which each connection has its try, at most.
  static let longestTurn: UInt32 = 10

  /// The oldest first, each key once.
  private(set) var entries: [Entry] = []

  /// Seconds to wait after the n-th failure: 0, 0, 0, 2, 4, 8, 16, 32, 60, 60, …
  static func wait(after failures: UInt32) -> UInt32 {
    guard failures > free else { return 0 }
    return min(longestWait, 1 << min(failures - free, 6))
  }

  /// Seconds until the next try.
  ///
  /// - Parameter visit: the connection that asks, which may have to wait less than one that is not known.
  func remaining(_ key: Key, at moment: Moment, for visit: LogInVisit.Tries? = nil) -> Int {
    guard let entry = entries.first(where: { $0.key == key }) else { return 0 }
    let shared = wait(of: entry, at: moment)
    guard shared > 0, let visit else { return shared }
    return min(shared, visit.remaining(entry, at: moment))
  }

  private func wait(of entry: Entry, at moment: Moment) -> Int {
    // Never longer than the longest, whatever the file says.
    let wait = UInt64(min(entry.waitSeconds, Self.longestWait))
    let isSameBoot = entry.bootID == moment.bootID && entry.startedAt <= moment.seconds
    let elapsed = isSameBoot ? moment.seconds - entry.startedAt : 0
    return elapsed >= wait ? 0 : Int(wait - elapsed)
  }

  /// Waits of another boot begin in full at the first look in this one: in a container the boot clock is the host's,
  /// and does not tell when it began.
  mutating func begin(at moment: Moment) {
    for (index, entry) in entries.enumerated()
    where entry.waitSeconds > 0 && (entry.bootID != moment.bootID || entry.startedAt > moment.seconds) {
      entries[index] = Entry(
        key: entry.key, count: entry.count, waitSeconds: entry.waitSeconds, startedAt: moment.seconds,
        bootID: moment.bootID)
    }
  }

  /// One more failure. Its wait begins now, unless one goes on: a connection that tried meanwhile, as it may, does not
  /// make it longer for the others.
  mutating func add(_ key: Key, at moment: Moment) {
    let former = entries.first { $0.key == key }
    let count = former.map { $0.count == .max ? .max : $0.count + 1 } ?? 1
    clear(key)
    if var former, wait(of: former, at: moment) > 0 {
      former.count = count
      entries.append(former)
    } else {
      entries.append(
        Entry(
          key: key, count: count, waitSeconds: Self.wait(after: count), startedAt: moment.seconds,
          bootID: moment.bootID, turnSeconds: former.map { turnLeft(after: $0, at: moment) } ?? 0))
    }
    makeRoom(at: moment)
  }

  /// Seconds for which the turn behind a wait that is over goes on.
  private func turnLeft(after entry: Entry, at moment: Moment) -> UInt32 {
    let wait = min(entry.waitSeconds, Self.longestWait)
    guard wait > 0, entry.bootID == moment.bootID, moment.seconds >= entry.startedAt else { return 0 }
    let (turn, elapsed) = (UInt64(min(wait, Self.longestTurn)), moment.seconds - entry.startedAt)
    guard elapsed >= UInt64(wait), elapsed - UInt64(wait) < turn else { return 0 }
    return UInt32(turn - (elapsed - UInt64(wait)))
  }

  private mutating func makeRoom(at moment: Moment) {
    while entries.count > Self.limit {
      let others = entries.indices.dropLast().filter { wait(of: entries[$0], at: moment) == 0 }
      guard let index = others.min(by: { entries[$0].count < entries[$1].count }) else { break }
      entries.remove(at: index)
    }
    if entries.count > Self.mostWaiting { entries.removeFirst(entries.count - Self.mostWaiting) }
  }

  /// Forgets the failures after a login.
  mutating func clear(_ key: Key) {
    entries.removeAll { $0.key == key }
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
      "\(entry.key.text) \(entry.count) \(entry.waitSeconds) \(entry.startedAt) \(entry.bootID) \(entry.turnSeconds)\n"
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
    entries = entries.suffix(Self.mostWaiting)
  }
}

extension FailedLogins.Entry {
  fileprivate init?(_ line: String) {
    let words = line.split(separator: " ").map(String.init)
    guard words.count == 6, let turn = UInt32(words[5]), words[0].utf8.count == 32, let count = UInt32(words[1]),
      let wait = UInt32(words[2]),
      let start = UInt64(words[3])
    else { return nil }
    self.init(
      key: FailedLogins.Key(text: words[0]), count: count, waitSeconds: wait, startedAt: start, bootID: words[4],
      turnSeconds: turn)
  }
}
