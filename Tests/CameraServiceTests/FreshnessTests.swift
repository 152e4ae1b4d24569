import BackupStore
import TestSupport
import Testing

@testable import CameraModel
@testable import CameraService

/// Times that a wrong clock made, and which backup a restore came of.
struct FreshnessTests {
  @Test(arguments: [
    (1_795_000_000, 1_795_000_000, true), (1_795_086_399, 1_795_000_000, true), (1_795_086_400, 1_795_000_000, false),
    (3_500_000_000, 1_795_000_000, false), (0, 1_795_000_000, false), (-1, 1_795_000_000, false),
    (1_795_000_000, 30, true), (30, 30, false), (.max, .max, true), (.min, .max, false),
  ])
  func credible(_ time: Int64, _ now: Int64, _ isCredible: Bool) {
    #expect(ClockRules.isCredible(time, now: now) == isCredible)
  }

  /// A clock that is ahead for one backup makes neither the report nor the alarm believe in the future.
  @Test func aClockThatWasAhead() throws {
    try Bench.restored(minutes: 0) { bench in
      let now: Int64 = 1_795_000_000
      #expect(try bench.camera.status(readingModules: false).freshness.good == now)
      bench.clock.setWall(by: 54 * 365 * 86_400)
      _ = try bench.camera.startBackup(StartBackupOptions())
      bench.clock.setWall(by: 100 - 54 * 365 * 86_400)
      var freshness = try bench.camera.listBackups().freshness
      #expect(freshness.attempt == Freshness.Event(time: nil, result: "ok"))
      #expect(freshness.success == nil && freshness.good == now)
      _ = try bench.camera.startBackup(StartBackupOptions())
      freshness = try bench.camera.listBackups().freshness
      #expect(freshness.attempt == Freshness.Event(time: now + 100, result: "ok"))
      #expect(freshness.success == now + 100 && freshness.good == now + 100)
      #expect(try bench.camera.status(readingModules: false).lastBackup == now + 100)
    }
  }

  /// Home tells of the newest backup when it was verified. That an older one was verified later is no comfort.
  @Test func theNewestIsVerified() throws {
    try Bench.restored(minutes: 0) { bench in
      bench.clock.setWall(by: 100)
      let newest = try bench.camera.startBackup(StartBackupOptions()).result.outcome.name
      bench.clock.setWall(by: 100)
      _ = try bench.camera.verifyBackups([.name(BackupName("00010001")!)])
      let status = try bench.camera.status(readingModules: false)
      #expect(status.lastBackup == 1_795_000_100 && status.lastCheck == 1_795_000_100)
      _ = try bench.camera.verifyBackups([.name(newest)])
      #expect(try bench.camera.status(readingModules: false).lastCheck == 1_795_000_200)
    }
  }

  /// The last backup is this camera's: the card may have newer ones of another.
  @Test func anotherCamerasBackupIsNotTheLast() throws {
    try Bench.restored(minutes: 0) { bench in
      try bench.write("SECTION identity\nMODEL=M16\nSERIAL=1\nENDSECTION identity\n")
      _ = try bench.camera.startBackup(StartBackupOptions())
      let made = try #require(try bench.camera.status(readingModules: false).lastBackup)
      bench.clock.setWall(by: 100)
      try bench.write("SECTION identity\nMODEL=M16\nSERIAL=2\nENDSECTION identity\n")
      _ = try bench.camera.startBackup(StartBackupOptions())
      try bench.write("SECTION identity\nMODEL=M16\nSERIAL=1\nENDSECTION identity\n")
      #expect(try bench.camera.status(readingModules: false).lastBackup == made)
    }
  }

  @Test func aClockThatWasNotSet() throws {
    try Bench.restored(minutes: 0) { bench in
      bench.clock.setWall(by: 30 - 1_795_000_000)
      _ = try bench.camera.startBackup(StartBackupOptions())
      let status = try bench.camera.status(readingModules: false)
      #expect(status.lastBackup == 30 && status.freshness.good == 1_795_000_000)
      #expect(status.freshness.attempt == Freshness.Event(time: nil, result: "ok"))
    }
  }

  /// A clock that starts at the same time again makes two backups of one time: the mark is that of the right one.
  @Test func twoBackupsOfOneTime() throws {
    try Bench.restored(minutes: 0) { bench in
      bench.clock.restart()
      _ = try bench.camera.finishRestore()
      #expect(try bench.camera.listBackups().inForce?.name.description == "00010001")
      bench.clock.setWall(by: 3 * 86_400)
      _ = try bench.camera.startBackup(StartBackupOptions())
      bench.clock.setWall(by: -3 * 86_400)
      let third = try bench.camera.startBackup(StartBackupOptions()).result
      var list = try bench.camera.listBackups()
      #expect(list.backups.first?.metadata.created == list.backups.last?.metadata.created)
      #expect(list.inForce?.name.description == "00010001")
      for _ in 1...3 { _ = try bench.camera.startBackup(StartBackupOptions()) }
      list = try bench.camera.listBackups()
      #expect(
        list.backups.last?.name != BackupName("00010001") && list.backups.contains { $0.name == third.outcome.name })
      #expect(list.inForce == nil)
    }
  }
}
