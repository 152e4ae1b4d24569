package import CameraDevice
package import FileSystem
internal import Synchronization

/// Clocks and a boot that the test sets.
package final class TestClock: TimeSource {
  private struct State {
    var wall: Int64 = 1_795_000_000
    var elapsed: Int64
    var boot: Int
  }

  private let state: Mutex<State>

  /// - Parameters:
  ///   - boot: counts boots.
  ///   - elapsed: seconds since this one.
  package init(boot: Int = 1, elapsed: Int64 = 1_000) { state = Mutex(State(elapsed: elapsed, boot: boot)) }

  package func setWall(by seconds: Int64) { state.withLock { $0.wall += seconds } }

  package func pass(_ seconds: some BinaryInteger) {
    let seconds = Int64(seconds)
    state.withLock {
      $0.wall += seconds
      $0.elapsed += seconds
    }
  }

  /// - Parameter elapsed: seconds since the boot; not 0 where the clock is that of another machine.
  package func restart(_ elapsed: Int64 = 0) {
    state.withLock {
      $0.elapsed = elapsed
      $0.boot += 1
    }
  }

  package func now() -> FileTime { FileTime(seconds: state.withLock { $0.wall }, nanoseconds: 0) }
  package func sinceBoot() -> FileTime { FileTime(seconds: state.withLock { $0.elapsed }, nanoseconds: 0) }
  package func bootID() throws(FileError) -> String {
    "11111111-2222-3333-4444-\(555_555_555_554 + state.withLock { $0.boot })"
  }
  package func localTime(_ seconds: Int64) -> String { "2026-11-02 02:00:03" }
}

/// Notes what it should run.
package final class RecordingRunner: CommandRunner {
  private let noted = Mutex<(commands: [[String]], failure: CommandError?)>(([], nil))

  package init() {}

  package var commands: [[String]] { noted.withLock { $0.commands } }

  package func fail(with failure: CommandError) { noted.withLock { $0.failure = failure } }

  package func run(_ command: [String]) throws(CommandError) {
    let failure = noted.withLock { noted in
      noted.commands.append(command)
      return noted.failure
    }
    if let failure { throw failure }
  }
}
