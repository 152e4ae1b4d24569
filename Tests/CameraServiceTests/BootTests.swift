import BackupStore
import CameraDevice
import CameraModel
@testable import CameraService
import FileSystem
import TestSupport
import Testing

/// The time to confirm a restore runs on the boot clock, from the first `boot` after the restart.
struct BootTests {
  /// Runs `boot` on a camera whose time passes only while it waits.
  ///
  /// - Parameter meanwhile: what happens before the wait that begins so many seconds after the boot.
  private func boot(
    _ bench: Bench, once: Bool = false, _ meanwhile: (Int64) throws -> Void = { _ in }
  ) throws -> [BootReport] {
    var reports: [BootReport] = []
    var failures: [any Error] = []
    try bench.camera.boot(once: once) { seconds in
      do {
        try meanwhile(bench.clock.sinceBoot().seconds)
      } catch {
        failures.append(error)
      }
      bench.clock.pass(seconds)
      return true
    } tell: { news in
      switch news {
      case .success(let report): reports.append(report)
      case .failure(let error): failures.append(error)
      }
    }
    #expect(failures.isEmpty, "\(failures)")
    return reports
  }

  private func waiting(_ seconds: Int) -> BootReport { .waiting(backup: "00010001", seconds: seconds, pending: []) }

  private func reverted(needsReboot: Bool) -> BootReport {
    .reverted(RevertReport(backup: "00010001", needsReboot: needsReboot, pendingModules: []))
  }

  @Test func whenItsTimeIsOverItIsTakenBack() throws {
    try Bench.restored(minutes: 10) { (bench) throws in
      bench.clock.restart()
      bench.clock.pass(20)
      #expect(try boot(bench) == [waiting(600), reverted(needsReboot: true)])
      #expect(bench.clock.sinceBoot().seconds == 620)
      #expect(try bench.text() == Bench.former)
      #expect(bench.isRestarted)
      bench.clock.restart()
      #expect(try boot(bench) == [reverted(needsReboot: false)])
      #expect(try boot(bench) == [.nothing])
      #expect(try bench.camera.restoreStatus()?.state == .reverted)
      #expect(bench.log.events.contains { $0.useCase == .revertRestore && $0.error == nil })
    }
  }

  @Test func itIsConfirmedAtTheLastSecond() throws {
    try Bench.restored(minutes: 10) { (bench) throws in
      bench.clock.restart()
      bench.clock.pass(1)
      let reports = try boot(bench) { now in
        guard now == 599 else { return }
        #expect(bench.camera.revertLack() == nil)
        let status = try #require(try bench.camera.restoreStatus())
        #expect(status.untilSeconds == 2 && status.state == .awaitingConfirmation)
        #expect(status.caller == "dora (console ttyS0)" && status.restored == 1_795_000_000)
        #expect(try bench.camera.confirmRestore().state == .confirmed)
      }
      #expect(reports == [waiting(600), .finished(backup: "00010001", pending: [])])
      #expect(try bench.text() == Bench.new)
      #expect(!bench.isRestarted)
    }
  }

  @Test(arguments: [-31_536_000, 31_536_000] as [Int64])
  func aClockThatIsSetDecidesNothing(_ jump: Int64) throws {
    try Bench.restored(minutes: 10) { (bench) throws in
      bench.clock.setWall(by: jump)
      bench.clock.restart()
      let reports = try boot(bench) { now in
        if now == 300 { bench.clock.setWall(by: 2 * jump) }
      }
      #expect(reports == [waiting(600), reverted(needsReboot: true)])
      #expect(bench.clock.sinceBoot().seconds == 600)
      #expect(try bench.text() == Bench.former)
    }
  }

