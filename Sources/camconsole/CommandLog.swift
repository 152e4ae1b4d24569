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
  /// Where events are kept on the camera; `nil` before its settings are known.
  private let journal = Mutex<EventJournal?>(nil)

  var isHeard: Bool { syslog.isHeard }

  func report(_ event: LoggedEvent) {
    if let error = event.error { reported.withLock { _ = $0.insert(error) } }
    syslog.report(event)
    journal.withLock(\.self)?.report(event)
  }

  /// Whether events are kept on the camera, whose settings are known then.
  var isRecording: Bool { journal.withLock(\.self) != nil }

  /// From now on events are kept on the camera, too.
  func record(in journal: EventJournal) {
    self.journal.withLock { $0 = journal }
  }

  /// Reports what ended the command, unless a use case has.
  func reportEnd(_ code: ErrorCode) {
    guard !reported.withLock({ $0.contains(code) }) else { return }
    if code == .notPermitted || Permission.isRestricted { Composition.recordEvents() }
    report(
      LoggedEvent(
        caller: Invocation.caller, useCase: .command, subject: LoggedCommand.text(CommandLineArguments.words),
        error: code))
  }
}
