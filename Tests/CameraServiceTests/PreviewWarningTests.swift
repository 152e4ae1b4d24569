import CameraModel
import CameraService
import Testing
import Wording

/// What a preview tells above everything else.
struct PreviewWarningTests {
  private static let former = configuration(
    "admins:\(Bench.hash("Own-One-1")):admin", "admins:\(Bench.hash("a")):dora", "users:\(Bench.hash("b")):porter")

  private static func configuration(_ users: String..., address: String? = "10.1.2.4") -> String {
    let lines = users.enumerated().map { "USER\($0 + 1)=\($1)" }
    let network = ["SECTION ethernet", address.map { "IP=\($0)" } ?? "DHCP=1", "ENDSECTION ethernet", ""]
    return (["SECTION users"] + lines + ["ENDSECTION users"] + network).joined(separator: "\n")
  }

  private static func warnings(
    _ new: String, _ options: RestoreOptions = RestoreOptions(),
    caller: Caller = Caller(name: "admin", origin: .console("ttyS0"))
  ) throws -> [String] {
    let preview = try Bench.preview(of: new, over: former, options, caller: caller).preview
    let lines = preview.lines(Settings())
    let warnings = lines.prefix { $0.kind == .warning }
    #expect(!lines.dropFirst(warnings.count).contains { $0.kind == .warning })
    return warnings.map(\.text)
  }

  @Test func everythingAtOnce() throws {
    let new = Self.configuration(
      "admins:\(Bench.hash("meinsm")):admin", "guests:\(Bench.hash("other")):dora", address: "10.1.2.3")
    #expect(
      try Self.warnings(new) == [
        "The address changes from 10.1.2.4 to 10.1.2.3. This connection will be lost.",
        "Your own user admin will have another password.",
        "admin will have the factory password, which everybody knows.",
        "Users who will be removed: porter (users).",
        "Users who will have fewer rights: dora (guests instead of admins).",
        "Users who will have another password: dora.",
      ])
  }

  /// Who gets in, or may do more.
  @Test func whoGainsSomething() throws {
    let new = Self.configuration(
      "admins:\(Bench.hash("Own-One-1")):admin", "admins:\(Bench.hash("a")):dora", "admins:\(Bench.hash("b")):porter",
      "admins:\(Bench.hash("c")):former", "guests:\(Bench.hash("d")):visitor")
    #expect(
      try Self.warnings(new) == [
        "Users who will be added: former (admins), visitor (guests).",
        "Users who will have more rights: porter (admins instead of users).",
      ])
    var options = RestoreOptions()
    options.keepsUsers = true
    #expect(try Self.warnings(new, options) == [])
  }

  @Test func theOwnLogin() throws {
    let gone = Self.configuration("admins:\(Bench.hash("a")):dora", "users:\(Bench.hash("b")):porter")
    #expect(try Self.warnings(gone) == ["Your own user admin will be removed."])
    let root = Caller(name: "root", origin: .shell)
    #expect(try Self.warnings(gone, caller: root) == ["Users who will be removed: admin (admins)."])
    let less = Self.configuration(
      "users:\(Bench.hash("Own-One-1")):admin", "admins:\(Bench.hash("a")):dora", "users:\(Bench.hash("b")):porter")
    #expect(try Self.warnings(less) == ["Your own user admin will be in users, and cannot log in to the console."])
    let dora = Caller(name: "dora", origin: .console("ttyS0"))
    #expect(
      try Self.warnings(less, caller: dora) == ["Users who will have fewer rights: admin (users instead of admins)."])
  }

  @Test func anAddressThatGoes() throws {
    let users = [
      "admins:\(Bench.hash("Own-One-1")):admin", "admins:\(Bench.hash("a")):dora", "users:\(Bench.hash("b")):porter",
    ]
    let new = Self.configuration(users[0], users[1], users[2], address: nil)
    #expect(
      try Self.warnings(new) == ["The address 10.1.2.4 is not in the backup. This connection will be lost."])
  }

  @Test func whatStaysIsNoMatter() throws {
    let new = Self.configuration("admins:\(Bench.hash("meinsm")):admin", address: "10.1.2.3")
    var options = RestoreOptions()
    options.keepsUsers = true
    let lost = "The address changes from 10.1.2.4 to 10.1.2.3. This connection will be lost."
    #expect(try Self.warnings(new, options) == [lost])
    options.keepsNetwork = true
    #expect(try Self.warnings(new, options) == [])
    options = RestoreOptions()
    options.modulesOnly = true
    #expect(try Self.warnings(new, options) == [])
    #expect(try Bench.preview(of: new, over: Self.former, options).checks == 0)
  }

  /// The factory's password is looked for once, and only where another password string is.
  @Test func checksOfPasswords() throws {
    let same = Self.configuration("admins:\(Bench.hash("Own-One-1")):admin")
    #expect(try Bench.preview(of: same, over: Self.former).checks == 0)
    let other = Self.configuration("admins:\(Bench.hash("Another-One-2")):admin")
    #expect(try Bench.preview(of: other, over: Self.former).checks == 1)
  }

  /// A document that is broken elsewhere is compared as a whole, its users are not overlooked.
  @Test func aBrokenDocument() throws {
    let whole = Self.configuration("admins:\(Bench.hash("a")):dora", "users:\(Bench.hash("b")):porter")
    #expect(try Self.warnings(whole + "ENDSECTION\n") == ["Your own user admin will be removed."])
  }

  @Test func noPasswordStringIsShown() throws {
    let new = Self.configuration("admins:\(Bench.hash("meinsm")):admin", "guests:\(Bench.hash("other")):dora")
    let lines = try Bench.preview(of: new, over: Self.former).preview.lines(Settings())
    #expect(lines.contains { $0.text == "USER1: *** -> ***" })
    #expect(!lines.contains { $0.text.contains("$argon2id$") })
  }
}
