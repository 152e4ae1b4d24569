internal import CNcurses
internal import Glibc
internal import TerminalUI

/// What ncurses holds of an open terminal (`newterm`), and what must be given back on leaving.
@safe struct NcursesSession {
  private let screen: OpaquePointer
  /// Where the screen is, and where keys come from: copies of their own, which are not inherited.
  let files: [UnsafeMutablePointer<FILE>]
  private let fatal: FatalSignals
  private let kept: KeptSignals

  /// - Parameter measure: the size, which ncurses is to know from the beginning: it confines scrolling to as many rows.
  init(
    _ type: TerminalType, _ input: Int32, _ output: Int32, _ modes: LineModes, measure: () -> Size
  ) throws(TerminalProblem) {
    let fatal = FatalSignals(descriptor: output, modes: modes.saved, text: type.farewell)
    modes.enter()
    let size = measure()
    var files: [UnsafeMutablePointer<FILE>] = unsafe []
    for (descriptor, access) in [(output, "w"), (input, "r")] {
      let copy = fcntl(descriptor, F_DUPFD_CLOEXEC, 3)
      if copy >= 0, let file = unsafe fdopen(copy, access) { unsafe files.append(file) }
    }
    var screen: OpaquePointer?
    let kept = KeptSignals {
      guard unsafe files.count == 2 else { return }
      unsafe screen = Variables.with(Self.variables(type, size)) { unsafe newterm(type.name, files[0], files[1]) }
    }
    guard let screen = unsafe screen else {
      kept.restore()
      modes.leave()
      fatal.remove()
      unsafe Self.close(files)
      throw .unusable(type: type.name)
    }
    nonl()
    typeahead(-1)
    unsafe self.screen = screen
    unsafe self.files = files
    self.fatal = fatal
    self.kept = kept
  }

  /// Gives everything back, after `endwin`.
  ///
  /// - Parameter leave: puts the line's modes back, before the signals that could end the program act as before.
  func end(_ leave: () -> Void) {
    unsafe delscreen(screen)
    unsafe Self.close(files)
    leave()
    kept.restore()
    fatal.remove()
  }

  private static func close(_ files: [UnsafeMutablePointer<FILE>]) {
    for index in unsafe files.indices { unsafe fclose(files[index]) }
  }

  /// ncurses learns of these by the environment only: no padding, no line drawing of three bytes a cell, the size.
  private static func variables(_ type: TerminalType, _ size: Size) -> [(name: String, value: String)] {
    let usual = [("NCURSES_NO_PADDING", "1"), ("NCURSES_NO_UTF8_ACS", "0")].filter { unsafe getenv($0.0) == nil }
    return usual + type.variables + [("LINES", "\(size.rows)"), ("COLUMNS", "\(size.columns)")]
  }
}
