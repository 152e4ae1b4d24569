internal import TerminalUI

/// The times that the console waits for, all on the clock that only runs forward.
struct ConsoleClock {
  /// Seconds between two measurements of a new PIN.
  static let measuring = 0.25
  /// Seconds between two looks whether a frame has left.
  static let sending = 0.05
  /// Seconds between two looks whether a change waits, while something is counted down.
  static let ticksBetweenLooks = 10
  /// Seconds after which work is shown, and keys are read again: until then they are typed ahead.
  private static let young = 0.5
  /// The same for a look before something is typed, which is short unless the camera is very busy.
  private static let longYoung = 5.0
  /// Seconds within which the next byte of a sequence, and of a paste, comes: a connection may falter in its midst, and
  /// the rest would be taken for letters.
  private static let sequencePause = 1.0
  /// Seconds within which the rest of a sequence that was cut behind its Esc comes, and its second byte.
  private static let lateEscape = 1.0
  private static let restPause = 0.05
  private static let pastePause = 3.0

  enum Idle {
    case none, over
    /// So many seconds are left.
    case warning(Int)
  }

  /// Seconds without a key until the session ends, and those of them that are announced.
  private let idleLimit: Double
  private let idleNotice = 60.0
  private var lastKey = SystemCalls.elapsed
  private var isIdleTold = false
  private var workStart: Double?
  private var isWorkShown = false
  private var youth = Self.young
  private var keyDue: Double?
  private var lastEscape = 0.0
  private var nextTick: Double?

  init(idleMinutes: Int) {
    idleLimit = Double(idleMinutes) * 60
  }

  mutating func keyPressed() {
    lastKey = SystemCalls.elapsed
    isIdleTold = false
  }

  /// - Parameter holdsKeys: whether keys are read again only after it.
  mutating func workBegan(holdsKeys: Bool) {
    youth = holdsKeys ? Self.longYoung : Self.young
    workStart = SystemCalls.elapsed
    isWorkShown = false
  }

  mutating func workEnded() {
    workStart = nil
    // Time in which nobody could do anything does not count.
    keyPressed()
  }

  /// Whether work goes on that is not shown yet.
  var isWorkYoung: Bool { workStart.map { SystemCalls.elapsed < $0 + youth } ?? false }

  /// Whether work goes on for so long that it is to be shown: once.
  mutating func takeWorkDue() -> Bool {
    guard workStart != nil, !isWorkYoung, !isWorkShown else { return false }
    isWorkShown = true
    return true
  }

  /// Bytes have come that are not a key yet: how long the rest of them is waited for.
  ///
  /// - Parameter goesOn: whether some came just now: on a slow line a long sequence takes its time.
  mutating func keyIsUnfinished(_ unfinished: KeyDecoder.Unfinished, goesOn: Bool, escapeMilliseconds: Int) {
    let seconds: Double
    switch unfinished {
    case .nothing:
      keyDue = nil
      return
    case .key: seconds = Double(escapeMilliseconds) / 1_000
    case .rest: seconds = Self.restPause
    case .sequence: seconds = max(Self.sequencePause, Double(escapeMilliseconds) / 1_000)
    case .paste: seconds = Self.pastePause
    }
    if goesOn || keyDue == nil { keyDue = SystemCalls.elapsed + seconds }
  }

  /// Whether an unfinished key has waited long enough.
  var isKeyDue: Bool { keyDue.map { SystemCalls.elapsed >= $0 } ?? false }

  mutating func escapeTaken() { lastEscape = SystemCalls.elapsed }

  /// Whether nothing can belong to the last Esc that was taken for the key.
  var isEscapePast: Bool { SystemCalls.elapsed > lastEscape + Self.lateEscape }

  /// Whether a second has passed.
  mutating func takeTick() -> Bool {
    let now = SystemCalls.elapsed
    guard let due = nextTick else {
      nextTick = now + 1
      return false
    }
    guard now >= due else { return false }
    nextTick = max(due + 1, now)
    return true
  }

  mutating func stopTicks() {
    nextTick = nil
  }

  mutating func takeIdle() -> Idle {
    let left = idleLimit - (SystemCalls.elapsed - lastKey)
    if left <= 0 {
      keyPressed()
      return .over
    }
    guard left <= min(idleNotice, idleLimit / 2), !isIdleTold else { return .none }
    isIdleTold = true
    return .warning(Int(left.rounded()))
  }

  /// Seconds until the next announcement, or until the session ends because no key was pressed.
  var idleWait: Double {
    let left = idleLimit - (SystemCalls.elapsed - lastKey)
    return isIdleTold ? left : left - min(idleNotice, idleLimit / 2)
  }

  /// Seconds until the next of the other times; `nil`: there is no other time.
  func nextWait(ticks: Bool) -> Double? {
    let now = SystemCalls.elapsed
    let work = workStart.flatMap { isWorkShown ? nil : $0 + youth - now }
    let tick = ticks ? (nextTick ?? now) - now : nil
    return [work, keyDue.map { $0 - now }, tick].compactMap(\.self).min()
  }
}
