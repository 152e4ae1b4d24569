internal import FileSystem
internal import Glibc
internal import NcursesBackend
internal import Sodium
internal import Synchronization

/// The signal that asked this process to end, 0 for none. Set by the handler, which else only writes to the pipe.
private let receivedSignal = Atomic<Int32>(0)

/// The ends of a pipe that wakes the thread that waits for input when a signal comes, also between a look at the signal
/// and the beginning of the wait.
let wakeReader = Atomic<Int32>(-1)
private let wakeWriter = Atomic<Int32>(-1)

/// Whether the terminal got another size.
private let resized = Atomic<Bool>(false)

/// The system calls of the program itself: signals, what is waited for, the end.
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
      _ = unsafe Glibc.read(reader, &bytes, bytes.count)
    }
    return waits[1].revents != 0
  }

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

  /// Lets everyone read the directories that this process makes from now on (`umask`).
  static func sharesNewFiles() {
    umask(0o022)
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
    var previous = sigaction()
    guard unsafe sigaction(number, nil, &previous) == 0 else { return false }
    let handler = unsafe unsafeBitCast(previous.__sigaction_handler.sa_handler, to: Int.self)
    return unsafe handler == unsafeBitCast(SIG_IGN, to: Int.self)
  }

  /// Opens a file in the place of a closed standard stream, so that a file of the camera or the card never becomes
  /// standard output. It cannot be read or written as that stream.
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

  /// Seconds on a clock that only runs forward.
  static var elapsed: Double {
    let time = SystemClock.monotonic()
    return Double(time.seconds) + Double(time.nanoseconds) / 1e9
  }

  /// Ends this process (`exit`).
  static func end(_ code: Int32) -> Never {
    exit(code)
  }
}

/// Memory that holds code of this program.
extension SystemCalls {
  /// Gives back the memory of code that the start needed: it would count as this program's to its end. What is needed
  /// again is read again from the page cache (`madvise`).
  static func releaseCode() {
    guard let maps = unsafe fopen("/proc/self/maps", "re") else { return }
    defer { unsafe fclose(maps) }
    var line = [CChar](repeating: 0, count: 512)
    while unsafe fgets(&line, Int32(line.count), maps) != nil {
      let text = String(decoding: line.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
      // The program itself comes first, its libraries behind it.
      guard text.contains(" r-xp ") else { continue }
      let bounds = text.prefix { $0 != " " }.split(separator: "-").compactMap { UInt($0, radix: 16) }
      guard bounds.count == 2, bounds[0] < bounds[1] else { return }
      unsafe madvise(UnsafeMutableRawPointer(bitPattern: bounds[0]), Int(bounds[1] - bounds[0]), MADV_DONTNEED)
      return
    }
  }
}
