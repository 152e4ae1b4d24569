internal import Glibc
internal import TerminalUI

/// The modes of a terminal's line (`termios`), and what the system knows of the terminal behind it.
struct LineModes {
  let saved: termios
  private let descriptor: Int32

  /// Takes the modes as they are; `nil` where the descriptor is not a terminal.
  init?(of descriptor: Int32) {
    var modes = termios()
    guard isatty(descriptor) == 1, unsafe tcgetattr(descriptor, &modes) == 0 else { return nil }
    saved = modes
    self.descriptor = descriptor
  }

  /// Hands over each byte as it is typed, unseen. Ctrl-S and Ctrl-Q stay with the line; nothing typed is a signal.
  func enter() {
    var modes = saved
    modes.c_lflag &= ~tcflag_t(ICANON | ECHO | ECHONL | ISIG | IEXTEN)
    modes.c_iflag &= ~tcflag_t(ICRNL | INLCR | IGNCR | ISTRIP)
    modes.c_oflag &= ~tcflag_t(ONLCR | OCRNL | ONLRET)
    modes.c_cc.6 = 1  // VMIN
    modes.c_cc.5 = 0  // VTIME
    unsafe tcsetattr(descriptor, TCSADRAIN, &modes)
  }

  /// Continues output that Ctrl-S has stopped, so that leaving does not wait without end.
  func release() {
    var modes = termios()
    guard unsafe tcgetattr(descriptor, &modes) == 0 else { return }
    modes.c_iflag &= ~tcflag_t(IXON)
    unsafe tcsetattr(descriptor, TCSANOW, &modes)
  }

  /// Puts the modes back as they were.
  ///
  /// - Parameter waits: whether what was written leaves before.
  func leave(waits: Bool = true) {
    var modes = saved
    if waits, unsafe tcsetattr(descriptor, TCSADRAIN, &modes) == 0 { return }
    unsafe tcsetattr(descriptor, TCSANOW, &modes)
  }

  /// Whether bytes are still on their way out (`TIOCOUTQ`).
  var isSending: Bool {
    var waiting: Int32 = 0
    return unsafe ioctl(descriptor, UInt(TIOCOUTQ), &waiting) == 0 && waiting > 0
  }

  /// The terminal's size as the system knows it (`TIOCGWINSZ`); `nil` where it does not, as on a serial line.
  var size: Size? {
    var window = winsize()
    guard unsafe ioctl(descriptor, UInt(TIOCGWINSZ), &window) == 0, window.ws_col > 0, window.ws_row > 0 else {
      return nil
    }
    return Size(columns: Int(window.ws_col), rows: Int(window.ws_row))
  }
}
