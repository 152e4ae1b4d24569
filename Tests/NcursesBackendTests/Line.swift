internal import Glibc
internal import NcursesBackend
internal import TerminalSupport
internal import TerminalUI

/// A pseudo-terminal with the backend on one side and an emulator on the other, in one process.
final class Line {
  // As in ioctl_tty(2): the C library's own functions for it are shown to few.
  private static let setLock: UInt = 0x4004_5431
  private static let getNumber: UInt = 0x8004_5430

  /// The side of the program.
  let program: Int32
  /// The device of it.
  let path: String
  /// The side of the person.
  let person: Int32
  let emulator: VirtualTerminal

  /// - Parameter tellsSize: `false` for a serial line.
  init(
    _ size: Size = Size(columns: 80, rows: 24), tellsSize: Bool = true, isUTF8: Bool = true,
    hasOtherScreen: Bool = true
  ) {
    emulator = VirtualTerminal(
      columns: size.columns, rows: size.rows, isUTF8: isUTF8, hasOtherScreen: hasOtherScreen)
    person = unsafe open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC)
    var (locked, number): (Int32, Int32) = (0, 0)
    _ = unsafe ioctl(person, Self.setLock, &locked)
    _ = unsafe ioctl(person, Self.getNumber, &number)
    path = "/dev/pts/\(number)"
    program = unsafe open(path, O_RDWR | O_NOCTTY | O_CLOEXEC)
    if tellsSize { resize(size) }
  }

  func resize(_ size: Size) {
    var window = winsize(ws_row: UInt16(size.rows), ws_col: UInt16(size.columns), ws_xpixel: 0, ws_ypixel: 0)
    _ = unsafe ioctl(person, UInt(TIOCSWINSZ), &window)
    emulator.resize(columns: size.columns, rows: size.rows)
  }

  /// The backend in a locale (`LC_ALL`).
  func terminal(
    _ type: String?, locale: String = "C.UTF-8", _ change: (inout TerminalOptions) -> Void = { _ in }
  ) throws(TerminalProblem) -> NcursesTerminal {
    unsafe setenv("LC_ALL", locale, 1)
    var options = TerminalOptions()
    options.type = type
    change(&options)
    return try NcursesTerminal(input: program, output: program, options: options)
  }

  /// All that the program has written, which the emulator then shows. A NUL marks the end, which a program never sends.
  @discardableResult
  func take() -> [UInt8] {
    var mark: UInt8 = 0
    unsafe Glibc.write(program, &mark, 1)
    var written: [UInt8] = []
    var byte: UInt8 = 0
    while unsafe read(person, &byte, 1) == 1, byte != 0 { written.append(byte) }
    emulator.feed(written)
    return written
  }

  /// Types, and waits until the program could read it.
  func type(_ bytes: [UInt8]) {
    _ = unsafe Glibc.write(person, bytes, bytes.count)
    var waiting = pollfd(fd: program, events: Int16(POLLIN), revents: 0)
    _ = unsafe poll(&waiting, 1, 5_000)
  }

  /// The keys that the backend makes of what is typed.
  func keys(_ text: String, _ terminal: NcursesTerminal) -> [Key] {
    type(Array(text.utf8))
    _ = terminal.read()
    return terminal.typedKeys
  }

  /// The modes of the line, byte by byte, with what lies between the fields overwritten.
  var modes: [UInt8] {
    var modes = termios()
    unsafe memset(&modes, 0, MemoryLayout<termios>.size)
    unsafe tcgetattr(program, &modes)
    return unsafe withUnsafeBytes(of: modes) { unsafe Array($0) }
  }

  /// - Parameter speed: 9,600 or 38,400.
  func setSpeed(_ speed: Int) {
    var modes = termios()
    unsafe tcgetattr(program, &modes)
    unsafe cfsetospeed(&modes, speed_t(speed == 9_600 ? B9600 : B38400))
    unsafe tcsetattr(program, TCSANOW, &modes)
  }

  /// As Ctrl-S does, once the line has seen it.
  func stop() {
    _ = unsafe Glibc.write(person, "\u{13}", 1)
    var waiting = pollfd(fd: program, events: Int16(POLLOUT), revents: 0)
    while unsafe poll(&waiting, 1, 0) > 0 { sched_yield() }
  }

  /// As Ctrl-Q does, once the line has seen it.
  func start() {
    _ = unsafe Glibc.write(person, "\u{11}", 1)
    var waiting = pollfd(fd: program, events: Int16(POLLOUT), revents: 0)
    _ = unsafe poll(&waiting, 1, -1)
  }

  func hangUp() {
    close(person)
  }
}

/// The types that every test of pictures runs with.
let types = ["vt100", "vt220", "linux", "xterm-256color"]

extension NcursesTerminal {
  /// All keys of what was read; a sequence that has begun is taken for over.
  var typedKeys: [Key] {
    var keys: [Key] = []
    takeKeys { key in
      keys.append(key)
      return true
    }
    if unfinishedKey != .nothing, let key = flushKeys() { keys.append(key) }
    return keys
  }
}
