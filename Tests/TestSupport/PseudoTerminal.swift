internal import Glibc

/// A terminal without a screen, with a process behind it: what a person types goes in, what a person sees comes out.
package final class PseudoTerminal {
  // As in ioctl_tty(2): the C library's own functions for it are shown to few.
  private static let setLock: UInt = 0x4004_5431
  private static let getNumber: UInt = 0x8004_5430

  private let keyboard: Int32
  private let process: Int32
  /// Everything that was shown so far.
  package private(set) var screen = ""

  /// Starts a process on a new terminal, which is its standard input, output and error.
  package init(_ path: String, _ arguments: [String], _ options: ProcessOptions = ProcessOptions()) throws {
    keyboard = unsafe open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC)
    var (locked, number): (Int32, Int32) = (0, 0)
    guard keyboard >= 0, unsafe ioctl(keyboard, Self.setLock, &locked) == 0,
      unsafe ioctl(keyboard, Self.getNumber, &number) == 0
    else { throw ProcessError(code: errno) }
    let terminal = "/dev/pts/\(number)"
    process = try Spawn.start(
      path, arguments, options, [.path(terminal), .path(terminal), .path(terminal)])
  }

  deinit {
    close(keyboard)
  }

  package func type(_ text: String) {
    _ = unsafe write(keyboard, text, text.utf8.count)
  }

  /// Whether what is typed is shown.
  package var isEchoing: Bool {
    var state = termios()
    return unsafe tcgetattr(keyboard, &state) == 0 && state.c_lflag & tcflag_t(ECHO) != 0
  }

  /// Waits until a text has been shown.
  ///
  /// - Returns: whether it came.
  package func shows(_ text: String, within seconds: Int = 20) -> Bool {
    for _ in 0..<(seconds * 20) where !screen.contains(text) { _ = receive(milliseconds: 50) }
    return screen.contains(text)
  }

  /// Waits for the end of the process.
  ///
  /// - Returns: its exit status, or 128 and the number of the signal that ended it; `nil` when it goes on.
  package func end(within seconds: Int = 20) throws -> Int32? {
    for _ in 0..<(seconds * 20) {
      let isDone = !receive(milliseconds: 50)
      if let status = try Spawn.end(of: process, within: isDone ? 1 : 0) ?? poll() {
        while receive(milliseconds: 0) {}
        return status & 0x7f == 0 ? (status >> 8) & 0xff : 128 + status & 0x7f
      }
    }
    kill(-process, SIGKILL)
    return nil
  }

  private func poll() -> Int32? {
    var status: Int32 = 0
    return unsafe waitpid(process, &status, WNOHANG) == process ? status : nil
  }

  /// Takes what has been shown.
  ///
  /// - Returns: `false` when nobody can show more.
  private func receive(milliseconds: Int32) -> Bool {
    var waiting = pollfd(fd: keyboard, events: Int16(POLLIN), revents: 0)
    guard unsafe Glibc.poll(&waiting, 1, milliseconds) > 0 else { return milliseconds > 0 }
    var bytes = [UInt8](repeating: 0, count: 4_096)
    let count = unsafe read(keyboard, &bytes, bytes.count)
    guard count > 0 else { return false }
    screen += String(decoding: bytes.prefix(count), as: UTF8.self)
    return true
  }
}
