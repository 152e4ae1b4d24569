import FileSystem
import TestSupport
import Testing

@testable import BackupStore

/// A card that has free bytes and takes no further file is not *full*.
struct StoreFileLackTests {
  @Test(
    arguments: zip(
      [
        Capacity(total: 1 << 30, free: 1 << 29, isReadOnly: false, freeInodes: 0),
        Capacity(total: 1 << 30, free: 1 << 29, isReadOnly: false),
        Capacity(total: 1 << 30, free: 1 << 29, isReadOnly: false, freeInodes: 7),
        Capacity(total: nil, free: nil, isReadOnly: false),
      ],
      [
        "noFileLeft(BackupStore.FileLack.inodes)", "noFileLeft(BackupStore.FileLack.names)",
        "noFileLeft(BackupStore.FileLack.names)", "full(needed: nil, free: nil)",
      ]))
  func noFurtherFile(_ capacity: Capacity, _ error: String) throws {
    try withCamera { camera in
      camera.wrapCard = { StandInDirectory($0, capacity: capacity, takesNoFiles: true) }
      #expect(failure { try camera.create() } == error, "CAMVAULT itself cannot be made")
      camera.wrapCard = { $0 }
      try camera.create()
      let before = try camera.snapshot()
      camera.wrapCard = { StandInDirectory($0, capacity: capacity, takesNoFiles: true) }
      #expect(failure { try camera.create() } == error)
      #expect(try camera.snapshot() == before)
      camera.wrapCard = { $0 }
      #expect(try camera.create() == "00010003")
    }
  }

  /// A change of the PIN needs an inode for each backup.
  @Test func changeOfThePIN() throws {
    try withCamera { camera in
      try camera.create(3)
      let room = Capacity(total: 1 << 30, free: 1 << 29, isReadOnly: false, freeInodes: 1)
      camera.wrapCard = { StandInDirectory($0, capacity: room) }
      let before = try camera.snapshot()
      #expect(
        failure { try camera.changePIN("1234", "5678") }
          == "wouldLeaveCard(BackupStore.CardObstacle.tooFewInodes(missing: 2))")
      #expect(try camera.snapshot() == before)
    }
  }
}
