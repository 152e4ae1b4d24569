import CameraModel
import Testing

struct UserRuleTests {
  func problem(name: String) -> UserNameProblem? {
    do throws(UserNameProblem) {
      try UserRules.checkNew(name: name)
      return nil
    } catch {
      return error
    }
  }

  func problem(password: [UInt8], classes: Int) -> PasswordProblem? {
    do throws(PasswordProblem) {
      try PasswordRules.checkNew(password.span, classes: classes)
      return nil
    } catch {
      return error
    }
  }

  @Test(arguments: [
    (0, UserNameProblem.tooShort(minimum: 3)), (2, .tooShort(minimum: 3)), (3, nil), (16, nil),
    (17, .tooLong(maximum: 16)),
  ])
  func namesHaveABoundedLength(count: Int, expected: UserNameProblem?) {
    #expect(problem(name: String(repeating: "n", count: count)) == expected)
  }

  @Test(arguments: ["a b", "tab\there", "name\n", "n\u{FC}ller", "\u{65}\u{301}tienne", "del\u{7F}", "\u{202E}abc"])
  func namesArePrintableASCII(name: String) {
    #expect(problem(name: name) == .notPrintable)
  }

  @Test(arguments: [("a=b", "="), ("a:b", ":"), ("#ab", "#"), ("a#:=", "#")])
  func namesHaveNoCharactersOfTheFile(name: String, character: String) {
    #expect(problem(name: name) == .reserved(character))
  }

  @Test(arguments: ["!~!", "-rf", "O'Neill", "a/b", "$HOME", "USER1", "ENDSECTION", "\"q\""])
  func namesMayHaveOtherSigns(name: String) {
    #expect(problem(name: name) == nil)
  }

  @Test(arguments: [
    (7, PasswordProblem.tooShort(minimum: 8)), (8, nil), (99, nil), (100, .tooLong(maximum: 99)),
  ])
  func passwordsHaveABoundedLength(count: Int, expected: PasswordProblem?) {
    let password = Array("Aa1!".utf8) + [UInt8](repeating: 0x78, count: count - 4)
    #expect(problem(password: password, classes: 4) == expected)
  }

  @Test(arguments: [0x00, 0x09, 0x0A, 0x20, 0x7F, 0x80, 0xFF] as [UInt8])
  func passwordsArePrintableASCII(byte: UInt8) {
    #expect(problem(password: Array("Aa1!xxxx".utf8) + [byte], classes: 4) == .notPrintable)
  }

  @Test(arguments: [
    ("aaaaaaaa", 1, []), ("aaaaaaaa", 2, [CharacterClass.upperCase, .digit, .special]),
    ("Aaaaaaaa", 2, []), ("Aaaaaaaa", 3, [.digit, .special]), ("Aaaaaaa1", 3, []), ("Aaaaaaa1", 4, [.special]),
    ("AAAAAA1!", 4, [.lowerCase]), ("Aaaaaaa!", 4, [.digit]), ("aaaaaa1!", 4, [.upperCase]), ("Aaaaaa1!", 4, []),
    ("~!@#$%^&", 1, []), ("12345678", 1, []), ("12345678", 2, [.upperCase, .lowerCase, .special]),
  ])
  func passwordsHaveClasses(password: String, classes: Int, missing: [CharacterClass]) {
    let expected = missing.isEmpty ? nil : PasswordProblem.tooFewClasses(required: classes, missing: missing)
    #expect(problem(password: Array(password.utf8), classes: classes) == expected)
  }

  @Test func theFactorysPasswordIsNone() {
    #expect(problem(password: FactoryUser.password, classes: 1) == .factoryDefault)
    for (text, expected) in [("meinsm", true), ("meinsm1", false), ("meins", false), ("Meinsm", false), ("", false)] {
      let bytes = Array(text.utf8)
      let isDefault = PasswordRules.isFactoryDefault(bytes.span)
      #expect(isDefault == expected)
    }
  }

