import BackupStore
import CameraModel
import CameraService
import TestSupport
import Testing

/// A restore from its beginning to its end on a file system in memory: nothing of it reaches past the machine that a
/// camera is given. None of these paths is on the disk.
struct MemoryCameraTests {
  private static let backup = "00010001"

  /// A camera that was restored, and has restarted.
  private static func restored() throws -> (ChangeCamera, CrashingFileSystem) {
    let files = try ChangeCamera.makeFiles()
    var camera = ChangeCamera()
    #expect(ChangeSide.found(in: files) == .old)
    try camera.restore(on: files)
    #expect(ChangeSide.found(in: files) == .new)
    camera.begin(files)
    return (camera, files)
  }

  @Test func aRestoreIsConfirmed() throws {
    var (camera, files) = try Self.restored()
    #expect(try camera.finishStart(files) == .waiting(backup: Self.backup, seconds: 600, pending: []))
    #expect(try camera.camera(files).confirmRestore().state == .confirmed)
    #expect(ChangeSide.found(in: files) == .new)
    #expect(files.names("/flash") == ["config"])
    #expect(try camera.stayingBoot(files) == [.nothing])
    // The configuration before is kept, and comes back.
    try camera.restore(.undo, on: files)
    #expect(ChangeSide.found(in: files) == .old)
  }

  @Test func aRestoreIsTakenBackByHand() throws {
    var (camera, files) = try Self.restored()
    _ = try camera.finishStart(files)
    let report = try camera.camera(files).revertRestore()
    #expect(report == RevertReport(backup: Self.backup, needsReboot: true, pendingModules: []))
    #expect(ChangeSide.found(in: files) == .old)
    _ = try camera.restart(files)
    #expect(try camera.camera(files).restoreStatus()?.state == .reverted)
    #expect(files.names("/flash") == ["config"])
  }

  @Test func aRestoreIsTakenBackWhenItsTimeIsOver() throws {
    var (camera, files) = try Self.restored()
    let report = RevertReport(backup: Self.backup, needsReboot: true, pendingModules: [])
    #expect(
      try camera.stayingBoot(files) == [
        .waiting(backup: Self.backup, seconds: 600, pending: []), .reverted(report),
      ])
    #expect(ChangeSide.found(in: files) == .old)
    #expect(camera.runner.commands == [["/sbin/reboot", "now"]])
  }

  /// Settings go to a module that is on the bus.
  @Test func aPairWithoutItsModule() throws {
    let files = try ChangeCamera.makeFiles()
    let camera = try ChangeCamera().camera(files)
    let pin = try secret(ChangeCamera.pin)
    var options = RestoreOptions()
    options.modules.pairs = ["0050": "99"]
    let error = failure { () throws(ServiceError) in try camera.previewRestore(.latest, pin, options) }
    guard case .noSuchModule("99") = error else { return #expect(Bool(false), "\(String(describing: error))") }
  }

  /// What the camera works on is on no disk.
  @Test func nothingOfItIsOnTheDisk() {
    for path in ["/flash", "/card/CAMVAULT", FileBus.path] { #expect(!Disk.exists(path)) }
  }
}
