import CameraModel
import Testing

/// Documents that were edited on Windows, on an old Mac, or joined.
struct LineEndTests {
  private static let mark = "\u{FEFF}"
  private static let lines = [
    "SECTION users", "USER1=admins:\(Users.hash):admin", "ENDSECTION users", "SECTION a", "X=1", "ENDSECTION a",
  ]

  private func document(_ text: String) -> ConfigurationDocument { ConfigurationDocument(Array(text.utf8)) }

  @Test(arguments: ["\n", "\r\n", "\r", "\r\r\n"], ["", mark, mark + mark])
  func everythingIsFound(_ end: String, _ mark: String) throws {
    for text in [Self.lines.joined(separator: end) + end, Self.lines.joined(separator: end)] {
      let document = document(mark + text)
      #expect(document.isWellFormed && document.sectionNames == ["users", "a"] && document.unknownLines == [])
      #expect(document.value("X", in: "a") == Array("1".utf8))
      #expect(try UserList(document).isAdministrator("admin"))
      #expect(document.bytes == Array((mark + text).utf8))
    }
  }

  /// Only the changed value changes, and a new line ends like the others.
  @Test(arguments: ["\n", "\r\n", "\r"], ["", mark])
  func editsKeepThem(_ end: String, _ mark: String) throws {
    let text = mark + Self.lines.joined(separator: end) + end
    var document = document(text)
    try document.set("X", to: "2", in: "a")
    try document.set("Y", to: "3", in: "a")
    try document.addSection("new")
    let expected = Self.lines.dropLast(2) + ["X=2", "Y=3", "ENDSECTION a", "SECTION new", "ENDSECTION new"]
    #expect(String(decoding: document.bytes, as: UTF8.self) == mark + expected.joined(separator: end) + end)
    var users = try UserList(document)
    try users.add(UserAccount(name: "dora", group: .users, passwordString: "$y"))
    try users.write(into: &document)
    let added = String(decoding: document.bytes, as: UTF8.self)
    let expectedUsers = ["SECTION users", "USER1=admins:\(Users.hash):admin", "USER2=users:$y:dora", "ENDSECTION"]
    #expect(added.hasPrefix(mark + expectedUsers.joined(separator: end)))
    #expect(document.remove("Y", in: "a") && document.remove("X", in: "a"))
    #expect(document.bytes.starts(with: mark.utf8))
  }

  /// A section that comes from a document with other line ends gets those of its new one, where these are all the same.
  @Test(arguments: [
    ("SECTION a\r\nX=1\r\nENDSECTION a\r\n", "SECTION a\nX=2\nENDSECTION a\n", "SECTION a\r\nX=2\r\nENDSECTION a\r\n"),
    (
      "\u{FEFF}SECTION a\nX=1\nENDSECTION a\n", "\u{FEFF}SECTION a\r\nX=2\r\nENDSECTION a\r\n",
      "\u{FEFF}SECTION a\nX=2\nENDSECTION a\n"
    ),
    ("\u{FEFF}A=1\r\n", "SECTION a\nX=2\nENDSECTION a\n", "\u{FEFF}A=1\r\nSECTION a\r\nX=2\r\nENDSECTION a\r\n"),
    ("A=1\r\nB=1\n", "SECTION a\nX=2\r\nENDSECTION a\n", "A=1\r\nB=1\nSECTION a\nX=2\r\nENDSECTION a\n"),
    ("\u{FEFF}SECTION a\r\nENDSECTION a\r\nB=1\r\n", "", "\u{FEFF}B=1\r\n"),
  ])
  func aSectionFromAnother(_ text: String, _ other: String, _ expected: String) {
    var document = document(text)
    document.replaceSection("a", from: self.document(other))
    #expect(Array(document.bytes) == Array(expected.utf8))
  }

  /// A byte order mark in the middle, where files were joined; mixed line ends; no stray CR in a value.
  @Test func whatIsMixed() {
    let document = document("SECTION a\r\nX=1\r\rY=2\nZ=3\r\n\u{FEFF}ENDSECTION a\n\u{FEFF}SECTION b\nK=v\r")
    #expect(document.sectionNames == ["a", "b"])
    #expect(document.entries(in: "a").map(\.value) == ["1", "2", "3"].map { Array($0.utf8) })
    #expect(document.value("K", in: "b") == Array("v".utf8))
  }

  @Test func theCommonLineEndIsAdded() throws {
    var document = document("# made on Unix\nSECTION a\r\nX=1\r\nENDSECTION a\r\n")
    try document.addSection("b")
    #expect(document.bytes.suffix(25).elementsEqual("SECTION b\r\nENDSECTION b\r\n".utf8))
  }

  @Test(arguments: [[0xFF, 0xFE], [0xFE, 0xFF], []] as [[UInt8]], [false, true])
  func utf16IsTold(_ mark: [UInt8], _ isBig: Bool) {
    let bytes = mark + "SECTION users\r\n".utf16.flatMap { isBig ? [0, UInt8($0)] : [UInt8($0), 0] }
    let document = ConfigurationDocument(bytes)
    #expect(document.isUTF16)
    #expect(throws: UserListProblem.utf16) { try UserList(document) }
    var changed = document
    #expect(throws: UserListProblem.utf16) { try UserList.removeAll(from: &changed) }
    #expect(throws: SettingsError.utf16) { try Settings(document) }
  }

  /// What is not.
  @Test(arguments: ["", "a", "abc", "\u{E9}\u{E9}", "SECTION a", "\u{FEFF}A=1"]) func otherTextIsNot(_ text: String) {
    #expect(!document(text).isUTF16)
  }
}
