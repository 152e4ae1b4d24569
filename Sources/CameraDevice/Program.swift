internal import FileSystem
internal import Glibc

/// Why a program did not do its work.
package enum ProgramError: Error, Equatable {
  /// It could not be started: the system's error number.
  case notStarted(path: String, code: Int32)
  /// It ended with this exit code, or with 128 + n by signal n.
  case failed(path: String, status: Int32)
}

/// Runs a program of the settings, as the reboot command: directly, never by a shell.
package protocol ProgramRunner: Sendable {
  /// Starts a program and waits for its end.
  ///
  /// - Parameter command: the program's absolute path and its arguments.
  func run(_ command: [String]) throws(ProgramError)
}

/// Programs of the system (`posix_spawn`), with an environment of `PATH` alone and nothing on standard input.
package struct SystemPrograms: ProgramRunner {
  package init() {}

  package func run(_ command: [String]) throws(ProgramError) {
    guard let path = command.first else { return }
    let status = try SystemCalls.spawn(command, path)
    guard status == 0 else { throw .failed(path: path, status: status) }
  }
}

extension SystemCalls {
  /// Runs a program to its end (`posix_spawn`, `waitpid`).
  ///
  /// - Returns: its exit code, or 128 + n for signal n.
  static func spawn(_ command: [String], _ path: String) throws(ProgramError) -> Int32 {
    var process = pid_t()
    let arguments = unsafe command.map { unsafe strdup($0) } + [nil]
    let environment = unsafe [strdup("PATH=/usr/sbin:/usr/bin:/sbin:/bin")] + [nil]
    defer { unsafe (arguments + environment).forEach { unsafe free($0) } }
    var actions = unsafe posix_spawn_file_actions_t()
    unsafe posix_spawn_file_actions_init(&actions)
    unsafe posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
    defer { unsafe posix_spawn_file_actions_destroy(&actions) }
    let code = unsafe posix_spawn(&process, path, &actions, nil, arguments, environment)
    guard code == 0 else { throw .notStarted(path: path, code: code) }
    var status: Int32 = 0
    while unsafe waitpid(process, &status, 0) < 0 {
      guard errno == EINTR else { throw .notStarted(path: path, code: errno) }
    }
    let signal = status & 0x7F
    return signal == 0 ? (status >> 8) & 0xFF : 128 + signal
  }

  /// Whether an error says that a directory cannot be exchanged.
  static func cannotExchange(_ error: FileError) -> Bool {
    error.operation == .exchange && [EBUSY, EINVAL, ENOSYS, EXDEV, EOPNOTSUPP].contains(error.code)
  }
}
