import TerminalUI
import TestSupport
import Testing

/// The grammar of what a terminal sends, by every form of it.
@Suite struct KeyGrammarTests {
  private func keys(_ bytes: [UInt8], isUTF8: Bool) -> [Key] {
    var decoder = KeyDecoder(isUTF8: isUTF8)
    var keys: [Key] = []
    for byte in bytes { decoder.take(byte) { keys.append($0) } }
    if let key = decoder.flush() { keys.append(key) }
    return keys
  }

  @Test(arguments: [true, false]) func nothingSilentIsAKey(isUTF8: Bool) {
    for sequence in SilentSequences.all {
      #expect(keys(sequence, isUTF8: isUTF8) == [], "\(sequence)")
      // What follows is a key again, and nothing of it is lost.
      #expect(keys(sequence + Array("a".utf8), isUTF8: isUTF8) == [.character("a")], "\(sequence) a")
      #expect(keys(sequence + Array("\u{1B}[A".utf8), isUTF8: isUTF8) == [.up], "\(sequence) Up")
    }
  }

  /// Each begins where the last one ended, in any order.
  @Test func oneBehindAnother() {
    var random = SeededGenerator(seed: 5)
    for _ in 0..<50 {
      let run = (0..<40).flatMap { _ in SilentSequences.all[random.below(SilentSequences.all.count)] }
      #expect(keys(run, isUTF8: true) == [])
    }
  }

  /// A line may falter in the midst of a sequence: it is waited for longer than after an Esc, and longer for a paste.
  @Test func theMidstOfASequenceIsNotEsc() {
    for (text, unfinished) in [
      ("\u{1B}", KeyDecoder.Unfinished.key), ("\u{1B}[", .sequence), ("\u{1B}[1;", .sequence), ("\u{1B}O", .sequence),
      ("\u{1B}]11;rgb", .sequence), ("\u{1B}P1$r\u{1B}", .sequence), ("\u{1B}[M", .key), ("\u{1B}[M r", .sequence),
      ("\u{1B}[200~", .paste), ("\u{1B}[200~\u{1B}[20", .paste), ("a", .nothing), ("\u{1B}(", .sequence),
    ] {
      var decoder = KeyDecoder(isUTF8: true)
      for byte in text.utf8 { decoder.take(byte) { _ in } }
      #expect(decoder.unfinished == unfinished, "\(Array(text.utf8))")
    }
  }

