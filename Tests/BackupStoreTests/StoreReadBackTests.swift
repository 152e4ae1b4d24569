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
private final class LyingDirectory: Directory {
  private let base: any Directory
  private let offset: Int64

  init(_ base: any Directory, at offset: Int64) {
    self.base = base
    self.offset = offset
  }

  func openDirectory(_ name: String) throws(FileError) -> any Directory {
    LyingDirectory(try base.openDirectory(name), at: offset)
  }

  func create(_ name: String) throws(FileError) -> any File { LyingFile(try base.create(name), at: offset) }

  func entries() throws(FileError) -> [DirectoryEntry] { try base.entries() }
  func capacity() throws(FileError) -> Capacity { try base.capacity() }
  func open(_ name: String) throws(FileError) -> any File { try base.open(name) }
  func status() throws(FileError) -> FileStatus { try base.status() }
  func status(of name: String) throws(FileError) -> FileStatus { try base.status(of: name) }
  func makeDirectory(_ name: String, mode: UInt32) throws(FileError) { try base.makeDirectory(name, mode: mode) }
  func openForWriting(_ name: String) throws(FileError) -> any File { try base.openForWriting(name) }
  func readLink(_ name: String) throws(FileError) -> [UInt8] { try base.readLink(name) }
  func remove(_ name: String) throws(FileError) { try base.remove(name) }
  func rename(_ name: String, to newName: String) throws(FileError) { try base.rename(name, to: newName) }
  func synchronize() throws(FileError) { try base.synchronize() }
}

/// A file that inverts the byte at one offset on its way to the card.
private final class LyingFile: File {
  private let base: any File
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

  func read(into buffer: inout MutableSpan<UInt8>, at offset: Int64) throws(FileError) -> Int {
    try base.read(into: &buffer, at: offset)
  }

  func status() throws(FileError) -> FileStatus { try base.status() }
  func synchronize() throws(FileError) { try base.synchronize() }
  func setMode(_ mode: UInt32) throws(FileError) { try base.setMode(mode) }
  func setOwner(_ owner: UInt32, group: UInt32) throws(FileError) { try base.setOwner(owner, group: group) }
  func dropPages() { base.dropPages() }
}
