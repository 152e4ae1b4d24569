import CameraModel
import Testing

struct ConfigurationDifferenceTests {
  func difference(_ former: String, _ new: String) -> ConfigurationDifference {
    ConfigurationDifference(
      from: ConfigurationDocument(Array(former.utf8)), to: ConfigurationDocument(Array(new.utf8)))
  }

  @Test func namesKeys() throws {
    let found = difference(
      "SECTION a\nX=1\nY=1\nZ=1\nENDSECTION a\nSECTION gone\nP=1\nENDSECTION gone\n",
      "SECTION new\nENDSECTION new\nSECTION a\nW=1\nZ=1\nY=2\nENDSECTION a\n")
    #expect(found.sections.map(\.name) == ["a", "gone", "new"])
    #expect(found.sections.map(\.change) == [.changed, .removed, .added])
    let section = try #require(found.sections.first)
    #expect(section.keys(.added) == ["W"])
    #expect(section.keys(.removed) == ["X"])
    #expect(section.keys(.changed) == ["Y"])
    #expect(!section.textDiffers)
    #expect(found.sections[1].keys(.removed) == ["P"])
  }

  @Test func commentsOrderAndLineEndsAreLayout() {
    let found = difference(
      "SECTION a\nX=1\nY=2\nENDSECTION a", "#c\r\nSECTION a\r\n\r\nY=2\r\nX=1\r\nENDSECTION a\r\n")
    #expect(found.sections.isEmpty && !found.isEmpty)
    #expect(found.layout == [.lineEnds, .comments, .blankLines, .order])
    #expect(found.comments?.lines.map(\.new) == ["#c"] && found.comments?.added == 1)
  }

  /// Whatever bytes differ, something is named.
  @Test(arguments: [
    ("SECTION a\nX=1\nENDSECTION a\n", "\u{FEFF}SECTION a\nX=1\nENDSECTION a\n", [LayoutDifference.byteOrderMark]),
    ("SECTION a\nX=1\nENDSECTION a\n", "SECTION a\nX=1\nENDSECTION a", [.lineEnds]),
    ("SECTION a\nX=1\nENDSECTION a\n", "SECTION a\rX=1\rENDSECTION a\r", [.lineEnds]),
    ("SECTION a\nX=1\nENDSECTION a\n", "SECTION a\n  X =1\nENDSECTION a\n", [.spaces]),
    ("SECTION a\n\nX=1\nENDSECTION a\n", "SECTION a\nX=1\nENDSECTION a\n", [.blankLines]),
    ("#1\n#2\nSECTION a\nENDSECTION a\n", "#2\n#1\nSECTION a\nENDSECTION a\n", [.comments]),
    (
      "SECTION a\nENDSECTION a\nSECTION b\nENDSECTION b\n", "SECTION b\nENDSECTION b\nSECTION a\nENDSECTION a\n",
      [.order]
    ),
    ("SECTION a\r\nX=1\r\nENDSECTION a\n", "SECTION a\r\nX=1\nENDSECTION a\r\n", [.spaces]),
  ])
  func namesLayout(_ former: String, _ new: String, _ expected: [LayoutDifference]) {
    let found = difference(former, new)
    #expect(found.sections.isEmpty && found.layout == expected, "\(found.layout)")
  }

  @Test func seesDuplicatesAndLinesOutside() {
    #expect(difference("SECTION a\nX=1\nX=2\nENDSECTION a", "SECTION a\nX=2\nENDSECTION a").sections.count == 1)
    let outside = difference("A=1\n", "A=2\n").sections
    #expect(outside.map(\.name) == [""])
    #expect(outside.first?.keys(.changed) == ["A"])
  }

  @Test func comparesTextAsAWhole() {
    let found = difference("SECTION j\n{\n# 1\nENDSECTION j", "SECTION j\n{\n# 2\nENDSECTION j").sections
    #expect(found.count == 1)
    #expect(found.allSatisfy { $0.textDiffers && $0.keys.isEmpty })
    #expect(found.first?.text?.lines.map { [$0.former, $0.new] } == [["# 1", "# 2"]])
    #expect(found.first?.text?.lines.map(\.number) == [3])
    let mixed = difference("SECTION j\nA=1\nB=1\n?\nENDSECTION j", "SECTION j\nA=1\nB=1\n!\nENDSECTION j").sections
    #expect(mixed.map(\.textDiffers) == [true])
  }

  @Test(arguments: [
    ("*pass*", "SMTP_PASSWORD", true), ("*pass*", "PAS", false), ("*", "", true), ("", "", true), ("", "a", false),
    ("a*b*c", "aXbYbZc", true), ("a*b*c", "aXbYbZ", false), ("?", "", false), ("?x", "Yx", true),
    ("*key", "KEYS", false),
    ("**a", "bba", true),
  ])
  func matchesPatterns(pattern: String, name: String, expected: Bool) {
    #expect(GlobPattern(pattern).matches(name) == expected)
  }

  @Test func staysFastOnHostilePatterns() {
    let name = String(repeating: "a", count: 5000)
    #expect(!GlobPattern(String(repeating: "*a", count: 200) + "b").matches(name))
  }

  @Test func masksUsersAndSecretKeys() {
    let mask = Settings().secretMask
    #expect(mask.hides("USER1", in: "users"))
    #expect(mask.hides("WLAN_PSK", in: "ethernet"))
    #expect(!mask.hides("IP", in: "ethernet"))
  }
}
