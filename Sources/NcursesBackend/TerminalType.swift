internal import CNcurses
internal import Glibc

/// A terminal type that has been found, and what of it is needed when ncurses cannot be asked.
struct TerminalType {
  let name: String
  /// What leaves the screen clean: attributes off, cursor shown and at the lower left, alternate screen left.
  let farewell: [UInt8]
  /// Whether cells can be shown reversed.
  let hasReverse: Bool
  /// Whether its line drawing in UTF-8 is by characters of three bytes only.
  let hasOnlyUnicodeLines: Bool
  /// Whether it claims to repeat a character by a sequence (REP).
  let repeats: Bool

  /// Looks a type up (`setupterm`); an unknown or generic one gives `nil`.
  init?(named name: String, descriptor: Int32) throws(TerminalProblem) {
    var code: Int32 = 0
    guard unsafe setupterm(name, descriptor, &code) == 0 else { return nil }
    defer { ncurses_forget_type() }
    guard let move = unsafe ncurses_capability("cup") else { throw .unusable(type: name) }
    self.name = name
    var farewell = unsafe Self.text(unsafe ncurses_capability("sgr0"))
    unsafe farewell += Self.text(unsafe ncurses_capability("cnorm"))
    unsafe farewell += Self.text(unsafe ncurses_move_to(move, 998, 0))
    unsafe farewell += Self.text(unsafe ncurses_capability("rmcup")) + [0x0D, 0x0A]
    self.farewell = farewell
    hasReverse = unsafe ncurses_capability("rev") != nil
    repeats = unsafe ncurses_capability("rep") != nil
    hasOnlyUnicodeLines = unsafe tigetnum("U8") > 0
  }

  /// A capability without its delays.
  private static func text(_ capability: UnsafePointer<CChar>?) -> [UInt8] {
    guard let capability = unsafe capability else { return [] }
    var bytes: [UInt8] = []
    var index = 0
    while unsafe capability[index] != 0 {
      if unsafe capability[index] == 0x24, unsafe capability[index + 1] == 0x3C {
        while unsafe capability[index] != 0, unsafe capability[index] != 0x3E { index += 1 }
        if unsafe capability[index] != 0 { index += 1 }
      } else {
        bytes.append(UInt8(bitPattern: unsafe capability[index]))
        index += 1
      }
    }
    return bytes
  }
}
