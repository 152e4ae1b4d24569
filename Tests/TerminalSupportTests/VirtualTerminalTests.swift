import TerminalSupport
import Testing

/// The terminal in software against what vt100, xterm and ECMA-48 say.
@Suite struct VirtualTerminalTests {
  private func fed(_ text: String, isUTF8: Bool = true) -> VirtualTerminal {
    let terminal = VirtualTerminal(columns: 20, rows: 4, isUTF8: isUTF8)
    terminal.feed(text.utf8)
    return terminal
  }

  @Test func textStandsWhereItIsPut() {
    let terminal = fed("one\r\n\u{1B}[3;5Hthree  ")
    #expect(terminal.text == "one\n\n    three\n")
    #expect(terminal.lines == ["one", "", "    three", ""])
    #expect(terminal.cursor == .init(column: 11, row: 2))
  }

  @Test func sequencesMayBeCutAnywhere() {
    let terminal = VirtualTerminal(columns: 20, rows: 4)
    for byte in "\u{1B}[2;3H\u{1B}[1mä€😀\u{1B}[0m.".utf8 { terminal.feed([byte]) }
    #expect(terminal.line(1) == "  ä€😀.")
    #expect(terminal.cell(4, 1).character == "😀")
    #expect(terminal.cell(5, 1).character == "")
    #expect(terminal.cell(4, 1).isBold)
    #expect(!terminal.cell(6, 1).isBold)
  }

  @Test func attributesAndColoursAreKept() {
    let terminal = fed("\u{1B}[7ma\u{1B}[0;4mb\u{1B}[0;31;44mc\u{1B}[38;5;200md\u{1B}[48;2;1;2;3me\u{1B}[39;49mf")
    #expect(terminal.cell(0, 0).isReversed)
    #expect(!terminal.cell(0, 0).isUnderlined)
    #expect(terminal.cell(1, 0).isUnderlined)
    #expect(!terminal.cell(1, 0).isReversed)
    #expect(terminal.cell(1, 0).foreground == .standard)
    #expect(terminal.cell(2, 0).foreground == .indexed(1))
    #expect(terminal.cell(2, 0).background == .indexed(4))
    #expect(terminal.cell(3, 0).foreground == .indexed(200))
    #expect(terminal.cell(4, 0).background == .rgb(0x010203))
    #expect(terminal.cell(5, 0).foreground == .standard)
    #expect(terminal.cell(5, 0).background == .standard)
  }

  /// As the entries of vt100 (`enacs`, `smacs`, `rmacs`) and of xterm do it.
  @Test(arguments: ["\u{1B}(B\u{1B})0\u{E}lqx\u{F}q", "\u{1B}(0lqx\u{1B}(Bq"], [true, false])
  func linesAreDrawn(_ text: String, _ isUTF8: Bool) {
    #expect(fed(text, isUTF8: isUTF8).line(0) == "┌─│q")
  }

  @Test func paddingIsNothing() {
    #expect(fed("a\u{0}\u{0}b\u{7F}c").line(0) == "abc")
  }

  @Test func charactersAreRepeatedErasedAndMoved() {
    let terminal = fed("-\u{1B}[9b|\r\n12345\u{1B}[2;2H\u{1B}[2X\u{1B}[3;1Habc\u{1B}[3;2H\u{1B}[@")
    #expect(terminal.text == "----------|\n1  45\na bc\n")
  }

  @Test func theEdgeIsReachedWithoutScrolling() {
    let terminal = fed("\u{1B}[4;1H" + String(repeating: "x", count: 20))
    #expect(terminal.line(3) == String(repeating: "x", count: 20))
    #expect(terminal.cursor == .init(column: 19, row: 3))
    terminal.feed("y".utf8)
    #expect(terminal.lines[2...] == [String(repeating: "x", count: 20), "y"])
  }

  @Test func withoutUTF8SevenBitsAreShown() {
    let terminal = VirtualTerminal(columns: 20, rows: 4, isUTF8: false)
    terminal.feed([0xE4, 0xF6])
    #expect(terminal.line(0) == "dv")
  }

  @Test func itAnswersWhereTheCursorIsAndWhatItIs() {
    let terminal = fed("\u{1B}7\u{1B}[r\u{1B}[999;999H\u{1B}[6n\u{1B}8")
    #expect(terminal.takeAnswers() == Array("\u{1B}[4;20R".utf8))
    #expect(terminal.takeAnswers() == [])
    #expect(terminal.cursor == .init(column: 0, row: 0))
    terminal.feed("\u{1B}[c".utf8)
    #expect(String(decoding: terminal.takeAnswers(), as: UTF8.self).hasPrefix("\u{1B}[?"))
  }

  @Test func statesAreTold() {
    let terminal = fed("plain")
    #expect(terminal.isCursorVisible && !terminal.isOnAlternateScreen && terminal.bells == 0)
    terminal.feed("\u{1B}[?1049h\u{1B}[?25l\u{7}\u{7}\u{1B}[Hother".utf8)
    #expect(!terminal.isCursorVisible && terminal.isOnAlternateScreen && terminal.bells == 2)
    #expect(terminal.line(0) == "other")
    #expect(terminal.picture.cursor == nil)
    terminal.feed("\u{1B}[?1049l\u{1B}[?25h".utf8)
    #expect(terminal.isCursorVisible && !terminal.isOnAlternateScreen)
    #expect(terminal.line(0) == "plain")
    #expect(terminal.picture.cursor == terminal.cursor)
  }

  @Test func itGrowsAndShrinks() {
    let terminal = fed("\u{1B}[4;20Hx")
    terminal.resize(columns: 30, rows: 6)
    terminal.feed("\u{1B}[6;30Hy".utf8)
    #expect(terminal.cell(29, 5).character == "y")
    terminal.resize(columns: 10, rows: 2)
    terminal.feed("\u{1B}[H\u{1B}[Jz".utf8)
    #expect(terminal.text == "z\n")
  }
}
