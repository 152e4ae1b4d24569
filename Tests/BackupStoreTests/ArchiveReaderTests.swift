import BackupStore
import FileSystem
import TestSupport
import Testing

/// What the reader takes, and in which pieces.
@Suite struct ArchiveReaderTests {
  @Test(arguments: [1, 7, 512, 65_536]) func readsWhatWasWritten(_ size: Int) throws {
    let tree = TemporaryTree()
    var noise = SeededGenerator(seed: 3)
    tree.directory("config", mode: 0o711)
    let long = "config/" + String(repeating: "l", count: 120)
    tree.directory(long)
    for size in [0, 1, 511, 512, 513, 65_535, 65_536, 65_537] { tree.file("config/\(size)", noise.bytes(size)) }
    tree.file(long + "/e\u{301}", [1])
    tree.file(long + "/\u{E9}", [2])
    tree.link("config/link", to: String(repeating: "ä", count: 200))
    tree.time("config/link", -1, 1)
    tree.time("config/0", 8_589_934_592)
    let plan = try tree.plan(archiveModules)

    let recorder = try readArchive(plan.bytes(), pieces: size)
    #expect(recorder.manifest == plan.manifest)
    #expect(recorder.items.map(\.entry) == Array(plan.entries.dropFirst()))
    #expect(!recorder.items.contains { !$0.hasEnded })
    for item in recorder.items {
      guard case .file(let size) = item.entry.kind else { continue }
      #expect(item.contents.count == Int(size))
      guard case .configuration? = item.entry.path.role else { continue }
      let file = try tree.open(item.entry.path.parent!.text).open(item.entry.path.name)
      #expect(try file.readAll(limit: 70_000) == item.contents)
    }
    #expect(recorder.items.last?.contents == [1, 2, 3])
  }

