import CameraModel
import Testing

/// How sections and keys are called, found and shown.
struct ConfigurationNamesTests {
  @Test(arguments: [
    ("GATEWAY", "ethernet.GATEWAY"), ("ethernet.IP", "ethernet.IP"), ("camera.cfg:ethernet.IP", "ethernet.IP"),
    ("net.cfg:wlan.IP", "net.cfg:wlan.IP"), ("a.b.c", "a.b.c"), ("camera.cfg:x:y.K", "camera.cfg:x:y.K"),
    ("deep/more.cfg:wlan.IP", "deep/more.cfg:wlan.IP"),
  ]) func aKeyIsFound(_ name: String, _ whole: String) throws {
    #expect(try Sample.files.key(named: name).name == whole)
  }

  /// What is not UTF-8 is neither named nor changed, and nothing else is lost for it.
  @Test func namesThatAreNotUTF8() throws {
    let odd = Array("SECTION B".utf8) + [0xFC] + Array("ro\nA=1\nENDSECTION B".utf8) + [0xFC] + Array("ro\n".utf8)
    let keys = Array("SECTION good\nK".utf8) + [0xFC] + Array("=1\nA=a\tb\nB=x\nENDSECTION good\n".utf8)
    let document = ConfigurationDocument(odd + keys)
    let files = ConfigurationFiles([.init(path: "camera.cfg", document: document)], Settings())
    #expect(files.places.map(\.section) == ["good"] && files.filesWithOthers == ["camera.cfg"])
    let lines = try files.shown(files.places[0]).lines
    let exact = lines.compactMap { line in if case .key(let shown) = line { shown.isExact } else { nil } }
    #expect(exact == [false, true, false])
  }

  /// A letter with an accent may be written in two ways, which are two names in a file, and the same text.
  @Test func namesOfTheSameLetters() throws {
    let (one, other) = ("n\u{E9}", "ne\u{301}")
    func sections(_ value: Int) -> String {
      [one, other].map { "SECTION \($0)\n\(one)=\(value)\n\(other)=\(value)\nENDSECTION \($0)\n" }.joined()
    }
    let document = ConfigurationDocument(Array(sections(1).utf8))
    let files = ConfigurationFiles(
      ["camera.cfg", one + ".cfg", other + ".cfg"].map { .init(path: $0, document: document) }, Settings())
    var edit = ConfigurationEdit()
    for place in files.places {
      #expect(try files.section(named: place.name) == place && files.keys(of: place).count == 2)
      for key in files.keys(of: place) { edit.set(try files.key(named: key.name), to: [0x32]) }
    }
    #expect(Set(files.places).count == 6 && edit.names.count == 12)
    let changed = try files.changed(by: edit)
    #expect(changed.count == 3 && changed.allSatisfy { $0.document.bytes == Array(sections(2).utf8) })
    let patch = try files.edit(applying: Array(sections(2).utf8))
    #expect(patch.names.count == 4)
    let values = Sample.make("SECTION a\nK=\(one)\nENDSECTION a\nSECTION t\n\(one)\nENDSECTION t\n")
    let written = try values.edit(
      applying: Array("SECTION a\nK=\(other)\nENDSECTION a\nSECTION t\n\(other)\nENDSECTION t\n".utf8))
    #expect(written.names == ["a.K", "t"])
  }

  /// The screen and `config apply` accept the same names of new sections.
  @Test(arguments: [
    ("new", true), ("net.cfg:new_1-a", true), ("camera.cfg:new", true), ("x:audio.b", false), ("a.d", false),
    ("none.cfg:wlan", false), ("b c", false), ("net.cfg:", false), ("é", false),
  ]) func aNewSection(_ name: String, _ isAccepted: Bool) {
    let shown = Sample.files.places.compactMap { try? Sample.files.shown($0) }
    let patch = Array("SECTION \(name)\nX=1\nENDSECTION \(name)\n".utf8)
    if isAccepted {
      #expect((try? shown.newKey("X", in: name, Settings()))?.key.key == "X")
      #expect((try? Sample.files.edit(applying: patch))?.isEmpty == false)
    } else {
      expect(.invalidSection(name)) { () throws(ConfigurationEditProblem) in
        try shown.newKey("X", in: name, Settings())
      }
      expect(.line(1, .invalidSection(name))) { () throws(ConfigurationEditProblem) in
        try Sample.files.edit(applying: patch)
      }
    }
  }

  /// A name means `camera.cfg`, unless it says another file.
  @Test func severalKeysOfOneName() {
    let both = ["ethernet", "vpn"].map { ConfigurationKey(SectionPlace(section: $0), "IP") }
    expect(.ambiguous("IP", candidates: both)) { () throws(ConfigurationEditProblem) in
      try Sample.files.key(named: "IP")
    }
  }

  /// Names of sections and of keys may have dots. What can be read in two ways is not guessed.
  @Test func severalWaysToReadDots() throws {
    let both = [("a", "b.c"), ("a.b", "c")].map { ConfigurationKey(SectionPlace(section: $0), $1) }
    let files = Sample.make(Sample.main.replacing("SECTION a\nx=1", with: "SECTION a\nb.c=2"))
    for name in ["a.b.c", "camera.cfg:a.b.c"] {
      expect(.ambiguous(name, candidates: both)) { () throws(ConfigurationEditProblem) in try files.key(named: name) }
    }
    let three = [("a", "b.c.d"), ("a.b", "c.d"), ("a.b.c", "d")].map {
      ConfigurationKey(SectionPlace(section: $0), $1)
    }
    expect(.ambiguous("a.b.c.d", candidates: three)) { () throws(ConfigurationEditProblem) in
      try Sample.files.keyToSet(named: "a.b.c.d")
    }
    #expect(try Sample.files.keyToSet(named: "vpn.b.c") == ConfigurationKey(SectionPlace(section: "vpn"), "b.c"))
  }

