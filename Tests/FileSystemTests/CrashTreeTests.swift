import FileSystem
import Glibc
import TestSupport
import Testing

/// What a power cut and errors do to whole trees in memory.
@Suite struct CrashTreeTests {
  let fileSystem = CrashingFileSystem("/flash")

  init() {
    for (tree, text) in [("one", "1"), ("two", "2")] {
      fileSystem.plantDirectory("/flash/" + tree)
      fileSystem.plant("/flash/\(tree)/file", Array(text.utf8))
    }
  }

  var flash: any Directory {
    get throws { try fileSystem.openDirectory(at: "/flash") }
  }

  /// Every outcome of a power cut.
  private func outcomes<Outcome: Hashable>(_ read: (CrashingFileSystem) -> Outcome) -> Set<Outcome> {
    var found: Set<Outcome> = []
    for damage in Damage.allCases {
      for seed in 0..<40 { found.insert(read(fileSystem.crashed(damage, seed: UInt64(seed)))) }
    }
    return found
  }

  private func trees(_ fileSystem: CrashingFileSystem) -> [String] {
    fileSystem.names("/flash").map { name in
      "\(name): " + String(decoding: fileSystem.bytes("/flash/\(name)/file") ?? [], as: UTF8.self)
    }
  }

  @Test func anExchangeHappensWholeOrNot() throws {
    try flash.exchange("one", with: "two")
    #expect(outcomes(trees) == [["one: 1", "two: 2"], ["one: 2", "two: 1"]])
    try flash.synchronize()
    #expect(outcomes(trees) == [["one: 2", "two: 1"]])
  }

  @Test func whatFollowsAnExchangeDoesNotOutliveIt() throws {
    try flash.exchange("one", with: "two")
    try flash.rename("two", to: "three")
    #expect(outcomes(trees) == [["one: 1", "two: 2"], ["one: 2", "two: 1"], ["one: 2", "three: 1"]])
  }

  @Test func anInodeStaysWithItsTree() throws {
    let inode = try flash.status(of: "one").inode
    try flash.exchange("one", with: "two")
    let kept = try fileSystem.crashed(.kept).openDirectory(at: "/flash")
    #expect(try kept.status(of: "two").inode == inode)
    let dropped = try fileSystem.crashed(.dropped).openDirectory(at: "/flash")
    #expect(try dropped.status(of: "one").inode == inode)
  }

  @Test func aRemovedTreeMayComeBackInParts() throws {
    try flash.removeTree("one")
    #expect(outcomes(trees) == [["two: 2"], ["one: 1", "two: 2"], ["one: ", "two: 2"]])
    try flash.synchronize()
    #expect(outcomes(trees) == [["two: 2"]])
  }

  @Test func attributesAreDurableWithTheirFile() throws {
    let tree = try fileSystem.openDirectory(at: "/flash/one")
    let time = FileTime(seconds: 1_000, nanoseconds: 0)
    let comment = [ExtendedAttribute("user.comment", [1])]
    let status = try tree.status(of: "file")
    try tree.setAttributes(
      FileAttributes(mode: 0o444, owner: status.owner, group: status.group, modified: time, extended: comment),
      of: "file")
    func read(_ fileSystem: CrashingFileSystem) -> String {
      guard let tree = try? fileSystem.openDirectory(at: "/flash/one"), let status = try? tree.status(of: "file"),
        let extended = try? tree.extendedAttributes(of: "file")
      else { return "none" }
      return "\(String(status.mode, radix: 8)) \(status.modified == time) \(extended.count)"
    }
    #expect(outcomes(read) == ["600 false 0", "444 true 1"])
    try tree.synchronize()
    #expect(outcomes(read) == ["600 false 0", "444 true 1"])
    try tree.open("file").synchronize()
    #expect(outcomes(read) == ["444 true 1"])
  }

  @Test func aCutMayBeLost() throws {
    fileSystem.plant("/flash/file", Array("contents".utf8))
    try flash.truncate("file", to: 3)
    func read(_ fileSystem: CrashingFileSystem) -> String {
      String(decoding: fileSystem.bytes("/flash/file") ?? [], as: UTF8.self)
    }
    #expect(outcomes(read) == ["contents", "con"])
    try flash.open("file").synchronize()
    #expect(outcomes(read) == ["con"])
  }

