internal import FileSystem
internal import Glibc
internal import Synchronization

/// The system calls for standard streams, pipes and the terminal.
extension SystemCalls {
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

  /// A signal that asked this process to end, which ends a wait for the other end of a stream.
  private static var interruption: StreamInterruption {
    StreamInterruption(wake: wakeReader.load(ordering: .relaxed)) { signal != 0 }
  }

  /// A stream as the way of a backup: its other end has to keep a pace.
  static func pacedStream(_ descriptor: Int32, name: String) -> PacedStream {
    PacedStream(PeerStream(descriptor, name: name, interruption), name: name) { elapsed }
  }

  /// Writes all bytes to a descriptor.
  ///
  /// - Throws: also `EINTR`, when a signal asked to end and the reader of a pipe, or a terminal that is stopped, takes
  ///   nothing: what can be written at once, as what the signal has caused, is written all the same.
  static func write(_ bytes: Span<UInt8>, to descriptor: Int32, name: String) throws(FileError) {
    try PeerStream(descriptor, name: name, interruption).write(bytes)
  }

  /// Reads one byte.
  ///
  /// - Returns: `nil` at the end of the file.
  /// - Throws: also `EINTR`, when a signal asked to end.
  static func readByte(_ descriptor: Int32, name: String) throws(FileError) -> UInt8? {
    var byte: UInt8 = 0
    while true {
      guard !waitForInput(descriptor) else { throw FileError(.read, name, code: EINTR) }
      let count = unsafe Glibc.read(descriptor, &byte, 1)
      if count == 1 { return byte }
      if count == 0 { return nil }
      let code = errno
      guard code == EINTR, signal == 0 else { throw FileError(.read, name, code: code) }
    }
  }

  /// Reads to the end of a file or pipe, up to `limit` bytes.
  ///
  /// - Throws: also `EINTR`, when a signal asked to end.
  static func readAll(_ descriptor: Int32, name: String, limit: Int) throws(FileError) -> [UInt8] {
    var bytes: [UInt8] = []
    while bytes.count < limit {
      let piece = try readPiece(descriptor, name: name, atMost: min(limit - bytes.count, 65_536))
      guard !piece.isEmpty else { break }
      bytes += piece
    }
    return bytes
  }

  /// Reads what there is, at least one byte.
  ///
  /// - Returns: nothing at the end of the file.
  /// - Throws: also `EINTR`, when a signal asked to end.
  static func readPiece(_ descriptor: Int32, name: String, atMost count: Int) throws(FileError) -> ArraySlice<UInt8> {
    var piece = [UInt8](repeating: 0, count: count)
    var room = piece.mutableSpan
    let count = try read(into: &room, from: descriptor, name: name)
    return piece.prefix(count)
  }

  /// Reads what there is, at least one byte.
  ///
  /// - Returns: the bytes read, 0 at the end of the file.
  /// - Throws: also `EINTR`, when a signal asked to end.
  static func read(
    into buffer: inout MutableSpan<UInt8>, from descriptor: Int32, name: String
  ) throws(FileError) -> Int {
    try PeerStream(descriptor, name: name, interruption).read(into: &buffer)
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

  /// Closes a descriptor.
  static func closeFile(_ descriptor: Int32) {
    close(descriptor)
  }

  /// The controlling terminal, to ask a person; `nil` without a terminal. The caller closes it.
  static func openTerminal() -> Int32? {
    let descriptor = unsafe open("/dev/tty", O_RDWR | O_CLOEXEC)
    return descriptor >= 0 ? descriptor : nil
  }

  /// Runs `body` while the terminal shows nothing of what is typed.
  static func withoutEcho<Result: ~Copyable, Failure: Error>(
    _ descriptor: Int32, _ body: () throws(Failure) -> Result
  ) throws(Failure) -> Result {
    var previous = termios()
    let isTerminal = unsafe tcgetattr(descriptor, &previous) == 0
    if isTerminal {
      var silent = previous
      silent.c_lflag &= ~tcflag_t(ECHO)
      forgetInput(descriptor, &silent)
    }
    defer {
      if isTerminal { forgetInput(descriptor, &previous) }
    }
    return try body()
  }

  /// Sets modes and forgets what was typed, as `TCSAFLUSH` does, which would wait for the output of a terminal that is
  /// stopped (Ctrl-S).
  private static func forgetInput(_ descriptor: Int32, _ modes: inout termios) {
    unsafe tcsetattr(descriptor, TCSANOW, &modes)
    tcflush(descriptor, TCIFLUSH)
  }
}
