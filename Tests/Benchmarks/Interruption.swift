import Glibc
import Synchronization
import TestSupport

/// The signal that asked this process to end, 0 for none; and the process that measures, 0 for none.
private let receivedSignal = Atomic<Int32>(0)
private let measuringProcess = Atomic<Int32>(0)

/// A signal asked to end.
struct Interruption: Error {
  static var signal: Int32 { receivedSignal.load(ordering: .sequentiallyConsistent) }

  /// Lets HUP, INT and TERM end the process that measures: what waits for it then removes the files.
  static func prepareProcess() {
    var action = sigaction()
    unsafe action.__sigaction_handler.sa_handler = { number in
      let code = errno
      receivedSignal.store(number, ordering: .sequentiallyConsistent)
      let process = measuringProcess.load(ordering: .sequentiallyConsistent)
      if process > 0 { kill(process, SIGKILL) }
      errno = code
    }
    for number in [SIGHUP, SIGINT, SIGTERM] { unsafe sigaction(number, &action, nil) }
  }

  /// Runs a program to its end, or to a signal.
  static func run(_ path: String, _ arguments: [String]) throws -> ProcessOutcome {
    var options = ProcessOptions()
    options.timeout = 24 * 3_600
    guard signal == 0 else { throw Interruption() }
    let process = try StartedProcess(path, arguments, options)
    measuringProcess.store(process.identifier, ordering: .sequentiallyConsistent)
    defer { measuringProcess.store(0, ordering: .sequentiallyConsistent) }
    // It may have come before the handler knew the process.
    if signal != 0 { process.send(signal: SIGKILL) }
    let outcome = try process.wait()
    guard signal == 0 else { throw Interruption() }
    return outcome
  }
}
