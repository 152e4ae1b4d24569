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

  /// Reads one byte, and leaves no copy of it: it may be of a secret.
  ///
  /// - Returns: `nil` at the end of the file.
  /// - Throws: also `EINTR`, when a signal asked to end.
  static func readByte(_ descriptor: Int32, name: String) throws(FileError) -> UInt8? {
    var byte: InlineArray<1, UInt8> = [0]
    var room = byte.mutableSpan
    let count = try read(into: &room, from: descriptor, name: name)
    return count == 0 ? nil : byte[0]
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

  /// Where the next byte of a file is read (`lseek`); `nil` for a pipe or a terminal, which is read only once.
  static func offset(of descriptor: Int32) -> Int64? {
    let offset = lseek(descriptor, 0, SEEK_CUR)
    return offset >= 0 ? Int64(offset) : nil
  }

  /// Goes on reading elsewhere in a file.
  static func setOffset(_ offset: Int64, of descriptor: Int32) -> Bool {
    lseek(descriptor, off_t(offset), SEEK_SET) >= 0
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
