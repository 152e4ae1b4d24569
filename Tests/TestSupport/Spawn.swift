internal import Glibc

/// Starting processes and waiting for them.
enum Spawn {
  /// What a standard stream of the new process is.
  enum Stream {
    case descriptor(Int32)
    /// A path opened for reading and writing: the first terminal opened so becomes the process' own.
    case path(String)
  }

  /// Starts a process in a session of its own (`posix_spawn`), with no signal blocked: this process' threads block all.
  ///
  /// `nohup`, a shell's `&` and profilers let the tests ignore signals. A process would inherit that, and the
  /// signal not end it.
  static func start(
    _ path: String, _ arguments: [String], _ options: ProcessOptions, _ streams: [Stream]
  ) throws -> pid_t {
    var actions = unsafe posix_spawn_file_actions_t()
    unsafe posix_spawn_file_actions_init(&actions)
    defer { unsafe posix_spawn_file_actions_destroy(&actions) }
    for (number, stream) in streams.enumerated() {
      switch stream {
      case .descriptor(let descriptor): unsafe posix_spawn_file_actions_adddup2(&actions, descriptor, Int32(number))
      case .path(let path): unsafe posix_spawn_file_actions_addopen(&actions, Int32(number), path, O_RDWR, 0)
      }
    }
    var attributes = posix_spawnattr_t()
    unsafe posix_spawnattr_init(&attributes)
    defer { unsafe posix_spawnattr_destroy(&attributes) }
    var none = sigset_t()
    unsafe sigemptyset(&none)
    unsafe posix_spawnattr_setsigmask(&attributes, &none)
    var usual = sigset_t()
    unsafe sigfillset(&usual)
    unsafe posix_spawnattr_setsigdefault(&attributes, &usual)
    unsafe posix_spawnattr_setflags(
      &attributes, newSession | Int16(POSIX_SPAWN_SETSIGMASK) | Int16(POSIX_SPAWN_SETSIGDEF))
    var list = unsafe ([path] + arguments).map { unsafe strdup($0) } + [nil]
    var variables = unsafe options.environment.map { unsafe strdup("\($0.key)=\($0.value)") } + [nil]
    defer {
      for index in unsafe list.indices { unsafe free(list[index]) }
      for index in unsafe variables.indices { unsafe free(variables[index]) }
    }
    var process: pid_t = 0
    let code = unsafe posix_spawn(&process, path, &actions, &attributes, &list, &variables)
    guard code == 0 else { throw ProcessError(code: code) }
    return process
  }

  /// Waits for the end of a process.
  ///
  /// - Returns: its status as `waitpid` gives it; `nil` when it has not ended within so many seconds.
  static func end(of process: pid_t, within seconds: Int) throws -> Int32? {
    var status: Int32 = 0
    for attempt in 0...(seconds * 200) {
      if attempt > 0 { usleep(5_000) }
      let found = unsafe waitpid(process, &status, WNOHANG)
      if found == process { return status }
      guard found == 0 || errno == EINTR else { throw ProcessError(code: errno) }
    }
    return nil
  }

  /// `POSIX_SPAWN_SETSID`, which the C library shows to few.
  private static let newSession: Int16 = 0x80
}
