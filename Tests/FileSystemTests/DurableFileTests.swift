import FileSystem
import Glibc
import TestSupport
import Testing

/// A file that is replaced holds the former or the later contents, wherever the replacement is interrupted.
@Suite struct DurableFileTests {
  static let former = [UInt8](repeating: 0x6F, count: 1500)
  static let later = [UInt8](repeating: 0x6E, count: 2100)
  static let latest = [UInt8](repeating: 0x7A, count: 900)

  @Test(arguments: Implementation.allCases)
  func contentsAreReplaced(_ implementation: Implementation) throws {
    try implementation.withFolder { folder in
      try DurableFile.replace("file", in: folder.directory, with: Self.former.span)
      try DurableFile.replace("file", in: folder.directory, with: Self.later.span)
      #expect(try folder.names() == ["file"])
      #expect(try folder.directory.open("file").readAll(limit: 4096) == Self.later)
      #expect(try folder.directory.status(of: "file").mode == 0o600)
    }
  }

  @Test(arguments: Implementation.allCases)
  func contentsAreOverwritten(_ implementation: Implementation) throws {
    try implementation.withFolder { folder in
      try DurableFile.replace("file", in: folder.directory, with: Self.former.span)
      let file = try folder.directory.open("file")
      try DurableFile.overwrite("file", in: folder.directory, upTo: 1_024)
      let zeros = [UInt8](repeating: 0, count: Self.former.count)
      #expect(try file.readAll(limit: 4096) == Array(zeros[..<1_024] + Self.former[1_024...]))
      try DurableFile.wipe("file", in: folder.directory)
      #expect(try file.readAll(limit: 4096) == zeros)
      #expect(try folder.names().isEmpty)
      #expect(code { try DurableFile.wipe("file", in: folder.directory) } == ENOENT)
    }
  }

