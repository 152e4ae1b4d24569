import BackupStore
import CameraModel
import FileSystem
import Glibc
import TestSupport
import Testing

/// The rules of the writer, and what it notices.
@Suite struct ArchivePlanTests {
  private let tree = TemporaryTree()

  init() {
    tree.directory("config")
  }

  @Test func ordersEntries() throws {
    tree.directory("config/a")
    tree.file("config/a/x")
    tree.file("config/a-b")
    tree.file("config/Z")
    let plan = try tree.plan(archiveModules)
    #expect(
      plan.entries.map(\.path.text) == [
        "manifest.json", "config", "config/Z", "config/a", "config/a/x", "config/a-b", "modules", "modules/bus0-2.a_B",
        "modules/bus0-50",
      ])
    #expect(plan.fileCount == 3)
  }

  @Test func writesExactlyItsLength() throws {
    var noise = SeededGenerator(seed: 2)
    tree.file("config/big", noise.bytes(200_001))
    let plan = try tree.plan(archiveModules)
    var sizes: [Int] = []
    try plan.write { (piece: Span<UInt8>) throws(Never) in sizes.append(piece.count) }
    #expect(Int64(sizes.reduce(0, +)) == plan.length)
    #expect(plan.length % 512 == 0)
    #expect(sizes.allSatisfy { (1...65_536).contains($0) })
    #expect(try plan.bytes().suffix(1_024).allSatisfy { $0 == 0 })
  }

  @Test func isDeterministic() throws {
    for index in 0..<50 { tree.file("config/\(index * 7_919 % 50)", [UInt8(index)]) }
    let first = try tree.plan(archiveModules)
    let second = try tree.plan(archiveModules.reversed())
    #expect(try first.bytes() == second.bytes())
    #expect(try first.contentDigest() == second.contentDigest())
  }

  @Test func keepsSpecialBits() throws {
    tree.file("config/program", mode: 0o4755)
    tree.directory("config/shared", mode: 0o3777)
    #expect(try tree.plan().entries.map(\.mode) == [0o600, 0o755, 0o4755, 0o3777])
  }

  @Test func reportsSpecialFiles() throws {
    tree.directory("config/run")
    tree.pipe("config/run/pipe")
    tree.pipe("config/" + String(repeating: "p", count: 255))
    let plan = try tree.plan()
    #expect(plan.leftOut.map(\.path.text) == ["config/" + String(repeating: "p", count: 255), "config/run/pipe"])
    #expect(plan.entries.map(\.path.text) == ["manifest.json", "config", "config/run"])
  }

  @Test func refusesALongPath() throws {
    // 20 directories of 200 bytes, and what is left up to 4,095.
    let directories = Array(repeating: String(repeating: "d", count: 200), count: 20)
    let above = (["config"] + directories).joined(separator: "/")
    let room = 4_095 - above.utf8.count - 1
    try makeDeep(directories, String(repeating: "f", count: room))
    #expect(try tree.plan().entries.last?.path.text == "\(above)/\(String(repeating: "f", count: room))")
    try makeDeep(directories, String(repeating: "f", count: room + 1))
    let long = "\(above)/\(String(repeating: "f", count: room + 1))"
    #expect(throws: ArchivePlanError.refused(path: long, .pathTooLong)) { try tree.plan() }
    let plan = try tree.planWithoutFailures()
    #expect(plan.leftOut == [LeftOut(path: ArchivePath(long), reason: .unfit)])
  }

  private func makeDeep(_ directories: [String], _ file: String) throws {
    var directory = try tree.open("config")
    for name in directories {
      if try !directory.contains(name) { try directory.makeDirectory(name, mode: 0o700) }
      directory = try directory.openDirectory(name)
    }
    _ = try directory.create(file)
  }

  @Test func refusesWhatIsTooLarge() throws {
    tree.file("config/large")
    tree.file("config/rest", [UInt8](repeating: 0, count: 9_000))
    func plan(_ size: Int) throws -> ArchivePlan {
      unsafe precondition(truncate(tree.path + "/config/large", size) == 0)
      // As if it had no holes.
      let directory = StandInDirectory(try tree.open("config"), badSectors: ["large": 0..<0])
      return try ArchivePlan(configuration: directory, modules: [], identity: archiveIdentity, created: 0)
    }
    #expect(throws: ArchivePlanError.refused(path: "config/large", .tooLarge)) { try plan(4_227_858_432) }
    #expect(throws: ArchivePlanError.refused(path: "config/rest", .tooLarge)) { try plan(4_227_850_000) }
    #expect(try plan(4_227_840_000).length <= 4_227_858_432)
    #expect(try tree.plan().length < 30_000)
  }

  @Test(arguments: ["", ".", "..", "a/b", "ä", "a b", String(repeating: "x", count: 33)])
  func refusesAnAddress(_ address: String) {
    let module = ModuleSnapshot(
      ModuleIdentity(address: address, kind: "", serial: "", firmware: ""), configuration: nil)
    #expect(throws: ArchivePlanError.refused(path: "modules/" + address, .badAddress)) { try tree.plan([module]) }
  }

  @Test func refusesAnAddressTwice() {
    #expect(throws: ArchivePlanError.refused(path: "modules/bus0-50", .duplicate)) {
      try tree.plan(archiveModules + [archiveModules[0]])
    }
  }

  @Test func refusesALongManifest() {
    let module = ModuleSnapshot(
      ModuleIdentity(address: "a", kind: String(repeating: "k", count: 1 << 20), serial: "", firmware: ""),
      configuration: nil)
    #expect(throws: ArchivePlanError.refused(path: "manifest.json", .tooLarge)) { try tree.plan([module]) }
  }

  @Test(arguments: [
    (String(repeating: "m", count: 48), true), (String(repeating: "m", count: 49), false),
    (String(repeating: "\"", count: 24), true), (String(repeating: "\\", count: 25), false),
    (String(repeating: "ü", count: 24), true), ("a\nb", false), ("a\u{202E}b", false), ("", true),
  ])
  func checksTheIdentity(_ serial: String, _ isFit: Bool) {
    let identity = ArchiveIdentity(model: "m", serial: serial, firmware: "1")
    let error = ArchivePlanError.identity(.serial)
    #expect(identity.unfitField == (isFit ? nil : .serial))
    guard !isFit else { return }
    #expect(throws: error) {
      try ArchivePlan(configuration: tree.open("config"), modules: [], identity: identity, created: 0)
    }
  }

  @Test func countsEntries() throws {
    let directory = CrowdedDirectory(try tree.open("config"), count: 65_534)
    let plan = try ArchivePlan(configuration: directory, modules: [], identity: archiveIdentity, created: 0)
    #expect(plan.entries.count == 65_536)
    let crowd = CrowdedDirectory(try tree.open("config"), count: 65_535)
    #expect(throws: ArchivePlanError.self) {
      try ArchivePlan(configuration: crowd, modules: [], identity: archiveIdentity, created: 0)
    }
  }
}

/// A directory that pretends to hold very many empty directories.
private final class CrowdedDirectory: ForwardingDirectory {
  let base: any Directory
  private let count: Int

  init(_ real: any Directory, count: Int) {
    base = real
    self.count = count
  }

  func entries() throws(FileError) -> [DirectoryEntry] {
    (0..<count).map { DirectoryEntry(name: "\($0)") }
  }

  func status(of name: String) throws(FileError) -> FileStatus { try base.status() }
  func openDirectory(_ name: String) throws(FileError) -> any Directory { base }
  func extendedAttributes(of name: String?) throws(FileError) -> [ExtendedAttribute] { [] }
  func lock(of name: String?) -> FileLock { [] }
}
