import BackupStore
import CameraModel
import Glibc
import TestSupport
import Testing

@testable import CameraService

/// Who did what, from where, and how it ended; never a secret.
struct EventLogTests {
  @Test func everyUseCaseIsReported() throws {
    try Bench.with { (bench) throws in
      _ = try bench.camera.users()
      _ = failure { () throws(ServiceError) in try bench.camera.removeUsers(["admin"]) }
      _ = failure { () throws(ServiceError) in try bench.camera.deleteAllBackups() }
      let digits = try secret("73910264")
      _ = failure { () throws(ServiceError) in try bench.camera.checkPIN(digits) }
      _ = try bench.camera.modules()
      let events = bench.log.events
      #expect(events.map(\.useCase) == [.listUsers, .removeUsers, .deleteAllBackups, .checkPIN, .listModules])
      #expect(events.map(\.error) == [nil, .refused, .noCard, .noPIN, nil])
      #expect(events.allSatisfy { $0.caller == Caller(name: "root", origin: .shell) })
    }
  }

  /// A failed import may have deleted the damaged backup that it was to replace.
  @Test func aFailureTellsWhatIsGone() throws {
    let name = try #require(BackupName(epoch: 1, counter: 2))
    let error = ServiceError.store(.importUnfinished(name, .stopped))
    #expect(error.logNotes == [LogNote(name: .removed, value: "00010002")] && error.code == .stopped)
    #expect(ServiceError.store(.stopped).logNotes.isEmpty)
  }

  @Test func loginsAreReportedWithoutWhatWasTyped() throws {
    try Bench.with { (bench) throws in
      _ = try bench.camera.authenticate("admin", secret(Bench.good), line: "ttyS0")
      let wrong = try secret("Another!1")
      for name in ["admin", Bench.good] {
        _ = failure { () throws(ServiceError) in try bench.camera.authenticate(name, wrong, line: "10.1.2.3") }
      }
      #expect(bench.log.events.map(\.caller.name) == ["admin", "admin", "unknown user"])
      #expect(bench.log.events.map(\.caller.origin) == [.console("ttyS0"), .console("10.1.2.3"), .console("10.1.2.3")])
      #expect(bench.log.events.map(\.error) == [nil, .notPermitted, .notPermitted])
    }
  }

  @Test func noSecretIsReported() throws {
    try Bench.with { (bench) throws in
      _ = try bench.camera.addUser("carl", .users, secret("Hidden!12"))
      _ = try bench.camera.setPassword(of: "carl", to: secret("Hidden!34"))
      _ = try bench.camera.authenticate("admin", secret(Bench.good), line: "ttyS0")
      let texts = bench.log.events.map { "\($0)" }
      #expect(texts.count == 3)
      #expect(texts.allSatisfy { !$0.contains("Hidden!") && !$0.contains(Bench.good) && !$0.contains("argon2id") })
    }
  }

  @Test func theSystemsLogGetsALine() throws {
    try withTemporaryDirectory { directory in
      let socket = try DatagramSocket(directory + "/log")
      try Bench.with { (bench) throws in
        let log = Syslog(path: directory + "/log", time: bench.clock)
        for event in try events(of: bench) { log.report(event) }
      }
      let process = getpid()
      #expect(
        socket.receive()
          == "<37>Nov  2 02:00:03 camconsole[\(process)]: user=\"root\" from=\"shell\" did=\"users set-group\" "
          + "to=\"admin admins\" result=\"done\" unchanged=\"yes\" ms=0")
      #expect(
        socket.receive()
          == "<36>Nov  2 02:00:03 camconsole[\(process)]: user=\"op??\" from=\"ssh 10.1.2.3\" did=\"users set-group\" "
          + "to=\"?evil? ??[2J users\" result=\"not-found\" ms=0")
      #expect(
        socket.receive()
          == "<31>Nov  2 02:00:03 camconsole[\(process)]: user=\"root\" from=\"shell\" did=\"users list\" "
          + "result=\"done\" ms=0")
    }
  }

  private func events(of bench: Bench) throws -> [LoggedEvent] {
    _ = try bench.camera.setGroup(of: "admin", to: .admins)
    let other = bench.camera.acting(as: Caller(name: "op\n\u{7F}", origin: .ssh("10.1.2.3")))
    _ = failure { () throws(ServiceError) in try other.setGroup(of: "\"evil\" \n\u{1B}[2J", to: .users) }
    _ = try bench.camera.users()
    return bench.log.events
  }

  @Test func withoutALogDaemonNothingHappens() throws {
    try withTemporaryDirectory { directory in
      try Bench.with { (bench) throws in
        let event = try #require(events(of: bench).first)
        Syslog(path: directory + "/none", time: bench.clock).report(event)
        Syslog(path: String(repeating: "/long", count: 100), time: bench.clock).report(event)
        Machine.write(directory + "/file")
        Syslog(path: directory + "/file", time: bench.clock).report(event)
      }
    }
  }
}

private enum Machine {
  static func write(_ path: String) { close(unsafe open(path, O_CREAT | O_WRONLY, 0o600)) }
}
