import TestSupport
import Testing

/// Things on a card that are not ours, some of them under our names.
@Suite struct PlantedFilesTests {
  private func plant(_ demo: Demo) throws {
    try demo.must(
      """
      mkdir -p demo/card/CAMVAULT demo/card/DCIM && cd demo/card && echo photo > DCIM/1.jpg && cd CAMVAULT
      echo mine > notes.txt && echo secret > ../../../secret && ln -s ../../../secret 00010009.CVB
      mkfifo 0001000A.CVB && mkdir 0001000B.CVB && echo in > 0001000B.CVB/in && : > 0001000c.cvb
      printf '\\377\\033[31m' > "$(printf 'bad\\377\\033[31mname')" && echo 1 > 0001000D.CVB.bak && echo 2 > 1000D.CVB
      """)
  }

  private func expectUntouched(_ demo: Demo) throws {
    try demo.must(
      """
      cd demo/card && grep -q photo DCIM/1.jpg && cd CAMVAULT && grep -qx mine notes.txt && [ -L 00010009.CVB ] &&
      grep -qx secret ../../../secret && [ -p 0001000A.CVB ] && grep -q in 0001000B.CVB/in && [ -e bad* ] &&
      grep -q 1 0001000D.CVB.bak && grep -q 2 1000D.CVB
      """)
  }

  @Test func theyAreNeitherReadNorTouched() throws {
    try Demo.with { demo throws in
      try plant(demo)
      try demo.expectBackups([])
      #expect(try demo.json("status")["card"]?["state"] == .text("empty"))
      var ids = [try demo.create()]
      try expectUntouched(demo)
      #expect(!demo.exists("card/CAMVAULT/0001000c.cvb"), "an empty file of the form holds nothing")
      for _ in 1...5 { ids.append(try demo.create()) }
      try demo.expectBackups(ids.dropFirst().reversed())
      #expect(try demo.run("backup verify").status == 0)
      #expect(try demo.json(PINChangeTests.change, input: PINChangeTests.digits)["rewritten"] == .number(5))
      #expect(try demo.run("backup delete-all --yes").status == 0)
      try expectUntouched(demo)
      try demo.expectBackups([])
    }
  }

  /// A name that something else has is passed over.
  @Test func occupiedNamesArePassedOver() throws {
    try Demo.with { demo throws in
      try demo.must("mkdir -p demo/card/CAMVAULT/00010001.cvb && ln -s / demo/card/CAMVAULT/00010002.CVB")
      #expect(try demo.create() == "00010003")
    }
  }

  @Test func garbageUnderOurNameIsDamaged() throws {
    try Demo.with { demo throws in
      let id = try demo.create()
      try demo.must(
        "head -c 5000 /dev/urandom > demo/card/CAMVAULT/00010077.CVB; echo x > demo/card/CAMVAULT/00010078.CVB")
      let states = try demo.backups().map { [$0["id"], $0["state"], $0["label"]] }
      #expect(states.map { $0[1] } == [.text("damaged"), .text("damaged"), .text("ok")])
      #expect(states.map { $0[2] } == [.null, .null, .text("")])
      #expect(try demo.run("backup verify").status == 17)
      #expect(try demo.run("backup show 00010077 --pin-file -", input: Demo.pin).status == 17)
      #expect(try demo.run("backup verify \(id)").status == 0)
      let next = try demo.create()
      #expect(try demo.backups().count == 4)
      #expect(try demo.opens(next, with: Demo.pin))
      #expect(
        try demo.json(PINChangeTests.change + " --lose-damaged", input: PINChangeTests.digits)["lost"]?.list.count == 2)
      #expect(try demo.backups().count == 2)
    }
  }

  @Test(arguments: [
    "ln -s ../../elsewhere CAMVAULT", "echo x > CAMVAULT", "mkfifo CAMVAULT", "ln -s CAMVAULT CAMVAULT",
  ])
  func somethingElseIsCalledCAMVAULT(_ plant: String) throws {
    try Demo.with { demo throws in
      try demo.must("mkdir elsewhere; cd demo/card && \(plant)")
      #expect(try demo.run("backup create").status == 20)
      try demo.expectBackups([])
      #expect(try demo.run("status").status == 0)
      try demo.must("[ -z \"$(ls -A elsewhere)\" ]")
    }
  }

  @Test func seventyFilesAreOverfilled() throws {
    try Demo.with { demo throws in
      let id = try demo.create()
      try demo.must("for n in $(seq 100 180); do head -c 2000 /dev/urandom > demo/card/CAMVAULT/00010$n.CVB; done")
      let list = try demo.json("backup list")
      #expect(list["card"]?["overfilled"] == .truth(true))
      #expect(list["backups"]?.list.count == 64)
      #expect(list["backups"]?.list.last?["id"] == .text(id))
      #expect(list["backups"]?.list.last?["state"] == .text("ok"))
      let next = try demo.create()
      #expect(try demo.opens(next, with: Demo.pin))
      #expect(try demo.run("backup delete-all --yes").status == 0)
      try demo.must("[ -z \"$(ls -A demo/card/CAMVAULT)\" ]")
    }
  }

  /// What is missing is named until acknowledged, what is put back is shown as returned.
  @Test func missingAndReturned() throws {
    try Demo.with { demo throws in
      let ids = [try demo.create("--keep"), try demo.create()]
      try demo.must("mv demo/card/CAMVAULT/\(ids[0]).CVB aside")
      let missing = try #require(try demo.backups().last)
      #expect(missing["state"] == .text("missing"))
      #expect(missing["created"] == .null && missing["bytes"] == .null && missing["label"] == .null)
      #expect(try demo.run("backup verify").status == 17)
      #expect(try demo.run("backup acknowledge").status == 0)
      try demo.expectBackups([ids[1]])
      try demo.must("mv aside demo/card/CAMVAULT/\(ids[0]).CVB")
      #expect(try demo.backups().last?["state"] == .text("returned"))
      #expect(try demo.opens(ids[0], with: Demo.pin))
      #expect(try demo.run("backup keep \(ids[0])").status == 21)
    }
  }
}
