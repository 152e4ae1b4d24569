import TestSupport
import Testing

@testable import BackupStore

/// Whatever else is on a card is not read, counted or touched.
struct StorePlantedTests {
  @Test func otherNamesAndKinds() throws {
    try withCamera { camera in
      try camera.create()
      let planted = [
        "README.TXT", "0001002.CVB", "000100020.CVB", "0001000G.CVB", "00010002.CVB.new", "00010002", "._00010001.CVB",
      ]
      for name in planted { try write("planted", to: camera.vault + "/" + name) }
      try makeDirectory(camera.path("00010002"))
      try makeLink(camera.path("00010003"), to: "00010001.CVB")
      try makePipe(camera.path("00010004"))
      try write("elsewhere", to: camera.folder + "/card/DCIM")
      let before = try names(in: camera.vault)
      #expect(try camera.rows() == ["00010001 ok"])
      #expect(try camera.list().foreign == 0)
      #expect(try camera.create() == "00010005")
      #expect(try names(in: camera.vault) == (before + ["00010005.CVB"]).sorted())
      #expect(try camera.changePIN("1234", "5678").rewritten == 2)
      #expect(try camera.session().deleteAll() == 2)
      #expect(try (["00010001.CVB"] + names(in: camera.vault)).sorted() == before)
      #expect(try contents(camera.folder + "/card/DCIM") == Array("elsewhere".utf8))
    }
  }

  @Test func lowerCaseNames() throws {
    try withCamera { camera in
      try camera.create(2)
      try copy(camera.path("00010001"), to: camera.vault + "/00010001.cvb")
      try remove(camera.path("00010001"))
      #expect(try camera.rows() == ["00010002 ok", "00010001 ok"])
      try camera.create(4)
      #expect(try !exists(camera.vault + "/00010001.cvb"))
      #expect(try camera.rows().count == 5)
    }
  }

  /// Names that differ in case only are two files where the file system says so.
  @Test func occupiedName() throws {
    try withCamera { camera in
      try camera.create()
      try makeDirectory(camera.vault + "/00010002.cvb")
      #expect(try camera.create() == "00010003")
    }
  }

  @Test func blanks() throws {
    try withCamera { camera in
      try camera.create()
      try write([], to: camera.path("00010007"))
      try write([UInt8](repeating: 0, count: 512) + [1], to: camera.path("00050001"))
      #expect(try camera.rows() == ["00010001 ok"])
      #expect(try camera.list().foreign == 0)
      #expect(try names(in: camera.vault).count == 3)
      #expect(try camera.create() == "00010002")
      #expect(try names(in: camera.vault) == ["00010001.CVB", "00010002.CVB"])
    }
  }

  @Test func onlyBlanks() throws {
    try withCamera { camera in
      try makeDirectory(camera.vault)
      try write([UInt8](repeating: 0, count: 2_000), to: camera.path("00010001"))
      #expect(try camera.list().condition == .empty)
      #expect(try camera.create() == "00010002")
      #expect(try names(in: camera.vault) == ["00010002.CVB"])
    }
  }

  @Test func overfilled() throws {
    try withCamera { camera in
      try camera.create(3)
      for number in 0..<70 { try write("CVB", to: camera.path("FFFF00\(number + 10)")) }
      let listing = try camera.list()
      #expect(listing.isOverfilled && listing.backups.count == 64)
      #expect(listing.backups.count { $0.state == .ok } == 3)
      #expect(try camera.create() == "00010004")
      let later = try camera.list().backups
      #expect(later.count { $0.state == .ok } == 4)
    }
  }

  /// Sixty-five directories do not hide a backup that no ledger lists.
  @Test func onlyFilesCount() throws {
    try withCamera { camera in
      try camera.create()
      try camera.alterRecord { $0.cards = [] }
      for number in 0..<65 { try makeDirectory(camera.path("FFFF00\(number + 10)")) }
      let listing = try camera.list()
      #expect(!listing.isOverfilled && listing.backups.map(\.state) == [.ok])
    }
  }

  @Test func laterVersion() throws {
    try withCamera { camera in
      try camera.create(2)
      try copy(camera.path("00010001"), to: camera.path("00010009"))
      try alter(camera.path("00010009")) { $0[8] = 2 }
      #expect(try camera.rows() == ["00010009 foreign", "00010002 ok", "00010001 ok"])
      #expect(try camera.list().foreign == 1)
      camera.decisions.lockCard = { _ in true }
      let outcome = try camera.changePIN("1234", "5678")
      #expect(outcome.locked == 1 && outcome.rewritten == 2 && outcome.lost.isEmpty)
      #expect(try exists(camera.path("00010009")))
    }
  }

  @Test func onlyLaterVersions() throws {
    try withCamera { camera in
      try camera.create()
      try alter(camera.path("00010001")) { $0[8] = 2 }
      try camera.alterRecord { $0.cards = [] }
      #expect(try camera.list().condition == .locked)
      #expect(failure { try camera.create() } == "locked(foreign: 1)")
    }
  }

  @Test(arguments: ["file", "link", "pipe"])
  func obstructed(_ kind: String) throws {
    try withCamera { camera in
      switch kind {
      case "file": try write("no directory", to: camera.vault)
      case "pipe": try makePipe(camera.vault)
      default:
        try makeDirectory(camera.folder + "/elsewhere")
        try makeLink(camera.vault, to: camera.folder + "/elsewhere")
      }
      #expect(failure { try camera.create() } == "obstructed")
      #expect(failure { _ = try camera.session().deleteAll() } == "obstructed")
      #expect(try camera.list().condition == .empty)
      if kind == "link" { #expect(try names(in: camera.folder + "/elsewhere").isEmpty) }
    }
  }
}
