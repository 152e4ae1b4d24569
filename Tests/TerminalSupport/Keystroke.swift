/// What a key of a terminal sends.
package enum Keystroke: Equatable, Sendable {
  case up, down, left, right
  case home, end, pageUp, pageDown, delete
  case enter, tab, backTab, escape
  /// 127.
  case backspace
  /// A letter or one of `@[\]^_`, held with Ctrl.
  case control(Character)
  /// 1 to 12.
  case function(Int)

  /// How arrows, Home and End are coded: a terminal switches between the two, and programs that do not switch it back
  /// leave it in the other.
  package enum Coding: CaseIterable, Sendable {
    /// `ESC [`.
    case csi
    /// `ESC O`.
    case ss3
  }

  /// As a terminal of the kind of xterm codes it.
  package func bytes(_ coding: Coding = .csi) -> [UInt8] {
    let introducer = coding == .csi ? "\u{1B}[" : "\u{1B}O"
    let text =
      switch self {
      case .up: introducer + "A"
      case .down: introducer + "B"
      case .right: introducer + "C"
      case .left: introducer + "D"
      case .home: introducer + "H"
      case .end: introducer + "F"
      case .pageUp: "\u{1B}[5~"
      case .pageDown: "\u{1B}[6~"
      case .delete: "\u{1B}[3~"
      case .enter: "\r"
      case .tab: "\t"
      case .backTab: "\u{1B}[Z"
      case .escape: "\u{1B}"
      case .backspace: "\u{7F}"
      case .control(let key): String(Unicode.Scalar((key.uppercased().utf8.first ?? 0) & 0x1F))
      case .function(let number): Self.functionKey(number)
      }
    return Array(text.utf8)
  }

  private static func functionKey(_ number: Int) -> String {
    let codes = [15, 17, 18, 19, 20, 21, 23, 24]
    precondition((1...12).contains(number))
    return number <= 4 ? "\u{1B}O" + ["P", "Q", "R", "S"][number - 1] : "\u{1B}[\(codes[number - 5])~"
  }
}
