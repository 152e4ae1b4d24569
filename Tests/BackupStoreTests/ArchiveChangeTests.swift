import BackupStore
import CameraModel
import FileSystem
import Glibc
import TestSupport
import Testing

/// Changes of the configuration while it is archived, and the content digest.
@Suite struct ArchiveChangeTests {
  private let tree = TemporaryTree()

  init() {
    tree.directory("config")
    tree.directory("config/dir")
    tree.file("config/dir/big", [UInt8](repeating: 7, count: 300_000))
    tree.file("config/file", [1, 2, 3])
    tree.link("config/link", to: "file")
    tree.time("config/file", 1_600_000_000)
  }

  /// Something that happens to the tree.
  struct Change: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let path: String
    let make: @Sendable (TemporaryTree) -> Void
  }

  private static let changes = [
    Change(testDescription: "grows", path: "config/dir/big") { $0.append([1], to: "config/dir/big") },
    Change(testDescription: "shrinks", path: "config/dir/big") { tree in
      unsafe precondition(truncate(tree.path + "/config/dir/big", 100) == 0)
    },
    Change(testDescription: "is rewritten with its time put back", path: "config/file") {
      $0.file("config/file", [3, 2, 1])
      $0.time("config/file", 1_600_000_000)
    },
    Change(testDescription: "vanishes", path: "config/file") { $0.remove("config/file") },
    Change(testDescription: "is exchanged", path: "config/file") {
      $0.file("other", [1, 2, 3])
      $0.move("other", to: "config/file")
    },
    Change(testDescription: "becomes a link", path: "config/file") {
      $0.move("config/file", to: "other")
      $0.link("config/file", to: "../other")
    },
    Change(testDescription: "directory becomes a link", path: "config/dir") {
      $0.move("config/dir", to: "other")
      $0.link("config/dir", to: "../other")
    },
    Change(testDescription: "mode", path: "config/file") { $0.file("config/file", [1, 2, 3], mode: 0o600) },
    Change(testDescription: "link points elsewhere", path: "config/link") {
      $0.remove("config/link")
      $0.link("config/link", to: "other")
    },
    Change(testDescription: "appears", path: "config/dir/new") { $0.file("config/dir/new") },
  ]

  @Test(arguments: changes) func isNoticedBeforeWriting(_ change: Change) throws {
    let plan = try tree.plan()
    #expect(try plan.isUnchanged())
    change.make(tree)
    #expect(try !plan.isUnchanged())
    let error = #expect(throws: ArchivePlanError.self) { try plan.contentDigest() }
    #expect(error.map(Self.isChange) == true)
  }

  @Test(arguments: changes) func isNoticedDuringWriting(_ change: Change) throws {
    let plan = try tree.plan()
    var pieces = 0
    let error = #expect(throws: ArchiveWritingError<Never>.self) {
      try plan.write { (_: Span<UInt8>) throws(Never) in
        if pieces == 0 { change.make(tree) }
        pieces += 1
      }
    }
    guard case .plan(let planError)? = error else { return }
    #expect(Self.isChange(planError))
  }

  @Test func isNoticedAfterTheLastPiece() throws {
    let plan = try tree.plan()
    var length: Int64 = 0
    let error = #expect(throws: ArchiveWritingError<Never>.self) {
      try plan.write { (bytes: Span<UInt8>) throws(Never) in
        length += Int64(bytes.count)
        if length == plan.length { tree.append([1], to: "config/file") }
      }
    }
    guard case .plan(.changed(path: "config/file"))? = error else {
      Issue.record("\(String(describing: error))")
      return
    }
  }

  private static func isChange(_ error: ArchivePlanError) -> Bool {
    if case .changed = error { true } else { false }
  }

  @Test func theSinksErrorComesThrough() throws {
    struct Full: Error {}
    let plan = try tree.plan()
    let error = #expect(throws: ArchiveWritingError<Full>.self) {
      try plan.write { (_: Span<UInt8>) throws(Full) in throw Full() }
    }
    guard case .sink? = error else {
      Issue.record("\(String(describing: error))")
      return
    }
  }

  @Test func waitsForTheNextTick() throws {
    let ticks = Ticks()
    let clock = ArchiveClock(now: { ticks.now }, wait: { ticks.wait($0) })
    let changed = try tree.open("config").status(of: "link").changed
    ticks.now = changed
    _ = try ArchivePlan(
      configuration: tree.open("config"), modules: [], identity: archiveIdentity, created: 0, clock: clock)
    #expect(ticks.waited == [20])
  }

  @Test func doesNotWaitForAnotherClock() throws {
    let ticks = Ticks()
    let clock = ArchiveClock(now: { ticks.now }, wait: { ticks.wait($0) })
    for seconds in [0, 4_000_000_000] as [Int64] {
      ticks.now = FileTime(seconds: seconds, nanoseconds: 0)
      _ = try ArchivePlan(
        configuration: tree.open("config"), modules: [], identity: archiveIdentity, created: 0, clock: clock)
    }
    #expect(ticks.waited == [])
  }

  /// It is read at the very time of its change each time, however slow the machine is.
  @Test func givesUpOnAConfigurationThatNeverRests() throws {
    let tree = tree
    let ticks = Ticks()
    let change: @Sendable () -> Void = {
      tree.append([1], to: "config/file")
      if let changed = try? tree.open("config").status(of: "file").changed { ticks.now = changed }
    }
    let clock = ArchiveClock(
      now: { ticks.now },
      wait: {
        ArchiveClock.system.wait($0)
        change()
      })
    change()
    #expect(throws: ArchivePlanError.changed(path: "config/file")) {
      try ArchivePlan(
        configuration: tree.open("config"), modules: [], identity: archiveIdentity, created: 0, clock: clock)
    }
  }

  @Test func theDigestKnowsContentsButNoTimes() throws {
    let digest = try tree.plan(archiveModules).contentDigest()
    #expect(digest.count == 32)
    tree.time("config/dir", 1)
    tree.file("config/file", [1, 2, 3])
    #expect(try tree.plan(archiveModules).contentDigest() == digest)
    var different: Set<[UInt8]> = [digest]
    func expectNew(_ modules: [ModuleSnapshot] = archiveModules) throws {
      #expect(try different.insert(tree.plan(modules).contentDigest()).inserted)
    }
    tree.file("config/file", [1, 2, 4])
    try expectNew()
    tree.file("config/file", [1, 2, 4], mode: 0o600)
    try expectNew()
    tree.move("config/file", to: "config/file2")
    try expectNew()
    tree.remove("config/link")
    tree.link("config/link", to: "file2")
    try expectNew()
    try expectNew([])
    try expectNew(Array(archiveModules.dropLast()))
    try expectNew([
      ModuleSnapshot(
        ModuleIdentity(address: "bus0-50", kind: "heater", serial: "h1", firmware: "1"), configuration: nil)
    ])
    try expectNew([
      ModuleSnapshot(ModuleIdentity(address: "bus0-50", kind: "heater", serial: "h1", firmware: "1"), configuration: [])
    ])
    try expectNew([
      ModuleSnapshot(ModuleIdentity(address: "bus0-50", kind: "heaterh", serial: "1", firmware: "1"), configuration: [])
    ])
  }

  @Test func theDigestIsTheOneOfWriting() throws {
    let plan = try tree.plan(archiveModules)
    let digest = try plan.write { (_: Span<UInt8>) throws(Never) in }
    #expect(try digest == plan.contentDigest())
  }
}

/// A clock that moves only by waiting. One thread asks it.
private final class Ticks: @unchecked Sendable {
  var now = FileTime(seconds: 0, nanoseconds: 0)
  var waited: [Int] = []

  func wait(_ milliseconds: Int) {
    waited.append(milliseconds)
    now = FileTime(seconds: now.seconds + 1, nanoseconds: now.nanoseconds)
  }
}
