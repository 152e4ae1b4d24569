import FileSystem
import TestSupport
import Testing

@testable import BackupStore

/// What leaves a card is overwritten before it is unlinked, and bad sectors cost no more than their backup.
struct StoreWipingTests {
  @Test func rotation() throws {
    try withCamera { camera in
      try camera.create(5)
      let size = try hold("00010001", camera)
      try camera.create()
      try expectWiped("00010001", size, camera)
    }
  }

  @Test func changeOfThePIN() throws {
    try withCamera { camera in
      try camera.create(2)
      let sizes = try ["00010001", "00010002"].map { ($0, try hold($0, camera)) }
      try camera.changePIN("1234", "5678")
      for (name, size) in sizes { try expectWiped(name, size, camera) }
    }
  }

  @Test func deletingAll() throws {
    try withCamera { camera in
      try camera.create()
      try write([UInt8](repeating: 7, count: 100), to: camera.path("FFFFFFFF"))
      try write([UInt8](repeating: 7, count: 5_000), to: camera.path("00000000"))
      let sizes = try ["00010001", "FFFFFFFF", "00000000"].map { ($0, try hold($0, camera)) }
      #expect(try camera.session().deleteAll() == 3)
      for (name, size) in sizes { try expectWiped(name, size, camera) }
    }
  }

  /// Work that is undone leaves nothing behind.
  @Test func undone() throws {
    try withCamera { camera in
      try camera.create()
      camera.observer = WorkObserver(
        report: { _ in },
        shouldStop: { [camera] in
          _ = try? hold("00010002", camera)
          return true
        })
      #expect(failure { try camera.create() } == "stopped")
      camera.observer = .none
      let left = try contents(camera.folder + "/00010002")
      #expect(left.allSatisfy { $0 == 0 } && !left.isEmpty)
      #expect(try names(in: camera.vault) == ["00010001.CVB"])
    }
  }

  /// Sectors that cannot be read: in the header, in the payload, in the tag.
  @Test(arguments: [0..<512, 512..<1_024, 1_500..<1_600, 6_000..<1_000_000])
  func badSectors(_ sectors: Range<Int64>) throws {
    try withCamera { camera in
      try write([UInt8](repeating: 7, count: 6_000), to: camera.folder + "/config/more")
      try camera.create(3)
      camera.wrapCard = { StandInDirectory($0, badSectors: ["00010002.CVB": sectors]) }
      #expect(try camera.rows() == ["00010003 ok", "00010002 damaged", "00010001 ok"])
      #expect(try camera.rows(.headers).count == 3)
      #expect(try camera.open("00010001", "1234").count > 1_024)
      #expect(try camera.create() == "00010004")
      camera.decisions.loseDamaged = { "\($0)" == "[00010002]" }
      #expect(try camera.changePIN("1234", "5678").rewritten == 3)
      #expect(try camera.rows() == ["00020004 ok", "00020003 ok", "00020001 ok"])
      #expect(try names(in: camera.vault).count == 3)
    }
  }

  /// A second name for a file, which shows what became of it.
  private func hold(_ name: String, _ camera: TestCamera) throws -> Int {
    let other = camera.folder + "/" + name
    if try !exists(other) { try makeHardLink(other, to: camera.path(name)) }
    return try contents(other).count
  }

  private func expectWiped(_ name: String, _ size: Int, _ camera: TestCamera) throws {
    let left = try contents(camera.folder + "/" + name)
    #expect(left.count == size && left.prefix(1_024).allSatisfy { $0 == 0 })
    #expect(try !exists(camera.path(name)))
  }
}
