internal import Glibc

/// How a terminal's line is set, as termios(3) has it.
package struct TerminalModes: Equatable, Sendable {
  private let input: tcflag_t
  private let output: tcflag_t
  private let control: tcflag_t
  private let local: tcflag_t
  private let characters: [cc_t]
  /// As a constant of termios(3).
  private let speed: speed_t

  init?(of line: Int32) {
    var state = termios()
    guard unsafe tcgetattr(line, &state) == 0 else { return nil }
    (input, output, control, local) = (state.c_iflag, state.c_oflag, state.c_cflag, state.c_lflag)
    characters = unsafe withUnsafeBytes(of: &state.c_cc) { unsafe Array($0) }
    speed = unsafe cfgetospeed(&state)
  }

  /// Whether what is typed is shown.
  package var isEchoing: Bool { local & tcflag_t(ECHO) != 0 }
  /// Whether keys arrive by the line, to be corrected, instead of one by one.
  package var isByLine: Bool { local & tcflag_t(ICANON) != 0 }
  /// Whether Ctrl-C, Ctrl-Z and the like are signals instead of keys.
  package var isSignalling: Bool { local & tcflag_t(ISIG) != 0 }
  /// Whether Ctrl-S stops the line and Ctrl-Q lets it go on.
  package var isStoppable: Bool { input & tcflag_t(IXON) != 0 }

  /// - Parameter speed: bits a second; `nil` leaves it.
  static func setSpeed(_ speed: Int?, of line: Int32) -> Bool {
    let known = [300: B300, 1_200: B1200, 2_400: B2400, 9_600: B9600, 19_200: B19200, 38_400: B38400, 115_200: B115200]
    guard let speed else { return true }
    var state = termios()
    guard let constant = known[speed], unsafe tcgetattr(line, &state) == 0 else { return false }
    return unsafe cfsetospeed(&state, speed_t(constant)) == 0 && cfsetispeed(&state, speed_t(constant)) == 0
      && tcsetattr(line, TCSANOW, &state) == 0
  }
}