  /// Of a camera whose `boot` was ended, and of one on which it never ran.
  @Test func nobodyWatches() throws {
    try Bench.restored(minutes: 10) { (bench) throws in
      #expect(bench.camera.revertLack() == nil)
      bench.clock.restart()
      #expect(bench.camera.revertLack() == .notWatched)
      try bench.camera.boot(once: false) { seconds in
        #expect(bench.camera.revertLack() == nil)
        bench.clock.pass(seconds)
        return false
      } tell: { _ in
      }
      #expect(bench.camera.revertLack() == .notWatched)
      _ = try boot(bench, once: true)
      #expect(bench.camera.revertLack() == .notWatched, "the one that stayed says more than the one that ended")
      _ = try bench.camera.confirmRestore()
      #expect(bench.camera.revertLack() == nil)
      bench.clock.restart()
      #expect(bench.camera.revertLack() == .neverRan)
      let pin = try secret("48151623420815")
      let error = failure { () throws(ServiceError) in try bench.camera.restore(.latest, pin, RestoreOptions()) }
      guard case .revertNotArmed(.neverRan) = error else { return #expect(Bool(false), "\(String(describing: error))") }
    }
  }

  /// What does not stay has to come again and again.
  @Test func onceAndAgain() throws {
    try Bench.restored(minutes: 0) { (bench) throws in
      bench.clock.restart()
      _ = try boot(bench)
      bench.clock.restart()
      for _ in 1...3 {
        _ = try boot(bench, once: true)
        bench.clock.pass(300)
        #expect(bench.camera.revertLack() == nil)
      }
      bench.clock.pass(1)
      #expect(bench.camera.revertLack() == .notAgain(seconds: 301))
    }
  }

  /// Each boot begins the time again; the third that finds it unconfirmed takes it back at once.
  @Test func theThirdStart() throws {
    try Bench.restored(minutes: 60) { (bench) throws in
      for _ in 1...2 {
        bench.clock.restart()
        for _ in 1...3 { #expect(try boot(bench, once: true) == [waiting(3_600)]) }
        bench.clock.pass(3_599)
        #expect(try boot(bench, once: true) == [waiting(1)])
      }
      bench.clock.restart()
      #expect(try boot(bench, once: true) == [reverted(needsReboot: true)])
      #expect(try bench.text() == Bench.former)
      #expect(bench.isRestarted)
    }
  }

  @Test func theSameBootDecidesNothing() throws {
    try Bench.restored(minutes: 10) { (bench) throws in
      bench.clock.pass(10_000)
      for _ in 1...4 { #expect(try boot(bench) == [.rebootNeeded(backup: "00010001")]) }
      guard case .rebootNeeded = failure({ () throws(ServiceError) in try bench.camera.confirmRestore() }) else {
        Issue.record("confirmed before the restart")
        return
      }
      #expect(try bench.text() == Bench.new)
      bench.clock.restart()
      #expect(try bench.camera.restoreStatus()?.untilSeconds == 600)
    }
  }

  /// What will not be read later either is told at once.
  @Test func aRecordThatCannotBeRead() throws {
    try Bench.restored(minutes: 10) { (bench) throws in
      bench.clock.restart()
      try bench.writeState("restore", Array("{".utf8))
      var told = 0
      let error = failure { () throws(ServiceError) in
        try bench.camera.boot(once: false) { _ in
          false
        } tell: { _ in
          told += 1
        }
      }
      guard case .restoreRecordDamaged = error else { return #expect(Bool(false), "\(String(describing: error))") }
      #expect(told == 0)
    }
  }

  /// What does not stay does not try again.
  @Test func aRebootThatFailsOnce() throws {
    try Bench.restored(minutes: 1) { (bench) throws in
      bench.clock.restart()
      _ = try boot(bench, once: true)
      bench.clock.pass(60)
      bench.runner.fail(with: .failed(program: "/sbin/reboot", status: 1))
      var told = 0
      let error = failure { () throws(ServiceError) in
        try bench.camera.boot(once: true) { _ in
          false
        } tell: { news in
          if case .failure = news { told += 1 }
        }
      }
      guard case .rebootAfterRevert = error else { return #expect(Bool(false), "\(String(describing: error))") }
      #expect(told == 0)
    }
  }

  /// Who ends it while it waits has not decided anything.
  @Test func itIsEndedWhileItWaits() throws {
    try Bench.restored(minutes: 10) { (bench) throws in
      bench.clock.restart()
      var waits = 0
      try bench.camera.boot(once: false) { seconds in
        waits += 1
        bench.clock.pass(seconds)
        return false
      } tell: { _ in
      }
      #expect(waits == 1)
      #expect(try bench.camera.restoreStatus()?.state == .awaitingConfirmation)
    }
  }

  /// A record that is gone is no confirmation.
  @Test func itsRecordIsGoneWhileItWaits() throws {
    try Bench.restored(minutes: 10) { (bench) throws in
      bench.clock.restart()
      bench.clock.pass(1)
      _ = try bench.camera.finishRestore()
      _ = try bench.camera.revertRestore()
      bench.clock.restart()
      _ = try bench.camera.finishRestore()
      try bench.restore(minutes: 10)
      bench.clock.restart()
      let reports = try boot(bench) { now in if now == 10 { try bench.removeState("restore") } }
      #expect(reports == [waiting(600), .nothing])
    }
  }

  /// The camera cannot be restarted at first: `boot` does not end before it could.
  @Test func aRebootThatFails() throws {
    try Bench.restored(minutes: 1) { (bench) throws in
      bench.clock.restart()
      bench.runner.fail(with: .failed(program: "/sbin/reboot", status: 1))
      var failures = 0
      try bench.camera.boot(once: false) { seconds in
        bench.clock.pass(seconds)
        return failures < 3
      } tell: { news in
        if case .failure = news { failures += 1 }
        // So that it ends where it should have ended before.
        if failures == 10 { try? bench.removeState("restore") }
      }
      #expect(failures == 3)
      #expect(bench.runner.commands.count == 3)
      #expect(try bench.text() == Bench.former)
    }
  }
}
