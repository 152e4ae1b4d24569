import CameraModel
import TestSupport
import Testing

@testable import CameraService

/// What came before a login: when, where, and how many wrong passwords since.
struct LastLoginTests {
  private static let path = "/state/\(LastLogins.fileName)"
  private static let users = [
    AdministerUsersTests.line(1, "admin", "admins"), AdministerUsersTests.line(2, "dora", "admins"),
  ]

  private func logIn(_ bench: Bench, _ name: String = "admin", line: String = "ttyS0") throws -> LastLogin? {
    try bench.camera.authenticate(name, secret(Bench.good), line: line).lastLogin
  }

  private func fail(_ bench: Bench, _ name: String, _ password: String = "Wrong!123") throws {
    let password = try secret(password)
    _ = failure { () throws(ServiceError) in try bench.camera.authenticate(name, password, line: "10.1.2.3") }
  }

  @Test func itIsToldAtTheNextLogin() throws {
    try Bench.with(Self.users) { (bench) throws in
      #expect(try logIn(bench) == nil)
      for _ in 0..<3 { try fail(bench, "admin") }
      try fail(bench, "dora")
      bench.clock.pass(100)
      #expect(try logIn(bench, line: "ttyS1") == LastLogin(time: 1_795_000_000, line: "ttyS0", failures: 3))
      #expect(try logIn(bench) == LastLogin(time: 1_795_000_100, line: "ttyS1", failures: 0))
      #expect(try logIn(bench, "dora") == LastLogin(time: nil, line: "", failures: 1))
    }
  }

  /// People type passwords in the place of names.
  @Test func whatIsNotAUserIsNotKept() throws {
    try Bench.with(Self.users) { (bench) throws in
      try fail(bench, "Ladder-at-9pm")
      #expect(bench.files.bytes(Self.path) == nil)
      _ = try logIn(bench)
      try fail(bench, "Ladder-at-9pm")
      let text = String(decoding: try #require(bench.files.bytes(Self.path)), as: UTF8.self)
      #expect(text == "camconsole last-logins 1\n61646d696e 1795000000 0 ttyS0\n")
    }
  }

  /// A user who comes back begins afresh.
  @Test func whoIsRemovedIsForgotten() throws {
    try Bench.with(Self.users) { (bench) throws in
      _ = try logIn(bench, "dora")
      _ = try bench.camera.removeUsers(["dora"])
      _ = try logIn(bench)
      let text = String(decoding: try #require(bench.files.bytes(Self.path)), as: UTF8.self)
      #expect(text.split(separator: "\n").count == 2)
    }
  }

  @Test(arguments: ["", "garbage", "camconsole last-logins 1\nzz 1 2 x\n61 9 9\n6 1 1 x\n61646d696e 5 -1 x\n"])
  func aStrangeFileKeepsNobodyOut(_ text: String) throws {
    try Bench.with(Self.users) { (bench) throws in
      bench.files.plant(Self.path, Array(text.utf8))
      #expect(try logIn(bench) == nil)
      #expect(try logIn(bench) != nil)
    }
  }

  @Test func whereNothingCanBeWrittenAUserEnters() throws {
    try Bench.with(Self.users) { (bench) throws in
      bench.files.plantDirectory(Self.path)
      #expect(try logIn(bench) == nil)
    }
  }

  @Test func anotherProgramSeesIt() throws {
    try Bench.with(Self.users) { (bench) throws in
      _ = try logIn(bench)
      try fail(bench, "admin")
      let later = try Bench(files: bench.files)
      #expect(try logIn(later)?.failures == 1)
    }
  }
}
