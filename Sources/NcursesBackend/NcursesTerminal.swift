internal import CNcurses
internal import Glibc
package import TerminalUI

/// The terminal of the process, through ncurses. To be used by one thread, and only one at a time.
///
/// The program installs its handlers of HUP, INT, TERM and WINCH itself; ncurses' own never act. The fatal signals are
/// handled here while the terminal is open.
@safe package final class NcursesTerminal {
  /// The terminal's extent now.
  package private(set) var size = usualSize
  /// Whether the line is slow: markers instead of highlighted rows, progress at most once a second.
  package let isSlow: Bool
  /// Whether characters beyond ASCII can be shown.
  package let isUTF8: Bool
  /// The unknown type in place of which `vt100` is taken, empty where none was given; `nil` where it is known.
  package let replacedType: String?

  /// Whether the last frame or bell could not be sent, because the line is stopped (Ctrl-S) or behind: the loop
  /// presents it again when the output may be written to (`POLLOUT`).
  package private(set) var isHeld = false

  /// Where the line and the terminal do not tell it.
  private static let usualSize = Size(columns: 80, rows: 24)
  /// Bytes that `takeKeys` has taken so far.
  package private(set) var bytesTaken = 0

  /// BEL of ECMA-48.
  private static let bell: UInt8 = 0x07
  /// Milliseconds that a frame waits for room on the line.
  private static let timeout: Int32 = 2_000
  /// The same on leaving.
  private static let lastTimeout: Int32 = 800
  private let input: Int32
  private let output: Int32
  private let asksSize: Bool
  private let modes: LineModes
  private let typed = KeyBuffer()
  private var keys: KeyDecoder
  private var painter: CellPainter
  /// Whether colours are still to be started, which takes bytes and draws all again: the first frame behind the login,
  /// which has no colours and no bold, does it.
  private var awaitsColours: Bool
  private let modeReset: ModeReset
  /// What gives the shell's prompt a row of its own in the end.
  private let prompt: [UInt8]
  private var cells: UnsafeMutableBufferPointer<cchar_t>
  /// What goes to the terminal before the next frame.
  private var due: [UInt8] = []
  private var isBellDue = false
  private var session: NcursesSession?

  /// Takes the terminal over (`newterm`).
  ///
  /// - Parameters:
  ///   - input: where keys come from.
  ///   - output: where the screen is.
  package init(
    input: Int32 = 0, output: Int32 = 1, options: TerminalOptions = TerminalOptions()
  ) throws(TerminalProblem) {
    guard isatty(input) == 1, let modes = LineModes(of: output) else { throw .notATerminal }
    Locale.take()
    isUTF8 = unsafe String(cString: nl_langinfo(Int32(CODESET))) == "UTF-8"
    let type: TerminalType
    (type, replacedType) = try Self.type(options.type, output)
    // Outside of UTF-8 ncurses uses REP, which many that call themselves xterm do not know. Only ASCII is drawn there.
    if !isUTF8, type.repeats { unsafe setlocale(LC_CTYPE, "C.UTF-8") }
    (self.input, self.output, self.modes) = (input, output, modes)
    asksSize = options.asksSize
    keys = KeyDecoder(isUTF8: isUTF8)
    let (typed, asksSize) = (typed, options.asksSize)
    session = try NcursesSession(type, input, output, modes) {
      Self.size(modes, asks: asksSize, input, output, typed)
    }
    modes.enter()
    let speed = Int(baudrate())
    isSlow = speed > 0 && speed < options.slowBelow
    modeReset = ModeReset(type)
    prompt = type.prompt
    painter = CellPainter(
      isUTF8: isUTF8, reversed: type.hasReverse ? ncurses_reverse() : ncurses_standout(),
      rule: Self.rule(options.rules, type, isUTF8: isUTF8))
    awaitsColours = options.usesColour && has_colors()
    unsafe cells = .allocate(capacity: 0)
    due = modeReset.first
    adopt(Size(columns: Int(ncurses_columns()), rows: Int(ncurses_rows())))
  }

  deinit {
    close()
    unsafe cells.deallocate()
  }

  private static func type(
    _ given: String?, _ output: Int32
  ) throws(TerminalProblem) -> (TerminalType, replaced: String?) {
    let name = given ?? ""
    TerminalDatabase.forgetForeign(name)
    TerminalDatabase.forgetForeign(TerminalType.builtInName)
    if !name.isEmpty, let type = try TerminalType(named: name, descriptor: output) { return (type, nil) }
    let substitute = TerminalType.builtInName
    if let type = try TerminalType(named: substitute, descriptor: output) { return (type, name) }
    // There is no database of terminal types.
    guard let type = try TerminalType(builtInFor: output) else { throw .unusable(type: name) }
    return (type, name == substitute ? nil : name)
  }

  private static func rule(_ style: RuleStyle, _ type: TerminalType, isUTF8: Bool) -> chtype {
    let isOwn =
      switch style {
      case .ascii: false
      case .automatic: !isUTF8
      case .acs: !isUTF8 || !type.hasOnlyUnicodeLines
      }
    return isOwn && !type.hasLinesOfEightBits ? ncurses_horizontal_line() : chtype(UInt8(ascii: "-"))
  }

  /// Shows a frame of the terminal's size: what differs from the last one is sent (`doupdate`).
  package func present(_ canvas: Canvas) {
    guard let session, let window = unsafe ncurses_standard_window() else { return }
    startColours(for: canvas)
    let columns = min(size.columns, canvas.size.columns)
    for row in 0..<min(size.rows, canvas.size.rows) {
      unsafe painter.paint(canvas, row: row, columns: columns, into: window, by: cells)
    }
    let corner = Position(column: size.columns - 1, row: size.rows - 1)
    let cursor = canvas.cursor ?? corner
    unsafe wmove(window, Int32(min(cursor.row, corner.row)), Int32(min(cursor.column, corner.column)))
    isHeld = !isLineFree(Self.timeout)
    guard !isHeld else { return }
    FrameOutput.write(to: unsafe fileno(session.files[0])) {
      send(isBellDue ? due + [Self.bell] : due, session)
      (due, isBellDue) = ([], false)
      unsafe wrefresh(window)
    }
  }

  private func startColours(for canvas: Canvas) {
    guard awaitsColours, canvas.cells.contains(where: { $0.style.ink != .plain || $0.style.isBold }) else { return }
    awaitsColours = false
    painter.hasColours = CellPainter.prepareColours()
  }

  /// Whether a part of the last frame is still on its way out of a serial line.
  package var isSending: Bool { modes.isSending }

  /// Writes what ncurses does not send itself, behind what it has sent (`delay_output` flushes that).
  private func send(_ bytes: [UInt8], _ session: NcursesSession) {
    guard !bytes.isEmpty else { return }
    delay_output(0)
    _ = unsafe write(fileno(session.files[0]), bytes, bytes.count)
  }

  /// What makes all rows scroll.
  private var scrolling: [UInt8] {
    guard let text = unsafe ncurses_scrolling_within(Int32(size.rows)) else { return [] }
    return unsafe Array(String(cString: text).utf8)
  }

  /// Waits for room on the line, so that a stopped one (Ctrl-S) does not hold the program without end.
  private func isLineFree(_ milliseconds: Int32) -> Bool {
    var waiting = pollfd(fd: output, events: Int16(POLLOUT), revents: 0)
    return unsafe poll(&waiting, 1, milliseconds) > 0
  }

  /// Switches off what another program may have left on, as reports of the mouse, and makes all rows scroll again. The
  /// cursor is then anywhere: `forgetScreen` follows.
  package func resetModes() {
    guard session != nil else { return }
    due = modeReset.again + scrolling
  }

  /// Takes the next frame as if nothing were on the screen: something else wrote on it (`clearok`).
  package func forgetScreen() {
    guard session != nil else { return }
    unsafe clearok(ncurses_shown_window(), true)
  }

  /// Looks at the terminal's size again; asks the terminal itself where the system does not know.
  package func measure() {
    guard session != nil else { return }
    adopt(Self.size(modes, asks: asksSize, input, output, typed))
  }

  /// The size that the system knows, or the terminal tells, within the bounds.
  private static func size(_ modes: LineModes, asks: Bool, _ input: Int32, _ output: Int32, _ typed: KeyBuffer) -> Size
  {
    let found = modes.size ?? (asks ? CursorReport.ask(input: input, output: output, typed: typed) : nil)
    return (found ?? usualSize).bounded
  }

  private func adopt(_ size: Size) {
    guard unsafe size != self.size || cells.isEmpty else { return }
    // What is freed here may hold a secret.
    wipePicture()
    self.size = size
    unsafe cells.deallocate()
    unsafe cells = .allocate(capacity: size.columns)
    unsafe cells.initialize(repeating: cchar_t())
    guard is_term_resized(Int32(size.rows), Int32(size.columns)) else { return }
    resize_term(Int32(size.rows), Int32(size.columns))
    // ncurses leaves the scrolling region at the previous rows, and moves down by line feeds, which stop at its end.
    // The cursor is then anywhere: the next frame begins with a cleared screen.
    due += scrolling
    forgetScreen()
  }

  /// Sounds the bell. Nothing waits for a line that is stopped or behind: the next frame brings the bell then.
  package func ring() {
    guard session != nil else { return }
    guard isLineFree(0) else {
      (isBellDue, isHeld) = (true, true)
      return
    }
    beep()
  }

  /// Reads what has been typed.
  ///
  /// - Returns: `false` at the end of the file, or when the line is gone.
  package func read() -> Bool { typed.read(from: input) }

  /// Whether bytes were read that `takeKeys` has not handed over.
  package var hasTyped: Bool { !typed.isEmpty }

  /// Hands over the keys that were read, one by one, until `take` wants no more.
  package func takeKeys(_ take: (Key) -> Bool) {
    typed.drain { byte in
      bytesTaken += 1
      var goesOn = true
      keys.take(byte) { if !take($0) { goesOn = false } }
      return goesOn
    }
  }

  /// What has begun and is not a key yet: `flushKeys` is called when nothing more comes for a while.
  package var unfinishedKey: KeyDecoder.Unfinished { keys.unfinished }

  /// Nothing came for a while: an Esc was the key, the beginning of anything else is forgotten.
  package func flushKeys() -> Key? { keys.flush() }

  /// So much time has passed since an Esc that nothing belongs to it.
  package func forgetEscape() { keys.forgetEscape() }

  /// Leaves the terminal as it was found.
  package func close() {
    close(erasesPicture: false)
  }

  /// Leaves the terminal as it was found.
  ///
  /// - Parameter erasesPicture: whether the screen is cleared before: where there is no alternate screen, and after it
  ///   on some terminals, the last frame stays to be seen.
  package func close(erasesPicture: Bool) {
    guard let session = session else { return }
    modes.release()
    // A frame may have been given up; where the line takes nothing at all, it is left as it is.
    let (isFree, descriptor) = (isLineFree(Self.lastTimeout), unsafe fileno(session.files[0]))
    dup2(output, descriptor)
    _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
    if erasesPicture {
      wipe()
      if isFree { present(Canvas(size: size)) }
    }
    if !isFree { FrameOutput.leave(descriptor) }
    self.session = nil
    FrameOutput.write(to: descriptor) {
      send(modeReset.last, session)
      endwin()
      send(prompt, session)
    }
    session.end { modes.leave(waits: isFree) }
  }

  /// Overwrites what curses holds of the last frame, and of its output: it may have been secret.
  ///
  /// - Parameter keepsPicture: only the output is overwritten, because the last frame holds no secret any more. Else
  ///   nothing is known of the screen afterwards, and the next frame is drawn from nothing.
  package func wipe(keepsPicture: Bool = false) {
    guard let session else { return }
    wipeOutput(unsafe fileno(session.files[0]))
    if !keepsPicture { wipePicture() }
  }

  /// Overwrites the cells of the last frame.
  private func wipePicture() {
    unsafe werase(ncurses_standard_window())
    unsafe werase(ncurses_shown_window())
    unsafe werase(ncurses_coming_window())
    unsafe cells.update(repeating: cchar_t())
    forgetScreen()
  }

  /// Fills the buffer of ncurses' output, by frames that go to where nobody reads them: one of nothing but attributes
  /// and letters, which is longer than the buffer, and then the last one again, so that ncurses knows what is shown.
  private func wipeOutput(_ descriptor: Int32) {
    let nowhere = unsafe open("/dev/null", O_WRONLY | O_CLOEXEC)
    guard nowhere >= 0 else { return }
    defer { Glibc.close(nowhere) }
    guard let filler = unsafe newwin(0, 0, 0, 0) else { return }
    defer { unsafe delwin(filler) }
    for index in 0..<size.rows * size.columns {
      unsafe wattr_set(filler, index % 2 == 0 ? ncurses_bold() : 0, 0, nil)
      unsafe mvwaddch(filler, Int32(index / size.columns), Int32(index % size.columns), chtype(UInt8(ascii: "x")))
    }
    guard dup2(nowhere, descriptor) >= 0 else { return }
    unsafe wrefresh(filler)
    unsafe touchwin(ncurses_standard_window())
    unsafe wrefresh(ncurses_standard_window())
    dup2(output, descriptor)
    _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
    // What was held back has gone where nobody reads it.
    if isHeld { forgetScreen() }
  }
}
