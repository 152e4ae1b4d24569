import TerminalUI
import Testing

/// Keys out of bytes.
@Suite struct KeyDecoderTests {
  /// The keys of some bytes, and what is known when nothing follows them.
  private func keys(_ text: String, isUTF8: Bool = true) -> [Key] {
    keys(bytes: Array(text.utf8), isUTF8: isUTF8)
  }

  private func keys(bytes: [UInt8], isUTF8: Bool = true) -> [Key] {
    var decoder = KeyDecoder(isUTF8: isUTF8)
    var keys: [Key] = []
    for byte in bytes { decoder.take(byte) { keys.append($0) } }
    if decoder.unfinished != .nothing, let key = decoder.flush() { keys.append(key) }
    return keys
  }

  @Test(arguments: [
    "\u{1B}[1;5B", "\u{1B}[I", "\u{1B}[O", "\u{1B}[200~\rx y\r\u{1B}[201~", "\u{1B}x", "\u{1B}[24;80R", "\u{1B}[25~",
    "\u{1B}[?1;2c", "\u{1B}]11;rgb:0/0/0\u{7}", "\u{1B}P1$r0m\u{1B}\\", "\u{1B}[<0;10;10M", "\u{1B}[3;5~", "\u{1B}O5B",
    "\u{1B}[1;2P", "\u{1B}[38;5;1;2;3;4;5;6;7;8;9;10;11;12;13;14;15;16m", "\u{1B}[[Z",
  ]) func whatIsNotKnownIsSwallowedWhole(_ sequence: String) {
    #expect(keys(sequence) == [])
    #expect(keys(sequence + "a") == [.character("a")])
  }

  @Test(arguments: ["\u{1B}[", "\u{1B}O"]) func arrowsInBothCodings(_ introducer: String) {
    #expect(keys("ABCDHF".map { introducer + String($0) }.joined()) == [.up, .down, .right, .left, .home, .end])
  }

  @Test func editingKeys() {
    let numbers = [1, 2, 3, 4, 5, 6, 7, 8].map { "\u{1B}[\($0)~" }.joined()
    #expect(keys(numbers) == [.home, .insert, .delete, .end, .pageUp, .pageDown, .home, .end])
    #expect(keys("\u{8}\u{7F}\t\n\r\u{1B}[Z") == [.backspace, .backspace, .tab, .enter, .enter, .backTab])
  }

  @Test func functionKeysInEveryCoding() {
    let numbers = [11, 12, 13, 14, 15, 17, 18, 19, 20, 21, 23, 24]
    #expect(keys(numbers.map { "\u{1B}[\($0)~" }.joined()) == (1...12).map(Key.function))
    #expect(keys("PQRS".map { "\u{1B}O\($0)" }.joined()) == (1...4).map(Key.function))
    #expect(keys("ABCDE".map { "\u{1B}[[\($0)" }.joined()) == (1...5).map(Key.function))
    #expect(keys("1234567890".map { "\u{1B}\($0)" }.joined()) == (1...10).map(Key.function))
  }

  @Test func theKeypadInApplicationMode() {
    #expect(keys("\u{1B}Op\u{1B}Oy\u{1B}OM\u{1B}Om") == [.character("0"), .character("9"), .enter, .character("-")])
  }

  @Test func controlAndLetters() {
    #expect(keys("\u{3}\u{1A}\u{C}") == [.control("c"), .control("z"), .control("l")])
    #expect(keys("\u{0}\u{1C}") == [])
  }

  @Test func escapeAloneIsKnownByTimeOnly() {
    var decoder = KeyDecoder(isUTF8: true)
    decoder.take(0x1B) { #expect(Bool(false), "\($0)") }
    #expect(decoder.unfinished == .key)
    #expect(decoder.flush() == .escape)
    #expect(decoder.unfinished == .nothing)
    #expect(decoder.flush() == nil)
    #expect(keys("\u{1B}\u{1B}") == [.escape, .escape])
    #expect(keys("\u{1B}\u{1B}[A") == [.escape, .up])
  }

  @Test(arguments: ["\u{1B}[", "\u{1B}O", "\u{1B}[20", "\u{1B}]0;x", "\u{1B}[200~\rx"])
  func theBeginningOfASequenceIsForgotten(_ beginning: String) {
    #expect(keys(beginning) == [])
    var decoder = KeyDecoder(isUTF8: true)
    for byte in beginning.utf8 { decoder.take(byte) { #expect(Bool(false), "\($0)") } }
    #expect(decoder.flush() == nil)
    decoder.take(0x61) { #expect($0 == .character("a")) }
  }

  @Test func aBrokenSequenceDoesNotHideTheNext() {
    #expect(keys("\u{1B}[1;\u{1B}[A") == [.up])
    #expect(keys("\u{1B}O\u{1B}OB") == [.down])
  }

  @Test func typeAheadIsKeysOneAfterAnother() {
    #expect(keys("\u{1B}[Bab\u{1B}OA\r") == [.down, .character("a"), .character("b"), .up, .enter])
  }

  @Test func charactersOfUTF8ByteByByte() {
    #expect(keys("aé€🙂") == [.character("a"), .character("é"), .character("€"), .character("🙂")])
    #expect(keys("é€", isUTF8: false) == [.unreadable, .unreadable])
  }

  @Test(
    arguments: [
      [0xC3, 0x61], [0xE2, 0x82, 0x61], [0xE0, 0x80, 0x80, 0x61], [0xED, 0xA0, 0x80, 0x61],
      [0xF4, 0x90, 0x80, 0x80, 0x61],
      [0xFF, 0x61], [0xC0, 0x61], [0xE2, 0x80, 0xAE, 0x61],
    ] as [[UInt8]]) func whatIsNoPrintableCharacterIsTold(_ bytes: [UInt8])
  {
    #expect(keys(bytes: bytes) == [.unreadable, .character("a")])
  }

  @Test func aCharacterAfterABrokenOneIsKept() {
    #expect(keys(bytes: [0xE2, 0x82, 0xC3, 0xA9]) == [.unreadable, .character("é")])
  }
}
