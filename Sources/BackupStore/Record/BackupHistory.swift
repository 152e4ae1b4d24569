/// What the last reading of a whole backup found.
package struct BackupCheck: Sendable, Equatable {
  /// Seconds since 1970 on the camera's clock, which may have been wrong.
  package let time: Int64
  /// Whether the file did not verify; or, of a verification, whether one on the card did not, then or before,
  /// or was missing.
  package let isDamaged: Bool
}

/// What the record keeps of the attempts to make a backup, on any card or none. Times are seconds since 1970 on the
/// camera's clock, which may have been wrong.
package struct BackupHistory: Sendable, Equatable {
  /// How an attempt ended.
  package enum Result: Sendable, Equatable {
    /// It began to write, and did not come to an end: the process was killed, or the power was cut.
    case unfinished
    /// A backup was made and verified.
    case created
    /// The newest backup has the same contents, and verifies.
    case unchanged
    /// The exit code of the error, 1 to 255.
    case failed(UInt8)
  }

  /// A call for a backup.
  package struct Attempt: Sendable, Equatable {
    /// When it began, in seconds since 1970.
    package let time: Int64
    /// How it ended.
    package let result: Result
  }

  /// The last attempt; `nil` before the first.
  package internal(set) var attempt: Attempt?
  /// When a backup was last made.
  package internal(set) var success: Int64?
  /// When nothing was last found to have changed since the newest backup.
  package internal(set) var unchanged: Int64?
  /// The last verification that was asked for, and its result.
  package internal(set) var verification: BackupCheck?

  /// A backup was made.
  mutating func succeeded(_ time: Int64) {
    attempt = Attempt(time: time, result: .created)
    success = time
  }

  /// Nothing had changed.
  mutating func foundUnchanged(_ time: Int64) {
    attempt = Attempt(time: time, result: .unchanged)
    unchanged = time
  }
}

/// The check of a file that no ledger lists.
struct CheckedFile: Sendable, Equatable {
  let file: ListedFile
  let check: BackupCheck
}
