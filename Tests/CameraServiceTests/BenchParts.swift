import Sodium
import Synchronization

@testable import CameraService

/// What a use case ends with; `nil` when it is done.
func failure<Result>(_ body: () throws(ServiceError) -> Result) -> ServiceError? {
  do throws(ServiceError) {
    _ = try body()
    return nil
  } catch {
    return error
  }
}

/// Passwords in clear, and how often one was checked.
final class CountingHashing: Sendable {
  private let counted = Mutex(0)

  /// Checks so far.
  var checks: Int { counted.withLock { $0 } }

  /// Checks since the last time this was asked.
  func takeChecks() -> Int {
    counted.withLock { count in
      defer { count = 0 }
      return count
    }
  }

  var hashing: PasswordHashing {
    PasswordHashing(
      memoryKiB: 0,
      make: { (password) throws(SodiumError) in Bench.hash(password.withBytes { text(of: $0) }) },
      verify: { [self] (password, text) in
        counted.withLock { $0 += 1 }
        return password.withBytes { Bench.hash(CameraServiceTests.text(of: $0)) } == text
      })
  }
}

private func text(of bytes: Span<UInt8>) -> String {
  String(decoding: bytes.indices.map { bytes[$0] }, as: UTF8.self)
}

/// Keeps everything.
final class MemoryLog: EventLog {
  private let kept = Mutex<[LoggedEvent]>([])

  var events: [LoggedEvent] { kept.withLock { $0 } }

  func report(_ event: LoggedEvent) {
    kept.withLock { $0.append(event) }
  }
}