  @Test func aHundredUsersAndNotOneMore() throws {
    var list = try Users.list(count: 99)
    try list.add(Users.account("hundredth"))
    #expect(list.accounts.count == 100)
    #expect(
      Users.refusal(of: list) { (list) throws(UserError) in try list.add(Users.account("another")) }
        == .tooMany(limit: 100))
  }

  @Test func namesAreUniqueAndCaseCounts() throws {
    var list = try Users.list(count: 2)
    try list.add(Users.account("Admin"))
    #expect(
      Users.refusal(of: list) { (list) throws(UserError) in try list.add(Users.account("admin")) }
        == .nameTaken("admin"))
    #expect(
      Users.refusal(of: list) { (list) throws(UserError) in
        try list.rename("user2", to: "Admin", passwordString: Users.hash)
      } == .nameTaken("Admin"))
    #expect(list.isAdministrator("admin") && !list.isAdministrator("Admin") && !list.isAdministrator("ADMIN"))
  }

  @Test func oneAdministratorStays() throws {
    var list = try Users.list(count: 3)
    let refusals: [UserError?] = [
      Users.refusal(of: list) { (list) throws(UserError) in try list.remove(["admin"]) },
      Users.refusal(of: list) { (list) throws(UserError) in try list.remove(["user2", "admin", "user3"]) },
      Users.refusal(of: list) { (list) throws(UserError) in try list.setGroup(of: "admin", to: .users) },
      Users.refusal(of: list) { (list) throws(UserError) in try list.setGroup(of: "admin", to: .undefined) },
    ]
    #expect(refusals == Array(repeating: .noAdministratorLeft, count: 4))
    try list.setGroup(of: "user3", to: .admins)
    try list.remove(["admin"])
    #expect(list.accounts.map(\.name) == ["user2", "user3"])
  }

  @Test func changesAreOfUsersThatExist() throws {
    let list = try Users.list(count: 2)
    let refusals: [UserError?] = [
      Users.refusal(of: list) { (list) throws(UserError) in try list.remove(["user2", "nobody"]) },
      Users.refusal(of: list) { (list) throws(UserError) in try list.setGroup(of: "nobody", to: .admins) },
      Users.refusal(of: list) { (list) throws(UserError) in try list.setPassword(of: "nobody", to: Users.hash) },
      Users.refusal(of: list) { (list) throws(UserError) in
        try list.rename("nobody", to: "somebody", passwordString: Users.hash)
      },
    ]
    #expect(refusals == Array(repeating: .notFound("nobody"), count: 4))
  }

  @Test(arguments: ["", "a:b", "a b", String(repeating: "x", count: 128)])
  func onlyPasswordStringsAreStored(text: String) throws {
    #expect(
      Users.refusal(of: try Users.list(count: 1)) { (list) throws(UserError) in
        try list.setPassword(of: "admin", to: text)
      } == .badPasswordString)
  }

  /// A user whom no password lets in is no administrator.
  @Test(arguments: [
    "*", "!", "x", "!" + Users.hash, String(Users.hash.dropLast(8)), Users.hash + "$", Users.hash + "=", "$6$old$crypt",
    Users.hash.replacing("argon2id", with: "argon2i"), Users.hash.replacing("v=19", with: "v=16"),
    Users.hash.replacing("m=65536", with: "m=0"), Users.hash.replacing("t=2", with: "t=02"),
    Users.hash.replacing("p=1", with: "p="), Users.hash.replacing("p=1", with: "p=1,q=1"),
    Users.hash.replacing("m=65536", with: "m=99999999999999999999"),
    Users.hash.replacing("m=65536", with: "m=7"),
  ])
  func anAdministratorWhoCannotLogInDoesNotCount(hash: String) throws {
    let service = Users.account("service", .admins, hash: hash)
    let list = UserList([Users.account("admin", .admins), service])
    #expect(!service.isUsableAdministrator && list.hasUsableAdministrator)
    #expect(Users.refusal(of: list) { list throws(UserError) in try list.remove(["admin"]) } == .noAdministratorLeft)
    for group in [UserGroup.users, .guests, .undefined] {
      #expect(
        Users.refusal(of: list) { list throws(UserError) in try list.setGroup(of: "admin", to: group) }
          == .noAdministratorLeft)
    }
    var draft = UserDraft(list)
    draft.markForRemoval(0)
    #expect(throws: UserError.noAdministratorLeft) { try draft.apply() }
    var changed = list
    try changed.setPassword(of: "service", to: Users.hash)
    try changed.remove(["admin"])
    #expect(changed.accounts.map(\.name) == ["service"])
  }
}