  @Test(arguments: [
    ("ssid", ["deep/more.cfg:wlan.SSID", "net.cfg:wlan.SSID"]),
    ("wlan.SSID", ["deep/more.cfg:wlan.SSID", "net.cfg:wlan.SSID"]), ("Ethernet.gateway", ["ethernet.GATEWAY"]),
    ("nothing", []), ("", []), ("ethernet.", []), ("net.cfg:ethernet.IP", []),
  ]) func aKeyIsMissing(_ name: String, _ similar: [String]) {
    expect(.noKey(name, similar: similar)) { () throws(ConfigurationEditProblem) in
      try Sample.files.key(named: name)
    }
  }

  @Test func aNewKeyNeedsItsSection() throws {
    #expect(try Sample.files.keyToSet(named: "ethernet.NEW").name == "ethernet.NEW")
    #expect(try Sample.files.keyToSet(named: "net.cfg:wlan.NEW").name == "net.cfg:wlan.NEW")
    expect(.noKey("NEW", similar: [])) { () throws(ConfigurationEditProblem) in
      try Sample.files.keyToSet(named: "NEW")
    }
    expect(.invalidName("ethernet.A B")) { () throws(ConfigurationEditProblem) in
      try Sample.files.keyToSet(named: "ethernet.A B")
    }
  }

  @Test func aSectionIsFound() throws {
    #expect(try Sample.files.section(named: "wlan") == SectionPlace(section: "wlan"))
    #expect(try Sample.files.section(named: "net.cfg:wlan") == SectionPlace(file: "net.cfg", section: "wlan"))
    expect(.noSection("Ethernet", sections: Array(Sample.files.places.map(\.name).prefix(8)))) {
      () throws(ConfigurationEditProblem) in try Sample.files.section(named: "Ethernet")
    }
  }

  /// The same values look the same in whatever order they are, and no secret is in it.
  @Test func whatIsShown() throws {
    let shown = try Sample.text(of: "mail")
    #expect(shown == ["FROM=camera@example", "PASSWORD=***", "URL=http://anna:***@example/"])
    #expect(try Sample.text(of: "notes") == ["first line", "password: ***", "third"])
    #expect(try Sample.text(of: "users") == ["USER1=***"])
    #expect(try Sample.text(of: "ethernet") == ["GATEWAY=10.0.0.1", "IP=10.0.0.2", "ODD=a?b"])
    #expect(
      Sample.files.places.map(\.name) == [
        "a", "a.b", "a.b.c", "ethernet", "identity", "mail", "notes", "users", "vpn", "wlan", "camera.cfg:x:y",
        "deep/more.cfg:wlan", "net.cfg:wlan",
      ])
  }

  @Test func whatKeepsItsValue() throws {
    func isFixed(_ name: String) throws -> Bool { Sample.files.isFixed(try Sample.files.key(named: name)) }
    #expect(try isFixed("MODEL") && isFixed("users.USER1"))
    #expect(try !isFixed("identity.NAME") && !isFixed("ethernet.IP"))
  }
}

/// A configuration of three files.
enum Sample {
  static let main = """
    \u{FEFF}# of the camera
    SECTION mail
    URL=http://anna:hunter2@example/
    FROM=camera@example
    # a comment with PASSWORD=clear
    PASSWORD=topsecret
    ENDSECTION mail
    SECTION ethernet\r
    IP=10.0.0.2\r
    GATEWAY=10.0.0.1\r
    ODD=a\u{7}b\r
    ENDSECTION ethernet\r
    SECTION vpn
    IP=10.9.0.2
    ENDSECTION vpn
    SECTION wlan
    ON=0
    ENDSECTION wlan
    SECTION identity
    MODEL=M26B
    NAME=gate
    ENDSECTION identity
    SECTION users
    USER1=admins:hash:admin
    ENDSECTION users
    SECTION notes
    first line
    password: hunter3
    third
    ENDSECTION notes
    SECTION a
    x=1
    ENDSECTION a
    SECTION a.b
    c=1
    ENDSECTION a.b
    SECTION a.b.c
    x=1
    ENDSECTION a.b.c
    SECTION x:y
    K=1
    ENDSECTION x:y

    """

  static let files = make(main)

  static func make(_ main: String, _ settings: Settings = Settings()) -> ConfigurationFiles {
    let wlan = "SECTION wlan\nSSID=plant\nIP=10.1.0.2\nENDSECTION wlan\n"
    return ConfigurationFiles(
      [("net.cfg", wlan), ("deep/more.cfg", wlan), ("camera.cfg", main)].map {
        .init(path: $0.0, document: ConfigurationDocument(Array($0.1.utf8)))
      }, settings)
  }

  static func text(of section: String) throws -> [String] {
    try files.shown(try files.section(named: section)).lines.map { line in
      switch line {
      case .key(let key): "\(key.key.key)=\(key.value)"
      case .text(let text): text
      }
    }
  }

  /// A file after changes.
  static func text(_ file: String, _ edit: ConfigurationEdit, in files: ConfigurationFiles = files) throws -> String? {
    try files.changed(by: edit).first { $0.path.utf8.elementsEqual(file.utf8) }
      .map { String(decoding: $0.document.bytes, as: UTF8.self) }
  }
}

/// Expects a problem.
func expect<Result>(
  _ problem: ConfigurationEditProblem, _ location: SourceLocation = #_sourceLocation,
  _ body: () throws(ConfigurationEditProblem) -> Result
) {
  do throws(ConfigurationEditProblem) {
    let result = try body()
    Issue.record("no problem, but \(result)", sourceLocation: location)
  } catch {
    #expect(error == problem, sourceLocation: location)
  }
}
