import TerminalUI
import Testing

/// Text as it fits into columns.
@Suite struct TextTests {
  @Test(arguments: zip(["", "abc", "相机", "a\u{301}", "\u{1B}[A", "é", "🙂"], [0, 3, 4, 2, 3, 1, 2]))
  func columnsAreThoseOfTheTerminal(_ text: String, _ columns: Int) {
    #expect(Text.columns(text) == columns)
  }

  @Test func whatIsTooLongEndsWithAMark() {
    #expect(Text.fitted("before lens change", to: 17) == "before lens chan>")
    #expect(Text.fitted("before", to: 6) == "before")
    #expect(Text.fitted("before", to: 1) == ">")
    #expect(Text.fitted("before", to: 0) == "")
    #expect(Text.fitted("a\tb\u{200B}", to: 10) == "a?b?")
    #expect(Text.fitted("a\u{301}\u{302}", to: 2) == "a>")
  }

  @Test(arguments: zip([4, 3, 2, 1], ["相机", "相>", ">", ">"]))
  func aWideCharacterIsNeverCutInTwo(_ width: Int, _ text: String) {
    #expect(Text.fitted("相机", to: width) == text)
    #expect(Text.columns(Text.padded("相机", to: width)) == width)
    #expect(Text.columns(Text.alignedRight("相机", to: width)) == width)
  }

  @Test func padded() {
    #expect(Text.padded("ab", to: 4) == "ab  ")
    #expect(Text.alignedRight("ab", to: 4) == "  ab")
    #expect(Text.padded("abcdef", to: 4) == "abc>")
    #expect(Text.alignedRight("abcdef", to: 4) == "abc>")
    #expect(Text.padded("a\nb", to: 4) == "a?b ")
  }

  @Test func linesAreBrokenAtBlanks() {
    #expect(Text.wrapped("the card is locked", to: 8) == ["the card", "is", "locked"])
    #expect(Text.wrapped("the  card", to: 20) == ["the card"])
    #expect(Text.wrapped("", to: 5) == [])
    #expect(Text.wrapped("abc", to: 0) == [])
  }

  @Test func aLongWordIsBrokenAnywhere() {
    #expect(Text.wrapped("a 1234567890 b", to: 4) == ["a", "1234", "5678", "90 b"])
    #expect(Text.wrapped("相机相", to: 3) == ["相", "机", "相"])
    #expect(Text.wrapped("相机", to: 1).allSatisfy { !$0.isEmpty })
  }
}
