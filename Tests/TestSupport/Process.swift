private import Glibc

/// What a process left behind.
package struct ProcessOutcome: Sendable {
  /// The exit status, or 128 and the number of the signal that ended it.
  package let status: Int32
  /// Whether a signal ended it.
  package let isKilled: Bool
  package let standardOutput: [UInt8]
  package let standardError: [UInt8]

  /// The standard output as text.
  package var text: String { String(decoding: standardOutput, as: UTF8.self) }
  /// The standard error as text.
  package var errors: String { String(decoding: standardError, as: UTF8.self) }
}

/// A process that did not start: the error number of the system.
package struct ProcessError: Error {
  package let code: Int32
}

/// A process that took too long and was killed, and what it had written until then.
package struct ProcessTimeout: Error {
  package let arguments: [String]
  package let outcome: ProcessOutcome
}

/// How a process is run.
package struct ProcessOptions: Sendable {
  /// Standard input.
  package var input: [UInt8] = []
  package var environment =
    ["PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL": "C.UTF-8", "TZ": "UTC"].merging(Self.takenAway) { $1 }
  /// Seconds until it is killed.
  package var timeout = 600

  package init() {}

  /// What `.ci/mutants` tells by the environment: which protection is taken away, and where those reached are written.
  private static var takenAway: [String: String] {
    var told: [String: String] = [:]
    for name in ["CAMCONSOLE_MUTANT", "CAMCONSOLE_REACHED"] {
      if let value = unsafe getenv(name) { told[name] = unsafe String(cString: value) }
    }
    return told
  }
}

/// Runs a program to its end, in a session of its own without a terminal.
///
/// - Parameters:
///   - path: absolute.
///   - arguments: without the program's name.
/// - Throws: `ProcessError`, `ProcessTimeout`.
package func runProcess(
  _ path: String, _ arguments: [String], _ options: ProcessOptions = ProcessOptions()
) throws -> ProcessOutcome {
  try StartedProcess(path, arguments, options).wait()
}

/// A process that runs. It leads a group of its own, so that what it starts can be ended with it.
package final class StartedProcess: Sendable {
  package let identifier: Int32
  private let arguments: [String]
  private let timeout: Int
  private let output: Int32
  private let errors: Int32

  package init(_ path: String, _ arguments: [String], _ options: ProcessOptions = ProcessOptions()) throws {
    self.arguments = arguments
    timeout = options.timeout
    let input = try temporaryFile()
    defer { close(input) }
    _ = unsafe write(input, options.input, options.input.count)
    lseek(input, 0, SEEK_SET)
    (output, errors) = (try temporaryFile(), try temporaryFile())
    identifier = try Spawn.start(
      path, arguments, options, [.descriptor(input), .descriptor(output), .descriptor(errors)])
  }

  deinit {
    close(output)
    close(errors)
  }

  package func send(signal: Int32) {
    kill(identifier, signal)
  }

  /// What it has written to standard error so far.
  package var errorsSoFar: String { String(decoding: contents(of: errors), as: UTF8.self) }

  /// Waits for its end, and kills its group when that takes too long.
  package func wait() throws -> ProcessOutcome {
    guard let status = try Spawn.end(of: identifier, within: timeout) else {
      kill(-identifier, SIGKILL)
      throw ProcessTimeout(
        arguments: arguments, outcome: outcome(try Spawn.end(of: identifier, within: timeout) ?? SIGKILL))
    }
    return outcome(status)
  }

  private func outcome(_ status: Int32) -> ProcessOutcome {
    let signal = status & 0x7f
    return ProcessOutcome(
      status: signal == 0 ? (status >> 8) & 0xff : 128 + signal, isKilled: signal != 0,
      standardOutput: contents(of: output), standardError: contents(of: errors))
  }
}

/// A file without a name: unlike a pipe it never fills up.
private func temporaryFile() throws -> Int32 {
  var name = Array("/tmp/camconsole-output-XXXXXX".utf8CString)
  let descriptor = unsafe mkstemp(&name)
  guard descriptor >= 0 else { throw ProcessError(code: errno) }
  _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
  unsafe unlink(name)
  return descriptor
}

private func contents(of descriptor: Int32) -> [UInt8] {
  var status = stat()
  guard unsafe fstat(descriptor, &status) == 0 else { return [] }
  var bytes = [UInt8](repeating: 0, count: Int(max(0, status.st_size)))
  var done = 0
  while done < bytes.count {
    let count = unsafe bytes.withUnsafeMutableBytes { buffer in
      unsafe pread(descriptor, buffer.baseAddress! + done, buffer.count - done, off_t(done))
    }
    guard count > 0 else { return Array(bytes.prefix(done)) }
    done += count
  }
  return bytes
}
