import CameraModel
import Testing

/// Users in the configuration.
struct UserListTests {
  func problem(_ lines: String...) -> UserListProblem? {
    do throws(UserListProblem) {
      _ = try UserList(Users.document(lines))
      return nil
    } catch {
      return error
    }
  }

  @Test func areReadFromTheirLines() throws {
    let list = try UserList(
      Users.document("# who", "USER2=guests:\(Users.hash):bob", "", "USER1=admins:\(Users.hash):admin", "LDAP=no"))
    #expect(list.accounts == [Users.account("admin", .admins), Users.account("bob", .guests)])
    #expect(try UserList(ConfigurationDocument()).accounts == [])
  }

  @Test(arguments: ["a:b=c#d", "::::", "===", "#user", "USER1=x", "a\\b"])
  func namesThatStandThereSurvive(name: String) throws {
    var document = Users.document("USER1=admins:\(Users.hash):\(name)", "USER2=users:\(Users.hash):bob")
    let before = document.bytes
    var list = try UserList(document)
    #expect(list.accounts[0].name == name)
    try list.write(into: &document)
    #expect(document.bytes == before)
    try list.remove(["bob"])
    try list.write(into: &document)
    #expect(document == Users.document("USER1=admins:\(Users.hash):\(name)"))
  }

  @Test func malformedLinesAreNamed() {
    let good = "USER1=admins:\(Users.hash):admin"
    #expect(problem(good, "USER2=users:\(Users.hash)") == .malformed(line: 3))
    #expect(problem(good, "USER2=users") == .malformed(line: 3))
    #expect(problem(good, "USER2 users:hash:name") == .malformed(line: 3))
    #expect(problem(good, "USER02=users:\(Users.hash):bob") == .malformed(line: 3))
    #expect(problem(good, "USERx=users:\(Users.hash):bob") == .malformed(line: 3))
    #expect(problem(good, "user2=users:\(Users.hash):bob") == .malformed(line: 3))
    #expect(problem("USER0=users:\(Users.hash):bob", good) == .malformed(line: 2))
    #expect(problem(good, "USER2=owners:\(Users.hash):bob") == .unknownGroup("owners", line: 3))
    #expect(problem(good, "USER2= users:\(Users.hash):bob") == .unknownGroup(" users", line: 3))
    #expect(problem(good, "USER2=users::bob") == .badPasswordString(line: 3))
    #expect(problem(good, "USER2=users:a b:bob") == .badPasswordString(line: 3))
    #expect(problem(good, "USER2=users:\(Users.hash):bo") == .badName(line: 3))
    #expect(problem(good, "USER2=users:\(Users.hash):bob ") == .badName(line: 3))
    #expect(problem(good, "USER2=users:\(Users.hash):seventeen-letters") == .badName(line: 3))
    #expect(problem(good, "", "USER3=users:\(Users.hash):bob") == .gap(missing: 2, line: 4))
    #expect(problem("USER2=admins:\(Users.hash):admin") == .gap(missing: 1, line: 2))
    #expect(problem(good, good) == .duplicateNumber(1, line: 3))
    #expect(problem(good, "USER2=users:\(Users.hash):admin") == .duplicateName("admin", line: 3))
  }

  @Test(arguments: [
    ("SECTION users\nUSER1=admins:h:admin\n", 1), ("SECTION a\nSECTION users\nENDSECTION users\n", 2),
    ("SECTION users\nENDSECTION user\nENDSECTION users\n", 3),
  ])
  func aBrokenSectionIsNamed(text: String, line: Int) {
    let document = ConfigurationDocument(Array(text.utf8))
    if line == 3 { return #expect(document.problem != nil) }
    #expect(throws: UserListProblem.brokenSection(line: line)) { try UserList(document) }
  }

  @Test func everythingElseStaysByteForByte() throws {
    let front = "#:MODIFIED\r\n  SECTION other\r\nUSER1=none\r\nENDSECTION other\r\n\r\n"
    let back = "ENDSECTION users # no name\r\nSECTION binary\r\n\u{0}\u{1}\r\n"
    func text(_ lines: [String]) -> [UInt8] {
      Array((front + "SECTION users\r\n" + lines.map { $0 + "\r\n" }.joined() + back).utf8) + [0xFF, 0xFE]
    }
    let hash = Users.hash
    var document = ConfigurationDocument(
      text(["# who", "  USER1=admins:\(hash):admin", "LDAP = no", "\tUSER2=users:\(hash):bob", "# end"]))
    // The frame's end does not match by name, which is a problem of that name and not of the users'.
    var list = try UserList(document)
    try list.add(Users.account("eve", .guests))
    try list.write(into: &document)
    #expect(
      document.bytes
        == text([
          "# who", "  USER1=admins:\(hash):admin", "LDAP = no", "\tUSER2=users:\(hash):bob",
          "\tUSER3=guests:\(hash):eve",
          "# end",
        ]))
    try list.remove(["bob"])
    try list.write(into: &document)
    #expect(
      document.bytes
        == text(["# who", "  USER1=admins:\(hash):admin", "LDAP = no", "\tUSER2=guests:\(hash):eve", "# end"]))
    #expect(try UserList(document) == list)
  }

  @Test func aHundredUsersMakeARound() throws {
    let list = try Users.list(count: 100)
    var document = ConfigurationDocument(Array("A=1".utf8))
    try list.write(into: &document)
    #expect(document.bytes.starts(with: Array("A=1\nSECTION users\nUSER1=admins:".utf8)))
    #expect(try UserList(document) == list)
  }

  @Test func factoryStateReplacesMalformedLines() throws {
    var document = Users.document("# who", "USER7=x", "USER8 nothing", "LDAP=no", "user1=a:b:c")
    try UserList.removeAll(from: &document)
    #expect(document == Users.document("# who", "LDAP=no"))
    try UserList.factory(passwordString: Users.hash).write(into: &document)
    #expect(document == Users.document("# who", "LDAP=no", "USER1=admins:\(Users.hash):admin"))
  }
}
