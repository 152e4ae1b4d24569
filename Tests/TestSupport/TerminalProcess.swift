internal import Glibc

/// What a terminal is before a process finds it.
package struct LineSetup: Sendable {
  /// 0 when the line does not tell its size, as a serial one.
  package var columns = 80
  /// As `columns`.
  package var rows = 24
  /// Bits a second of termios(3), 9600 for one; `nil` leaves what the system gives.
  package var speed: Int?

  package init() {}
}

/// A process on a pseudo-terminal of its own, which is its standard input, output and error.
package final class TerminalProcess {
  // As in ioctl_tty(2): the C library's own functions for it are shown to few.
  private static let setLock: UInt = 0x4004_5431
  private static let getNumber: UInt = 0x8004_5430

  package let identifier: Int32
  /// The side of the keyboard and the screen; -1 once it is hung up.
  private var line: Int32
  /// What came while the line was busy taking keys.
  private var early: [UInt8] = []
  private var status: Int32?
  /// How it was before the process started.
  package let initialModes: TerminalModes

  /// - Throws: `ProcessError`.
  package init(
    _ path: String, _ arguments: [String], _ options: ProcessOptions = ProcessOptions(),
    _ setup: LineSetup = LineSetup()
  ) throws {
    line = unsafe open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC | O_NONBLOCK)
    var (locked, number): (Int32, Int32) = (0, 0)
    guard line >= 0, unsafe ioctl(line, Self.setLock, &locked) == 0,
      unsafe ioctl(line, Self.getNumber, &number) == 0, TerminalModes.setSpeed(setup.speed, of: line),
      Self.setSize(of: line, setup.columns, setup.rows), let modes = TerminalModes(of: line)
    else { throw ProcessError(code: errno) }
    initialModes = modes
    let terminal = "/dev/pts/\(number)"
    identifier = try Spawn.start(path, arguments, options, [.path(terminal), .path(terminal), .path(terminal)])
  }

  deinit {
    hangUp()
    guard status == nil else { return }
    kill(-identifier, SIGKILL)
    _ = try? Spawn.end(of: identifier, within: 300)
  }

  /// How the line is set now; `nil` once it is hung up.
  package var modes: TerminalModes? { TerminalModes(of: line) }

  /// Whether what is typed is shown.
  package var isEchoing: Bool { modes?.isEchoing ?? false }

  /// Gives the terminal another size, and tells the process (SIGWINCH).
  package func resize(columns: Int, rows: Int) {
    _ = Self.setSize(of: line, columns, rows)
  }

  private static func setSize(of line: Int32, _ columns: Int, _ rows: Int) -> Bool {
    var size = winsize(ws_row: UInt16(rows), ws_col: UInt16(columns), ws_xpixel: 0, ws_ypixel: 0)
    return unsafe ioctl(line, UInt(TIOCSWINSZ), &size) == 0
  }

  package func send(signal: Int32) {
    kill(identifier, signal)
  }

  /// The line is gone: the process gets SIGHUP, and the end of file when it reads.
  package func hangUp() {
    guard line >= 0 else { return }
    close(line)
    line = -1
  }
}

/// Typing, showing, ending.
extension TerminalProcess {
  /// Types bytes; a process that takes none for five minutes loses the rest.
  package func write(_ bytes: [UInt8]) {
    var rest = bytes[...]
    while !rest.isEmpty {
      var waiting = pollfd(fd: line, events: Int16(POLLIN | POLLOUT), revents: 0)
      guard unsafe poll(&waiting, 1, 300_000) > 0 else { return }
      let states = Int32(waiting.revents)
      if states & POLLOUT != 0 {
        let count = unsafe rest.withUnsafeBytes { unsafe Glibc.write(line, $0.baseAddress, $0.count) }
        guard count > 0 || errno == EAGAIN else { return }
        rest = rest.dropFirst(max(0, count))
      }
      if states & POLLIN != 0 {
        guard let bytes = take() else { return }
        early += bytes
      }
      guard states & (POLLIN | POLLOUT) != 0 else { return }
    }
  }

  /// Waits until the process shows something, and takes it.
  ///
  /// - Returns: empty when nothing came in time; `nil` when nobody can show more.
  package func receive(milliseconds: Int32) -> [UInt8]? {
    guard early.isEmpty else {
      defer { early = [] }
      return early
    }
    var waiting = pollfd(fd: line, events: Int16(POLLIN), revents: 0)
    guard line >= 0 else { return nil }
    return unsafe poll(&waiting, 1, milliseconds) > 0 ? take() : []
  }

  private func take() -> [UInt8]? {
    var bytes = [UInt8](repeating: 0, count: 4_096)
    let count = unsafe read(line, &bytes, bytes.count)
    guard count > 0 else { return count < 0 && (errno == EAGAIN || errno == EINTR) ? [] : nil }
    return Array(bytes.prefix(count))
  }

  /// Its exit status, or 128 and the number of the signal that ended it; `nil` while it goes on.
  ///
  /// - Parameter seconds: how long to wait for it.
  package func end(within seconds: Int = 0) throws -> Int32? {
    if status == nil {
      let found = try Spawn.end(of: identifier, within: seconds)
      status = found.map { $0 & 0x7f == 0 ? ($0 >> 8) & 0xff : 128 + $0 & 0x7f }
    }
    return status
  }
}
