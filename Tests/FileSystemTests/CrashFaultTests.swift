import FileSystem
import Glibc
import TestSupport
import Testing

/// Stops, injected errors, and media that are full, read-only or exchanged.
@Suite struct CrashFaultTests {
  let fileSystem = CrashingFileSystem("/state", "/card")

  var card: any Directory {
    get throws { try fileSystem.openDirectory(at: "/card") }
  }

  @Test func nothingWorksOnceThePowerIsOff() throws {
    let card = try card
    let file = try card.create("file")
    fileSystem.stop(at: 2)
    #expect(code { try file.write("text") } == ErrorCode.powerOff)
    #expect(fileSystem.isStopped)
    #expect(code { try file.synchronize() } == ErrorCode.powerOff)
    #expect(code { try file.status() } == ErrorCode.powerOff)
    #expect(code { try card.entries() } == ErrorCode.powerOff)
    #expect(code { try fileSystem.openDirectory(at: "/state") } == ErrorCode.powerOff)
    #expect(fileSystem.crashed(.kept).bytes("/card/file") == [])
    #expect(fileSystem.changeCount == 2)
    #expect(fileSystem.callCount == 3)
  }

  @Test func theTraceTellsWhatWasDone() throws {
    let file = try card.create("file")
    fileSystem.stop(at: 2)
    try? file.write("text")
    _ = code { try card.open("none") }
    let crashed = fileSystem.crashed(.torn, seed: 3)
    _ = try crashed.openDirectory(at: "/card")
    #expect(
      crashed.trace == """
          open /card
        1 create /card/file
        2 write /card/file 4 bytes at 0: power off
        -- power cut: torn, seed 3
          open /card
        """)
  }

  @Test func aFaultStrikesOnceOrFromThenOn() throws {
    let card = try card
    fileSystem.fail(at: 2, code: ErrorCode.inputOutput)
    #expect(code { try card.create("a") } == nil)
    #expect(code { try card.create("b") } == EIO)
    #expect(code { try card.create("c") } == nil)
    #expect(fileSystem.names("/card") == ["a", "c"])
    fileSystem.clearFaults()
    fileSystem.fail(at: 2, code: ErrorCode.noDevice, persistent: true, on: .any)
    #expect(code { try card.entries() } == nil)
    #expect(code { try card.entries() } == ENODEV)
    #expect(code { try card.remove("a") } == ENODEV)
    fileSystem.clearFaults()
    #expect(code { try card.remove("a") } == nil)
  }

  @Test func aFaultCanBeConfinedToAFolder() throws {
    let state = try fileSystem.openDirectory(at: "/state")
    let card = try card
    fileSystem.fail(at: 1, code: ErrorCode.readOnly, persistent: true, scope: "/card")
    #expect(code { try state.create("file") } == nil)
    #expect(code { try card.status() } == nil)
    #expect(code { try card.create("file") } == EROFS)
    #expect(fileSystem.hasFailed)
  }

  @Test func aWriteThatFailsForRoomMayHaveWrittenAPart() throws {
    let bytes = [UInt8](repeating: 2, count: 1000)
    var lengths: Set<Int> = []
    for seed in 0..<20 {
      let copy = fileSystem.copy()
      let file = try copy.openDirectory(at: "/card").create("file")
      copy.fail(at: 1, code: ErrorCode.noSpace, seed: UInt64(seed))
      #expect(code { try file.write(bytes.span, at: 0) } == ENOSPC)
      lengths.insert(try #require(copy.bytes("/card/file")).count)
    }
    #expect(lengths.count > 10)
    #expect(lengths.allSatisfy { $0 < 1000 })
  }

  @Test func whatAFailedSynchronisationLostIsNotMadeDurableByTheNext() throws {
    var outcomes: Set<[UInt8]> = []
    for seed in 0..<20 {
      let copy = fileSystem.copy()
      let card = try copy.openDirectory(at: "/card")
      let file = try card.create("file")
      try card.synchronize()
      try file.write("text")
      copy.fail(at: 1, code: ErrorCode.inputOutput, seed: UInt64(seed))
      #expect(code { try file.synchronize() } == EIO)
      #expect(code { try file.synchronize() } == nil)
      #expect(try file.text() == "text")
      outcomes.insert(try #require(copy.crashed(.kept).bytes("/card/file")))
      file.dropPages()
      #expect(["text", "\0\0\0\0"].contains(try file.text()))
      try file.write("more")
      try file.synchronize()
      #expect(copy.crashed(.dropped).bytes("/card/file") == Array("more".utf8))
    }
    #expect(outcomes == [[], [0, 0, 0, 0], Array("text".utf8)])
  }

  @Test func entriesThatAFailedSynchronisationLostStayLost() throws {
    var outcomes: Set<[String]> = []
    for seed in 0..<20 {
      let copy = fileSystem.copy()
      let card = try copy.openDirectory(at: "/card")
      _ = try card.create("a")
      copy.fail(at: 1, code: ErrorCode.inputOutput, seed: UInt64(seed))
      #expect(code { try card.synchronize() } == EIO)
      _ = try card.create("b")
      try card.synchronize()
      #expect(copy.names("/card") == ["a", "b"])
      outcomes.insert(copy.crashed(.kept).names("/card"))
    }
    #expect(outcomes == [["a", "b"], ["b"]])
  }

  @Test func roomIsUsedUpAndGivenBack() throws {
    fileSystem.configure("/card") { $0.room = 2048 }
    let card = try card
    #expect(try card.capacity() == Capacity(total: 2048, free: 2048, isReadOnly: false, block: 512))
    var file: (any File)? = try card.create("file")
    #expect(code { try file?.write([UInt8](repeating: 1, count: 3000).span, at: 0) } == ENOSPC)
    #expect(try file?.status().size == 2048)
    #expect(code { try card.makeDirectory("sub", mode: 0o700) } == ENOSPC)
    try card.remove("file")
    #expect(try card.capacity().free == 0)
    file = nil
    #expect(try card.capacity().free == 2048)
  }

  @Test func aMediumMayNotKnowItsRoom() throws {
    let card = try card
    #expect(try card.capacity() == Capacity(total: nil, free: nil, isReadOnly: false, block: 512))
    fileSystem.configure("/card") {
      $0.room = 512
      $0.reportsRoom = false
      $0.fullCode = ErrorCode.notPermitted
    }
    #expect(try card.capacity().total == nil)
    #expect(code { try card.create("file").write([UInt8](repeating: 1, count: 513).span, at: 0) } == EPERM)
  }

  @Test func aReadOnlyMediumIsRead() throws {
    fileSystem.plant("/card/file", [1])
    fileSystem.configure("/card") { $0.isReadOnly = true }
    let card = try card
    #expect(try card.open("file").readAll(limit: 8) == [1])
    #expect(try card.capacity().isReadOnly)
    #expect(code { try card.openForWriting("file") } == EROFS)
    #expect(code { try card.create("other") } == EROFS)
    #expect(code { try card.remove("file") } == EROFS)
    #expect(code { try card.rename("file", to: "other") } == EROFS)
    #expect(code { try card.makeDirectory("sub", mode: 0o700) } == EROFS)
  }

  @Test func namesOnFATAreComparedWithoutCase() throws {
    fileSystem.configure("/card") { $0.ignoresCase = true }
    let card = try card
    try card.create("00010001.CVB").write("text")
    #expect(try card.text("00010001.cvb") == "text")
    #expect(code { try card.create("00010001.cvb") } == EEXIST)
    try card.rename("00010001.CVB", to: "00010001.cvb")
    #expect(fileSystem.names("/card") == ["00010001.cvb"])
    try card.makeDirectory("CAMVAULT", mode: 0o700)
    #expect(try card.openDirectory("camvault").status().kind == .directory)
  }

  @Test func cardsAreExchanged() throws {
    let former = try card
    let file = try former.create("file")
    let other = fileSystem.addMedium()
    let device = try former.status().device
    let taken = fileSystem.exchange("/card", with: other)
    #expect(code { try former.entries() } == ENODEV)
    #expect(code { try file.write("text") } == ENODEV)
    #expect(try card.entries() == [])
    #expect(try card.status().device != device)
    fileSystem.exchange("/card", with: nil)
    #expect(code { try card } == ENOENT)
    fileSystem.exchange("/card", with: taken)
    #expect(fileSystem.names("/card") == ["file"])
  }

  @Test func aTestCanDamageWhatIsStored() throws {
    fileSystem.plant("/card/file", [1, 2, 3])
    fileSystem.flip("/card/file", at: 1)
    #expect(fileSystem.bytes("/card/file") == [1, 3, 3])
    fileSystem.makeUnreadable("/card/file")
    let file = try card.open("file")
    #expect(code { try file.readAll(limit: 8) } == EIO)
    fileSystem.uproot("/card/file")
    #expect(fileSystem.names("/card") == [])
    #expect(fileSystem.isSynced)
  }
}