  /// Nothing of what was there is left, nor of a replacement that was interrupted.
  @Test(arguments: Implementation.allCases)
  func whatIsReplacedIsOverwritten(_ implementation: Implementation) throws {
    try implementation.withFolder { folder in
      try DurableFile.replaceOverwriting("file", in: folder.directory, with: Self.former.span)
      _ = try folder.file("file.new", "interrupted")
      let former = try [folder.directory.open("file"), folder.directory.open("file.new")]
      try DurableFile.replaceOverwriting("file", in: folder.directory, with: Self.later.span)
      for file in former { #expect(try file.readAll(limit: 4096).allSatisfy { $0 == 0 }) }
      #expect(try folder.directory.open("file").readAll(limit: 4096) == Self.later)
      #expect(try folder.names() == ["file"])
    }
  }

  @Test(arguments: Implementation.allCases)
  func modeAndOwnerCanBeKept(_ implementation: Implementation) throws {
    try implementation.withFolder { folder in
      let owner = geteuid() == 0 ? (user: 1234, group: 567) : (user: geteuid(), group: getegid())
      let former = try folder.file("file", "former")
      try former.setOwner(owner.user, group: owner.group)
      try former.setMode(0o640)
      try DurableFile.replaceKeepingAttributes("file", in: folder.directory, with: Self.later.span)
      let status = try folder.directory.status(of: "file")
      #expect(status.mode == 0o640 && status.owner == owner.user && status.group == owner.group)
      #expect(try folder.directory.open("file").readAll(limit: 4096) == Self.later)
      #expect(try folder.names() == ["file"])
      let missing = code {
        try DurableFile.replaceKeepingAttributes("none", in: folder.directory, with: Self.later.span)
      }
      #expect(missing == ENOENT)
    }
  }

  /// What a cut left is overwritten before it goes; a file of somebody else's that is called `file.new` stays.
  @Test(arguments: Implementation.allCases)
  func whatACutLeftIsCleared(_ implementation: Implementation) throws {
    try implementation.withFolder { folder in
      try DurableFile.replaceOverwriting("file", in: folder.directory, with: Self.former.span)
      _ = try folder.file("file.new", "somebody else's")
      let left = try folder.file(".file.camconsole-new", "never in force")
      try DurableFile.clearLeftover(of: "file", in: folder.directory)
      #expect(try left.readAll(limit: 4096).allSatisfy { $0 == 0 })
      #expect(try folder.names() == ["file", "file.new"])
      try DurableFile.clearLeftover(of: "file", in: folder.directory)
      let again = try folder.file(".file.camconsole-new", "never in force")
      try DurableFile.replaceKeepingAttributes("file", in: folder.directory, with: Self.later.span)
      #expect(try again.readAll(limit: 4096).allSatisfy { $0 == 0 })
      #expect(try folder.names() == ["file", "file.new"])
      #expect(try folder.directory.open("file").readAll(limit: 4096) == Self.later)
    }
  }

  /// After a cut in a rename some file systems have one file under both names.
  @Test(arguments: Implementation.allCases)
  func whatHoldsTheSameIsNotOverwritten(_ implementation: Implementation) throws {
    try implementation.withFolder { folder in
      try DurableFile.replaceOverwriting("file", in: folder.directory, with: Self.former.span)
      try DurableFile.replaceOverwriting(".file.camconsole-new", in: folder.directory, with: Self.former.span)
      let left = try folder.directory.open(".file.camconsole-new")
      try DurableFile.clearLeftover(of: "file", in: folder.directory)
      #expect(try left.readAll(limit: 4096) == Self.former)
      #expect(try folder.names() == ["file"])
    }
  }

  @Test(arguments: [
    (".camera.cfg.camconsole-new", true), ("camera.cfg.new", false), ("camera.cfg.camconsole-new", false),
    (".camconsole-new", false), (".a.camconsole-new", true), (".a.camconsole-new2", false), ("", false),
  ])
  func namesOfLeftovers(_ name: String, _ isLeftover: Bool) {
    #expect(DurableFile.isLeftover(name) == isLeftover)
  }

  @Test func aStopKeepsTheModeWithTheContents() throws {
    let base = try Self.begin()
    base.setAttributes(of: "/state/file", mode: 0o640, owner: 0, group: 7)
    try CrashEnumeration(seeds: 20).stops(from: base, Self.replaceKeepingAttributes) { crashed, label in
      let bytes = crashed.bytes("/state/file")
      let isWhole = bytes == Self.former || bytes == Self.later
      #expect(isWhole, "\(label)\n\(crashed.trace)")
      let status = try crashed.openDirectory(at: "/state").status(of: "file")
      #expect(status.mode == 0o640 && status.group == 7, "\(label)\n\(crashed.trace)")
    }
  }

  @Test func anErrorLeavesNoPiece() throws {
    let arm = { (fileSystem: CrashingFileSystem, number: Int) in
      fileSystem.fail(at: number, code: ErrorCode.noSpace, on: .any)
    }
    let runs = try CrashEnumeration().faults(from: Self.begin(), arm: arm, Self.replaceKeepingAttributes) {
      failed, label in
      #expect(failed.names("/state") == ["file"], "\(label)\n\(failed.trace)")
    }
    #expect(runs > 7)
  }

  private static func replaceKeepingAttributes(_ fileSystem: CrashingFileSystem) throws {
    try DurableFile.replaceKeepingAttributes(
      "file", in: try fileSystem.openDirectory(at: "/state"), with: later.span)
  }

  @Test func onceReplacedItIsDurable() throws {
    let fileSystem = try Self.begin()
    try Self.replace(Self.later)(fileSystem)
    #expect(fileSystem.isSynced)
  }

  @Test func aStopLeavesTheFormerOrTheLater() throws {
    var outcomes: Set<[UInt8]> = []
    let states = try CrashEnumeration(seeds: 20).stops(from: Self.begin(), Self.replace(Self.later)) { crashed, label in
      let bytes = try #require(crashed.bytes("/state/file"), "\(label)")
      let isWhole = bytes == Self.former || bytes == Self.later
      #expect(isWhole, "\(label)\n\(crashed.trace)")
      outcomes.insert(bytes)
    }
    #expect(states > 100)
    #expect(outcomes == [Self.former, Self.later])
  }

  @Test func aSecondStopDoesNotMatter() throws {
    let enumeration = CrashEnumeration(seeds: 6)
    try enumeration.stops(from: Self.begin(), Self.replace(Self.later)) { crashed, label in
      let before = crashed.bytes("/state/file")
      try enumeration.stops(from: crashed, Self.replace(Self.latest)) { again, second in
        let bytes = again.bytes("/state/file")
        let isWhole = bytes == before || bytes == Self.latest
        #expect(isWhole, "\(label); \(second)\n\(again.trace)")
      }
      try Self.replace(Self.latest)(crashed)
      #expect(crashed.names("/state") == ["file"])
    }
  }

  @Test(
    arguments: [ErrorCode.noSpace, ErrorCode.inputOutput, ErrorCode.readOnly, ErrorCode.noDevice], [false, true])
  func anErrorLeavesTheFormerOrTheLater(_ code: Int32, _ isPersistent: Bool) throws {
    let enumeration = CrashEnumeration(seeds: 10)
    for seed in 0..<10 {
      let arm = { (fileSystem: CrashingFileSystem, number: Int) in
        fileSystem.fail(at: number, code: code, persistent: isPersistent, on: .any, seed: UInt64(seed))
      }
      let runs = try enumeration.faults(from: Self.begin(), arm: arm, Self.replace(Self.later)) { failed, label in
        enumeration.outcomes(of: failed, label) { crashed, label in
          let bytes = crashed.bytes("/state/file")
          let isWhole = bytes == Self.former || bytes == Self.later
          #expect(isWhole, "\(label)\n\(crashed.trace)")
        }
      }
      #expect(runs == 7)
    }
  }

  @Test func aFullMediumKeepsTheFormer() throws {
    let fileSystem = try Self.begin()
    fileSystem.configure("/state") { $0.room = 3000 }
    #expect(throws: FileError(.write, "file.new", code: ErrorCode.noSpace)) { try Self.replace(Self.later)(fileSystem) }
    #expect(fileSystem.bytes("/state/file") == Self.former)
    try Self.replace(Self.latest)(fileSystem)
    #expect(fileSystem.bytes("/state/file") == Self.latest)
  }

  /// A file system with the former contents at rest.
  private static func begin() throws -> CrashingFileSystem {
    let fileSystem = CrashingFileSystem("/state")
    fileSystem.plant("/state/file", former)
    return fileSystem
  }

  private static func replace(_ bytes: [UInt8]) -> (CrashingFileSystem) throws -> Void {
    { try DurableFile.replace("file", in: try $0.openDirectory(at: "/state"), with: bytes.span) }
  }
}
