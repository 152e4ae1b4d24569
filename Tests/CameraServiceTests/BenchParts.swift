import CameraDevice
import FileSystem
import Sodium
import Synchronization

@testable import CameraService

func secret(_ text: String) throws -> SecretBytes {
  let bytes = Array(text.utf8)
  return try SecretBytes(copying: bytes.span)
}

/// What a use case ends with; `nil` when it is done.
func failure<Result>(_ body: () throws(ServiceError) -> Result) -> ServiceError? {
  do throws(ServiceError) {
    _ = try body()
    return nil
  } catch {
    return error
  }
}

/// Clocks and a boot that the test sets.
final class TestClock: TimeSource {
  private struct State {
    var wall: Int64 = 1_795_000_000
    var elapsed: Int64
    var boot: Int
  }

  private let state: Mutex<State>

  /// - Parameters:
  ///   - boot: counts boots.
  ///   - elapsed: seconds since this one.
  init(boot: Int = 1, elapsed: Int64 = 1_000) { state = Mutex(State(elapsed: elapsed, boot: boot)) }

  func setWall(by seconds: Int64) { state.withLock { $0.wall += seconds } }

  func pass(_ seconds: some BinaryInteger) {
    state.withLock {
      $0.wall += Int64(seconds)
      $0.elapsed += Int64(seconds)
    }
  }

  /// - Parameter elapsed: seconds since the boot; not 0 where the clock is that of another machine.
  func restart(_ elapsed: Int64 = 0) {
    state.withLock {
      $0.elapsed = elapsed
      $0.boot += 1
    }
  }

  func now() -> FileTime { FileTime(seconds: state.withLock { $0.wall }, nanoseconds: 0) }
  func sinceBoot() -> FileTime { FileTime(seconds: state.withLock { $0.elapsed }, nanoseconds: 0) }
  func bootID() throws(FileError) -> String {
    "11111111-2222-3333-4444-\(555_555_555_554 + state.withLock { $0.boot })"
  }
  func localTime(_ seconds: Int64) -> String { "2026-11-02 02:00:03" }
}

/// Notes what it should run.
final class RecordingRunner: CommandRunner {
  private let noted = Mutex<(commands: [[String]], failure: CommandError?)>(([], nil))

  var commands: [[String]] { noted.withLock { $0.commands } }

  func fail(with failure: CommandError) { noted.withLock { $0.failure = failure } }

  func run(_ command: [String]) throws(CommandError) {
    let failure = noted.withLock { noted in
      noted.commands.append(command)
      return noted.failure
    }
    if let failure { throw failure }
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
