internal import Glibc
internal import TerminalUI

/// The size of a terminal of which the system knows none: the cursor is sent to the far corner and asked where it is.
enum CursorReport {
  static let question: StaticString = "\u{1B}7\u{1B}[r\u{1B}[999;999H\u{1B}[6n\u{1B}8"
  /// Milliseconds that an answer may take.
  static let timeout = 400

  /// Asks once.
  ///
  /// - Parameter typed: takes what came beside the answer.
  /// - Returns: `nil` where no sensible answer comes in time.
  static func ask(input: Int32, output: Int32, typed: KeyBuffer) -> Size? {
    guard unsafe write(output, question.utf8Start, question.utf8CodeUnitCount) == question.utf8CodeUnitCount else {
      return nil
    }
    let end = Self.milliseconds + timeout
    while true {
      let left = end - Self.milliseconds
      var waiting = pollfd(fd: input, events: Int16(POLLIN), revents: 0)
      guard left > 0 else { return nil }
      let found = unsafe poll(&waiting, 1, Int32(left))
      guard found > 0 else {
        if found < 0, errno == EINTR { continue }
        return nil
      }
      guard typed.read(from: input) else { return nil }
      if let size = typed.takeReport() { return size }
    }
  }

  private static var milliseconds: Int {
    var time = timespec()
    unsafe clock_gettime(CLOCK_MONOTONIC, &time)
    return time.tv_sec * 1_000 + time.tv_nsec / 1_000_000
  }
}
