internal import FileSystem
internal import Glibc
internal import NcursesBackend
internal import Sodium
internal import Synchronization

/// The signal that asked this process to end, 0 for none. Set by the handler, which else only writes to the pipe.
private let receivedSignal = Atomic<Int32>(0)

/// The ends of a pipe that wakes the thread that waits for input when a signal comes, also between a look at the signal and the
/// beginning of the wait.
private let wakeReader = Atomic<Int32>(-1)
private let wakeWriter = Atomic<Int32>(-1)

/// Whether the terminal got another size.
private let resized = Atomic<Bool>(false)

/// The system calls of the program itself: terminal, signals, standard streams.
enum SystemCalls {
  /// Wakes the thread that waits in `waitForEvents`.
  static func wake() {
    var byte: UInt8 = 0
    _ = unsafe Glibc.write(wakeWriter.load(ordering: .relaxed), &byte, 1)
  }

  /// Notes when the terminal gets another size.
  static func watchTerminalSize() {
    _ = resized.load(ordering: .relaxed)
    var action = sigaction()
    unsafe action.__sigaction_handler.sa_handler = { _ in
      let code = errno
      resized.store(true, ordering: .relaxed)
      SystemCalls.wake()
      errno = code
    }
    action.sa_flags = SA_RESTART
    unsafe sigaction(SIGWINCH, &action, nil)
  }

  /// Whether the terminal got another size since the last call.
  static func takeResize() -> Bool { resized.exchange(false, ordering: .relaxed) }

  /// Waits for input, for work or for a signal.
  ///
  /// - Parameters:
  ///   - readsInput: whether input wakes too.
  ///   - writesOutput: whether room for output does.
  ///   - seconds: at most; `nil`: without end.
  /// - Returns: whether there is input, or the line is gone.
  static func waitForEvents(readsInput: Bool, writesOutput: Bool = false, seconds: Double?) -> Bool {
    let reader = wakeReader.load(ordering: .relaxed)
    var waits = [
      pollfd(fd: reader, events: Int16(POLLIN), revents: 0),
      pollfd(fd: readsInput ? STDIN_FILENO : -1, events: Int16(POLLIN), revents: 0),
      pollfd(fd: writesOutput ? STDOUT_FILENO : -1, events: Int16(POLLOUT), revents: 0),
    ]
    let milliseconds = seconds.map { Int32(max($0, 0) * 1_000 + 0.999) } ?? -1
    guard unsafe poll(&waits, 3, milliseconds) > 0 else { return false }
    if waits[0].revents != 0 {
      var bytes = [UInt8](repeating: 0, count: 64)
      _ = unsafe read(reader, &bytes, bytes.count)
    }
    return waits[1].revents != 0
  }

