import FileSystem
import Sodium
import TestSupport
import Testing

@testable import CameraService

/// Strangers on the administrator's own line try without end: he gets in all the same, and they get few tries.
struct LogInVisitTests {
  private static let line = "10.0.0.66"

  private func problem(_ bench: Bench, _ password: String, _ visit: LogInVisit, line: String = line) throws
    -> LogInProblem?
  {
    let password = try secret(password)
    let error = failure { () throws(ServiceError) in
      try bench.camera.authenticate("admin", password, line: line, visit: visit)
    }
    switch error {
    case .logIn(let problem): return problem
    case nil: return nil
    case .some(let error):
      Issue.record("\(error)")
      return nil
    }
  }

  private func visit(_ bench: Bench, line: String = line) -> LogInVisit { bench.camera.openVisit(line: line) }

  /// So many failures, each after its wait; the last wait goes on.
  private func fail(_ count: Int, _ bench: Bench, line: String = line) throws {
    for number in 1...count {
      let problem = try problem(bench, "Wrong!123", visit(bench, line: line), line: line)
      guard case .wrong(let wait) = problem else {
        Issue.record("\(String(describing: problem))")
        return
      }
      if number < count { bench.clock.pass(wait + 11) }
    }
  }

  @Test func behindAWaitEachConnectionHasOneTry() throws {
    try Bench.with { (bench) throws in
      try fail(12, bench)
      #expect(try problem(bench, Bench.good, visit(bench)) == .mustWait(seconds: 60))
      bench.clock.pass(60)
      let strangers = (0..<3).map { _ in visit(bench) }
      for stranger in strangers { #expect(try problem(bench, "Wrong!123", stranger) == .wrong(waitSeconds: 60)) }
      // Each had its try, and those that come again in a new connection do not take the administrator's.
      for stranger in strangers { #expect(try problem(bench, "Wrong!123", stranger) == .mustWait(seconds: 60)) }
      bench.clock.pass(9)
      #expect(try bench.camera.logInWait("admin", line: Self.line, visit: visit(bench)) == 0)
      #expect(try problem(bench, Bench.good, visit(bench)) == nil)
    }
  }

  /// The turn is over after ten seconds, and there is none where nobody waited for the end.
  @Test func aTurnEnds() throws {
    try Bench.with { (bench) throws in
      try fail(12, bench)
      bench.clock.pass(60)
      #expect(try problem(bench, "Wrong!123", visit(bench)) == .wrong(waitSeconds: 60))
      bench.clock.pass(10)
      #expect(try problem(bench, Bench.good, visit(bench)) == .mustWait(seconds: 50))
      bench.clock.pass(50 + 10)
      let checks = bench.hashing.checks
      #expect(try problem(bench, "Wrong!123", visit(bench)) == .wrong(waitSeconds: 60))
      for _ in 0..<5 { #expect(try problem(bench, Bench.good, visit(bench)) == .mustWait(seconds: 60)) }
      #expect(bench.hashing.checks == checks + 1)
    }
  }

  @Test func tryingDoesNotMakeAWaitLonger() throws {
    try Bench.with { (bench) throws in
      try fail(12, bench)
      let administrator = visit(bench)
      for _ in 0..<59 {
        bench.clock.pass(1)
        #expect(try problem(bench, "Wrong!123", visit(bench)) != .wrong(waitSeconds: 60))
      }
      bench.clock.pass(1)
      // A stranger is first, and many follow; the time that was told is not exceeded.
      for _ in 0..<4 { _ = try problem(bench, "Wrong!123", visit(bench)) }
      bench.clock.pass(30)
      #expect(try problem(bench, Bench.good, visit(bench)) == .mustWait(seconds: 30))
      #expect(try bench.camera.logInWait("admin", line: Self.line, visit: administrator) == 0)
      #expect(try problem(bench, Bench.good, administrator) == nil)
    }
  }

  /// A connection that has failed waits as long as everyone, whatever others do.
  @Test func afterATryOfItsOwnAConnectionWaitsAgain() throws {
    try Bench.with { (bench) throws in
      try fail(12, bench)
      bench.clock.pass(60)
      let administrator = visit(bench)
      #expect(try problem(bench, "Typo!12345", administrator) == .wrong(waitSeconds: 60))
      bench.clock.pass(59)
      #expect(try problem(bench, Bench.good, administrator) == .mustWait(seconds: 1))
      bench.clock.pass(1)
      #expect(try problem(bench, "Wrong!123", visit(bench)) == .wrong(waitSeconds: 60))
      bench.clock.pass(20)
      #expect(try problem(bench, Bench.good, administrator) == nil)
    }
  }

  /// At a serial line the next connection is the same person's, or comes after a stranger has left.
  @Test func aSerialLineHasNoTurn() throws {
    try Bench.with { (bench) throws in
      try fail(12, bench, line: "ttyS0")
      bench.clock.pass(60)
      #expect(try problem(bench, "Wrong!123", visit(bench, line: "ttyS0"), line: "ttyS0") == .wrong(waitSeconds: 60))
      #expect(try problem(bench, Bench.good, visit(bench, line: "ttyS0"), line: "ttyS0") == .mustWait(seconds: 60))
    }
  }

  /// People type passwords in the place of names: nothing that can be tried without this camera's key is kept of them.
  @Test func namesAreKeptUnderAKey() throws {
    let typed = "My!Password1"
    var files: [[UInt8]] = []
    for _ in 0..<2 {
      try Bench.with { (bench) throws in
        let password = try secret("x")
        _ = failure { () throws(ServiceError) in try bench.camera.authenticate(typed, password, line: "ttyS0") }
        let state = try bench.files.openDirectory(at: "/state")
        let bytes = try state.open("logins").readAll(limit: 4_096)
        files.append(bytes)
        var plain = try KeyedHash()
        plain.update(Array(typed.utf8) + [0] + Array("ttyS0".utf8))
        let hash = plain.finish().map { byte in
          String(byte >> 4, radix: 16) + String(byte & 15, radix: 16)
        }.joined()
        let text = String(decoding: bytes, as: UTF8.self)
        #expect(text.split(separator: "\n").count == 2)
        #expect(!text.contains(hash.prefix(16)) && !text.contains(typed))
        #expect(try state.status(of: "logins.key").mode == 0o600 && state.status(of: "logins.key").size == 32)
      }
    }
    #expect(files[0] != files[1])
  }

  /// Without its key the file says nothing, and locks nobody out.
  @Test(arguments: [0, 31]) func aPieceOfAKeyIsReplaced(_ count: Int) throws {
    try Bench.with { (bench) throws in
      try fail(4, bench)
      bench.files.plant("/state/logins.key", [UInt8](repeating: 7, count: count))
      #expect(try bench.camera.logInWait("admin", line: Self.line) == 0)
      try fail(4, bench)
      #expect(try bench.camera.logInWait("admin", line: Self.line) == 2)
    }
  }
}

/// The table of waits, as it is promised.
struct LogInWaitTests {
  @Test func eachFailureHasItsWait() {
    let seconds = (0...12).map { FailedLogins.waits.seconds(after: UInt32($0)) }
    #expect(seconds == [0, 0, 0, 0, 2, 4, 8, 16, 32, 60, 60, 60, 60])
  }
}
