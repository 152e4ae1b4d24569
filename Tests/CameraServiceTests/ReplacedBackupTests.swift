import BackupStore
import CameraModel
import CameraService
import TestSupport
import Testing

/// A backup replaces only what the question named.
struct ReplacedBackupTests {
  private func with(backups: Int, _ body: (Camera, [BackupName]) throws -> Void) throws {
    try Bench.withCard { bench in
      try bench.write(Bench.former)
      let camera = try bench.camera("a")
      _ = try camera.setPIN(try secret("48151623420815"), forgetting: false, PINDecisions())
      for _ in 0..<backups { _ = try camera.startBackup(StartBackupOptions()) }
      try body(camera, try names(camera))
    }
  }

  private func names(_ camera: Camera) throws -> [BackupName] { try camera.listBackups().backups.map(\.name) }

  private func start(_ camera: Camera, asked: ReplacedBackup) -> ServiceError? {
    var options = StartBackupOptions()
    options.asked = asked
    return failure { () throws(ServiceError) in try camera.startBackup(options) }
  }

  private func expectRefused(_ error: ServiceError?) {
    guard case .replacesAnother = error else { return #expect(Bool(false), "\(String(describing: error))") }
  }

  /// Another session kept the one that was named.
  @Test func anotherOneIsNotReplaced() throws {
    try with(backups: 5) { camera, before in
      _ = try camera.keepBackup(.name(before[4]), true)
      expectRefused(start(camera, asked: .backup(before[4])))
      #expect(try names(camera) == before)
      #expect(start(camera, asked: .backup(before[3])) == nil)
      #expect(try !names(camera).contains(before[3]))
    }
  }

  /// Another session made the fifth, or deleted one.
  @Test func noneIsReplacedWhereNoneWasNamed() throws {
    try with(backups: 5) { camera, before in
      expectRefused(start(camera, asked: .nothing))
      #expect(try names(camera) == before)
      _ = try camera.deleteBackup(before[0])
      expectRefused(start(camera, asked: .backup(before[4])))
      #expect(start(camera, asked: .nothing) == nil)
      #expect(try names(camera).count == 5)
    }
  }
}
