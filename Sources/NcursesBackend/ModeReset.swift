/// What a program that died may have left on in a terminal, and what this one switches on. Sequences that a terminal
/// does not know are ignored by it; each byte takes a millisecond of a slow line.
struct ModeReset {
  /// No origin (DECOM), no reports of the mouse (X10's, VT200's, of movement) nor of the focus.
  private static let reports = "\u{1B}[?6;9;1000;1002;1003;1004l"
  /// ASCII as the character set, no insertion (IRM): ncurses sends these itself when it starts.
  private static let characters = "\u{1B}(B\u{F}\u{1B}[4l"
  /// The keyboard protocols of kitty (all that were pushed) and xterm (`modifyOtherKeys`).
  private static let keyboard = "\u{1B}[<9u\u{1B}[>4m"

  /// For the start.
  let first: [UInt8]
  /// For later, when something else has written on the screen.
  let again: [UInt8]
  /// For the end.
  let last: [UInt8]

  /// - Parameter type: its paste marks are switched on where it has them: then it is of the make of xterm, which also
  ///   knows the keyboard protocols.
  init(_ type: TerminalType) {
    guard type.isANSI else {
      (first, again, last) = ([], [], [])
      return
    }
    let isXterm = type.pasteBegin != nil
    let text = Self.reports + (isXterm ? Self.keyboard : "") + (type.pasteBegin ?? "")
    first = Array(text.utf8)
    again = Array((Self.characters + text).utf8)
    last = Array((type.pasteEnd ?? "").utf8)
  }
}
