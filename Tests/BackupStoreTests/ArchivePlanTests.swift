import BackupStore
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

  @Test func keepsOnlyPermissionBits() throws {
    tree.file("config/program", mode: 0o4755)
    tree.directory("config/shared", mode: 0o1777)
    #expect(try tree.plan().entries.map(\.mode) == [0o600, 0o755, 0o755, 0o777])
  }

  @Test func reportsSpecialFiles() throws {
    tree.directory("config/run")
    tree.pipe("config/run/pipe")
    tree.pipe("config/" + String(repeating: "p", count: 255))
    let plan = try tree.plan()
    #expect(plan.leftOut.map(\.text) == ["config/" + String(repeating: "p", count: 255), "config/run/pipe"])
    #expect(plan.entries.map(\.path.text) == ["manifest.json", "config", "config/run"])
  }

  @Test func refusesALongPath() throws {
    tree.file("config/" + String(repeating: "f", count: 248))
    _ = try tree.plan()
    let long = "config/" + String(repeating: "f", count: 249)
    tree.file(long)
    #expect(throws: ArchivePlanError.refused(path: long, .pathTooLong)) { try tree.plan() }
  }

  @Test func refusesANameThatIsNotUTF8() throws {
    let name = Array((tree.path + "/config/").utf8CString.dropLast()) + [0x61, CChar(bitPattern: 0xFF), 0]
    unsafe precondition(mkdir(name, 0o755) == 0)
    #expect(throws: ArchivePlanError.refused(path: "config/a\u{FFFD}", .pathNotUTF8)) { try tree.plan() }
  }

  @Test func refusesATargetThatIsNotUTF8() throws {
    unsafe precondition(symlink([CChar(bitPattern: 0xC0), 0], tree.path + "/config/link") == 0)
    #expect(throws: ArchivePlanError.refused(path: "config/link", .badTarget)) { try tree.plan() }
  }

  @Test func refusesWhatIsTooLarge() throws {
    tree.file("config/large")
    unsafe precondition(truncate(tree.path + "/config/large", 4_227_858_432) == 0)
    #expect(throws: ArchivePlanError.refused(path: "config/large", .tooLarge)) { try tree.plan() }
    unsafe precondition(truncate(tree.path + "/config/large", 4_227_850_000) == 0)
    #expect(try tree.plan().length <= 4_227_858_432)
    tree.file("config/rest", [UInt8](repeating: 0, count: 9_000))
    #expect(throws: ArchivePlanError.refused(path: "config/rest", .tooLarge)) { try tree.plan() }
  }

  @Test(arguments: ["", ".", "..", "a/b", "ä", "a b", String(repeating: "x", count: 33)])
  func refusesAnAddress(_ address: String) {
    let module = ModuleSnapshot(address: address, kind: "", serial: "", firmware: "", configuration: nil)
    #expect(throws: ArchivePlanError.refused(path: "modules/" + address, .badAddress)) { try tree.plan([module]) }
  }

  @Test func refusesAnAddressTwice() {
    #expect(throws: ArchivePlanError.refused(path: "modules/bus0-50", .duplicate)) {
      try tree.plan(archiveModules + [archiveModules[0]])
    }
  }

  @Test func refusesALongManifest() {
    let module = ModuleSnapshot(
      address: "a", kind: String(repeating: "k", count: 1 << 20), serial: "", firmware: "", configuration: nil)
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
private final class CrowdedDirectory: Directory {
  private let real: any Directory
  private let count: Int

  init(_ real: any Directory, count: Int) {
    self.real = real
    self.count = count
  }

  func entries() throws(FileError) -> [DirectoryEntry] {
    (0..<count).map { DirectoryEntry(name: "\($0)") }
  }

  func status() throws(FileError) -> FileStatus { try real.status() }
  func status(of name: String) throws(FileError) -> FileStatus { try real.status() }
  func openDirectory(_ name: String) throws(FileError) -> any Directory { real }
  func makeDirectory(_ name: String, mode: UInt32) throws(FileError) { try real.makeDirectory(name, mode: mode) }
  func open(_ name: String) throws(FileError) -> any File { try real.open(name) }
  func openForWriting(_ name: String) throws(FileError) -> any File { try real.openForWriting(name) }
  func create(_ name: String) throws(FileError) -> any File { try real.create(name) }
  func readLink(_ name: String) throws(FileError) -> [UInt8] { try real.readLink(name) }
  func remove(_ name: String) throws(FileError) { try real.remove(name) }
  func rename(_ name: String, to newName: String) throws(FileError) { try real.rename(name, to: newName) }
  func synchronize() throws(FileError) { try real.synchronize() }
  func capacity() throws(FileError) -> Capacity { try real.capacity() }
}
