import BackupStore
import CameraModel
import CameraService
import TestSupport
import Testing
import Wording

/// A configuration that no restore would accept pushes no good backup off the card.
struct UselessBackupTests {
  private static let identity = "SECTION identity\nMODEL=M26B\nENDSECTION identity\n"

  private static let useless: [[UInt8]] = [
    [], [UInt8](repeating: 0, count: 5_000), (0..<5_000).map { UInt8(truncatingIfNeeded: $0 &* 167 &+ $0 / 7) },
    Array(identity.utf8), Array("SECTION users\nUSER1=admins:\(Bench.hash("x")):admin\n".utf8),
    Array("SECTION users\nUSER1=users:\(Bench.hash("x")):admin\nENDSECTION users\n".utf8),
    Array("SECTION users\nUSER2=admins:\(Bench.hash("x")):admin\nENDSECTION users\n".utf8),
  ]

  private func with(_ first: String, backups: Int, _ body: (Bench, Camera) throws -> Void) throws {
    try Bench.withCard { bench in
      try bench.write(first)
      let camera = try bench.camera("a")
      _ = try camera.setPIN(try secret("48151623420815"), forgetting: false, PINDecisions())
      for _ in 0..<backups { _ = try camera.startBackup(StartBackupOptions()) }
      try body(bench, camera)
    }
  }

  private func names(_ camera: Camera) throws -> [BackupName] { try camera.listBackups().backups.map(\.name) }

  @Test func goodOnesStay() throws {
    try with(Bench.former, backups: 5) { bench, camera in
      let good = try names(camera)
      for (number, bytes) in Self.useless.enumerated() {
        try bench.write(bytes)
        let error = failure { () throws(ServiceError) in try camera.startBackup(StartBackupOptions()) }
        #expect(error?.code == .refused, "\(number)")
        #expect(error?.message.text.contains("none was made.") == true, "\(number)")
        #expect(try names(camera) == good, "\(number)")
      }
      try bench.write(Bench.former)
      #expect(try camera.startBackup(StartBackupOptions()).result.outcome.removed == [good[4]])
    }
  }

  /// What an earlier version backed up all the same is not restored.
  @Test func anOldOneIsNotRestored() throws {
    try with(Bench.former, backups: 1) { bench, camera in
      try bench.write(Self.useless[5])
      try bench.backUpUnchecked("a")
      try bench.write(Bench.former)
      let pin = try secret("48151623420815")
      camera.markBoot(once: false)
      let error = failure { () throws(ServiceError) in try camera.restore(.latest, pin, RestoreOptions()) }
      guard case .noAdministrator = error else { return #expect(Bool(false), "\(String(describing: error))") }
      var options = RestoreOptions()
      options.keepsUsers = true
      _ = try camera.restore(.latest, pin, options)
    }
  }

  /// Backups that say which camera they are of do not go for one that does not.
  @Test func aLostIdentityPushesNoneOff() throws {
    try with(Self.identity + Bench.former, backups: 4) { bench, camera in
      try bench.write(Bench.former)
      _ = try camera.startBackup(StartBackupOptions())
      let five = try names(camera)
      let error = failure { () throws(ServiceError) in try camera.startBackup(StartBackupOptions()) }
      guard case .identityLost(removes: five[4].description) = error else { return #expect(Bool(false)) }
      #expect(error?.code == .refused)
      #expect(try names(camera) == five)
    }
  }

  @Test func aCameraThatNeverHadOneGoesOn() throws {
    try with(Bench.former, backups: 6) { (_, camera) throws in #expect(try names(camera).count == 5) }
  }
}
