internal import CameraModel
internal import FileSystem
internal import Synchronization

/// One connection to the console, from its opening to its end: a terminal session over SSH, or a visit at a serial
/// line.
///
/// Failed logins are counted by user name and line, and strangers may share both with an administrator: all connections
/// from one address are one line. This is what keeps them from keeping the administrator out, however many they are and
/// however often they try and come back:
///
/// - A wait that goes on is not made longer by anyone.
/// - Behind its end there is a turn, as long as the wait and at most ten seconds, in which each connection has one try,
///   also one that was opened just now.
/// - A connection that stays open and does not try for as long as the present wait, at most 60 seconds, has a try,
///   whatever others do.
///
/// So nobody waits for more than 60 seconds, and who guesses has one try a wait for each connection. Passwords are
/// derived one at a time on the whole camera: a crowd takes the time and memory of one.
package final class LogInVisit: Sendable {
  /// What a connection has tried, on the boot clock.
  struct Tries: Sendable {
    /// Seconds since the boot.
    let openedAt: UInt64
    var lastTry: UInt64?
    /// A serial line has one connection at a time: who comes after another shares nothing with him.
    let sharesLine: Bool

    /// Seconds until this connection may try although a wait goes on.
    func remaining(_ entry: FailedLogins.Entry, at moment: BootMoment) -> Int {
      if sharesLine, isTurn(of: entry, at: moment) { return 0 }
      let own = FailureCount(
        waitSeconds: entry.failures.waitSeconds, startedAt: lastTry ?? openedAt, bootID: moment.bootID)
      return own.remaining(at: moment)
    }

    private func isTurn(of entry: FailedLogins.Entry, at moment: BootMoment) -> Bool {
      guard !entry.failures.isOfOtherBoot(moment) else { return false }
      let (start, turn) = (entry.failures.startedAt, UInt64(min(entry.turnSeconds, LogInRules.longestTurn)))
      return moment.seconds - start < turn && lastTry.map { $0 < start } ?? true
    }
  }

  private let state: Mutex<Tries>

  var tries: Tries { state.withLock { $0 } }

  /// - Parameters:
  ///   - openedAt: seconds since the boot.
  ///   - line: where the person is: a serial line, or a client's address.
  init(openedAt: UInt64, line: String) {
    let isSerial = line.hasPrefix("tty") || line.hasPrefix("/dev/tty")
    state = Mutex(Tries(openedAt: openedAt, sharesLine: !isSerial))
  }

  func noteTry(at seconds: UInt64) {
    state.withLock { $0.lastTry = seconds }
  }
}
