import FileSystem
import TestSupport
import Testing

@testable import BackupStore

/// Files that are written all the time, and others that cannot be read.
@Suite struct LiveFileTests {
  private let tree = TemporaryTree()

  init() {
    tree.directory("config")
    tree.file("config/a", [1])
    tree.directory("config/logs")
    tree.file("config/logs/live", [2])
    tree.file("config/z", [3])
  }

  /// A plan while something happens between the readings.
  private func plan(_ happens: @escaping @Sendable (TemporaryTree) -> Void) throws -> ArchivePlan {
    let tree = tree
    let clock = ArchiveClock(
      now: ArchiveClock.system.now,
      wait: { milliseconds in
        happens(tree)
        ArchiveClock.system.wait(milliseconds * 2)
      })
    return try ArchivePlan(
      leavingOutFailuresOf: tree.open("config"), modules: [], identity: archiveIdentity, created: 0, clock: clock)
  }

  private func names(_ plan: ArchivePlan) -> [String] { plan.entries.dropFirst(2).map(\.path.text) }

  @Test func aFileThatGrowsIsLeftOut() throws {
    let plan = try plan { $0.append([9], to: "config/logs/live") }
    #expect(plan.leftOut == [LeftOut(path: ArchivePath("config/logs/live"), reason: .changing)])
    #expect(names(plan) == ["config/a", "config/logs", "config/z"])
    #expect(plan.manifest.leftOut == plan.leftOut)
    #expect(try readArchive(plan.bytes()).manifest == plan.manifest)
  }

  @Test func severalFilesAndADirectoryInWhichFilesComeAndGo() throws {
    tree.file("config/logs/going", [1])
    let plan = try plan { tree in
      tree.append([9], to: "config/logs/live")
      tree.append([9], to: "config/z")
      tree.remove("config/logs/going")
      tree.file("config/logs/coming", [1])
    }
    #expect(plan.leftOut.map(\.path.text) == ["config/logs/coming", "config/logs/live", "config/z"])
    #expect(names(plan) == ["config/a", "config/logs"])
    // More comes and goes while it is written: the directory is no reason to stop.
    tree.remove("config/logs/coming")
    tree.file("config/logs/more", [1])
    #expect(try readArchive(plan.bytes()).items.count == 3)
  }

  @Test func whatFailsOnlyWhenItIsWrittenIsLeftOutThen() throws {
    let plan = try plan { _ in }
    #expect(plan.leftOut == [])
    tree.append([4], to: "config/z")
    #expect(throws: ArchiveWritingError<Never>.self) { try plan.bytes() }
    let less = try plan.leavingOut(LeftOut(path: ArchivePath("config/z"), reason: .changing))
    #expect(try readArchive(less.bytes()).manifest?.leftOut.map(\.path.text) == ["config/z"])
  }

  @Test func aFileWithABadSectorIsLeftOut() throws {
    let directory = StandInDirectory(try tree.open("config"), badSectors: ["z": 0..<1])
    let plan = try ArchivePlan(
      leavingOutFailuresOf: directory, modules: [], identity: archiveIdentity, created: 0)
    #expect(plan.leftOut == [LeftOut(path: ArchivePath("config/z"), reason: .unreadable)])
    #expect(names(plan) == ["config/a", "config/logs", "config/logs/live"])
  }

  /// Through the store: without the flag the file is named, with it the backup is made, and never without a file that
  /// it must have.
  @Test func theStoreMakesABackupAllTheSame() throws {
    try withTemporaryDirectory { folder in
      let camera = try TestCamera(folder)
      try camera.setPIN("3141")
      let tree = tree
      let busy = StandInDirectory(try tree.open("config"), listed: { tree.append([1], to: "config/z") })
      func request(_ leavesOut: Bool, _ required: Set<ArchivePath> = []) -> BackupRequest {
        BackupRequest(
          configuration: busy, modules: archiveModules, identity: archiveIdentity, leavesOutFailures: leavesOut,
          required: required)
      }
      let session = try camera.session()
      #expect(throws: StoreError.self) { try session.create(request(false)) }
      let whole = try session.create(request(true, [ArchivePath("config/z")]))
      #expect(whole.leftOut == [], "what must be there is taken as it is between two changes")
      let outcome = try session.create(request(true))
      #expect(outcome.leftOut.map(\.path.text) == ["config/z"])
      let metadata = try #require(session.list(.whole).backups.first?.metadata)
      #expect(metadata.leftOut == 1 && metadata.modules == 2 && metadata.modulesTotal == 3)
    }
  }
}
