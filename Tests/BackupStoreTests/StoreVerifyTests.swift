import TestSupport
import Testing

@testable import BackupStore

/// Listing looks at headers, verifying at every byte.
struct StoreVerifyTests {
  @Test func depths() throws {
    try withCamera { camera in
      try camera.create(3)
      try flip(camera.path("00010002"), at: 4_000)
      #expect(try camera.rows(.headers) == ["00010003 ok", "00010002 ok", "00010001 ok"])
      #expect(try camera.rows(.whole) == ["00010003 ok", "00010002 damaged", "00010001 ok"])
      let size = try contents(camera.path("00010001")).count
      try flip(camera.path("00010001"), at: size - 1)
      #expect(try camera.rows(.headers) == ["00010003 ok", "00010002 ok", "00010001 ok"])
      #expect(try camera.rows(.whole) == ["00010003 ok", "00010002 damaged", "00010001 damaged"])
      try flip(camera.path("00010001"), at: 1_000)
      #expect(try camera.rows(.headers) == ["00010003 ok", "00010002 ok", "00010001 damaged"])
    }
  }

  @Test func named() throws {
    try withCamera { camera in
      try camera.create(3)
      let verify = { (ids: [String]) in
        try camera.session().verify(ids.map { BackupSelector($0)! }).map { "\($0.name) \($0.state)" }
      }
      #expect(try verify(["00010001", "latest"]) == ["00010003 ok", "00010001 ok"])
      #expect(try verify(["00010002"]) == ["00010002 ok"])
      #expect(failure { _ = try verify(["00010004"]) } == "notFound(\"00010004\")")
      _ = try camera.session().deleteAll()
      #expect(failure { _ = try verify(["latest"]) } == "notFound(\"latest\")")
      #expect(try verify([]) == [])
    }
  }

  /// One that verifies makes up for no other that is damaged.
  @Test func namedBesideADamagedOne() throws {
    try withCamera { camera in
      try camera.create(3)
      try flip(camera.path("00010002"), at: 4_000)
      _ = try camera.session().verify([])
      #expect(try camera.session().history.verification?.isDamaged == true)
      _ = try camera.session().verify([BackupSelector("00010003")!])
      #expect(try camera.session().history.verification?.isDamaged == true)
      try flip(camera.path("00010002"), at: 4_000)
      _ = try camera.session().verify([BackupSelector("00010002")!])
      #expect(try camera.session().history.verification?.isDamaged == false)
    }
  }

  @Test(arguments: ["latest", "00010001", "ffffffff", "00000000"])
  func selectors(_ text: String) {
    #expect(BackupSelector(text) != nil)
  }

  @Test(arguments: [
    "", "LATEST", "0001001", "000100011", "0001000g", "00010001.CVB", " 0010001", "+0010001", "０００１０００１",
  ])
  func noSelectors(_ text: String) {
    #expect(BackupSelector(text) == nil)
  }

  @Test(arguments: [
    ("00010001.CVB", true), ("abcdEF12.cVb", true), ("00000000.CVB", true), ("00010001.CVBX", false),
    ("00010001CVB", false), ("0001000G.CVB", false), ("00010001.CV", false), ("./010001.CVB", false),
  ])
  func fileNames(_ name: String, _ isOurs: Bool) {
    #expect((BackupName(fileName: name) != nil) == isOurs)
  }

  /// A card is the one whose ledger names most of its files; what comes from another card is returned there.
  @Test func filesOfAnotherCard() throws {
    try withCamera { camera in
      for card in ["a", "b"] {
        try makeDirectory(camera.folder + "/" + card)
        camera.slot = card
        try camera.create(card == "a" ? 3 : 2)
      }
      camera.slot = "a"
      let third = try contents(camera.path("00010003"))
      camera.slot = "b"
      try write(third, to: camera.path("00010003"))
      #expect(try camera.rows() == ["00010003 returned", "00010002 ok", "00010001 ok"])
      #expect(try camera.list().isLastUsed)
      #expect(try camera.create() == "00010004")
      #expect(try camera.rows() == ["00010004 ok", "00010003 returned", "00010002 ok", "00010001 ok"])
    }
  }
}
