import TestSupport
import Testing

@testable import BackupStore

/// Whether anything has changed since the newest backup, by what the record has of it; and when nobody can tell.
struct StoreKnownContentsTests {
  @Test func theNewest() throws {
    try withCamera { camera in
      #expect(failure { _ = try camera.session().knownContents() }?.contains("noBackup") == true)
      try camera.create(2)
      let known = try camera.session().knownContents()
      #expect(known.backup.name.description == "00010002")
      let clock = camera.time.archiveClock
      #expect(try camera.request("").hasContents(of: known, clock: clock))
      try write("shutter=60\n", to: camera.folder + "/config/camera.conf")
      #expect(try !camera.request("").hasContents(of: known, clock: clock))
    }
  }

  /// A locked card is not an empty one.
  @Test func aLockedCard() throws {
    try withCamera { camera in
      try camera.create(2)
      camera.decisions.lockCard = { _ in true }
      try camera.setPIN("5678", forgetting: true)
      #expect(failure { _ = try camera.session().knownContents() } == "locked(foreign: 2)")
    }
  }

  /// The digest of one that was deleted says nothing of the one before it.
  @Test func theNewestIsDeleted() throws {
    try withCamera { camera in
      try camera.create(2)
      try camera.delete("00010002")
      #expect(failure { _ = try camera.session().knownContents() }?.contains("notKnown(00010001)") == true)
    }
  }

  /// A backup that cannot be restored is not one that has the contents of the camera.
  @Test func theNewestIsDamaged() throws {
    try withCamera { camera in
      try camera.create()
      try flip(camera.path("00010001"), at: 1_500)
      _ = try camera.session().verify([])
      #expect(failure { _ = try camera.session().knownContents() } == "damaged([00010001])")
    }
  }
}
