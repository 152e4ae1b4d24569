/// A class of errors: an exit code and a word for JSON and for the log.
package enum ErrorCode: Int32, Sendable, CaseIterable {
  case noPIN = 10
  case wrongPIN = 11
  case mustWait = 12
  case noCard = 13
  case locked = 14
  case readOnly = 15
  case full = 16
  case damaged = 17
  case busy = 18
  case moduleFailed = 19
  case refused = 20
  case notFound = 21
  case noMemory = 22
  case noTerminal = 23
  case notPermitted = 24
  case usage = 64
  case ioError = 74
  case settings = 78
  /// 128 + n for signal n, which the caller adds.
  case stopped = 128

  /// The word in JSON.
  package var word: String {
    switch self {
    case .noPIN: "no-pin"
    case .wrongPIN: "wrong-pin"
    case .mustWait: "must-wait"
    case .noCard: "no-card"
    case .locked: "locked"
    case .readOnly: "read-only"
    case .full: "full"
    case .damaged: "damaged"
    case .busy: "busy"
    case .moduleFailed: "module-failed"
    case .refused: "refused"
    case .notFound: "not-found"
    case .noMemory: "no-memory"
    case .noTerminal: "no-terminal"
    case .notPermitted: "not-permitted"
    case .usage: "usage"
    case .ioError: "io-error"
    case .settings: "settings"
    case .stopped: "stopped"
    }
  }
}
