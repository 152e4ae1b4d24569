import CameraModel
import Sodium
import TestSupport
import Testing
import Wording

@testable import CameraService

/// Only administrators enter, and who guesses has to wait, but never long.
struct LogInTests {
  static let users = [
    AdministerUsersTests.line(1, "admin", "admins"), AdministerUsersTests.line(2, "guest", "guests"),
    "USER3=admins:$6$old$crypt:former",
  ]

  func problem(
    _ bench: Bench, _ name: String, _ password: String, line: String = "ttyS0"
  ) throws -> LogInProblem? {
    let password = try secret(password)
    switch failure({ () throws(ServiceError) in try bench.camera.authenticate(name, password, line: line) }) {
    case .logIn(let problem): return problem
    case nil: return nil
    case .some(let error):
      Issue.record("\(error)")
      return nil
    }
  }

  @Test func administratorsEnter() throws {
    try Bench.with(Self.users) { (bench) throws in
      let session = try bench.camera.authenticate("admin", secret(Bench.good), line: "ttyS0")
      #expect(session.name == "admin" && session.line == "ttyS0" && !session.mustChangePassword)
    }
  }

  @Test func allOthersHearTheSame() throws {
    try Bench.with(Self.users) { (bench) throws in
      for (name, password) in [
        ("admin", "Wrong!123"), ("guest", Bench.good), ("guest", "Wrong!123"), ("nobody", Bench.good),
        ("Admin", Bench.good),
        ("former", Bench.good), ("", ""), ("x\u{0}y", Bench.good),
      ] {
        #expect(try problem(bench, name, password) == .wrong(waitSeconds: 0), "\(name)")
      }
    }
  }

  @Test func everyTryCostsOneCheck() throws {
    try Bench.with(Self.users) { (bench) throws in
      for (count, name) in ["admin", "guest", "nobody", "former", "a:b"].enumerated() {
        _ = try problem(bench, name, "Wrong!123")
        #expect(bench.hashing.checks == count + 1, "\(name)")
      }
    }
  }

  @Test(arguments: ["admin", "nobody"])
  func failuresHaveWaits(name: String) throws {
    try Bench.with(Self.users) { (bench) throws in
      for wait in [0, 0, 0, 2, 4, 8, 16, 32, 60, 60, 60] {
        #expect(try problem(bench, name, "Wrong!123") == .wrong(waitSeconds: wait))
        guard wait > 0 else { continue }
        let checks = bench.hashing.checks
        #expect(try problem(bench, name, Bench.good) == .mustWait(seconds: wait))
        bench.clock.pass(wait - 1)
        #expect(try problem(bench, name, Bench.good) == .mustWait(seconds: 1))
        #expect(try bench.camera.logInWait(name, line: "ttyS0") == 1)
        #expect(bench.hashing.checks == checks)
        bench.clock.pass(1)
      }
    }
  }

  @Test func theRightPasswordClearsTheCount() throws {
    try Bench.with(Self.users) { (bench) throws in
      for _ in 0..<4 { _ = try problem(bench, "admin", "Wrong!123") }
      bench.clock.pass(2)
      #expect(try problem(bench, "admin", Bench.good) == nil)
      #expect(try problem(bench, "admin", "Wrong!123") == .wrong(waitSeconds: 0))
    }
  }

  @Test func aStrangerElsewhereLocksNobodyOut() throws {
    try Bench.with(Self.users) { (bench) throws in
      for _ in 0..<6 {
        _ = try problem(bench, "admin", "Wrong!123", line: "10.0.0.66")
        bench.clock.pass(60)
      }
      _ = try problem(bench, "admin", "Wrong!123", line: "10.0.0.66")
      #expect(try bench.camera.logInWait("admin", line: "10.0.0.66") > 0)
      #expect(try problem(bench, "admin", Bench.good, line: "ttyS0") == nil)
    }
  }

