import TestSupport
import Testing

/// Six slots' worth of backups in five slots.
@Suite struct RotationTests {
  @Test func theSixthRemovesTheFirst() throws {
    try Demo.with { demo throws in
      var ids: [String] = []
      for _ in 1...6 { ids.append(try demo.create()) }
      try demo.expectBackups(Array(ids.dropFirst().reversed()))
      #expect(!demo.exists("card/CAMVAULT/\(ids[0]).CVB"))
      let verified = try demo.json("backup verify")
      #expect(verified["backups"]?.list.count == 5)
      #expect(verified["backups"]?.list.allSatisfy { $0["state"] == .text("ok") } == true)
      #expect(try demo.json("backup list")["next_removed"] == .text(ids[1]))
    }
  }

  @Test func nothingChangedMakesNone() throws {
    try Demo.with { demo throws in
      let id = try demo.create("--if-changed")
      let again = try demo.json("backup create --if-changed")
      #expect(again["unchanged"] == .truth(true))
      #expect(again["id"] == .text(id))
      #expect(again["removed"] == .list([]))
      try demo.expectBackups([id])

      try demo.must("echo '# changed' >> \(demo.configuration)/camera.cfg")
      let changed = try demo.json("backup create --if-changed")
      #expect(changed["unchanged"] == .truth(false))
      #expect(changed["id"] != .text(id))
    }
  }

  @Test func rotationTakesTheOneThatIsNotKept() throws {
    try Demo.with { demo throws in
      var ids = try (1...4).map { _ in try demo.create("--keep") }
      ids.append(try demo.create())
      #expect(try demo.json("backup list")["next_removed"] == .text(ids[4]))
      let sixth = try demo.json("backup create")
      #expect(sixth["removed"] == .list([.text(ids[4])]))
      let newest = try #require(sixth["id"]?.text)
      try demo.expectBackups([newest] + ids[0..<4].reversed())
    }
  }

  @Test func aFifthKeptOneIsRefused() throws {
    try Demo.with { demo throws in
      let ids = try (1...4).map { _ in try demo.create("--keep") }
      #expect(try demo.run("backup create --keep").status == 20)
      let fifth = try demo.create()
      #expect(try demo.run("backup keep \(fifth)").status == 20)
      try demo.expectBackups([fifth] + ids.reversed())

      #expect(try demo.run("backup unkeep \(ids[0])").status == 0)
      #expect(try demo.run("backup keep latest").status == 0)
      let kept = try demo.backups().filter { $0["keep"] == .truth(true) }.compactMap { $0["id"]?.text }
      #expect(kept == [fifth] + ids.dropFirst().reversed())
    }
  }

  /// A backup that rotation would have to remove is damaged: it counts, and goes in its turn.
  @Test func aDamagedOneIsNamedAndGoesInItsTurn() throws {
    try Demo.with { demo throws in
      let ids = try (1...5).map { _ in try demo.create() }
      try demo.must("printf X | dd of=\(demo.vault)/\(ids[0]).CVB bs=1 seek=3000 conv=notrunc status=none")
      let states = try demo.backups().compactMap { $0["state"]?.text }
      #expect(states == ["ok", "ok", "ok", "ok", "damaged"])
      #expect(try demo.run("backup verify").status == 17)
      #expect(try demo.run("backup verify \(ids[1])").status == 0)
      let sixth = try demo.create()
      try demo.expectBackups([sixth] + ids.dropFirst().reversed())
    }
  }
}
