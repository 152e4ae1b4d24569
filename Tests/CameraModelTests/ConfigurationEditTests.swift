import CameraModel
import TestSupport
import Testing

/// What is changed of a configuration, and what stays.
struct ConfigurationEditTests {
  private func edit(_ values: [(String, String?)]) throws -> ConfigurationEdit {
    var edit = ConfigurationEdit()
    for (name, value) in values {
      let key = try Sample.files.keyToSet(named: name)
      if let value { edit.set(key, to: Array(value.utf8)) } else { edit.unset(key) }
    }
    return edit
  }

  /// Every byte stays that is not of a changed key.
  @Test func keysAreChanged() throws {
    let text = try Sample.text("camera.cfg", edit([("GATEWAY", "10.0.0.254"), ("ethernet.MTU", "1400")]))
    let wanted = Sample.main.replacing("GATEWAY=10.0.0.1\r\n", with: "GATEWAY=10.0.0.254\r\n")
      .replacing("b\r\nENDSECTION ethernet", with: "b\r\nMTU=1400\r\nENDSECTION ethernet")
    #expect(text == wanted)
    let removed = try Sample.text("camera.cfg", edit([("mail.PASSWORD", nil), ("mail.NOTHING", nil)]))
    #expect(removed == Sample.main.replacing("PASSWORD=topsecret\n", with: ""))
    #expect(try Sample.text("net.cfg", edit([("net.cfg:wlan.SSID", "yard"), ("GATEWAY", "10.0.0.1")])) != nil)
    #expect(try Sample.text("camera.cfg", edit([("net.cfg:wlan.SSID", "yard"), ("GATEWAY", "10.0.0.1")])) == nil)
  }

