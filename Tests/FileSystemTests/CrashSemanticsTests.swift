import FileSystem
import TestSupport
import Testing

/// What a power cut does to files in memory.
@Suite struct CrashSemanticsTests {
  let fileSystem = CrashingFileSystem("/state", "/card")

  var state: any Directory {
    get throws { try fileSystem.openDirectory(at: "/state") }
  }

  @Test func contentsAndNameAreDurableSeparately() throws {
    let file = try state.create("file")
    try file.write("text")
    #expect(fileSystem.crashed(.dropped).names("/state") == [])
    #expect(fileSystem.crashed(.kept).bytes("/state/file") == Array("text".utf8))
    try file.synchronize()
    #expect(fileSystem.crashed(.dropped).names("/state") == [])
    try state.synchronize()
    #expect(fileSystem.isSynced)
    #expect(fileSystem.crashed(.dropped).bytes("/state/file") == Array("text".utf8))
  }

  @Test func anEntryMayOutliveItsContents() throws {
    try state.create("file").write("text")
    try state.synchronize()
    #expect(fileSystem.crashed(.dropped).bytes("/state/file") == [])
  }

  @Test func aRemovalThatWasNotSynchronisedMayBeUndone() throws {
    fileSystem.plant("/state/file", [1, 2, 3])
    try state.remove("file")
    #expect(fileSystem.bytes("/state/file") == nil)
    #expect(fileSystem.crashed(.dropped).bytes("/state/file") == [1, 2, 3])
    #expect(fileSystem.crashed(.kept).bytes("/state/file") == nil)
    try state.synchronize()
    #expect(fileSystem.crashed(.dropped).bytes("/state/file") == nil)
  }

  @Test func whatIsInALostDirectoryIsLost() throws {
    try state.makeDirectory("sub", mode: 0o700)
    let sub = try state.openDirectory("sub")
    let file = try sub.create("file")
    try file.write("text")
    try file.synchronize()
    try sub.synchronize()
    #expect(fileSystem.crashed(.dropped).names("/state") == [])
    try state.synchronize()
    #expect(fileSystem.crashed(.dropped).bytes("/state/sub/file") == Array("text".utf8))
  }

  @Test func aRenameHappensWholeOrNot() throws {
    fileSystem.plant("/state/name", [1])
    let file = try state.create("new")
    try file.write([2].span, at: 0)
    try file.synchronize()
    try state.rename("new", to: "name")
    var outcomes: Set<[String: [UInt8]]> = []
    for damage in Damage.allCases {
      for seed in 0..<50 {
        let crashed = fileSystem.crashed(damage, seed: UInt64(seed))
        let names = crashed.names("/state")
        outcomes.insert(Dictionary(uniqueKeysWithValues: names.map { ($0, crashed.bytes("/state/\($0)") ?? []) }))
      }
    }
    #expect(outcomes == [["name": [1]], ["name": [1], "new": [2]], ["name": [2]]])
  }

  @Test func changesOfOneNameKeepTheirOrder() throws {
    fileSystem.plant("/state/name", [1])
    try state.remove("name")
    let file = try state.create("name")
    try file.write([2].span, at: 0)
    try file.synchronize()
    try state.rename("name", to: "other")
    for seed in 0..<100 {
      let crashed = fileSystem.crashed(.reordered, seed: UInt64(seed))
      switch crashed.names("/state") {
      case []: break
      case ["name"]: #expect([[1], [2]].contains(crashed.bytes("/state/name")))
      case ["other"]: #expect(crashed.bytes("/state/other") == [2])
      default: Issue.record("\(crashed.names("/state"))")
      }
    }
  }

  @Test func differentNamesSurviveIndependently() throws {
    for name in ["a", "b", "c"] { _ = try state.create(name) }
    let outcomes = (0..<200).map { fileSystem.crashed(.reordered, seed: UInt64($0)).names("/state") }
    #expect(Set(outcomes).count == 8)
  }

  @Test(arguments: Damage.allCases)
  func whatIsSynchronisedIsNeverDamaged(_ damage: Damage) throws {
    let file = try state.create("file")
    try file.write([UInt8](repeating: 1, count: 2000).span, at: 0)
    try file.synchronize()
    try state.synchronize()
    try file.write([UInt8](repeating: 2, count: 700).span, at: 600)
    for seed in 0..<50 {
      let bytes = try #require(fileSystem.crashed(damage, seed: UInt64(seed)).bytes("/state/file"))
      #expect(bytes.count == 2000)
      #expect(bytes[..<600].allSatisfy { $0 == 1 } && bytes[1300...].allSatisfy { $0 == 1 })
    }
  }

  @Test func tearingHappensBetweenSectors() throws {
    fileSystem.plant("/state/file", [UInt8](repeating: 1, count: 4096))
    try state.openForWriting("file").write([UInt8](repeating: 2, count: 4096).span, at: 0)
    var lengths: Set<Int> = []
    for seed in 0..<200 {
      let bytes = try #require(fileSystem.crashed(.torn, seed: UInt64(seed)).bytes("/state/file"))
      let length = bytes.prefix { $0 == 2 }.count
      #expect(bytes[length...].allSatisfy { $0 == 1 })
      lengths.insert(length)
    }
    #expect(lengths == Set(stride(from: 0, through: 4096, by: 512)))
  }

  @Test func garbageEndsAFileThatWasGrowing() throws {
    let file = try state.create("file")
    try state.synchronize()
    try file.write([UInt8](repeating: 2, count: 1000).span, at: 0)
    let outcomes = try (0..<50).map { try #require(fileSystem.crashed(.garbage, seed: $0).bytes("/state/file")) }
    #expect(outcomes.allSatisfy { $0.count >= 1000 && $0.count < 2024 })
    #expect(outcomes.contains { $0.count > 1000 })
    #expect(outcomes.contains { !$0.allSatisfy { $0 == 2 } })
  }

  @Test func aSeedGivesTheSameStateAgain() throws {
    try state.create("file").write([UInt8](repeating: 2, count: 3000).span, at: 0)
    for damage in Damage.allCases {
      let one = fileSystem.crashed(damage, seed: 7)
      let two = fileSystem.crashed(damage, seed: 7)
      #expect(one.names("/state") == two.names("/state"))
      #expect(one.bytes("/state/file") == two.bytes("/state/file"))
    }
  }

  @Test func damageCanBeConfinedToOneTree() throws {
    _ = try state.create("file")
    _ = try fileSystem.openDirectory(at: "/card").create("file")
    let crashed = fileSystem.crashed(.dropped, at: "/card")
    #expect(crashed.names("/state") == ["file"])
    #expect(crashed.names("/card") == [])
  }
}
