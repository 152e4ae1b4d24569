internal import CameraDevice
internal import FileSystem

/// On whose behalf something is done.
package struct Caller: Sendable, Equatable {
  /// The way in.
  package enum Origin: Sendable, Equatable {
    /// A shell, a timer or a service of the camera.
    case shell
    case sudo
    /// A client's address.
    case ssh(String)
    /// The console's screens: a line as `ttyS0`, or a client's address.
    case console(String)
  }

  /// A user of the system, or on the console one of the camera. What the environment says of a user of the system is
  /// not proven: `account` is.
  package let name: String
  /// The way in.
  package let origin: Origin
  /// The user of the system that the process acts as, or on the console who came to it; `nil` where that is `name`.
  package let account: String?
  /// The fingerprint of the client's key, `SHA256:…`, where sshd gives it.
  package let key: String?

  /// - Parameters:
  ///   - account: left out where it is the name.
  ///   - key: the fingerprint of the client's key.
  package init(name: String, origin: Origin, account: String? = nil, key: String? = nil) {
    self.name = name
    self.origin = origin
    self.account = account == name ? nil : account
    self.key = key
  }

  /// Someone at the console's login or in its session, who came the same way.
  package func atConsole(_ name: String, line: String) -> Caller {
    let isAtConsole = if case .console = origin { true } else { false }
    return Caller(name: name, origin: .console(line), account: isAtConsole ? account : self.name, key: key)
  }

  /// Nobody is known to have asked.
  package static let unknown = Caller(name: "unknown", origin: .shell)
}

/// What can be done with a camera, for the log.
///
/// Each is a constant above the use case. Its comment says what it is, and stands in the article *Scripting*, too.
package struct UseCase: Sendable, Hashable {
  /// What it is to the log.
  enum Kind {
    case look, authentication, work
  }

  /// The words of the log.
  let words: String
  private let kind: Kind

  init(_ words: String, _ kind: Kind) {
    self.words = words
    self.kind = kind
  }

  /// Whether it only looks, so that a camera that is watched does not fill its log.
  package var isLook: Bool { kind == .look }

  /// Whether it is about who may log in, or who knows the PIN.
  var isAuthentication: Bool { kind == .authentication }
}

extension UseCase {
  /// A command that was refused before it began.
  package static let command = UseCase("command", .work)
}

/// Where use cases are reported.
package protocol EventLog: Sendable {
  /// Never waits, and never fails as far as the caller can see.
  func report(_ event: LoggedEvent)
  /// Whether something takes what is reported.
  var isHeard: Bool { get }
}

extension EventLog {
  /// As far as is known.
  package var isHeard: Bool { true }
}

extension Camera {
  /// Carries out a use case and reports it: the one place from which the log is written.
  ///
  /// - Parameter subject: what it is done to; no secret, and nothing that a person may have typed in place of one.
  func perform<Result>(
    _ useCase: UseCase, about subject: String = "", _ body: () throws(ServiceError) -> Result
  ) throws(ServiceError) -> Result {
    let start = time.sinceBoot()
    func report(_ error: ErrorCode?, _ notes: [LogNote] = []) {
      let end = time.sinceBoot()
      let milliseconds =
        (end.seconds - start.seconds) * 1_000 + Int64(end.nanoseconds - start.nanoseconds) / 1_000_000
      log.report(
        LoggedEvent(
          caller: caller, useCase: useCase, subject: subject, error: error, notes: notes,
          milliseconds: max(milliseconds, 0)))
    }
    do throws(ServiceError) {
      let result = try body()
      report(nil, (result as? any LoggedOutcome)?.logNotes ?? [])
      return result
    } catch {
      report(error.code, error.logNotes)
      throw error
    }
  }
}