  @Test(arguments: [
    ("\u{1B}[97u", Key.character("a")), ("\u{1B}[97;1u", .character("a")), ("\u{1B}[97;2u", .character("A")),
    ("\u{1B}[97:65;2u", .character("A")), ("\u{1B}[49:33;2u", .character("!")), ("\u{1B}[49;2;33u", .character("!")),
    ("\u{1B}[49;2u", .unreadable), ("\u{1B}[97;65u", .character("A")), ("\u{1B}[97;129u", .character("a")),
    ("\u{1B}[97;1:2u", .character("a")), ("\u{1B}[228u", .character("ä")), ("\u{1B}[32u", .character(" ")),
    ("\u{1B}[13u", .enter), ("\u{1B}[27u", .escape), ("\u{1B}[9u", .tab), ("\u{1B}[9;2u", .backTab),
    ("\u{1B}[127u", .backspace), ("\u{1B}[99;5u", .control("c")), ("\u{1B}[108;5u", .control("l")),
    ("\u{1B}[105;5u", .tab), ("\u{1B}[57399u", .character("0")), ("\u{1B}[57414u", .enter), ("\u{1B}[57419u", .up),
    ("\u{1B}[57424;129u", .end), ("\u{1B}[1;129A", .up), ("\u{1B}[1;1:1B", .down), ("\u{1B}[1;1:2B", .down),
    ("\u{1B}[3;1~", .delete), ("\u{1B}[5;129:1~", .pageUp), ("\u{1B}[27;2;65~", .character("A")),
    ("\u{1B}[27;2;33~", .character("!")), ("\u{1B}[27;5;108~", .control("l")), ("\u{1B}[27;2;9~", .backTab),
    ("\u{1B}[1;2Z", .backTab), ("\u{1B}[Z", .backTab), ("\u{1B}\t", .backTab), ("\u{1B}OX", .character("=")),
    ("\u{1B}[13;2u", .enter), ("\u{1B}[27;2u", .escape), ("\u{1B}[57344u", .escape), ("\u{1B}[57345u", .enter),
    ("\u{1B}[57346u", .tab), ("\u{1B}[57346;2u", .backTab), ("\u{1B}[57347u", .backspace), ("\u{1B}[57348u", .insert),
    ("\u{1B}[57349u", .delete), ("\u{1B}[57350u", .left), ("\u{1B}[57351u", .right), ("\u{1B}[57352u", .up),
    ("\u{1B}[57353;1:2u", .down), ("\u{1B}[57354u", .pageUp), ("\u{1B}[57355u", .pageDown), ("\u{1B}[57356u", .home),
    ("\u{1B}[57357;129u", .end), ("\u{1B}[57364u", .function(1)), ("\u{1B}[57375u", .function(12)),
    ("\u{1B}[57409u", .character(".")), ("\u{1B}[57417u", .left), ("\u{1B}[57423u", .home), ("\u{1B}[57426u", .delete),
    ("\u{1B}[0;;229u", .character("å")), ("\u{1B}[97;;97:98:99u", .unreadable),
    ("\u{1B}[97;;97:98:99:100u", .unreadable),
    ("\u{1B}O ", .character(" ")), ("\u{1B}O\t", .tab), ("\u{1B}[P", .function(1)), ("\u{1B}[13~", .function(3)),
  ])
  func keysInEveryCoding(_ sequence: String, _ key: Key) {
    #expect(keys(Array(sequence.utf8), isUTF8: true) == [key])
  }

  /// Letters of old PCs' code pages are control characters of eight bits: they are told, so that they are not lost.
  @Test(arguments: [true, false]) func lettersOfOldCodePagesAreTold(isUTF8: Bool) {
    for bytes in SilentSequences.letters {
      #expect(keys(bytes, isUTF8: isUTF8) == [.unreadable], "\(bytes)")
      #expect(keys(bytes + Array("a".utf8), isUTF8: isUTF8) == [.unreadable, .character("a")], "\(bytes)")
    }
  }

  /// An Esc that came too early for the rest of its sequence was the key; the rest does not act as letters.
  @Test func theRestBehindALateEscapeIsNotLetters() {
    for (rest, wanted) in [
      ("[A", [Key.up]), ("OB", [.down]), ("[M r*", []), ("[200~\rr\u{1B}[201~", []), ("]11;rgb:r/r/r\u{7}", []),
      ("[<0;1;1M", []), ("[1;5A", []), ("_Gi=1;OK\u{1B}\\", []), ("[24;80R", []),
      ("Op", [.character("O"), .character("p")]),
      ("r", [.character("r")]), ("x[", [.character("x"), .character("[")]),
    ] {
      var decoder = KeyDecoder(isUTF8: true)
      decoder.take(0x1B) { _ in }
      #expect(decoder.flush() == .escape)
      var keys: [Key] = []
      for byte in rest.utf8 { decoder.take(byte) { keys.append($0) } }
      #expect(keys == wanted, "\(rest)")
      decoder.take(0x71) { keys.append($0) }
      #expect(keys == wanted + [.character("q")], "\(rest)")
    }
  }

