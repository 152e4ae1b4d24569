internal import CameraModel
internal import CameraService
internal import Synchronization
internal import Wording

/// The system's log for this process. It knows which errors are in it, so that what ends the command is reported once,
/// also where no use case began.
final class CommandLog: EventLog {
  static let shared = CommandLog()

  private let syslog = Syslog(time: Composition.time)
  private let reported = Mutex<Set<ErrorCode>>([])

  var isHeard: Bool { syslog.isHeard }

  func report(_ event: LoggedEvent) {
    if let error = event.error { reported.withLock { _ = $0.insert(error) } }
    syslog.report(event)
  }

  /// Reports what ended the command, unless a use case has.
  func reportEnd(_ code: ErrorCode) {
    guard !reported.withLock({ $0.contains(code) }) else { return }
    report(
      LoggedEvent(
        caller: Invocation.caller, useCase: .command, subject: LoggedCommand.text(CommandLineArguments.words),
        error: code))
  }
}
