import CameraDevice
import CameraModel
@testable import CameraService
import FileSystem
import Glibc
import TestSupport
import Testing
import Wording

/// Users set through the service are the ones the configuration holds, and everything else stays byte for byte.
struct AdministerUsersTests {
  static func line(_ number: Int, _ name: String, _ group: String, _ password: String = Bench.good) -> String {
    "USER\(number)=\(group):\(Bench.hash(password)):\(name)"
  }

  static let three = [
    "# who may do what", line(1, "admin", "admins"), line(2, "bob", "users"), "LDAP=no", line(3, "eve", "guests"),
  ]

  @Test func eachChangeIsInTheConfiguration() throws {
    try Bench.with(Self.three) { (bench) throws in
      #expect(try bench.camera.users().accounts.map(\.name) == ["admin", "bob", "eve"])
      _ = try bench.camera.addUser("dora", .admins, secret("Second!1"))
      _ = try bench.camera.setGroup(of: "eve", to: .undefined)
      _ = try bench.camera.renameUser("bob", to: "Bob.2", secret("Third!12"))
      _ = try bench.camera.setPassword(of: "admin", to: secret("Fourth!1"))
      #expect(
        bench.configuration
          == Bench.configuration([
            "# who may do what", Self.line(1, "admin", "admins", "Fourth!1"),
            Self.line(2, "Bob.2", "users", "Third!12"), "LDAP=no", Self.line(3, "eve", "undefined"),
            Self.line(4, "dora", "admins", "Second!1"),
          ]))
      let change = try bench.camera.removeUsers(["admin", "Bob.2"])
      #expect(change.users.accounts.map(\.name) == ["eve", "dora"])
      #expect(
        bench.configuration
          == Bench.configuration([
            "# who may do what", Self.line(1, "eve", "undefined"), Self.line(2, "dora", "admins", "Second!1"),
            "LDAP=no",
          ]))
      #expect(bench.files.names(Bench.folder) == ["camera.cfg"])
    }
  }

  @Test func refusalsChangeNothing() throws {
    try Bench.with(Self.three) { (bench) throws in
      let camera = bench.camera
      let codes: [CameraService.ErrorCode?] = [
        failure { () throws(ServiceError) in try camera.removeUsers(["admin"]) }?.code,
        failure { () throws(ServiceError) in try camera.setGroup(of: "admin", to: .guests) }?.code,
        failure { () throws(ServiceError) in try camera.setGroup(of: "Admin", to: .guests) }?.code,
      ]
      #expect(codes == [.refused, .refused, .notFound])
      for (name, password) in [
        ("a=b", Bench.good), ("a:b", Bench.good), ("#ab", Bench.good), ("ab", Bench.good), ("admin", Bench.good),
        ("carl", "Short!1"), ("carl", "nocapital!1"), ("carl", "meinsm"), ("carl", "Has space!1"),
      ] {
        let password = try secret(password)
        let error = failure { () throws(ServiceError) in try camera.addUser(name, .users, password) }
        #expect(error?.code == .refused, "\(name)")
        #expect(error?.message.hint.isEmpty == false)
      }
      #expect(bench.configuration == Bench.configuration(Self.three))
      #expect(bench.changes == [])
      #expect(bench.runner.commands == [])
    }
  }

  @Test func theHundredAndFirstUserIsRefused() throws {
    let lines = [Self.line(1, "admin", "admins")] + (2...100).map { Self.line($0, "user\($0)", "users") }
    try Bench.with(lines) { (bench) throws in
      let password = try secret(Bench.good)
      let error = failure { () throws(ServiceError) in try bench.camera.addUser("another", .users, password) }
      #expect(error?.message.text == "There are 100 users already, and more are not possible.")
      #expect(bench.configuration == Bench.configuration(lines))
    }
  }

  @Test func aMalformedLineIsNamed() throws {
    try Bench.with([Self.line(1, "admin", "admins"), "USER2=owners:x:bob"]) { (bench) throws in
      let error = failure { () throws(ServiceError) in try bench.camera.setGroup(of: "admin", to: .admins) }
      #expect(error?.code == .damaged)
      #expect(error?.message.text.contains("line 8") == true)
      let change = try bench.camera.resetUsers()
      #expect(change.users.accounts.map(\.name) == ["admin"])
      #expect(bench.configuration == Bench.configuration([Self.line(1, "admin", "admins", "meinsm")]))
    }
  }

  @Test func factoryStateIsOneUser() throws {
    try Bench.with(Self.three) { (bench) throws in
      _ = try bench.camera.resetUsers()
      #expect(
        bench.configuration
          == Bench.configuration(["# who may do what", Self.line(1, "admin", "admins", "meinsm"), "LDAP=no"]))
    }
  }

  @Test func aDraftIsSetInOneStepOrNotAtAll() throws {
    try Bench.with(Self.three) { (bench) throws in
      var draft = UserDraft(try bench.camera.users())
      let text = try bench.camera.passwordString(for: secret(Bench.good))
      try draft.add(UserAccount(name: "dora", group: .admins, passwordString: text))
      draft.markForRemoval(0)
      _ = try bench.camera.setGroup(of: "eve", to: .users)
      let stale = draft
      let error = failure { () throws(ServiceError) in try bench.camera.setUsers(stale) }
      #expect(error?.code == .busy)
      draft = UserDraft(try bench.camera.users())
      try draft.add(UserAccount(name: "dora", group: .admins, passwordString: text))
      draft.markForRemoval(0)
      let change = try bench.camera.setUsers(draft)
      #expect(change.users.accounts.map(\.name) == ["bob", "eve", "dora"])
      #expect(try bench.camera.users() == change.users)
    }
  }

  @Test func reloadRunsOnceAfterEachChange() throws {
    try Bench.with(Self.three, settings: ["RELOAD=/usr/bin/reload --users $HOME ;"]) { (bench) throws in
      #expect(try bench.camera.setGroup(of: "eve", to: .guests).isChanged == false)
      #expect(bench.runner.commands == [])
      #expect(try bench.camera.setGroup(of: "eve", to: .users).reloadFailure == nil)
      #expect(bench.runner.commands == [["/usr/bin/reload", "--users", "$HOME", ";"]])
      bench.runner.fail(with: .failed(program: "/usr/bin/reload", status: 3))
      let change = try bench.camera.removeUsers(["bob"])
      #expect(change.isChanged && change.reloadFailure == .failed(program: "/usr/bin/reload", status: 3))
      #expect(try bench.camera.users().accounts.map(\.name) == ["admin", "eve"])
      #expect(bench.log.events.filter { $0.useCase == .reload }.map(\.error) == [nil, .ioError])
    }
  }

  @Test func ownerAndModeStay() throws {
    try Bench.with(Self.three) { (bench) throws in
      bench.files.setAttributes(of: Bench.configPath, mode: 0o640, owner: geteuid(), group: getegid())
      _ = try bench.camera.removeUsers(["bob"])
      let status = try bench.files.openDirectory(at: Bench.folder).status(of: "camera.cfg")
      #expect(status.mode == 0o640)
    }
  }

  @Test func classesAreThoseOfTheSettings() throws {
    try Bench.with(settings: ["PASSWORD_CLASSES=2"]) { (bench) throws in
      _ = try bench.camera.addUser("carl", .users, secret("lower123"))
      let password = try secret("lowercase")
      let error = failure { () throws(ServiceError) in try bench.camera.addUser("dora", .users, password) }
      #expect(error?.message.text == "The password has no upper-case letter, no digit and no special character.")
    }
  }
}
