import CameraModel
import Testing

/// Texts that are compared by line.
struct TextDifferenceTests {
  private func difference(_ former: String, _ new: String, limit: Int = 100) -> TextDifference? {
    TextDifference(from: Array(former.utf8), to: Array(new.utf8), Settings().secretMask, limit: limit)
  }

  private func words(_ line: LineDifference) -> String { "\(line.number) \(line.former ?? "+") \(line.new ?? "-")" }

  @Test(arguments: [
    ("a\nb\nc\n", "a\nx\nc\n", ["2 b x"]), ("a\nb\n", "a\nb\nc\n", ["3 + c"]), ("a\nb\nc", "b\nc", ["1 a -"]),
    ("", "a\n", ["1 + a"]), ("a\n", "", ["1 a -"]), ("a\nb\nc\nd\n", "b\nc\nx\ny\n", ["1 a -", "4 d x", "4 + y"]),
    ("\u{FEFF}a\r\nb", "a\nc", ["2 b c"]), ("a\rb\r", "a\nc\n", ["2 b c"]),
    ("psk=1\nx=1\n", "psk=2\nx=1\n", ["1 psk=*** psk=***"]),
    ("password: |\n  a\n  b\n", "password: |\n  a\n  c\n", ["3   ***   ***"]),
  ])
  func namesLines(_ former: String, _ new: String, _ expected: [String]) {
    #expect(difference(former, new)?.lines.map(words) == expected)
  }

  @Test func sameLinesAreNoDifference() {
    #expect(difference("a\nb", "\u{FEFF}a\r\nb\r\n") == nil)
    #expect(
      LayoutDifference.find(from: Array("a\nb".utf8), to: Array("\u{FEFF}a\r\nb\r\n".utf8)) == [
        .byteOrderMark, .lineEnds,
      ])
    #expect(LayoutDifference.find(from: Array("a\n".utf8), to: Array("b\n".utf8)) == [])
  }

  /// As few lines as there can be, in an order that makes one text of the other.
  @Test(arguments: 0..<UInt64(300)) func theScriptIsShortest(seed: UInt64) throws {
    var random = SplitMix(state: seed)
    let texts = (0..<2).map { _ in
      (0..<Int.random(in: 0...12, using: &random)).map { _ in ["a", "b", "c"].randomElement(using: &random)! }
    }
    let found = difference(texts[0].map { $0 + "\n" }.joined(), texts[1].map { $0 + "\n" }.joined())
    guard let found else { return #expect(texts[0] == texts[1]) }
    let edits = found.added + found.removed + 2 * found.changed
    #expect(edits == Self.distance(texts[0], texts[1]))
    #expect(found.leftOut == 0 && !found.isReplaced && texts[0] != texts[1])
    var former = texts[0]
    for line in found.lines.reversed() where line.former != nil {
      #expect(former[line.number - 1] == line.former)
      former.remove(at: line.number - 1)
    }
    var rest = texts[1][...]
    let added = found.lines.compactMap(\.new)
    #expect(former.allSatisfy { line in rest.firstIndex(of: line).map { rest = rest[($0 + 1)...] } != nil })
    #expect((former + added).sorted() == texts[1].sorted())
  }

  /// Lines in one of two texts only, at least (the longest common subsequence, by its table).
  private static func distance(_ left: [String], _ right: [String]) -> Int {
    var row = [Int](repeating: 0, count: right.count + 1)
    for line in left {
      var corner = 0
      for (index, other) in right.enumerated() {
        let above = row[index + 1]
        row[index + 1] = line == other ? corner + 1 : max(above, row[index])
        corner = above
      }
    }
    return left.count + right.count - 2 * (row.last ?? 0)
  }

  @Test func manyLinesAreCounted() {
    let numbers = (1...300).map { "line \($0)\n" }
    let found = difference(numbers.joined(), numbers.joined().replacing("line", with: "row"), limit: 5)
    #expect(found?.lines.count == 5 && found?.changed == 300 && found?.leftOut == 295)
  }

  @Test(.timeLimit(.minutes(2))) func tooMuchIsReplaced() {
    let own = (1...20_000).map { "a\($0)\n" }.joined()
    let other = (1...20_000).map { "b\($0)\n" }.joined()
    let found = difference(own, other)
    #expect(found?.isReplaced == true && found?.removed == 20_000 && found?.added == 20_000 && found?.lines == [])
    let short = difference(String(repeating: "\n", count: 400_000), String(repeating: "\n", count: 399_999) + "x")
    #expect(short?.lines.count == 1)
    let long = difference(
      "a" + String(repeating: "\n", count: 100_000) + "a", "b" + String(repeating: "\n", count: 100_000) + "b")
    #expect(long?.isReplaced == true && long?.removed == 100_001)
  }

  @Test func longLinesAreCutAroundTheDifference() throws {
    let long = String(repeating: "x", count: 5_000)
    let line = try #require(difference(long + "old" + long, long + "new" + long)?.lines.first)
    #expect(line.former?.hasPrefix("...xxx") == true && line.former?.contains("old") == true)
    #expect(line.new?.contains("new") == true && (line.new ?? "").count < 260)
    #expect(line.new?.hasSuffix("x... (4803 more)") == true, "\(line.new ?? "")")
  }

  /// The same for values: what is left out is counted, on both sides.
  @Test func longValuesAreCut() {
    let value = String(repeating: "v", count: 1 << 20)
    let cut = LongText.cut("(none)", value)
    #expect(cut.previous == "(none)" && cut.new == String(repeating: "v", count: 240) + "... (1048336 more)")
    #expect(LongText.cut("short", "shorter") == ("short", "shorter"))
  }

  @Test(
    arguments: [
      ([0x61, 0x0A, 0xE9, 0x62, 0x63, 0x64, 0x65, 0x66], true), ([0x61, 0x00], false), ([0x61, 0x1B, 0x5B], true),
      ([0xE9, 0xE8, 0x61], false),
      ([], true), ([0x61, 0x7F], false), ([0x61, 0x02], false), ([0xC3, 0xA9], true),
      ([0xFF, 0xFE, 0x41, 0x00], false),
    ] as [([UInt8], Bool)])
  func whatIsText(_ bytes: [UInt8], _ expected: Bool) {
    #expect(TextEncoding.isText(bytes) == expected)
  }

  @Test func latin1IsShown() {
    let found = TextDifference(
      from: Array("name=Gate\n".utf8), to: Array("name=H".utf8) + [0xF6] + Array("he\n".utf8), Settings().secretMask,
      limit: 9)
    #expect(found?.lines.first?.new == "name=H\u{F6}he")
    #expect(!TextEncoding.isText([UInt8](repeating: 0x61, count: TextEncoding.limit + 1)))
  }
}
