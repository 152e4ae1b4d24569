import TestSupport
import Testing

@testable import CameraModel

/// Much of everything. No loop may grow faster than what it is given: with the square of these numbers each of the
/// tests would take minutes of a processor.
@Suite struct GrowthTests {
  private static let many = 60_000
  /// Seconds of a processor that one of them may take; a debug build on a slow machine needs a few.
  private static let limit = 20.0

  private func document(_ lines: [String]) -> ConfigurationDocument {
    ConfigurationDocument(Array(lines.joined(separator: "\n").utf8))
  }

  private func sections(_ value: String) -> ConfigurationDocument {
    document((0..<Self.many).flatMap { ["SECTION s\($0)", "KEY=\(value)", "ENDSECTION s\($0)"] })
  }

  @Test func sectionsAreCompared() {
    let seconds = processorSeconds {
      let (former, new) = (sections("old"), sections("new"))
      let difference = ConfigurationDifference(from: former, to: new)
      #expect(difference.sections.count == Self.many && difference.sections.allSatisfy { $0.keys.count == 1 })
      #expect(difference.layout.isEmpty)
    }
    #expect(seconds < Self.limit)
  }

  @Test func keysAreCompared() {
    let seconds = processorSeconds {
      func keys(_ value: String) -> ConfigurationDocument {
        document(["SECTION s"] + (0..<Self.many).map { "KEY\($0)=\(value)" } + ["ENDSECTION s"])
      }
      let difference = ConfigurationDifference(from: keys("old"), to: keys("new"))
      #expect(difference.sections.count == 1 && difference.sections[0].keys.count == Self.many)
    }
    #expect(seconds < Self.limit)
  }

  @Test func sectionsOfOneNameAreReplaced() throws {
    let seconds = processorSeconds {
      let part = ["SECTION s", "KEY=1", "ENDSECTION s"]
      var many = document((0..<Self.many).flatMap { _ in part } + ["# end"])
      many.replaceSection("s", from: document(["SECTION s", "KEY=2", "ENDSECTION s"]))
      #expect(many.bytes == Array("SECTION s\nKEY=2\nENDSECTION s\n# end".utf8))
      many.replaceSection("s", from: document((0..<Self.many).flatMap { _ in part }))
      #expect(many.entries(in: "s").count == Self.many)
      many.replaceSection("s", from: document([]))
      #expect(many.bytes == Array("# end".utf8))
    }
    #expect(seconds < Self.limit)
  }

  @Test func linesOfOneKeyAreReplacedAndRemoved() throws {
    let seconds = try processorSeconds {
      let lines = ["SECTION s"] + (0..<Self.many).map { "KEY=\($0)" } + ["ENDSECTION s"]
      var many = document(lines)
      try many.replaceKey("KEY", in: "s", from: document(["SECTION s", "KEY=x", "ENDSECTION s"]))
      #expect(many.bytes == Array("SECTION s\nKEY=x\nENDSECTION s".utf8))
      many = document(lines)
      #expect(many.remove("KEY", in: "s") && !many.remove("KEY", in: "s"))
      #expect(many.bytes == Array("SECTION s\nENDSECTION s".utf8))
    }
    #expect(seconds < Self.limit)
  }

