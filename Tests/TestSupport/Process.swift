private import Glibc

/// What a process left behind.
package struct ProcessOutcome: Sendable {
  /// The exit status, or 128 and the number of the signal that ended it.
  package let status: Int32
  package let standardOutput: [UInt8]
  package let standardError: [UInt8]

  /// The standard output as text.
  package var text: String { String(decoding: standardOutput, as: UTF8.self) }
}

/// A process that did not start: the error number of the system.
package struct ProcessError: Error {
  package let code: Int32
}

/// Runs a program to its end, without input, in a plain environment.
///
/// - Parameters:
///   - path: absolute.
///   - arguments: without the program's name.
package func runProcess(_ path: String, _ arguments: [String]) throws -> ProcessOutcome {
  let (output, errors) = (try temporaryFile(), try temporaryFile())
  defer {
    close(output)
    close(errors)
  }
  let process = try spawn(path, [path] + arguments, ["PATH=/usr/bin:/bin", "LC_ALL=C.UTF-8", "TZ=UTC"], output, errors)
  var status: Int32 = 0
  while unsafe waitpid(process, &status, 0) < 0 {
    guard errno == EINTR else { throw ProcessError(code: errno) }
  }
  let signal = status & 0x7f
  return ProcessOutcome(
    status: signal == 0 ? (status >> 8) & 0xff : 128 + signal, standardOutput: contents(of: output),
    standardError: contents(of: errors))
}

private func spawn(
  _ path: String, _ arguments: [String], _ environment: [String], _ output: Int32, _ errors: Int32
) throws -> pid_t {
  var actions = unsafe posix_spawn_file_actions_t()
  unsafe posix_spawn_file_actions_init(&actions)
  defer { unsafe posix_spawn_file_actions_destroy(&actions) }
  unsafe posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
  unsafe posix_spawn_file_actions_adddup2(&actions, output, 1)
  unsafe posix_spawn_file_actions_adddup2(&actions, errors, 2)
  var list = unsafe arguments.map { unsafe strdup($0) } + [nil]
  var variables = unsafe environment.map { unsafe strdup($0) } + [nil]
  defer {
    for index in unsafe list.indices { unsafe free(list[index]) }
    for index in unsafe variables.indices { unsafe free(variables[index]) }
  }
  var process: pid_t = 0
  let code = unsafe posix_spawn(&process, path, &actions, nil, &list, &variables)
  guard code == 0 else { throw ProcessError(code: code) }
  return process
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
  var bytes = [UInt8](repeating: 0, count: Int(max(0, lseek(descriptor, 0, SEEK_END))))
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
