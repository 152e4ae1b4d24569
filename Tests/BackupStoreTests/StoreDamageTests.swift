import TestSupport
import Testing

@testable import BackupStore

/// Damaged backups are named as damaged, and the others do not suffer.
struct StoreDamageTests {
  /// One offset in each field of the header, in the payload and in the tag. Within the backup id and the vault id, the
  /// file is no longer the one that the ledger lists.
  private static let offsets = [
    0, 7, 8, 10, 12, 13, 16, 20, 24, 40, 56, 60, 64, 96, 120, 216, 248, 272, 276, 280, 288, 304, 384, 408, 935, 936,
    992, 1_023, 1_024, 1_040, -33, -32, -1,
  ]

  @Test(arguments: offsets)
  func flipped(_ offset: Int) throws {
    try withCamera { camera in
      try camera.create(3)
      let size = try contents(camera.path("00010002")).count
      try flip(camera.path("00010002"), at: offset < 0 ? size + offset : offset)
      #expect(try camera.rows() == ["00010003 ok", "00010002 damaged", "00010001 ok"])
      try expectRestUnaffected(camera)
    }
  }

  @Test func backupIDFlipped() throws {
    try withCamera { camera in
      try camera.create(3)
      try flip(camera.path("00010002"), at: 260)
      #expect(try camera.rows() == ["00010003 ok", "00010002 damaged", "00010001 ok"])
      try expectRestUnaffected(camera)
    }
  }

  @Test(arguments: [0, 1, 100, 256, 271, 272, 511, 512, 1_023, 1_024, 1_025, 1_056, -32, -1])
  func truncated(_ length: Int) throws {
    try withCamera { camera in
      try camera.create(3)
      try alter(camera.path("00010002")) { $0.removeSubrange((length < 0 ? $0.count + length : length)...) }
      #expect(try camera.rows() == ["00010003 ok", "00010002 damaged", "00010001 ok"])
      try expectRestUnaffected(camera)
    }
  }

  @Test(arguments: [[0], [UInt8](repeating: 0, count: 16), [UInt8](repeating: 7, count: 70_000)])
  func extended(_ bytes: [UInt8]) throws {
    try withCamera { camera in
      try camera.create(3)
      try alter(camera.path("00010002")) { $0 += bytes }
      #expect(try camera.rows() == ["00010003 ok", "00010002 damaged", "00010001 ok"])
      try expectRestUnaffected(camera)
    }
  }

  /// A medium that reads zeros where a live backup was does not lose it to the next operation.
  @Test func zeroed() throws {
    try withCamera { camera in
      try camera.create(3)
      try alter(camera.path("00010002")) { $0 = [UInt8](repeating: 0, count: $0.count) }
      #expect(try camera.rows() == ["00010003 ok", "00010002 damaged", "00010001 ok"])
      try expectRestUnaffected(camera)
    }
  }

  /// A damaged backup that nobody has found yet keeps its slot: the oldest of the five leaves.
  @Test func counts() throws {
    try withCamera { camera in
      try camera.create(5)
      try flip(camera.path("00010003"), at: 5_000)
      try camera.create()
      #expect(
        try camera.rows()
          == ["00010006 ok", "00010005 ok", "00010004 ok", "00010003 damaged", "00010002 ok"])
      try camera.create(2)
      #expect(try camera.rows().last == "00010004 ok" && !exists(camera.path("00010003")))
    }
  }

  @Test func allDamaged() throws {
    try withCamera { camera in
      try camera.create(2)
      for name in try names(in: camera.vault) { try flip(camera.vault + "/" + name, at: 0) }
      let listing = try camera.list()
      #expect(listing.condition == .open && listing.backups.map(\.state) == [.damaged, .damaged])
      #expect(try camera.create() == "00010003")
    }
  }

  /// A file under another name than its header's is no backup.
  @Test func renamed() throws {
    try withCamera { camera in
      try camera.create(2)
      try copy(camera.path("00010002"), to: camera.path("00010009"))
      #expect(try camera.rows() == ["00010009 damaged", "00010002 ok", "00010001 ok"])
      #expect(try camera.create() == "00010003")
    }
  }

  private func expectRestUnaffected(_ camera: TestCamera) throws {
    #expect(failure { _ = try camera.open("00010002", "1234") }?.hasPrefix("damaged([") == true)
    #expect(try camera.session().verify([BackupSelector("00010001")!]).map(\.state) == [.ok])
    #expect(try camera.open("00010001", "1234").count > 1_024)
    #expect(try camera.create() == "00010004")
    #expect(try exists(camera.path("00010002")))
  }
}