  /// A person types one byte after the other, or much later.
  @Test func anIntroducerBehindALateEscapeIsTypedAlone() {
    for introducer in "[O]_^".utf8 {
      for isForgotten in [true, false] {
        var decoder = KeyDecoder(isUTF8: true)
        decoder.take(0x1B) { _ in }
        #expect(decoder.flush() == .escape && decoder.unfinished == .nothing)
        if isForgotten { decoder.forgetEscape() }
        var keys: [Key] = []
        decoder.take(introducer) { keys.append($0) }
        #expect(decoder.unfinished == (isForgotten ? .nothing : .rest))
        if !isForgotten { keys += [decoder.flush()].compactMap(\.self) }
        for byte in "Ar".utf8 { decoder.take(byte) { keys.append($0) } }
        #expect(keys == [.character(Unicode.Scalar(introducer)), .character("A"), .character("r")])
      }
    }
  }

  @Test func eightBitsAreTheSame() {
    #expect(
      keys([0x9B, 0x41, 0x8F, 0x42, 0x9B, 0x33, 0x7E, 0xC2, 0x9B, 0x43], isUTF8: true) == [.up, .down, .delete, .right])
    #expect(keys([0x9B, 0x41, 0x8F, 0x42, 0x9B, 0x33, 0x7E], isUTF8: false) == [.up, .down, .delete])
  }

  @Test func aLineFeedBehindAReturnBelongsToIt() {
    #expect(keys(Array("\r\n".utf8), isUTF8: true) == [.enter])
    #expect(keys(Array("\r\n\r\n".utf8), isUTF8: true) == [.enter, .enter])
    #expect(keys(Array("\n\n".utf8), isUTF8: true) == [.enter, .enter])
    #expect(keys(Array("\r\r".utf8), isUTF8: true) == [.enter, .enter])
    #expect(keys(Array("\ra\n".utf8), isUTF8: true) == [.enter, .character("a"), .enter])
    #expect(keys([0x0D, 0x00, 0x0A], isUTF8: true) == [.enter, .enter])
  }

  /// `ESC [ M` alone is F1 of SCO's consoles: three bytes belong to it only when they arrive with it.
  @Test func aBareMIsF1() {
    #expect(keys(Array("\u{1B}[M".utf8), isUTF8: true) == [.function(1)])
    var decoder = KeyDecoder(isUTF8: true)
    for byte in "\u{1B}[M".utf8 { decoder.take(byte) { _ in } }
    #expect(decoder.unfinished == .key && decoder.flush() == .function(1))
    var keys: [Key] = []
    for byte in "rr".utf8 { decoder.take(byte) { keys.append($0) } }
    #expect(keys == [.character("r"), .character("r")])
    #expect(self.keys(Array("\u{1B}[M\u{1B}[A".utf8), isUTF8: true) == [.function(1), .up])
  }

  @Test func theFirstLineOfAPasteIsText() {
    func pasted(_ text: String) -> [Key] { text.unicodeScalars.map { .pasted($0) } }
    let begin = "\u{1B}[200~"
    for end in ["\u{1B}[201~", "\u{9B}201~"] {
      for text in ["one two\rthree\r", "one two\nthree", "one two\r\n", "one two"] {
        #expect(keys(Array((begin + text + end + "a").utf8), isUTF8: true) == pasted("one two") + [.character("a")])
      }
    }
    #expect(
      keys(Array("\(begin)ä€\t1\u{1B}[20xr\(begin)\u{1B}[201~".utf8), isUTF8: true)
        == pasted("ä€") + [.pasted(nil)] + pasted("1") + [.pasted(nil)] + pasted("xr") + [.pasted(nil)] + pasted("0~"))
    #expect(keys(Array("\(begin)ä1\u{1B}[201~".utf8), isUTF8: false) == [.pasted(nil)] + pasted("1"))
  }

  @Test func whatIsNotACharacterIsTold() {
    #expect(keys([0x61, 0xE4, 0x62], isUTF8: true) == [.character("a"), .unreadable, .character("b")])
    #expect(
      keys(Array("PäÄßÛÐ5".utf8), isUTF8: false) == [.character("P")] + Array(repeating: .unreadable, count: 5) + [
        .character("5")
      ])
    #expect(keys([0xE4], isUTF8: false) == [.unreadable])
    #expect(keys([0xFF, 0x61], isUTF8: false) == [.unreadable, .character("a")])
  }
}