  @Test func waitsOutlastTheProcessAndBeginAnewAfterAReboot() throws {
    try Bench.with(Self.users) { (bench) throws in
      for _ in 0..<4 { _ = try problem(bench, "admin", "Wrong!123") }
      #expect(try problem(bench, "admin", "x") == .mustWait(seconds: 2))
      let again = try Bench(files: bench.files.crashed(.dropped))
      #expect(try problem(again, "admin", "x") == .mustWait(seconds: 2))
      again.clock.pass(2)
      again.clock.restart()
      #expect(try problem(again, "admin", "x") == .mustWait(seconds: 2))
      again.clock.pass(2)
      #expect(try problem(again, "admin", "x") == .wrong(waitSeconds: 4))
    }
  }

  /// In a container the clock is the host's, and says nothing of when this boot began.
  @Test func aBootWithTheClockOfItsHost() throws {
    try Bench.with(Self.users) { (bench) throws in
      for _ in 0..<4 { _ = try problem(bench, "admin", "Wrong!123") }
      bench.clock.restart(500_000)
      #expect(try bench.camera.logInWait("admin", line: "ttyS0") == 2)
      bench.clock.pass(1)
      #expect(try problem(bench, "admin", Bench.good) == .mustWait(seconds: 1))
      bench.clock.pass(1)
      #expect(try problem(bench, "admin", Bench.good) == nil)
    }
  }

  @Test func aCutDoesNotSpareTheFailure() throws {
    try Bench.with(Self.users) { (bench) throws in
      for _ in 0..<3 { _ = try problem(bench, "admin", "Wrong!123") }
      let checks = CountingHashing()
      var number = 0
      var isStopped = true
      while isStopped {
        number += 1
        let files = bench.files.copy()
        files.stop(at: number)
        _ = try? Bench(files: files, hashing: checks)
          .camera.authenticate("admin", try secret("Wrong!123"), line: "ttyS0")
        isStopped = files.isStopped
        let wasChecked = checks.takeChecks() > 0
        try CrashEnumeration(seeds: 4).outcomes(of: files, "stop at \(number)") { crashed, label in
          let wait = try Bench(files: crashed).camera.logInWait("admin", line: "ttyS0")
          #expect(wait == 2 || !wasChecked, "\(label)")
        }
      }
      #expect(number > 5)
    }
  }

  @Test func noMoreThan256AreKeptAndNoNames() throws {
    try Bench.with(Self.users) { (bench) throws in
      for _ in 0..<4 { _ = try problem(bench, "admin", "Wrong!123") }
      for number in 0..<255 { _ = try problem(bench, "MyPassword\(number)", "x") }
      #expect(try bench.camera.logInWait("admin", line: "ttyS0") == 2)
      _ = try problem(bench, "onemore", "x")
      #expect(try bench.camera.logInWait("admin", line: "ttyS0") == 2)
      let bytes = try #require(bench.files.bytes("/state/logins"))
      let text = String(decoding: bytes, as: UTF8.self)
      #expect(text.split(separator: "\n").count == 257)
      #expect(!text.contains("MyPassword") && !text.contains("ttyS0"))
    }
  }

  /// Who fails under other names meanwhile does not begin again.
  @Test func otherNamesShortenNoWait() throws {
    try Bench.with(Self.users) { (bench) throws in
      for _ in 0..<4 { _ = try problem(bench, "admin", "Wrong!123") }
      bench.clock.pass(2)
      for number in 0..<275 { _ = try problem(bench, "name\(number)", "x") }
      #expect(try problem(bench, "admin", "Wrong!123") == .wrong(waitSeconds: 4))
    }
  }

  @Test func whatStillWaitsIsKept() throws {
    try Bench.with(Self.users) { (bench) throws in
      let waiting = (0..<300).map { number in
        let digits = String(number)
        return String(repeating: "0", count: 32 - digits.count) + digits
          + " 9 60 1000 \((try? bench.clock.bootID()) ?? "") 0"
      }
      let file = (["camconsole logins 2"] + waiting).joined(separator: "\n") + "\n"
      bench.files.plant("/state/logins", Array(file.utf8))
      func entries() throws -> [String] {
        let bytes = try #require(bench.files.bytes("/state/logins"))
        return String(decoding: bytes, as: UTF8.self).split(separator: "\n").dropFirst().map(String.init)
      }
      _ = try problem(bench, "admin", "Wrong!123")
      #expect(try entries().dropLast() == waiting[...])
      bench.clock.pass(60)
      for _ in 0..<3 { _ = try problem(bench, "admin", "Wrong!123") }
      #expect(try entries().count == 256)
      #expect(try bench.camera.logInWait("admin", line: "ttyS0") == 2)
    }
  }

