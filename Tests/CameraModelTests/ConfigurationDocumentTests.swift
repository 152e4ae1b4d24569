import CameraModel
import Testing

struct ConfigurationDocumentTests {
  static let sample = """
    #:MODIFIED
    SECTION imagecontrol
    # comment
    IMAGE = 5
    \tGAMMA=1=2 \r
    ENDSECTION imagecontrol

    SECTION users
    USER1=admins:HASH:admin
    USER1=guests:HASH:other
    ENDSECTION users
    SECTION concierge.json
    { "a": 1,
      "b": "x=y" }
    ENDSECTION concierge.json
    """

  static func document(_ text: String) -> ConfigurationDocument { ConfigurationDocument(Array(text.utf8)) }

  @Test func readsKeys() {
    let document = Self.document(Self.sample)
    #expect(document.isWellFormed)
    #expect(document.sectionNames == ["imagecontrol", "users", "concierge.json"])
    #expect(document.value("IMAGE", in: "imagecontrol") == Array(" 5".utf8))
    #expect(document.value("GAMMA", in: "imagecontrol") == Array("1=2 ".utf8))
    #expect(document.value("USER1", in: "users") == Array("guests:HASH:other".utf8))
    #expect(document.value("image", in: "imagecontrol") == nil)
    #expect(document.value("IMAGE", in: "users") == nil)
    #expect(document.entries(in: "users").map(\.line) == [9, 10])
    #expect(document.isText(section: "concierge.json"))
    #expect(!document.isText(section: "users"))
  }

