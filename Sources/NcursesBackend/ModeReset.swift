/// What a program that died may have left on in a terminal, and what this one switches on. Sequences that a terminal
/// does not know are ignored by it; each byte takes a millisecond of a slow line.
struct ModeReset {
  /// For the start: what falsifies the picture or the keys. It goes before a cleared screen.
  let first: [UInt8]
  /// For later, when something else has written on the screen, or someone else sits before it.
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
    let wraps = type.hasDECModes && !type.startsWrapping
    let on = (wraps ? ["7"] : []) + (type.hidesCursor ? ["25"] : []) + (isXterm ? ["2004"] : [])
    let switchingOn = on.isEmpty ? "" : "\u{1B}[?\(on.joined(separator: ";"))h"
    let common = Self.off + (isXterm ? Self.keyboard : "") + switchingOn
    first = Array(((type.hasDECModes ? Self.picture(type) : "") + common).utf8)
    again = Array(("\u{1B}[m" + (type.hasDECModes ? Self.wholePicture : "") + common).utf8)
    last = Array((type.pasteEnd ?? "").utf8)
  }

  /// No reversed screen (DECSCNM), no origin (DECOM), no application mode of the cursor keys (DECCKM); no reports of
  /// the mouse (VT200's, X10's, of movement) nor of the focus, and none of the mouse's other codings. Some terminals
  /// take the first number of a sequence only.
  private static let off = "\u{1B}[?5;6;1l\u{1B}[?1000;9;1002;1003;1004;1005;1006;1015;1016l"
  /// The keyboard protocols of kitty (all that were pushed, and what was set) and xterm (`modifyOtherKeys`). What does
  /// not know the last one may take it for an underline, which ends at once.
  private static let keyboard = "\u{1B}[<9u\u{1B}[=0u\u{1B}[>4m\u{1B}[m"
  /// ASCII as the character set, no insertion (IRM), a line feed without a return (LNM), lines that wrap, and the
  /// numeric keypad.
  private static let wholePicture = "\u{1B}(B\u{F}\u{1B}[4;20l\u{1B}[?7h\u{1B}>"

  /// The same, without what ncurses sends itself when it starts.
  private static func picture(_ type: TerminalType) -> String {
    let set = (type.startsInASCII ? "" : "\u{1B}(B") + (type.startsShiftedIn ? "" : "\u{F}")
    return set + (type.startsWithoutInsertion ? "" : "\u{1B}[4l") + "\u{1B}>"
  }
}