  /// All at once, each in its place; what is removed is not where something is added.
  @Test func severalChangesOfOneFile() throws {
    let files = Sample.make(
      "SECTION a\n  x=1\n# of y\n  y=2\n  y=3\nENDSECTION a\nSECTION b\nENDSECTION b\nSECTION t\nfree text\nENDSECTION t"
    )
    var edit = ConfigurationEdit()
    func key(_ section: String, _ key: String) -> ConfigurationKey { .init(SectionPlace(section: section), key) }
    edit.unset(key("a", "y"))
    for (section, name) in [("a", "n"), ("new", "k"), ("b", "z"), ("a", "m"), ("new", "l")] {
      edit.set(key(section, name), to: [0x39])
    }
    edit.set(key("a", "x"), to: Array("longer".utf8))
    #expect(
      try Sample.text("camera.cfg", edit, in: files)
        == "SECTION a\n  x=longer\n  n=9\n  m=9\n# of y\nENDSECTION a\nSECTION b\nz=9\nENDSECTION b\n"
        + "SECTION t\nfree text\nENDSECTION t\nSECTION new\nk=9\nl=9\nENDSECTION new\n")
    let patch = "SECTION t\nother text\nENDSECTION t\nSECTION words\nmore text\nENDSECTION words\n"
    #expect(
      try Sample.text("camera.cfg", files.edit(applying: Array(patch.utf8)), in: files)?.hasSuffix(
        "ENDSECTION b\n" + patch) == true)
  }

  @Test func theLastWordCounts() throws {
    var edit = try edit([("GATEWAY", "1"), ("GATEWAY", "2")])
    #expect(edit.names == ["ethernet.GATEWAY"])
    #expect(try Sample.text("camera.cfg", edit)?.contains("GATEWAY=2\r\n") == true)
    edit.forget(try Sample.files.key(named: "GATEWAY"))
    #expect(edit.isEmpty)
  }

  /// Stars are what is shown for a secret, and never become one.
  @Test func starsAreNotWritten() throws {
    let url = "http://anna:***@example/"
    #expect(try Sample.files.shown(Sample.files.key(named: "mail.URL"))?.value == url)
    #expect(try Sample.files.changed(by: edit([("mail.PASSWORD", "***"), ("mail.URL", url)])).isEmpty)
    for (name, value) in [("mail.URL", "http://bert:***@example/"), ("mail.PASSWORD", "a***"), ("GATEWAY", "***")] {
      let edit = try edit([(name, value)])
      #expect(throws: ConfigurationEditProblem.self, "\(name)") { try Sample.files.changed(by: edit) }
    }
  }

  /// What is so already is no change, whatever it is.
  @Test func nothingChanges() throws {
    let same = try edit([("MODEL", "M26B"), ("users.USER1", "admins:hash:admin"), ("identity.NO", nil)])
    #expect(try Sample.files.changed(by: same).isEmpty)
  }

  @Test func whatMayNotBeChanged() throws {
    func refuse(_ problem: ConfigurationEditProblem, _ name: String, _ value: String?) throws {
      let edit = try edit([(name, value)])
      expect(problem) { () throws(ConfigurationEditProblem) in try Sample.files.changed(by: edit) }
    }
    try refuse(.users, "users.USER1", "guests:hash:admin")
    try refuse(.users, "users.USER2", "admins:hash:eve")
    try refuse(.users, "users.USER1", nil)
    try refuse(.identity("identity.MODEL"), "MODEL", "M73")
    try refuse(.identity("identity.HARDWARE"), "identity.HARDWARE", "1")
    try refuse(.textSection("notes"), "notes.KEY", "1")
    try refuse(.value("ethernet.IP", .unprintable), "ethernet.IP", "1\n2")
    try refuse(.value("ethernet.IP", .unprintable), "ethernet.IP", "a\u{202E}b")
    try refuse(.value("ethernet.IP", .unprintable), "ethernet.IP", "a\u{1B}[2J")
    try refuse(.value("ethernet.IP", .tooLong(limit: 4_096)), "ethernet.IP", String(repeating: "x", count: 4_097))
  }

  @Test func otherEncodings() throws {
    let latin = ConfigurationDocument(Array("SECTION a\nK=".utf8) + [0xE4] + Array("\nENDSECTION a\n".utf8))
    let files = ConfigurationFiles([.init(path: "camera.cfg", document: latin)], Settings())
    func edit(_ value: [UInt8]) throws -> ConfigurationEdit {
      var edit = ConfigurationEdit()
      edit.set(try files.key(named: "K"), to: value)
      return edit
    }
    let (broken, umlaut) = (try edit([0xFF]), try edit(Array("ä".utf8)))
    expect(.value("a.K", .notUTF8)) { () throws(ConfigurationEditProblem) in try files.changed(by: broken) }
    expect(.value("a.K", .otherEncoding)) { () throws(ConfigurationEditProblem) in try files.changed(by: umlaut) }
    #expect(try files.changed(by: edit([0x61])).count == 1)
  }

  /// A file with an error in its structure is left alone.
  @Test func aMalformedFile() throws {
    let files = Sample.make("SECTION a\nK=1\n")
    var edit = ConfigurationEdit()
    edit.set(try files.key(named: "K"), to: [0x32])
    expect(.file("camera.cfg", .structure(.unterminated(section: "a", line: 1)))) {
      () throws(ConfigurationEditProblem) in try files.changed(by: edit)
    }
  }

  @Test func tooManyKeys() throws {
    var edit = ConfigurationEdit()
    for number in 0...ConfigurationEdit.limit {
      edit.set(ConfigurationKey(SectionPlace(section: "ethernet"), "K\(number)"), to: [0x31])
    }
    expect(.tooMany(limit: 1_000)) { () throws(ConfigurationEditProblem) in try Sample.files.changed(by: edit) }
  }
}

/// A document that is applied.
struct ConfigurationPatchTests {
  private func changed(_ text: String) throws -> String? {
    try Sample.text("camera.cfg", Sample.files.edit(applying: Array(text.utf8)))
  }