  @Test(arguments: [
    ("SECTION a\nX=1\n", ConfigurationProblem.unterminated(section: "a", line: 1)),
    ("SECTION a\nX=1\nSECTION b\nENDSECTION b\n", .nested(section: "b", line: 3)),
    ("SECTION a\nX=1\nENDSECTION b\n", .mismatchedEnd(section: "b", line: 3)),
    ("X=1\nENDSECTION a", .mismatchedEnd(section: "a", line: 2)),
    ("SECTION a\nX=1\nENDSECTION\n", .mismatchedEnd(section: "", line: 3)),
  ])
  func keepsMalformedDocuments(text: String, problem: ConfigurationProblem) {
    let document = Self.document(text)
    #expect(document.problem == problem)
    #expect(!document.isWellFormed)
    #expect(document.bytes == Array(text.utf8))
    if document.contains(section: "a") { #expect(document.value("X", in: "a") == [0x31]) }
  }

  @Test func readsNamesByTheirBytes() {
    let document = ConfigurationDocument([0x53, 0x45, 0x43] + Array("TION \u{E9}\nA=\u{1}".utf8) + [0xFF, 0x0A])
    #expect(document.contains(section: "\u{E9}"))
    #expect(!document.contains(section: "e\u{301}"))
    #expect(document.value("A", in: "\u{E9}") == [1, 0xFF])
  }

  @Test func setsAValueInPlace() throws {
    var document = Self.document(Self.sample)
    try document.set("GAMMA", to: "9", in: "imagecontrol")
    try document.set("USER1", to: "x", in: "users")
    let expected = Self.sample.utf8.split(separator: 10, omittingEmptySubsequences: false).map {
      $0.elementsEqual("\tGAMMA=1=2 \r".utf8)
        ? Array("\tGAMMA=9\r".utf8)
        : $0.elementsEqual("USER1=guests:HASH:other".utf8) ? Array("USER1=x".utf8) : Array($0)
    }
    #expect(document.bytes == Array(expected.joined(separator: [10])))
  }

  @Test(arguments: [
    ("SECTION a\r\n  X=1\r\n# end\r\nENDSECTION a\r\n", "SECTION a\r\n  X=1\r\n  Y=2\r\n# end\r\nENDSECTION a\r\n"),
    ("SECTION a\nENDSECTION a", "SECTION a\nY=2\nENDSECTION a"),
    ("SECTION a\nX=1", "SECTION a\nX=1\nY=2"),
    ("SECTION a", "SECTION a\nY=2"),
    ("SECTION a\n#\nENDSECTION a\n", "SECTION a\n#\nY=2\nENDSECTION a\n"),
  ])
  func addsAKey(text: String, expected: String) throws {
    var document = Self.document(text)
    try document.set("Y", to: "2", in: "a")
    #expect(Array(document.bytes) == Array(expected.utf8))
    #expect(document.value("Y", in: "a") == [0x32])
    let removals = [document.remove("Y", in: "a"), document.remove("Y", in: "a")]
    #expect(removals == [true, false])
  }

  @Test func refusesWhatWouldNotBeReadBack() throws {
    var document = Self.document(Self.sample)
    let before = document
    for value in ["a\nb", "a\rb", "a\0"] {
      #expect(throws: ConfigurationEditError.invalidValue(key: "K")) { try document.set("K", to: value, in: "users") }
    }
    for key in ["", "A=B", "#A", "A B", "\n"] {
      #expect(throws: ConfigurationEditError.invalidName(key)) { try document.set(key, to: "1", in: "users") }
    }
    #expect(throws: ConfigurationEditError.noSection("none")) { try document.set("A", to: "1", in: "none") }
    #expect(throws: ConfigurationEditError.sectionExists("users")) { try document.addSection("users") }
    for name in ["", " ", "a\nb", " a"] {
      #expect(throws: ConfigurationEditError.invalidName(name)) { try document.addSection(name) }
    }
    #expect(document == before)
  }

  @Test func addsASection() throws {
    var document = Self.document("X=1")
    try document.addSection("new")
    #expect(document.bytes == Array("X=1\nSECTION new\nENDSECTION new\n".utf8))
  }

  @Test(arguments: [
    (
      "SECTION n\nA=1\nENDSECTION n\nREST=1\n", "SECTION n\n#c\nA=2\nENDSECTION n",
      "SECTION n\n#c\nA=2\nENDSECTION n\nREST=1\n"
    ),
    ("REST=1", "SECTION n\nENDSECTION n\n", "REST=1\nSECTION n\nENDSECTION n\n"),
    ("A=1\nSECTION n\nENDSECTION n\nB=1", "", "A=1\nB=1"),
    (
      "SECTION n\nENDSECTION n\nA=1\nSECTION n\nENDSECTION n\n", "SECTION n\nX=1\nENDSECTION n\n",
      "SECTION n\nX=1\nENDSECTION n\nA=1\n"
    ),
  ])
  func takesASectionFromAnother(text: String, other: String, expected: String) {
    var document = Self.document(text)
    document.replaceSection("n", from: Self.document(other))
    #expect(String(decoding: document.bytes, as: UTF8.self) == expected)
  }

  /// Whatever the bytes, they come back, and edits leave the rest alone.
  @Test(arguments: 0..<UInt64(200))
  func keepsRandomBytes(seed: UInt64) throws {
    var random = SplitMix(state: seed)
    let pieces = ["SECTION a", "ENDSECTION a", "SECTION b", "ENDSECTION", "\n", "\r\n", "A=1", "#", "=", " ", "\u{E9}"]
    var bytes: [UInt8] = []
    for _ in 0..<Int.random(in: 0...60, using: &random) {
      bytes +=
        Bool.random(using: &random)
        ? Array(pieces.randomElement(using: &random)!.utf8) : [UInt8.random(in: 0...255, using: &random)]
    }
    var document = ConfigurationDocument(bytes)
    #expect(document.bytes == bytes)
    #expect(ConfigurationDifference(from: document, to: document).isEmpty)
    _ = try? Settings(document)
    if !document.contains(section: "a") { try document.addSection("a") }
    let former = document.value("A", in: "a")
    try document.set("A", to: "new value", in: "a")
    #expect(document.value("A", in: "a") == Array("new value".utf8))
    if let former {
      try document.set("A", to: former, in: "a")
      #expect(document.bytes.starts(with: bytes))
    }
    document.remove("A", in: "a")
    #expect(document.value("A", in: "a") == nil)
  }
}

/// Random numbers that are the same at every run (splitmix64).
struct SplitMix: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
