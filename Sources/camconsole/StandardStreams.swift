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

  /// Bytes that a pipe takes without waiting where it is ready (`PIPE_BUF`).
  private static let piece = 4_096

  /// Writes all bytes to a descriptor.
  ///
  /// - Parameter seconds: how long the reader may take nothing; `nil`: that has no limit.
  /// - Throws: also `EINTR`, when a signal asked to end and the reader of a pipe, or a terminal that is stopped, takes
  ///   nothing: what can be written at once, as what the signal has caused, is written all the same. And `ETIMEDOUT`.
  static func write(
    _ bytes: Span<UInt8>, to descriptor: Int32, name: String, within seconds: Int? = nil
  ) throws(FileError) {
    var done = 0
    while done < bytes.count {
      let end = seconds.map { elapsed + Double($0) }
      guard waitForRoom(descriptor, until: end) else {
        throw FileError(.write, name, code: signal == 0 ? ETIMEDOUT : EINTR)
      }
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
  /// - Parameter end: of the wait, on the clock of `elapsed`; `nil`: it has no end.
  /// - Returns: `false` where a signal asked to end, or the wait ended, before there was room.
  private static func waitForRoom(_ descriptor: Int32, until end: Double?) -> Bool {
    var waits = [
      pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0),
      pollfd(fd: wakeReader.load(ordering: .relaxed), events: Int16(POLLIN), revents: 0),
    ]
    while true {
      let isEnding = signal != 0 || end.map { elapsed >= $0 } ?? false
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
  /// - Parameter seconds: how long nothing may come; `nil`: that has no limit.
  /// - Returns: the bytes read, 0 at the end of the file.
  /// - Throws: also `EINTR`, when a signal asked to end, and `ETIMEDOUT`.
  static func read(
    into buffer: inout MutableSpan<UInt8>, from descriptor: Int32, name: String, within seconds: Int? = nil
  ) throws(FileError) -> Int {
    let end = seconds.map { elapsed + Double($0) }
    while true {
      guard !waitForInput(descriptor, until: end) else { throw FileError(.read, name, code: EINTR) }
      guard end.map({ elapsed < $0 }) ?? true else { throw FileError(.read, name, code: ETIMEDOUT) }
      let count = unsafe buffer.withUnsafeMutableBytes { room in
        unsafe Glibc.read(descriptor, room.baseAddress, room.count)
      }
      if count >= 0 { return count }
      let code = errno
      guard [EINTR, EAGAIN].contains(code), signal == 0 else { throw FileError(.read, name, code: code) }
    }
  }

  /// Waits until there is something to read.
  ///
  /// - Parameter end: of the wait, on the clock of `elapsed`; `nil`: it has no end.
  /// - Returns: whether a signal asked to end.
  private static func waitForInput(_ descriptor: Int32, until end: Double? = nil) -> Bool {
    var waits = [descriptor, wakeReader.load(ordering: .relaxed)].map {
      pollfd(fd: $0, events: Int16(POLLIN), revents: 0)
    }
    var limit: Int32 { end.map { Int32(max(($0 - elapsed) * 1_000, 0).rounded(.up)) } ?? -1 }
    while signal == 0, unsafe poll(&waits, 2, limit) < 0, errno == EINTR {}
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
