import FileSystem
import TestSupport
import Testing

@testable import BackupStore

/// What the card holds is compared with what was written, and what the record names with what the card holds.
struct StoreReadBackTests {
  /// A card that stores another byte than it was given, and says nothing: in the header, in the payload, in the tag.
  @Test(arguments: [300, 1_010, 1_500, 3_620])
  func aCardThatLies(at offset: Int64) throws {
    try withCamera { camera in
      try camera.create(2)
      let before = try camera.snapshot()
      camera.wrapCard = { LyingDirectory($0, at: offset) }
      #expect(failure { try camera.create() } == "readBackDiffers")
      camera.wrapCard = { $0 }
      #expect(try camera.snapshot() == before)
    }
  }

  /// A change of the PIN keeps the old PIN and the old files.
  @Test func aCardThatLiesAtAChange() throws {
    try withCamera { camera in
      try camera.create(2)
      let before = try camera.snapshot()
      camera.wrapCard = { LyingDirectory($0, at: 1_500) }
      #expect(failure { try camera.changePIN("1234", "5678") } == "readBackDiffers")
      camera.wrapCard = { $0 }
      #expect(try camera.snapshot() == before)
      try camera.check("1234")
    }
  }

  /// A complete backup that has only the name of a file to clean up is not that file.
  @Test func anotherBackupOfTheName() throws {
    try withCamera { camera in
      try camera.create(2)
      let bytes = try contents(camera.path("00010001"))
      try camera.alterRecord { record in
        let listed = ListedFile(name: BackupName(epoch: 1, counter: 1)!, backupID: try .random())
        record.addCleanUp([listed], on: record.cards[0].id)
      }
      try camera.create()
      #expect(try contents(camera.path("00010001")) == bytes)
      #expect(try camera.record().cleanUps.isEmpty)
    }
  }
}

/// A directory whose new files store one byte wrong.
final class LyingDirectory: ForwardingDirectory {
  let base: any Directory
  private let offset: Int64

  init(_ base: any Directory, at offset: Int64) {
    self.base = base
    self.offset = offset
  }

  func openDirectory(_ name: String) throws(FileError) -> any Directory {
    LyingDirectory(try base.openDirectory(name), at: offset)
  }

  func create(_ name: String) throws(FileError) -> any File { LyingFile(try base.create(name), at: offset) }
}

/// A file that inverts the byte at one offset on its way to the card.
private final class LyingFile: ForwardingFile {
  let base: any File
  private let offset: Int64

  init(_ base: any File, at offset: Int64) {
    self.base = base
    self.offset = offset
  }

  func write(_ bytes: Span<UInt8>, at start: Int64) throws(FileError) {
    var stored = bytes.indices.map { bytes[$0] }
    if (start..<start + Int64(stored.count)).contains(offset) { stored[Int(offset - start)] ^= 0xFF }
    try base.write(stored.span, at: start)
  }
}