  /// Whether input waits at this moment.
  static var hasInput: Bool {
    var wait = pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)
    return unsafe poll(&wait, 1, 0) > 0
  }

  /// The name of the terminal on standard input without `/dev/`, as `ttyS0` (`ttyname_r`).
  static var terminalName: String? {
    var name = [CChar](repeating: 0, count: 256)
    guard unsafe ttyname_r(STDIN_FILENO, &name, name.count) == 0 else { return nil }
    let text = String(decoding: name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    return text.hasPrefix("/dev/") ? String(text.dropFirst(5)) : text
  }

  /// Whether a person sees standard error.
  static var isErrorATerminal: Bool { isatty(STDERR_FILENO) == 1 }

  /// Whether standard output goes to a terminal.
  static var isOutputATerminal: Bool { isatty(STDOUT_FILENO) == 1 }

  /// The signal that asked this process to end; 0 for none.
  static var signal: Int32 { receivedSignal.load(ordering: .relaxed) }

  /// The line is gone: as if SIGHUP had come.
  static func noteHangUp() {
    receivedSignal.store(SIGHUP, ordering: .relaxed)
  }

  /// Lets the signals that end a process only be noted, so that work is undone or finished and the terminal restored,
  /// unless the caller had them ignored, as nohup(1) has; ignores PIPE and
  /// XFSZ; writes no core.
  static func prepareProcess() {
    holdStandardStreams()
    makeWakingPipe()
    var action = sigaction()
    unsafe action.__sigaction_handler.sa_handler = { number in
      let code = errno
      receivedSignal.store(number, ordering: .relaxed)
      FrameOutput.giveUp()
      var byte: UInt8 = 0
      _ = unsafe Glibc.write(wakeWriter.load(ordering: .relaxed), &byte, 1)
      errno = code
    }
    for number in endingSignals where !isIgnored(number) { unsafe sigaction(number, &action, nil) }
    // What is too large for a limit (`ulimit -f`) fails with `EFBIG`, and is undone.
    for number in [SIGPIPE, SIGXFSZ] { Glibc.signal(number, SIG_IGN) }
    var none = rlimit(rlim_cur: 0, rlim_max: 0)
    unsafe setrlimit(__rlimit_resource_t(RLIMIT_CORE.rawValue), &none)
    umask(0o077)
  }

  /// Every signal that would end the process, but for KILL and those of faults in the program.
  private static let endingSignals = [
    SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGALRM, SIGUSR1, SIGUSR2, SIGXCPU, SIGVTALRM, SIGPROF, SIGIO, SIGPWR, SIGSTKFLT,
  ]

  private static func makeWakingPipe() {
    _ = signal
    var ends: [Int32] = [-1, -1]
    guard unsafe pipe(&ends) == 0 else { return }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    _ = fcntl(ends[1], F_SETFL, O_NONBLOCK)
    wakeReader.store(ends[0], ordering: .relaxed)
    wakeWriter.store(ends[1], ordering: .relaxed)
  }

  private static func isIgnored(_ number: Int32) -> Bool {
    var former = sigaction()
    guard unsafe sigaction(number, nil, &former) == 0 else { return false }
    let handler = unsafe unsafeBitCast(former.__sigaction_handler.sa_handler, to: Int.self)
    return unsafe handler == unsafeBitCast(SIG_IGN, to: Int.self)
  }

  /// Puts something in the place of a closed standard stream that can neither be read nor written as one, so that no
  /// file of the camera or the card ever becomes standard output.
  private static func holdStandardStreams() {
    for (number, access) in [(STDIN_FILENO, O_WRONLY), (STDOUT_FILENO, O_RDONLY), (STDERR_FILENO, O_RDONLY)]
    where fcntl(number, F_GETFD) < 0 {
      _ = unsafe open("/dev/null", access)
    }
  }

  /// The signal of a line that is gone.
  static let hangUp = SIGHUP

  /// The signal of a pipe that nobody reads any more.
  static let brokenPipe = SIGPIPE

  /// The value of an environment variable.
  static func environment(_ name: String) -> String? {
    guard let value = unsafe getenv(name) else { return nil }
    return unsafe String(cString: value)
  }

  /// The name of the user that this process acts as, else its number (`getpwuid_r`).
  static var userName: String {
    guard geteuid() != 0 else { return "root" }
    var entry = unsafe passwd()
    var buffer = [CChar](repeating: 0, count: 16_384)
    let name: String? = unsafe buffer.withUnsafeMutableBufferPointer { buffer in
      var found: UnsafeMutablePointer<passwd>?
      guard unsafe getpwuid_r(geteuid(), &entry, buffer.baseAddress!, buffer.count, &found) == 0,
        unsafe found != nil, let name = unsafe entry.pw_name
      else { return nil }
      return unsafe String(cString: name)
    }
    return name ?? "user \(geteuid())"
  }

  /// Seconds on a clock that only runs forward.
  static var elapsed: Double {
    var time = timespec()
    unsafe clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }

  /// The path from the root directory, with the working directory before a relative one.
  static func absolute(_ path: String) -> String {
    guard !path.hasPrefix("/"), let current = unsafe getcwd(nil, 0) else { return path }
    defer { unsafe free(current) }
    let directory = unsafe String(cString: current)
    return directory == "/" ? "/" + path : directory + "/" + path
  }

  /// Bytes that a pipe takes without waiting where it is ready (`PIPE_BUF`).
  private static let piece = 4_096

  /// Writes all bytes to a descriptor.
  ///
  /// - Throws: also `EINTR`, when a signal asked to end and the reader of a pipe, or a terminal that is stopped, takes
  ///   nothing: what can be written at once, as what the signal has caused, is written all the same.
  static func write(_ bytes: Span<UInt8>, to descriptor: Int32, name: String) throws(FileError) {
    var done = 0
    while done < bytes.count {
      guard waitForRoom(descriptor) else { throw FileError(.write, name, code: EINTR) }
      let rest = bytes.extracting(done..<min(bytes.count, done + piece))
      let count = unsafe rest.withUnsafeBytes { unsafe Glibc.write(descriptor, $0.baseAddress!, $0.count) }
      if count >= 0 {
        done += count
      } else if errno != EINTR {
        throw FileError(.write, name, code: errno)
      }
    }
  }

  /// Waits until a write would not wait.
  ///
  /// - Returns: `false` where a signal asked to end before there was room.
  private static func waitForRoom(_ descriptor: Int32) -> Bool {
    var waits = [
      pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0),
      pollfd(fd: wakeReader.load(ordering: .relaxed), events: Int16(POLLIN), revents: 0),
    ]
    while true {
      let isEnding = signal != 0
      // The waking pipe may have rung for something else: then it is not waited for, but looked at again and again.
      waits[1].fd = isEnding ? -1 : waits[1].fd
      let found = unsafe poll(&waits, 2, isEnding ? 0 : 250)
      if found < 0, errno != EINTR { return true }
      if found > 0, waits[0].revents != 0 { return true }
      if isEnding { return false }
      if waits[1].revents != 0 { waits[1].fd = -1 }
    }
  }

  /// Reads one byte.
  ///
  /// - Returns: `nil` at the end of the file.
  /// - Throws: also `EINTR`, when a signal asked to end.
  static func readByte(_ descriptor: Int32, name: String) throws(FileError) -> UInt8? {
    var byte: UInt8 = 0
    while true {
      guard !waitForInput(descriptor) else { throw FileError(.read, name, code: EINTR) }
      let count = unsafe read(descriptor, &byte, 1)
      if count == 1 { return byte }
      if count == 0 { return nil }
      let code = errno
      guard code == EINTR, signal == 0 else { throw FileError(.read, name, code: code) }
    }
  }

  /// Waits until there is something to read.
  ///
  /// - Returns: whether a signal asked to end.
  private static func waitForInput(_ descriptor: Int32) -> Bool {
    var waits = [descriptor, wakeReader.load(ordering: .relaxed)].map {
      pollfd(fd: $0, events: Int16(POLLIN), revents: 0)
    }
    while signal == 0, unsafe poll(&waits, 2, -1) < 0, errno == EINTR {}
    return signal != 0
  }

  /// Closes a descriptor (`close`).
  static func closeFile(_ descriptor: Int32) {
    close(descriptor)
  }

  /// The controlling terminal, to ask a person; `nil` when there is none. The caller closes it.
  static func openTerminal() -> Int32? {
    let descriptor = unsafe open("/dev/tty", O_RDWR | O_CLOEXEC)
    return descriptor >= 0 ? descriptor : nil
  }

  /// Runs `body` while the terminal shows nothing of what is typed.
  static func withoutEcho<Result: ~Copyable, Failure: Error>(
    _ descriptor: Int32, _ body: () throws(Failure) -> Result
  ) throws(Failure) -> Result {
    var former = termios()
    let isTerminal = unsafe tcgetattr(descriptor, &former) == 0
    if isTerminal {
      var silent = former
      silent.c_lflag &= ~tcflag_t(ECHO)
      forgetInput(descriptor, &silent)
    }
    defer {
      if isTerminal { forgetInput(descriptor, &former) }
    }
    return try body()
  }

  /// Sets modes and forgets what was typed, as `TCSAFLUSH` does, which would wait for the output of a terminal that is
  /// stopped (Ctrl-S).
  private static func forgetInput(_ descriptor: Int32, _ modes: inout termios) {
    unsafe tcsetattr(descriptor, TCSANOW, &modes)
    tcflush(descriptor, TCIFLUSH)
  }

  static func end(_ code: Int32) -> Never {
    exit(code)
  }
}
