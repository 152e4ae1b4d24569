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

  private func damage(_ id: String, _ demo: Demo) throws {
    try demo.damage("card/CAMVAULT/\(id).CVB", at: 3_000)
  }

  /// A backup is damaged, and that was found: it leaves before the older ones, and every report names it until then.
  @Test func aDamagedOneIsNamedAndReplacedFirst() throws {
    try Demo.with { demo throws in
      let ids = try (1...5).map { _ in try demo.create() }
      try damage(ids[2], demo)
      #expect(try demo.backups().allSatisfy { $0["state"] == .text("ok") && $0["check_result"] == .text("ok") })
      #expect(try demo.run("backup verify \(ids[1])").status == 0)
      #expect(try demo.run("backup verify").status == 17)
      let row = try demo.backups()[2]
      #expect(row["state"] == .text("damaged") && row["check_result"] == .text("damaged"))
      #expect(row["checked"]?.text?.hasSuffix("Z") == true)
      #expect(try demo.json("backup list")["next_removed"] == .text(ids[2]))
      #expect(try demo.run("backup list").text.contains("  damaged, next to be replaced\n"))
      let status = try demo.json("status")
      #expect(status["damaged"] == .number(1) && status["last_verification"]?["result"] == .text("damaged"))
      #expect(try demo.run("status").text.contains("5, 1 damaged, the last of "))
      let refused = try demo.run("backup keep \(ids[2])")
      #expect(refused.status == 20 && refused.errors.contains("Backup \(ids[2]) is damaged and cannot be kept."))
      #expect(try demo.json("backup create")["removed"] == .list([.text(ids[2])]))
      #expect(try demo.run("backup verify").status == 0)
    }
  }

  /// Whatever reads all of a backup finds the damage, not a verification alone.
  @Test(arguments: ["show ID --pin-file -", "restore ID --yes --no-reboot --pin-file -", "export ID out --sealed"])
  func damageThatOthersFind(_ command: String) throws {
    try Demo.with { demo throws in
      let ids = try [demo.create(), demo.create("--keep")]
      try damage(ids[1], demo)
      let line = command.replacing("ID", with: ids[1]).replacing("out", with: demo.base + "/out")
      #expect(try demo.run("backup \(line)", input: Demo.pin).status == 17)
      let row = try demo.backups()[0]
      #expect(row["state"] == .text("damaged") && row["keep"] == .truth(false))
    }
  }

  @Test func missingAndReturnedAreInTheStatus() throws {
    try Demo.with { demo throws in
      let ids = try [demo.create(), demo.create()]
      try demo.must("cp \(demo.vault)/\(ids[0]).CVB aside; rm \(demo.vault)/\(ids[0]).CVB")
      var status = try demo.json("status")
      #expect(status["missing"] == .number(1) && status["backups"] == .number(1))
      #expect(try demo.run("status").text.contains("Backups    1, 1 missing, the last of "))
      #expect(try demo.run("backup acknowledge").status == 0)
      try demo.must("cp aside \(demo.vault)/\(ids[0]).CVB")
      status = try demo.json("status")
      #expect(status["returned"] == .number(1) && status["missing"] == .number(0))
      #expect(status["not_checked"] == .number(1))
      #expect(try demo.run("backup list").text.contains("  returned, not checked\n"))
      #expect(try demo.run("backup verify").status == 0)
      #expect(try demo.json("status")["not_checked"] == .number(0))
    }
  }
}
