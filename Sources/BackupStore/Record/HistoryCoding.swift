internal import FileSystem
internal import Sodium

/// Checks, attempts and labels as bytes of the record.
extension RecordEncoder {
  /// A byte, 0 for none, the number of bytes, and the bytes in UTF-8.
  mutating func put(label: String?) throws(SodiumError) {
    try put([label == nil ? 0 : 1])
    guard let label else { return }
    try put(UInt32(label.utf8.count))
    try put(Array(label.utf8))
  }

  /// A byte, 0 for none, and the time.
  mutating func put(_ time: Int64?) throws(SodiumError) {
    try put([time == nil ? 0 : 1])
    if let time { try put(UInt64(bitPattern: time)) }
  }

  /// One byte: 0 for no check, 1 for a whole backup, 2 for a damaged one. The time follows 1 and 2.
  mutating func put(_ check: BackupCheck?) throws(SodiumError) {
    guard let check else { return try put([0]) }
    try put([check.isDamaged ? 2 : 1])
    try put(UInt64(bitPattern: check.time))
  }

  mutating func put(_ history: BackupHistory) throws(SodiumError) {
    try put(history.attempt?.time)
    if let attempt = history.attempt { try put(attempt.result.bytes) }
    try put(history.success)
    try put(history.unchanged)
    try put(history.verification)
  }
}

extension RecordDecoder {
  /// Seconds since 1970, within the bounds of a time.
  mutating func moment() -> Int64 { FileTime.bounded(Int64(bitPattern: integer())) }

  /// A label that fits; any other makes the whole unreadable.
  mutating func label() -> String? {
    switch bytes(1)[0] {
    case 0: return nil
    case 1:
      let text = String(validating: bytes(count(atMost: BackupMetadata.longestLabel)), as: UTF8.self)
      guard let text, BackupMetadata.fits(text, BackupMetadata.longestLabel) else {
        fail()
        return nil
      }
      return text
    default:
      fail()
      return nil
    }
  }

  mutating func time() -> Int64? {
    switch bytes(1)[0] {
    case 0: return nil
    case 1: return moment()
    default:
      fail()
      return nil
    }
  }

  mutating func check() -> BackupCheck? {
    let result = bytes(1)[0]
    guard result != 0 else { return nil }
    if result > 2 { fail() }
    return BackupCheck(time: moment(), isDamaged: result == 2)
  }

  mutating func history() -> BackupHistory {
    var history = BackupHistory()
    if let time = time() {
      if let result = BackupHistory.Result(bytes(2)) {
        history.attempt = BackupHistory.Attempt(time: time, result: result)
      } else {
        fail()
      }
    }
    history.success = time()
    history.unchanged = time()
    history.verification = check()
    return history
  }
}

extension BackupHistory.Result {
  /// What it is, and the exit code, 0 without an error.
  fileprivate var bytes: [UInt8] {
    switch self {
    case .unfinished: [0, 0]
    case .created: [1, 0]
    case .unchanged: [2, 0]
    case .failed(let code): [3, code]
    }
  }

  fileprivate init?(_ bytes: [UInt8]) {
    switch (bytes[0], bytes[1]) {
    case (0, 0): self = .unfinished
    case (1, 0): self = .created
    case (2, 0): self = .unchanged
    case (3, 1...): self = .failed(bytes[1])
    default: return nil
    }
  }
}