  /// At most 100 users may be made; a list that was written by hand may have more, and is then made shorter.
  @Test func users() throws {
    let seconds = try processorSeconds {
      func lines(_ count: Int) -> [String] {
        (1...count).map { "USER\($0)=\($0 == 1 ? "admins" : "users"):x:user\($0)" }
      }
      let most = try UserList(Users.document(lines(UserRules.mostRead)))
      #expect(most.accounts.count == UserRules.mostRead)
      #expect(throws: UserListProblem.tooMany(limit: UserRules.mostRead, line: UserRules.mostRead + 2)) {
        try UserList(Users.document(lines(Self.many)))
      }
      var document = Users.document(lines(Self.many))
      try UserList.factory(passwordString: Users.hash).write(into: &document)
      #expect(document.bytes == Array("SECTION users\nUSER1=admins:\(Users.hash):admin\nENDSECTION users\n".utf8))
      document = Users.document(lines(Self.many))
      try UserList.removeAll(from: &document)
      #expect(document.bytes == Array("SECTION users\nENDSECTION users\n".utf8))
    }
    #expect(seconds < Self.limit)
  }

  /// Lines of one word again and again, and texts of which every line differs.
  @Test(arguments: [
    "password=", "password ", "password: ", "\"password\": ", "<password>", "</password>", "password/", "[password]",
    "password,", "password;a", "?password=&", "key=\"password\" ", "$a", "$a$", "://", "a:b@", "http://a:b@", "a:", "@",
    ":@",
    "\\\"password\\\": \\\"", "\\", "\"", "{", "}", "<", "/>", "a/ ", "address ", "BEGIN ", "-----BEGIN KEY", " ", "\t",
    "a", "=", "a=",
    "a=b ", "|", "> ", "user", "user1=", "SECTION ",
  ])
  func longLines(_ piece: String) {
    let seconds = processorSeconds {
      let line = Array(String(repeating: piece, count: 200_000 / piece.utf8.count).utf8)
      let mask = Settings().secretMask
      _ = mask.masked(line)
      var lines = SecretLines(mask)
      _ = lines.next(line)
      _ = lines.next(line)
      _ = NetworkAddress.first(in: line)
      _ = ConfigurationDocument(line)
    }
    #expect(seconds < Self.limit)
  }

  /// Twice as much takes twice as long: of three sizes the last has four times the first. The quickest of three runs
  /// counts, because others use the processor too.
  private func expectLinear(_ size: Int, _ location: SourceLocation = #_sourceLocation, _ work: (Int) -> Void) {
    func best(_ size: Int) -> Double { (0..<3).map { _ in processorSeconds { work(size) } }.min() ?? 0 }
    let seconds = [size, 2 * size, 4 * size].map(best)
    #expect(seconds[2] < 9 * seconds[0] + 0.02, "\(seconds)", sourceLocation: location)
  }

  /// Lines that are found again at many places lead the search astray the longest.
  @Test(arguments: [1, 2, 7]) func linesThatRepeat(_ kinds: Int) {
    expectLinear(1_000) { count in
      let former = (0..<count).map { Int32($0 % kinds) }
      let new = (0..<count).map { Int32(($0 * 3 + $0 / 5) % (kinds + 1)) }
      _ = LineChanges.find(from: former, to: new)
    }
  }

  @Test func fewDifferencesInManyLines() {
    expectLinear(20_000) { count in
      let former = (0..<count).map(Int32.init)
      let new = former.enumerated().map { $0 % (count / 100) == 0 ? -$1 : $1 }
      #expect(LineChanges.find(from: former, to: new) != nil)
    }
  }

  @Test func namesOfUsers() {
    expectLinear(1_000) { count in
      let accounts = (0..<count).map { Users.account("user\($0)", $0 == 0 ? .admins : .users) }
      var list = UserList(accounts)
      try? list.replace(with: accounts)
      #expect(list.accounts.count == count)
    }
  }

  /// Each of the dots may be the one between a section and a key.
  @Test func namesWithManyDots() {
    expectLinear(8_000) { count in
      let name = Array(repeating: "a", count: count).joined(separator: ".")
      for _ in 0..<4 { _ = try? Sample.files.keyToSet(named: name) }
    }
  }

  @Test func wordsOverSSH() {
    expectLinear(100) { count in
      let words = Array(repeating: "a", count: count).joined(separator: " ")
      for _ in 0..<20 { _ = try? ShellWords.split("backup create " + words) }
      for _ in 0..<20 { _ = CommandWords(Array(repeating: "--json", count: count)).arguments }
    }
  }

  @Test func namesForAPattern() throws {
    let pattern = try #require(PathPattern("a/**/b*c/d"))
    expectLinear(2_000) { count in
      #expect(!pattern.matches(Array(repeating: "bxc", count: count).joined(separator: "/")))
    }
  }

  @Test func differentTexts() throws {
    let seconds = try processorSeconds {
      let former = Array((0..<30_000).map { "a\($0)\n" }.joined().utf8)
      let new = Array((0..<30_000).map { "b\($0)\n" }.joined().utf8)
      let difference = try #require(TextDifference(from: former, to: new, Settings().secretMask, limit: 200))
      #expect(difference.isReplaced)
    }
    #expect(seconds < Self.limit)
  }

  @Test func patterns() throws {
    let seconds = try processorSeconds {
      let stars = String(repeating: "*a", count: 127) + "b"
      let name = String(repeating: "a", count: 100_000)
      #expect(!GlobPattern(stars).matches(name))
      let pattern = try #require(PathPattern(stars))
      #expect(!pattern.matches(name))
      let directories = Array(repeating: "**", count: 80).joined(separator: "/") + "/b"
      let deep = try #require(PathPattern(directories))
      #expect(!deep.matches(Array(repeating: "a", count: 2_000).joined(separator: "/")))
    }
    #expect(seconds < Self.limit)
  }

  /// What is compared with everything in the configuration is not much.
  @Test(arguments: ["NETWORK_SECTIONS", "NETWORK_FILES", "SECRET_KEYS"])
  func wordsInSettings(_ key: String) throws {
    func settings(_ value: String) throws -> Settings {
      try Settings(document(["SECTION camconsole", "\(key)=\(value)", "ENDSECTION camconsole"]))
    }
    _ = try settings(Array(repeating: "a", count: 64).joined(separator: " "))
    _ = try settings(String(repeating: "a", count: 255))
    let refused = [Array(repeating: "a", count: 65).joined(separator: " "), String(repeating: "*", count: 256)]
    for value in refused {
      #expect(throws: SettingsError.self) { _ = try settings(value) }
    }
  }
}
