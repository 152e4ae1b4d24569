import BackupStore
import CameraService
import TestSupport
import Testing
import Wording

/// Which backup is in force, and whether the configuration has changed since.
struct InForceTests {
  private static let edited = Bench.new + "ADDED=1\n"

  private func inForce(_ bench: Bench) throws -> BackupInForce? { try bench.camera.listBackups().inForce }

  private func expect(
    _ bench: Bench, _ name: String = "00010001", changed: Bool, _ location: SourceLocation = #_sourceLocation
  ) throws {
    let mark = try #require(try inForce(bench), sourceLocation: location)
    #expect(mark.name.description == name && mark.hasChanged == changed, sourceLocation: location)
  }

  /// Restores, restarts and confirms.
  private func with(_ body: (Bench) throws -> Void) throws {
    try Bench.restored(minutes: 10) { (bench) throws in
      bench.clock.restart()
      try bench.camera.confirmRestore()
      try body(bench)
    }
  }

  @Test func itIsInForceOnceItIsConfirmed() throws {
    try Bench.restored(minutes: 10) { (bench) throws in
      #expect(try inForce(bench) == nil)
      bench.clock.restart()
      #expect(try inForce(bench) == nil)
      try bench.camera.confirmRestore()
      try expect(bench, changed: false)
      try bench.write(Self.edited)
      try expect(bench, changed: true)
      try bench.write(Bench.new)
      try expect(bench, changed: false)
    }
  }

  @Test func whatNeedsNoConfirmationIsInForceAtTheReboot() throws {
    try Bench.restored(minutes: 0) { (bench) throws in
      #expect(try inForce(bench) == nil)
      bench.clock.restart()
      try expect(bench, changed: false)
      _ = try bench.camera.finishRestore()
      try expect(bench, changed: false)
    }
  }

  @Test func whatIsTakenBackIsNotInForce() throws {
    try Bench.restored(minutes: 10) { (bench) throws in
      bench.clock.restart()
      _ = try bench.camera.finishRestore()
      bench.clock.pass(600)
      _ = try bench.camera.finishRestore()
      #expect(try inForce(bench) == nil)
      bench.clock.restart()
      _ = try bench.camera.finishRestore()
      #expect(try bench.camera.restoreStatus()?.state == .reverted)
      #expect(try inForce(bench) == nil)
    }
  }

  /// With the configuration before a restore its backup is in force again, edited as it was.
  @Test func whatWasInForceBeforeReturns() throws {
    try with { (bench) throws in
      try bench.write(Self.edited)
      try bench.restore(minutes: 10)
      bench.clock.restart()
      #expect(try inForce(bench) == nil)
      #expect(try bench.camera.revertRestore().needsReboot)
      try expect(bench, changed: true)
      bench.clock.restart()
      _ = try bench.camera.finishRestore()
      try expect(bench, changed: true)
      try bench.write(Bench.new)
      try expect(bench, changed: false)
    }
  }

  /// Undo brings back the one before, and undone once more the one after.
  @Test func undoExchangesTheTwo() throws {
    try with { (bench) throws in
      try bench.write(Self.edited)
      _ = try bench.camera.startBackup(StartBackupOptions())
      try bench.restore(minutes: 10)
      bench.clock.restart()
      try bench.camera.confirmRestore()
      try expect(bench, "00010002", changed: false)
      try bench.write(Bench.former)
      for name in ["00010001", "00010002"] {
        try bench.restore(.undo, minutes: 10)
        bench.clock.restart()
        #expect(try inForce(bench) == nil)
        #expect(try bench.camera.confirmRestore().account { "\($0)" }.hasPrefix("Restored the previous configuration"))
        try expect(bench, name, changed: true)
      }
    }
  }

  @Test func modulesAloneChangeNothing() throws {
    try with { (bench) throws in
      var options = RestoreOptions()
      options.modulesOnly = true
      try bench.restore(minutes: 0, options)
      try expect(bench, changed: false)
      // Nothing was changed, so Undo still puts back what was before the restore of the configuration.
      try bench.restore(.undo, minutes: 0)
      #expect(try bench.text() == Bench.former)
    }
  }

  /// What stays of the network is no change, and the record says that it stayed.
  @Test func whatIsLeftOutIsNoChange() throws {
    try with { (bench) throws in
      let network = "SECTION ethernet\nIP=10.1.2.3\nENDSECTION ethernet\n"
      try bench.write(Bench.new + network)
      var options = RestoreOptions()
      (options.keepsNetwork, options.keepsUsers) = (true, true)
      try bench.restore(minutes: 0, options)
      bench.clock.restart()
      _ = try bench.camera.finishRestore()
      #expect(try bench.text().contains("10.1.2.3"))
      try expect(bench, changed: false)
      let status = try #require(try bench.camera.restoreStatus())
      let kept = ["ethernet", "users"].map { KeptPart(file: "camera.cfg", section: $0) }
      #expect(status.leftOut == RestoreLeftOut(network: true, users: true, kept: kept))
      let created = try #require(try bench.camera.listBackups().backups.first?.metadata.created)
      #expect(
        status.account { "day \($0)" }
          == "Restored backup 00010001 of day \(created) on day \(status.restored) by dora "
          + "(console ttyS0). Kept: SECTION ethernet, SECTION users.")
    }
  }

  @Test func theSentenceNamesModules() {
    let leftOut = RestoreLeftOut(
      users: true, modules: [.init(address: "4"), .init(address: "0-0052", isOfOtherKind: true)],
      kept: [KeptPart(file: "camera.cfg", section: "users"), KeptPart(file: "net/a", isOnlyInBackup: true)])
    let status = RestoreStatus(
      backup: "00020003", state: .confirmed, pendingModules: ["0-0053", "7"], isOfModulesOnly: true, leftOut: leftOut)
    #expect(
      status.account { "\($0)" }
        == "Restored modules of backup 00020003. Kept: SECTION users, no net/a. Left out: module 4, "
        + "module 0-0052 (other kind). Pending: module 0-0053, module 7.")
    let plain = RestoreStatus(backup: "00020003", state: .confirmed, pendingModules: [])
    #expect(plain.account { "\($0)" } == "Restored backup 00020003.")
  }
}
