internal import CameraDevice
internal import FileSystem

/// The programs of `RELOAD` and `REBOOT`.
extension CommandError {
  /// Users were set all the same.
  var reloadMessage: Message {
    Message(
      "The users are set, but RELOAD \(reason).",
      "Check RELOAD, then restart what it reloads.")
  }

  /// - Parameter done: what has happened all the same, a sentence without its end.
  func rebootMessage(_ done: String) -> Message {
    Message("\(done), but the command to restart \(reason).", "Restart the camera by hand.")
  }

  /// How the command ended, after its name.
  private var reason: String {
    switch self {
    case .notStarted(let program, let code): "could not be started (\(program): \(FileError.reason(of: code)))"
    case .notTrusted(let error): "was not started (\(error.text))"
    case .failed(let program, let status): "failed (\(program) ended with \(status))"
    case .killed(let program, let signal): "failed (signal \(signal) ended \(program))"
    case .stopped(let program): "was stopped (\(program))"
    case .tookTooLong(let program, let seconds): "did not end within \(seconds) s (\(program))"
    }
  }
}