  @Test func namesOfOneFileAreDurableOneByOne() throws {
    try flash.makeHardLink("other", to: "file", in: fileSystem.openDirectory(at: "/flash/one"))
    func links(_ fileSystem: CrashingFileSystem) -> UInt64 {
      (try? fileSystem.openDirectory(at: "/flash/one").status(of: "file").links) ?? 0
    }
    #expect(outcomes(links) == [1, 2])
    try flash.synchronize()
    #expect(outcomes(links) == [2])
  }

  @Test func aHardLinkStaysOnItsMedium() throws {
    let other = CrashingFileSystem("/flash", "/card")
    other.plant("/card/file", [1])
    let (flash, card) = (try other.openDirectory(at: "/flash"), try other.openDirectory(at: "/card"))
    #expect(code { try flash.makeHardLink("file", to: "file", in: card) } == EXDEV)
    #expect(code { try flash.makeHardLink("file", to: "file", in: PosixFileSystem().openDirectory(at: "/")) } == EXDEV)
  }

  @Test func aLockEndsWithThePower() throws {
    let holder = try fileSystem.openDirectory(at: "/flash/one")
    try holder.lock()
    fileSystem.holdLock("/flash/lock", note: "5 another")
    #expect(throws: LockError.self) {
      try ProcessLock(in: fileSystem, path: "/flash/lock", work: "x", now: 0, waitSeconds: 0)
    }
    let next = fileSystem.crashed(.kept)
    try next.openDirectory(at: "/flash/one").lock()
    _ = try ProcessLock(in: next, path: "/flash/lock", work: "x", now: 0, waitSeconds: 0)
    withExtendedLifetime(holder) {}
  }

  @Test func flagsForbidChanges() throws {
    fileSystem.plant("/flash/file", [1])
    fileSystem.lock("/flash/one", .immutable)
    fileSystem.lock("/flash/file", .appendOnly)
    let (flash, one) = (try flash, try fileSystem.openDirectory(at: "/flash/one"))
    #expect(one.isFixed() && flash.lock(of: "one") == .immutable && flash.lock(of: "file") == .appendOnly)
    #expect(code { try one.create("x") } == EPERM)
    #expect(code { try one.remove("file") } == EPERM)
    #expect(code { try one.checkWritable() } == EPERM)
    #expect(code { try flash.exchange("one", with: "two") } == EPERM)
    #expect(code { try flash.rename("file", to: "x") } == EPERM)
    #expect(code { try flash.openForWriting("file") } == EPERM)
    #expect(flash.unlock("one") && !flash.unlock("one"))
    try flash.exchange("one", with: "two")
    try flash.removeTree("two")
    try flash.removeTree("file")
    #expect(fileSystem.names("/flash") == ["one"])
  }

  /// Each operation can fail, and then has done nothing.
  @Test func errorsStrikeEachOperation() throws {
    fileSystem.plant("/flash/file", Array("contents".utf8))
    fileSystem.plantDirectory("/flash/empty")
    let flash = try flash
    let status = try flash.status(of: "file")
    let attributes = FileAttributes(mode: 0, owner: status.owner, group: status.group, modified: status.modified)
    let operations: [(any Directory) throws -> Void] = [
      { try $0.makeLink("link", to: "x") }, { try $0.makeHardLink("link", to: "file", in: $0) },
      { try $0.removeDirectory("empty") }, { try $0.exchange("one", with: "two") },
      { try $0.truncate("file", to: 2) }, { try $0.setAttributes(attributes, of: "file") },
    ]
    for operation in operations {
      fileSystem.fail(at: 1, code: ErrorCode.inputOutput)
      #expect(code { try operation(flash) } == EIO)
      fileSystem.clearFaults()
    }
    #expect(fileSystem.isSynced)
    #expect(trees(fileSystem) == ["empty: ", "file: ", "one: 1", "two: 2"])
    for operation in operations {
      #expect(code { try operation(fileSystem.copy().openDirectory(at: "/flash")) } == nil)
    }
    let questions: [(any Directory) throws -> Void] = [
      { _ = try $0.capacity() }, { _ = try $0.allocated(of: "file") }, { try $0.checkWritable() }, { try $0.lock() },
      { _ = try $0.extendedAttributes(of: nil) },
    ]
    for question in questions {
      fileSystem.fail(at: 1, code: ErrorCode.inputOutput, on: .any)
      #expect(code { try question(flash) } == EIO)
      fileSystem.clearFaults()
    }
  }
}
