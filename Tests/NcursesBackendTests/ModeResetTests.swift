import NcursesBackend
import TerminalSupport
import TerminalUI
import Testing

/// What a program that died has left on is switched off, by sequences that the terminal's type passes over at least.
@Suite struct ModeResetTests {
  /// Modes by their numbers: those that have to be off, and those that have to be on.
  private static let off = [
    "?1", "?5", "?6", "?1000", "?1002", "?1003", "?1004", "?1005", "?1006", "?1015",
  ]

  /// As mc, htop, tmux and vim leave a terminal in which they died: mouse, keys, margins, character sets, colours.
  private static let left = [
    "\u{1B}[?1000h\u{1B}[?1006h", "\u{1B}[?1002h\u{1B}[?1005h", "\u{1B}[?1003h\u{1B}[?1015h\u{1B}[?1004h",
    "\u{1B}[?1h\u{1B}=", "\u{1B}[4h", "\u{1B}[?6h\u{1B}[5;9r", "\u{1B}[5;9r", "\u{1B}[?5h", "\u{1B}(0", "\u{1B})0\u{E}",
    "\u{1B}[7;31m", "\u{1B}[?7l", "\u{1B}[?25l",
  ]

  private static func canvas(_ size: Size) -> Canvas {
    var canvas = Canvas(size: size)
    for row in 0..<size.rows { canvas.write("line \(row) of the camera", at: Position(column: row, row: row)) }
    canvas.writeRule(row: 3)
    return canvas
  }

  /// The emulator takes the first of several modes only; most terminals take all.
  private static func modesOneByOne(_ written: [UInt8]) -> [UInt8] {
    let sequences = String(decoding: written, as: UTF8.self).split(separator: "\u{1B}" as Character)
    return sequences.filter { $0.hasPrefix("[?") }.flatMap { sequence -> [UInt8] in
      guard let end = sequence.firstIndex(where: { "hl".contains($0) }) else { return [] }
      let modes = sequence[..<end].dropFirst(2).split(separator: ";")
      return modes.flatMap { Array("\u{1B}[?\($0)\(sequence[end])".utf8) }
    }
  }

  /// What the emulator says of a mode: 1 is on, 2 is off, 0 it does not know.
  private static func state(of mode: String, _ line: Line) -> String {
    _ = line.emulator.takeAnswers()
    line.emulator.feed(Array("\u{1B}[\(mode)$p".utf8))
    let answer = String(decoding: line.emulator.takeAnswers(), as: UTF8.self)
    return answer.split(separator: ";").last.map { String($0.prefix(1)) } ?? ""
  }

  /// What takes the end of xterm's keyboard protocol for an underline has it for no letter.
  @Test func noUnderlineIsBegun() async {
    await #expect(processExitsWith: .success) {
      let line = Line(isUTF8: true)
      let terminal = try line.terminal("xterm-256color", locale: "C.UTF-8")
      for _ in 1...2 {
        terminal.present(Self.canvas(terminal.size))
        let written = String(decoding: line.take(), as: UTF8.self)
        #expect(written.contains("\u{1B}[>4m\u{1B}[m"))
        terminal.resetModes()
        terminal.forgetScreen()
      }
    }
  }

  @Test(arguments: types + ["xterm", "screen", "tmux-256color", "rxvt"], ["C", "C.UTF-8"])
  func nothingIsLeftOn(_ type: String, _ locale: String) async {
    await #expect(processExitsWith: .success) { [type, locale] in
      for left in Self.left + [Self.left.joined()] {
        let line = Line(isUTF8: locale == "C.UTF-8")
        line.emulator.feed(Array(left.utf8))
        let terminal = try line.terminal(type, locale: locale)
        let canvas = Self.canvas(terminal.size)
        func check(_ moment: String) {
          terminal.present(canvas)
          let written = line.take()
          let place = "\(moment) after \(Array(left.utf8))"
          #expect(line.emulator.line(9) == "         line 9 of the camera", "\(place):\n\(line.emulator.text)")
          #expect(!line.emulator.cell(9, 9).isReversed && line.emulator.cell(9, 9).foreground == .standard, "\(place)")
          line.emulator.feed(Self.modesOneByOne(written))
          for mode in Self.off {
            #expect(["0", "2"].contains(Self.state(of: mode, line)), "\(mode) \(place)")
          }
          #expect(Self.state(of: "?7", line) == "1", "\(place)")
          #expect(line.emulator.isCursorVisible || type == "vt100", "\(place)")
        }
        check("at the start")
        line.emulator.feed(Array(left.utf8))
        terminal.resetModes()
        terminal.forgetScreen()
        check("at Ctrl-L")
        terminal.close()
      }
    }
  }

  /// A VT100 shows what it does not take for a sequence: only `?` may stand before its numbers. What is sent for
  /// keyboard protocols goes to types that have paste marks.
  @Test(arguments: ["vt100", "vt102", "vt220", "linux", "ansi", "screen", "rxvt", "xterm", "xterm-256color"])
  func onlyWhatTheTypeKnowsIsSent(_ type: String) async {
    await #expect(processExitsWith: .success) { [type] in
      let line = Line(isUTF8: false)
      let terminal = try line.terminal(type, locale: "C")
      terminal.present(Self.canvas(terminal.size))
      terminal.resetModes()
      terminal.forgetScreen()
      terminal.present(Self.canvas(terminal.size))
      terminal.close()
      let written = String(decoding: line.take(), as: UTF8.self)
      let introducer: Character = "\u{1B}"
      let markers = written.split(separator: introducer).compactMap { text in
        text.hasPrefix("[") ? text.dropFirst().first : nil
      }.filter { "<=>?".contains($0) }
      #expect(markers.contains("?"))
      #expect(Set(markers).isSuperset(of: "<=>") == type.hasPrefix("xterm"))
      #expect(Set(markers).subtracting(["?"]).isEmpty == !type.hasPrefix("xterm"))
      for mode in ["9", "1000", "1002", "1003", "1004", "1005", "1006", "1015", "1016"] {
        #expect(written.split(separator: introducer).count { $0.hasPrefix("[?") && $0.hasModeOff(mode) } >= 2)
      }
      // `ESC >` and character sets would be shown by a terminal that is not of the make of DEC's.
      #expect(written.contains("\u{1B}>") == (type != "ansi") && written.contains("\u{1B}(") == (type != "ansi"))
    }
  }
}

extension Substring {
  /// Whether it is a sequence that switches this private mode off.
  fileprivate func hasModeOff(_ mode: String) -> Bool {
    guard let end = firstIndex(of: "l") else { return false }
    return self[..<end].dropFirst(2).split(separator: ";").contains { $0 == mode }
  }
}
