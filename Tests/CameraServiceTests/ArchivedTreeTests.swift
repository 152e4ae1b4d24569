import CameraModel
import FileSystem
import TestSupport
import Testing

@testable import BackupStore
@testable import CameraService

/// The configuration of a backup in memory, as a directory with which another backup is compared.
struct ArchivedTreeTests {
  private func tree(_ take: (inout ArchivedTreeReader) throws -> Void) throws -> ArchivedTreeReader {
    var reader = ArchivedTreeReader()
    try take(&reader)
    return reader
  }

  @Test func namesAndKinds() throws {
    let reader = try tree { reader in
      try reader.takeDirectory("")
      try reader.takeDirectory("folder")
      try reader.take("folder/a", "text")
      try reader.take("other/b", "text")
      // An entry that comes again has one name.
      try reader.takeDirectory("folder")
    }
    let root = ArchivedDirectory(reader.tree)
    #expect(try root.entries().map(\.name) == ["folder", "other"])
    #expect(try root.openDirectory("folder").entries().map(\.name) == ["a"])
    let folder = try root.openDirectory("folder")
    #expect(throws: FileError(.open, "a", code: FileError.Code.notDirectory)) { try folder.openDirectory("a") }
    #expect(throws: FileError(.open, "folder", code: FileError.Code.isDirectory)) { try root.open("folder") }
    #expect(throws: FileError(.open, "none", code: FileError.Code.noEntry)) { try root.open("none") }
  }

  /// What is kept of a file: a text whole, of anything else the digest.
  @Test func textsAreKept() throws {
    let reader = try tree { reader in
      try reader.take("text", "a line\n")
      try reader.take("binary", [0x00, 0xFF, 0x00])
    }
    let root = ArchivedDirectory(reader.tree)
    #expect(try (root.open("text") as? ArchivedFile)?.hasContents == true && root.text("text") == "a line\n")
    let binary = try #require(try root.open("binary") as? ArchivedFile)
    #expect(!binary.hasContents && !binary.digest.isEmpty)
  }

  /// Sixteen mebibytes of texts are kept, and no more.
  @Test func manyTextsAreNotKept() throws {
    let text = [UInt8](repeating: 0x61, count: 1 << 20)
    let reader = try tree { reader in
      for number in 1...17 { try reader.take("text\(number)", text) }
    }
    let root = ArchivedDirectory(reader.tree)
    let kept = try (1...17).filter { try (root.open("text\($0)") as? ArchivedFile)?.hasContents == true }
    #expect(kept == Array(1...16))
  }

  /// A module that is the same in both is not a difference.
  @Test func modulesThatDiffer() {
    func side(_ serial: String, _ settings: [UInt8]) -> ModuleDifference.Side {
      let modules = [("01", "10.1"), ("02", serial), ("03", "10.3")].map { address, serial in
        ModuleSnapshot(
          ModuleIdentity(address: address, kind: "Info", serial: serial, firmware: "1"), configuration: [])
      }
      let identity = ArchiveIdentity(model: "M26B", serial: "10.32.4.17", firmware: "5.4.1.7")
      let manifest = ArchiveManifest(identity: identity, created: 0, modules: modules)
      return (manifest, ["01": [1], "02": [2], "03": settings])
    }
    let found = ModuleDifference.find(from: side("10.2", [3]), to: side("10.9", [4]))
    #expect(found.map(\.address) == ["02", "03"] && found.map(\.settings) == [.same, .changed])
  }
}
