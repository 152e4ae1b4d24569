internal import FileSystem
internal import Glibc

/// A process that this one started; the system calls for it.
struct ChildProcess {
  enum End: Equatable {
    case exited(Int32)
    case killed(Int32)
  }

  private static let pause: UInt32 = 10_000
  private let number: pid_t

  /// Starts a program in a process group of its own, with `/dev/null` for input, output and errors (`posix_spawn`).
  static func start(_ command: [String], environment: [String]) throws(FileError) -> ChildProcess {
    var actions = unsafe posix_spawn_file_actions_t()
    unsafe posix_spawn_file_actions_init(&actions)
    defer { unsafe posix_spawn_file_actions_destroy(&actions) }
    unsafe posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDWR, 0)
    unsafe posix_spawn_file_actions_adddup2(&actions, 0, 1)
    unsafe posix_spawn_file_actions_adddup2(&actions, 0, 2)
    var attributes = posix_spawnattr_t()
    unsafe posix_spawnattr_init(&attributes)
    defer { unsafe posix_spawnattr_destroy(&attributes) }
    prepare(&attributes)
    var arguments = unsafe command.map { unsafe strdup($0) } + [nil]
    var variables = unsafe environment.map { unsafe strdup($0) } + [nil]
    defer {
      for index in unsafe arguments.indices { unsafe free(arguments[index]) }
      for index in unsafe variables.indices { unsafe free(variables[index]) }
    }
    var process: pid_t = 0
    let code = unsafe posix_spawn(&process, command[0], &actions, &attributes, &arguments, &variables)
    guard code == 0 else { throw FileError(.open, command[0], code: code) }
    return ChildProcess(number: process)
  }

  /// A group of its own, so that Ctrl-C is not for it, and the signals as a program expects them.
  private static func prepare(_ attributes: inout posix_spawnattr_t) {
    var signals = sigset_t()
    unsafe sigemptyset(&signals)
    unsafe posix_spawnattr_setsigmask(&attributes, &signals)
    for signal in [SIGPIPE, SIGXFSZ, SIGHUP, SIGINT, SIGTERM] { unsafe sigaddset(&signals, signal) }
    unsafe posix_spawnattr_setsigdefault(&attributes, &signals)
    unsafe posix_spawnattr_setpgroup(&attributes, 0)
    let flags = POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP
    unsafe posix_spawnattr_setflags(&attributes, Int16(flags))
  }

  /// Waits for the end (`waitpid`), so many seconds of the monotonic clock.
  ///
  /// - Returns: `nil` when the time is over, or when it is to stop.
  func wait(seconds: Int, shouldStop: () -> Bool) -> End? {
    let deadline = Deadline(seconds: seconds)
    while true {
      var status: Int32 = 0
      let ended = unsafe waitpid(number, &status, WNOHANG)
      if ended == number {
        let signal = status & 0x7f
        return signal == 0 ? .exited((status >> 8) & 0xff) : .killed(signal)
      }
      guard ended == 0 || errno == EINTR, !deadline.hasPassed, !shouldStop() else { return nil }
      usleep(Self.pause)
    }
  }

  /// Waits until something is so, for so many seconds at most.
  ///
  /// - Returns: whether it is so.
  static func waits(seconds: Int, until isSo: () -> Bool) -> Bool {
    let deadline = Deadline(seconds: seconds)
    while !isSo() {
      guard !deadline.hasPassed else { return false }
      usleep(pause)
    }
    return true
  }

  /// Ends the whole group and takes the process' status.
  func kill() {
    Glibc.kill(-number, SIGKILL)
    var status: Int32 = 0
    while unsafe waitpid(number, &status, 0) < 0, errno == EINTR {}
  }
}