  /// Each connection gets another pseudo-terminal.
  @Test func allPseudoTerminalsAreOneLine() throws {
    try Bench.with(Self.users) { (bench) throws in
      for number in 0..<4 { _ = try problem(bench, "admin", "Wrong!123", line: "pts/\(number)") }
      #expect(try bench.camera.logInWait("admin", line: "pts/9") == 2)
      #expect(try bench.camera.logInWait("admin", line: "ttyS0") == 0)
    }
  }

  /// Nobody can log in while the users cannot be read: the hint is for somebody who is not logged in.
  @Test(arguments: [
    ("SECTION users\nUSER1=admins:x:admin\n", "As root, correct it, or use camconsole backup restore."),
    (
      "SECTION users\nUSER1=admins\nENDSECTION users\n",
      "As root, use camconsole users factory-reset or camconsole backup restore."
    ),
  ])
  func usersThatCannotBeRead(_ text: String, _ hint: String) throws {
    try Bench.with(Self.users) { (bench) throws in
      bench.files.plant(Bench.configPath, Array(text.utf8))
      let password = try secret(Bench.good)
      let error = failure { () throws(ServiceError) in try bench.camera.authenticate("admin", password, line: "ttyS0") }
      #expect(error?.code == .damaged && error?.message.screenHint == hint)
    }
  }

  @Test(arguments: [
    "", "noise", "camconsole logins 1\nx y z 0 b\n", "camconsole logins 2\nx y z\n\n\u{0}", "camconsole logins 2\n",
  ])
  func aDamagedFileLocksNobodyOut(text: String) throws {
    try Bench.with(Self.users) { (bench) throws in
      bench.files.plant("/state/logins", Array(text.utf8))
      #expect(try problem(bench, "admin", Bench.good) == nil)
    }
  }

  @Test func theFactorysPasswordMustBeChanged() throws {
    try Bench.with([AdministerUsersTests.line(1, "admin", "admins", "meinsm")]) { (bench) throws in
      #expect(try bench.camera.authenticate("admin", secret("meinsm"), line: "ttyS0").mustChangePassword)
      _ = try bench.camera.setPassword(of: "admin", to: secret(Bench.good))
      #expect(try !bench.camera.authenticate("admin", secret(Bench.good), line: "ttyS0").mustChangePassword)
    }
  }

  @Test func aSessionEndsWithItsUser() throws {
    try Bench.with(Self.users + [AdministerUsersTests.line(4, "chief", "admins")]) { (bench) throws in
      #expect(try bench.camera.isStillAdministrator("admin"))
      #expect(try !bench.camera.isStillAdministrator("guest"))
      _ = try bench.camera.setGroup(of: "admin", to: .undefined)
      #expect(try !bench.camera.isStillAdministrator("admin"))
      _ = try bench.camera.removeUsers(["admin"])
      #expect(try !bench.camera.isStillAdministrator("admin"))
    }
  }

  @Test func libsodiumChecksNobodyAsItChecksSomebody() throws {
    let password = try secret(Bench.good)
    let hashing = PasswordHashing.argon2id
    let text = try hashing.make(password)
    let (isOwn, isNobodys) = (hashing.verify(password, text), hashing.verify(password, PasswordHashing.nobody))
    #expect(isOwn && !isNobodys)
    let (own, nobodys) = (text.split(separator: "$"), PasswordHashing.nobody.split(separator: "$"))
    #expect(own.prefix(3) == nobodys.prefix(3))
    #expect(own.map(\.count) == nobodys.map(\.count))
  }
}
