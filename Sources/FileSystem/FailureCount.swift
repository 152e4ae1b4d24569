/// Failures in a row, and the wait that the last of them began: of wrong PINs, and of failed logins.
///
/// A value: who keeps it in a file takes the same bytes back.
package struct FailureCount: Sendable, Equatable {
  /// Failures since the last success.
  package var count: UInt32 = 0
  /// Seconds; 0 for none.
  package var waitSeconds: UInt32 = 0
  /// Seconds on the boot clock when the wait began.
  package var startedAt: UInt64 = 0
  /// The boot in which it began.
  package var bootID: [UInt8] = []

  /// - Parameters:
  ///   - count: failures since the last success.
  ///   - waitSeconds: of the last one; 0 for none.
  ///   - startedAt: seconds on the boot clock when the wait began.
  ///   - bootID: the boot in which it began.
  package init(count: UInt32 = 0, waitSeconds: UInt32 = 0, startedAt: UInt64 = 0, bootID: [UInt8] = []) {
    self.count = count
    self.waitSeconds = waitSeconds
    self.startedAt = startedAt
    self.bootID = bootID
  }

  /// Seconds until the next try, 0 for at once; all of the wait in another boot than the one it began in.
  package func remaining(at moment: BootMoment) -> Int {
    guard !isOfOtherBoot(moment) else { return Int(waitSeconds) }
    let elapsed = moment.seconds - startedAt
    return elapsed >= UInt64(waitSeconds) ? 0 : Int(UInt64(waitSeconds) - elapsed)
  }

  /// Whether the wait began in another boot.
  package func isOfOtherBoot(_ moment: BootMoment) -> Bool { bootID != moment.bootID || startedAt > moment.seconds }

  /// A wait of another boot, which begins now; `nil` where there is nothing to change. The boot clock alone does not
  /// tell when this boot began: in a container it is the host's.
  package func begun(at moment: BootMoment) -> FailureCount? {
    guard waitSeconds > 0, isOfOtherBoot(moment) else { return nil }
    return FailureCount(count: count, waitSeconds: waitSeconds, startedAt: moment.seconds, bootID: moment.bootID)
  }

  /// One more failure, whose wait begins now.
  package mutating func add(at moment: BootMoment, _ waits: FailureWaits) {
    addWithoutWait()
    waitSeconds = waits.seconds(after: count)
    (startedAt, bootID) = (moment.seconds, moment.bootID)
  }

  /// One more failure that leaves the wait as it is.
  package mutating func addWithoutWait() { count = count == .max ? .max : count + 1 }
}

/// A moment on the boot clock.
package struct BootMoment: Sendable {
  /// Seconds since the boot.
  package let seconds: UInt64
  /// Which boot.
  package let bootID: [UInt8]

  /// - Parameters:
  ///   - seconds: since the boot.
  ///   - bootID: the kernel's name of the boot, of which 64 bytes at most count.
  package init(seconds: UInt64, bootID: String) {
    self.seconds = seconds
    self.bootID = Array(bootID.utf8.prefix(Self.longestID))
  }

  /// Bytes of a boot's name at most.
  package static let longestID = 64
}

/// How long one has to wait after each failure.
package struct FailureWaits: Sendable {
  private let table: [UInt32]

  /// - Parameter table: seconds after the first failure, the second, and so on; the last holds for all that follow.
  package init(_ table: [UInt32]) { self.table = table }

  /// Seconds to wait after the n-th failure; 0 for none.
  package func seconds(after failures: UInt32) -> UInt32 {
    failures == 0 ? 0 : table[min(Int(failures), table.count) - 1]
  }

  /// How many more failures it takes until there is a wait, 1 or more.
  package func triesBeforeWait(after failures: UInt32) -> Int {
    let free = table.prefix { $0 == 0 }.count
    return max(free - Int(failures), 0) + 1
  }

  /// The longest of them, in seconds.
  package var longest: UInt32 { table.max() ?? 0 }
}
