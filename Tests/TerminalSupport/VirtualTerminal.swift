internal import CVterm

/// A terminal in software (libvterm, an xterm): bytes go in, a screen comes out.
@safe package final class VirtualTerminal {
  private let emulator: OpaquePointer
  private let screen: OpaquePointer
  private let events: UnsafeMutablePointer<cvterm_events>
  private var unread: [UInt8] = []
  /// At least 1.
  package private(set) var columns: Int
  /// At least 1.
  package private(set) var rows: Int

  /// - Parameters:
  ///   - isUTF8: whether bytes from 128 on are UTF-8; else they are control characters (below 160), or shown by their
  ///     lower seven bits as on a line that carries no more.
  ///   - hasOtherScreen: whether it has an alternate screen, which many switch off.
  package init(columns: Int = 80, rows: Int = 24, isUTF8: Bool = true, hasOtherScreen: Bool = true) {
    (self.columns, self.rows) = (columns, rows)
    unsafe emulator = vterm_new(Int32(rows), Int32(columns))
    unsafe screen = vterm_obtain_screen(emulator)
    unsafe events = .allocate(capacity: 1)
    unsafe events.initialize(to: cvterm_events())
    unsafe vterm_set_utf8(emulator, isUTF8 ? 1 : 0)
    unsafe vterm_screen_enable_altscreen(screen, hasOtherScreen ? 1 : 0)
    unsafe cvterm_note(screen, events)
    unsafe vterm_screen_reset(screen, 1)
    let answer: @convention(c) (UnsafePointer<CChar>?, Int, UnsafeMutableRawPointer?) -> Void = { bytes, count, owner in
      let terminal = unsafe Unmanaged<VirtualTerminal>.fromOpaque(owner!).takeUnretainedValue()
      terminal.unread += unsafe UnsafeBufferPointer(start: bytes, count: count).map(UInt8.init(bitPattern:))
    }
    unsafe vterm_output_set_callback(emulator, answer, Unmanaged.passUnretained(self).toOpaque())
  }

  deinit {
    unsafe vterm_free(emulator)
    unsafe events.deallocate()
  }

  /// Shows what a program writes; a sequence may go on in the next call.
  package func feed(_ bytes: some Sequence<UInt8>) {
    let plain = Array(bytes)
    _ = unsafe plain.withUnsafeBytes { bytes in
      unsafe vterm_input_write(emulator, bytes.baseAddress?.assumingMemoryBound(to: CChar.self), bytes.count)
    }
  }

  /// What the terminal answered (where the cursor is, what it is) since the last call.
  package func takeAnswers() -> [UInt8] {
    defer { unread = [] }
    return unread
  }

  package func resize(columns: Int, rows: Int) {
    (self.columns, self.rows) = (columns, rows)
    unsafe vterm_set_size(emulator, Int32(rows), Int32(columns))
  }
}

/// What it shows.
extension VirtualTerminal {
  /// A colour as the program asked for it.
  package enum Color: Equatable, Sendable {
    case standard
    /// 0 to 255.
    case indexed(Int)
    /// 0xRRGGBB.
    case rgb(Int)

    fileprivate init(_ code: Int32) {
      switch code {
      case ..<0: self = .standard
      case ..<256: self = .indexed(Int(code))
      default: self = .rgb(Int(code) & 0xff_ffff)
      }
    }
  }

  package struct Cell: Equatable, Sendable {
    /// A blank where nothing was written; empty in the right half of a wide character.
    package let character: String
    package let foreground: Color
    package let background: Color
    package let isBold: Bool
    package let isReversed: Bool
    package let isUnderlined: Bool
  }

  /// Counted from 0.
  package struct Position: Equatable, Sendable {
    package let column: Int
    package let row: Int

    package init(column: Int, row: Int) {
      self.column = column
      self.row = row
    }
  }

  /// All that can be seen.
  package struct Picture: Equatable, Sendable {
    /// Rows from the top.
    package let cells: [[Cell]]
    /// `nil` when it is hidden.
    package let cursor: Position?
  }

  /// Both are counted from 0 and lie on the screen.
  package func cell(_ column: Int, _ row: Int) -> Cell {
    precondition((0..<columns).contains(column) && (0..<rows).contains(row))
    var cell = VTermScreenCell()
    unsafe vterm_screen_get_cell(screen, VTermPos(row: Int32(row), col: Int32(column)), &cell)
    return unsafe Cell(
      character: Self.text(of: cell), foreground: Color(cvterm_foreground(&cell)),
      background: Color(cvterm_background(&cell)), isBold: cvterm_is_bold(&cell),
      isReversed: cvterm_is_reversed(&cell), isUnderlined: cvterm_is_underlined(&cell))
  }

  private static func text(of cell: VTermScreenCell) -> String {
    let code = cell.chars.0
    guard code != UInt32.max else { return "" }
    guard code != 0 else { return " " }
    var text = ""
    let all = [cell.chars.0, cell.chars.1, cell.chars.2, cell.chars.3, cell.chars.4, cell.chars.5]
    for code in all.prefix(while: { $0 != 0 }) {
      text.unicodeScalars.append(Unicode.Scalar(code) ?? "\u{FFFD}")
    }
    return text
  }

  /// One row without the blanks at its end.
  package func line(_ row: Int) -> String {
    let text = (0..<columns).map { cell($0, row).character }.joined()
    return String(text.reversed().drop { $0 == " " }.reversed())
  }

  /// All rows from the top, without the blanks at their ends.
  package var lines: [String] { (0..<rows).map(line) }

  /// All rows, each without the blanks at its end, with line feeds between them.
  package var text: String { lines.joined(separator: "\n") }

  package var picture: Picture {
    Picture(
      cells: (0..<rows).map { row in (0..<columns).map { cell($0, row) } },
      cursor: isCursorVisible ? cursor : nil)
  }

  /// Where it is, visible or not.
  package var cursor: Position {
    var position = VTermPos()
    unsafe vterm_state_get_cursorpos(vterm_obtain_state(emulator), &position)
    return Position(column: Int(position.col), row: Int(position.row))
  }

  package var isCursorVisible: Bool { unsafe !events.pointee.cursor_hidden }

  /// Whether the program has left the scrolling screen for the other one.
  package var isOnAlternateScreen: Bool { unsafe events.pointee.alternate_screen }

  /// Whether the cursor is at the beginning of an empty row: where a shell's prompt belongs.
  package var hasRowForPrompt: Bool { cursor.column == 0 && line(cursor.row).isEmpty }

  /// How often it rang so far.
  package var bells: Int { unsafe events.pointee.bells }
}