  @Test func knowsRoles() throws {
    let tree = TemporaryTree()
    tree.directory("config")
    tree.directory("config/modules")
    let roles = try tree.plan(archiveModules).entries.map(\.path.role)
    #expect(
      roles == [
        .manifest, .configuration(""), .configuration("modules"), .modules, .module(address: "bus0-2.a_B"),
        .module(address: "bus0-50"),
      ])
  }

  @Test func takesAnotherWritersArchive() throws {
    var archive = HandmadeArchive(empty: ())
    let module = #"{"address":"a","kind":"k","serial":"s","firmware":"f","file":null,"more":1}"#
    archive.file("manifest.json", Array(HandmadeArchive.manifest(list: [module]).utf8), type: "\0")
    archive.directory("config/")
    archive.file("config/implied/parent/file", [9])
    archive.records(
      HandmadeArchive.record("mtime", "-0.25") + HandmadeArchive.record("size", "3")
        + HandmadeArchive.record("uid", "4294967294") + HandmadeArchive.record("gid", "2097152")
        + HandmadeArchive.record("path", "config/other"))
    archive.header("ignored", type: "0") { block in
      block[100..<108] = [0x20, 0x20, 0x34, 0x37, 0x35, 0x35, 0x20, 0]
    }
    archive.pad([1, 2, 3])
    archive.record("linkpath", "über")
    archive.header("link", type: "2", prefix: "config")
    let recorder = try readArchive(archive.ended(zeros: 10_240))
    #expect(recorder.manifest?.modules.map(\.file) == [nil])
    #expect(
      recorder.items.map(\.entry.path.text) == [
        "config", "config/implied/parent/file", "config/other", "config/link",
      ])
    let other = recorder.items[2]
    #expect(other.contents == [1, 2, 3])
    #expect(other.entry.mode == 0o4755)
    #expect(other.entry.owner == 4_294_967_294 && other.entry.group == 2_097_152)
    #expect(other.entry.modified == FileTime(seconds: -1, nanoseconds: 750_000_000))
    #expect(recorder.items[3].entry.kind == .link(target: "über"))
  }

  @Test func aConsumersErrorEndsIt() throws {
    var archive = HandmadeArchive()
    archive.file("config/a", [1])
    for patience in 0..<4 {
      var recorder = Recorder()
      recorder.patience = patience
      var reader = ArchiveReader(recorder)
      for _ in 0..<2 {
        var error: ArchiveReadingError<Recorder.Failed>?
        do { try reader.feed(archive.ended().span) } catch let thrown { error = thrown }
        guard case .consumer? = error else {
          Issue.record("\(patience): \(String(describing: error))")
          return
        }
      }
    }
  }

  @Test func everyTruncationFails() throws {
    var archive = HandmadeArchive(modules: ["a"])
    archive.directory("config")
    archive.record("mtime", "1.5")
    archive.file("config/file", [1, 2, 3])
    archive.file("modules/a", [4])
    let bytes = archive.ended()
    #expect(archiveFault(bytes) == nil)
    for length in 0..<bytes.count { #expect(archiveFault(Array(bytes.prefix(length))) == .truncated) }
    #expect(archiveFault(bytes + [0]) == .truncated)
  }

  @Test func countsEntries() throws {
    var archive = HandmadeArchive()
    archive.directories(1..<65_536)
    // The first 65,536, the manifest among them, are taken.
    archive.directory("config/one")
    #expect(archiveFault(archive.ended()) == .refused(path: "config/one", .tooManyEntries))
  }

  @Test func countsDirectoriesWithoutEntry() throws {
    let tail = String(repeating: "/d", count: 100)
    var archive = HandmadeArchive()
    for index in 0..<700 {
      archive.record("path", "config/\(index)\(tail)")
      archive.directory("x")
    }
    let error = archiveFault(archive.ended())
    guard case .refused(_, .tooManyEntries)? = error else {
      Issue.record("\(String(describing: error))")
      return
    }
  }

  /// Altered archives end in an error or are read; nothing else happens, and pieces make no difference.
  @Test(arguments: 0..<8) func survivesMutations(_ seed: Int) throws {
    var noise = SeededGenerator(seed: UInt64(seed))
    let original = try Self.sample()
    for _ in 0..<250 {
      var bytes = original
      Self.mutate(&bytes, &noise)
      let first = archiveFault(bytes)
      #expect(archiveFault(bytes, pieces: Int.random(in: 1...700, using: &noise)) == first)
    }
  }

  private static func sample() throws -> [UInt8] {
    var archive = HandmadeArchive(modules: ["a", "b"])
    archive.directory("config")
    archive.record("mtime", "1.5")
    archive.file("config/file", [UInt8](repeating: 5, count: 600))
    archive.link("config/link", to: "file")
    archive.record("path", "config/dir/ü")
    archive.file("config/x")
    archive.records(
      HandmadeArchive.sparse("config/sparse", size: "9000") + HandmadeArchive.record("SCHILY.xattr.user.a", "1"))
    archive.file("x", Array("2\n4096\n5\n9000\n0\n".utf8) + [UInt8](repeating: 0, count: 494) + [1, 2, 3, 4, 5])
    archive.directory("modules/")
    archive.file("modules/a", [1])
    archive.file("modules/b", [2])
    return archive.ended()
  }

  /// Flips, moves, drops or repeats something, and often makes the checksums right again.
  private static func mutate(_ bytes: inout [UInt8], _ noise: inout SeededGenerator) {
    for _ in 0..<Int.random(in: 1...4, using: &noise) {
      let block = Int.random(in: 0..<bytes.count / 512, using: &noise) * 512
      switch Int.random(in: 0..<6, using: &noise) {
      case 0: bytes[Int.random(in: bytes.indices, using: &noise)] = UInt8.random(in: 0...255, using: &noise)
      case 1: bytes.removeSubrange(block..<block + 512)
      case 2: bytes.insert(contentsOf: bytes[block..<block + 512], at: block)
      case 3: bytes[block + Int.random(in: 0..<512, using: &noise)] = "0/x\n 7=2".utf8.randomElement(using: &noise)!
      case 4: bytes[block + 124 + Int.random(in: 0..<11, using: &noise)] = UInt8(ascii: "7")
      default: bytes[block + 156] = "012345xgL\0".utf8.randomElement(using: &noise)!
      }
      guard bytes.count >= 512 else { return }
    }
    for block in stride(from: 0, to: bytes.count - 511, by: 512) where Bool.random(using: &noise) {
      fixChecksum(&bytes, at: block)
    }
  }

  private static func fixChecksum(_ bytes: inout [UInt8], at block: Int) {
    guard bytes[block + 257..<block + 262].elementsEqual("ustar".utf8) else { return }
    for index in block + 148..<block + 156 { bytes[index] = UInt8(ascii: " ") }
    let sum = bytes[block..<block + 512].reduce(0) { $0 + Int($1) }
    let digits = String(sum, radix: 8).utf8
    for (index, digit) in digits.enumerated() { bytes[block + 148 + index] = digit }
  }
}