  @Test func whatItNamesIsChanged() throws {
    let text = try changed(
      "\u{FEFF}# mine\r\nSECTION ethernet\r\nGATEWAY=10.0.0.254\r\nENDSECTION ethernet\r\n\r\nSECTION new\r\nK=1\r\n"
        + "ENDSECTION new\r\n")
    #expect(
      text == Sample.main.replacing("GATEWAY=10.0.0.1", with: "GATEWAY=10.0.0.254")
        + "SECTION new\nK=1\nENDSECTION new\n")
  }

  /// What is shown changes nothing when it is applied, though secrets are stars in it.
  @Test func whatIsShownChangesNothing() throws {
    var text = ""
    for place in Sample.files.places {
      text += "SECTION \(place.name)\n"
      for line in try Sample.text(of: place.name) { text += line + "\n" }
      text += "ENDSECTION \(place.name)\n"
    }
    #expect(text.contains("PASSWORD=***") && text.contains("net.cfg:wlan"))
    #expect(try Sample.files.edit(applying: Array(text.utf8)).isEmpty)
    let edited = text.replacing("SSID=plant", with: "SSID=yard").replacing("PASSWORD=***", with: "PASSWORD=new")
    let edit = try Sample.files.edit(applying: Array(edited.utf8))
    #expect(edit.names.sorted() == ["deep/more.cfg:wlan.SSID", "mail.PASSWORD", "net.cfg:wlan.SSID"])
    #expect(try Sample.files.changed(by: edit).count == 3)
  }

  @Test func aTextIsTakenAsAWhole() throws {
    let text = try changed("SECTION notes\nother\n\tindented = not a key at all: no\nmore words\nENDSECTION notes\n")
    #expect(text?.contains("SECTION notes\nother\n\tindented = not a key at all: no\nmore words\nENDSECTION") == true)
    refuse("SECTION notes\n\u{1B}[2J\nENDSECTION notes\n", .value("notes", .unprintable), line: 1)
    refuse("SECTION notes\npassword: ***\nx\ny\nENDSECTION notes\n", .masked("notes"), line: 1)
  }

  private func refuse(
    _ text: String, _ problem: ConfigurationEditProblem, line: Int,
    _ location: SourceLocation = #_sourceLocation
  ) {
    expect(.line(line, problem), location) { () throws(ConfigurationEditProblem) in
      try Sample.files.edit(applying: Array(text.utf8))
    }
  }

  @Test func whatIsRefusedInALine() {
    refuse("SECTION mail\nPASSWORD=***x\nENDSECTION mail\n", .masked("mail.PASSWORD"), line: 2)
    refuse("SECTION mail\nNEW_TOKEN=***\nENDSECTION mail\n", .masked("mail.NEW_TOKEN"), line: 2)
    refuse("\nSECTION identity\nNAME=x\nMODEL=y\nENDSECTION identity\n", .identity("identity.MODEL"), line: 4)
    refuse("SECTION users\nUSER1=admins:other:admin\nENDSECTION users\n", .users, line: 2)
    refuse("SECTION users\nUSER2=***\nENDSECTION users\n", .users, line: 2)
    refuse("SECTION mail\nthis is nothing\nENDSECTION mail\n", .notAPair, line: 2)
    refuse("IP=1\nSECTION mail\nENDSECTION mail\n", .outside, line: 1)
    refuse("SECTION mail\nX=1\nX=2\nENDSECTION mail\n", .repeated("mail.X"), line: 2)
    refuse("SECTION mail\nX=a\u{7}\nENDSECTION mail\n", .value("mail.X", .unprintable), line: 2)
    for name in ["b c", "a.d", "none.cfg:wlan", "net.cfg:b c", "net.cfg:", "\u{202E}x", "é"] {
      refuse("\nSECTION \(name)\nX=1\nENDSECTION \(name)\n", .invalidSection(name), line: 2)
    }
    refuse("SECTION mail\nX=1\n", .structure(.unterminated(section: "mail", line: 1)), line: 1)
    refuse(
      "SECTION mail\nENDSECTION other\n", .structure(.mismatchedEnd(section: "other", line: 2)), line: 2)
  }

  /// A section of `camera.cfg` has two names, and is the same section under both.
  @Test func bothNamesOfASection() throws {
    func both(_ section: String, _ lines: [String]) -> String {
      zip([section, "camera.cfg:" + section], lines).map { "SECTION \($0)\n\($1)\nENDSECTION \($0)\n" }.joined()
    }
    refuse(both("notes", ["one text", "two text"]), .repeatedSection("notes"), line: 4)
    refuse(both("new", ["one text", "two text"]), .repeatedSection("new"), line: 4)
    refuse(both("new", ["X=1", "two text"]), .repeatedSection("new"), line: 4)
    refuse(both("ethernet", ["MTU=1400", "MTU=1300"]), .repeated("ethernet.MTU"), line: 2)
    refuse(both("ethernet", ["IP=10.0.0.2", "IP=10.0.0.3"]), .repeated("ethernet.IP"), line: 2)
    refuse(both("new", ["X=1", "X=2"]), .repeated("new.X"), line: 2)
    let text = try #require(try changed(both("ethernet", ["MTU=1400", "IP=10.0.0.3"])))
    #expect(text.contains("IP=10.0.0.3\r\n") && text.contains("MTU=1400\r\n"))
    #expect(try changed(both("new", ["X=1", "Y=2"]))?.hasSuffix("SECTION new\nX=1\nY=2\nENDSECTION new\n") == true)
  }

  /// A section is added with what is in it.
  @Test func aNewSectionWithNothingInIt() throws {
    refuse("# a\nSECTION new\n\n# b\nENDSECTION new\n", .emptySection("new"), line: 2)
    refuse("SECTION net.cfg:new\nENDSECTION net.cfg:new\n", .emptySection("net.cfg:new"), line: 1)
    #expect(try changed("SECTION mail\nENDSECTION mail\n") == nil)
  }

  @Test func whatIsRefusedAsAWhole() {
    func refuse(_ bytes: [UInt8], _ problem: ConfigurationEditProblem) {
      expect(problem) { () throws(ConfigurationEditProblem) in try Sample.files.edit(applying: bytes) }
    }
    refuse([], .noSections)
    refuse(Array("# nothing\n".utf8), .noSections)
    refuse([0xFF, 0xFE, 0x53, 0], .utf16)
    refuse(Array("SECTION a\nx=".utf8) + [0xE4] + Array("\nENDSECTION a\n".utf8), .line(2, .notUTF8))
    refuse([UInt8](repeating: 0x0A, count: ConfigurationFiles.documentLimit + 1), .tooLong(limit: 1 << 20))
    let many = (0...ConfigurationEdit.limit).map { "K\($0)=1\n" }.joined()
    refuse(Array("SECTION many\n\(many)ENDSECTION many\n".utf8), .tooMany(limit: 1_000))
  }

  /// No bytes make it fail in any other way than by an error.
  @Test func anyBytes() throws {
    var generator = SeededGenerator(seed: 7)
    let text = Array(Sample.main.utf8)
    for _ in 0..<300 {
      var bytes = text
      for _ in 0..<Int.random(in: 1...6, using: &generator) {
        let place = Int.random(in: 0..<bytes.count, using: &generator)
        switch Int.random(in: 0...2, using: &generator) {
        case 0: bytes[place] = UInt8.random(in: 0...255, using: &generator)
        case 1: bytes.removeSubrange(place..<min(place + 40, bytes.count))
        default: bytes.insert(contentsOf: bytes[place..<min(place + 40, bytes.count)], at: place)
        }
      }
      guard let edit = try? Sample.files.edit(applying: bytes) else { continue }
      guard let documents = try? Sample.files.changed(by: edit) else { continue }
      for document in documents.map(\.document) {
        #expect(document.isWellFormed)
        #expect(document.value("USER1", in: "users") == Array("admins:hash:admin".utf8))
        #expect(document.value("MODEL", in: "identity") == Array("M26B".utf8))
      }
    }
  }
}
