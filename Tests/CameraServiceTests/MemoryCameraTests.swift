import BackupStore
import CameraService
import TestSupport
import Testing

/// A restore from its beginning to its end on a file system in memory: nothing of it reaches past the machine that a
/// camera is given. None of these paths is on the disk.
struct MemoryCameraTests {
  private static let backup = "00010001"

  private let bench = MemoryCamera()
  private let files = MemoryCamera.makeFiles()

  /// A camera that was restored, and has restarted.
  private func restored(minutes: Int = 10) throws {
    try bench.prepare(files)
    #expect(MemoryCamera.version(in: files) == .former)
    try bench.restore(files, minutes: minutes)
    #expect(MemoryCamera.version(in: files) == .new)
    bench.clocks.restart()
  }

  @Test func aRestoreIsConfirmed() throws {
    try restored()
    #expect(try bench.boot(files, waits: false) == [.waiting(backup: Self.backup, seconds: 600, pending: [])])
    #expect(try bench.camera(on: files).confirmRestore().state == .confirmed)
    #expect(MemoryCamera.version(in: files) == .new)
    #expect(files.names("/flash") == ["config", "state"])
    #expect(try bench.boot(files) == [.nothing])
    // The configuration before is kept, and comes back.
    try bench.restore(files, .undo)
    #expect(MemoryCamera.version(in: files) == .former)
  }

  @Test func aRestoreIsTakenBackByHand() throws {
    try restored()
    _ = try bench.boot(files, waits: false)
    let report = try bench.camera(on: files).revertRestore()
    #expect(report == RevertReport(backup: Self.backup, needsReboot: true, pendingModules: []))
    #expect(MemoryCamera.version(in: files) == .former)
    bench.clocks.restart()
    _ = try bench.boot(files)
    #expect(try bench.camera(on: files).restoreStatus()?.state == .reverted)
    #expect(files.names("/flash") == ["config", "state"])
  }

  @Test func aRestoreIsTakenBackWhenItsTimeIsOver() throws {
    try restored()
    let report = RevertReport(backup: Self.backup, needsReboot: true, pendingModules: [])
    #expect(
      try bench.boot(files) == [.waiting(backup: Self.backup, seconds: 600, pending: []), .reverted(report)])
    #expect(MemoryCamera.version(in: files) == .former)
    #expect(bench.runner.commands == [MemoryCamera.reboot])
  }

  /// What the camera works on is on no disk.
  @Test func nothingOfItIsOnTheDisk() {
    for path in ["/flash", "/card/CAMVAULT", "/bus/01"] { #expect(!Disk.exists(path)) }
  }
}
