import FileSystem
import TestSupport
import Testing

@testable import BackupStore

/// Deleting one backup. What becomes of it after a stop at any step is enumerated in `EnumerationTests`.
struct StoreDeleteTests {
  @Test func oneOfThree() throws {
    try withCamera { camera in
      try camera.create(3)
      try camera.keep("00010002")
      #expect(try camera.delete("00010002").isKept)
      #expect(try camera.rows() == ["00010003 ok", "00010001 ok"])
      #expect(try names(in: camera.vault) == ["00010001.CVB", "00010003.CVB"])
      #expect(try camera.session().acknowledgeMissing().isEmpty)
      #expect(failure { try camera.delete("00010002") } == "notFound(\"00010002\")")
      #expect(try camera.create() == "00010004")
    }
  }

  @Test func theLatestAndTheLast() throws {
    try withCamera { camera in
      try camera.create(2)
      #expect(try camera.delete("latest").name.description == "00010002")
      let outcome = try camera.session().create(camera.request("", ifChanged: true))
      #expect(!outcome.isUnchanged, "the newest, which had the same contents, is deleted")
      try camera.delete("latest")
      try camera.delete("latest")
      #expect(try camera.list().condition == .empty && camera.list().isLastUsed)
      #expect(failure { try camera.delete("latest") } == "notFound(\"latest\")")
      #expect(try camera.record().cards.allSatisfy { $0.ledger.isEmpty })
      #expect(try camera.record().cleanUps.isEmpty)
    }
  }

  /// The first bytes, with the key, are zeros before the name goes.
  @Test func itIsWiped() throws {
    try withCamera { camera in
      try camera.create()
      let alias = camera.folder + "/alias"
      try makeHardLink(alias, to: camera.path("00010001"))
      try camera.delete("00010001")
      #expect(try contents(alias).prefix(1_024).allSatisfy { $0 == 0 })
    }
  }

  /// Nothing but the named file goes, whatever state it is in.
  @Test(arguments: [1_500, 0, 20, 260, 980])
  func damagedOnes(_ offset: Int) throws {
    try withCamera { camera in
      try camera.create(3)
      try flip(camera.path("00010002"), at: offset)
      try camera.delete("00010002")
      #expect(try camera.rows() == ["00010003 ok", "00010001 ok"], "and it is not missing")
      #expect(try names(in: camera.vault).count == 2)
    }
  }

  @Test func unreadableHeader() throws {
    try withCamera { camera in
      try camera.create(2)
      camera.wrapCard = { StandInDirectory($0, badSectors: ["00010001.CVB": 0..<512]) }
      try camera.delete("00010001")
      camera.wrapCard = { $0 }
      #expect(try camera.rows() == ["00010002 ok"])
    }
  }

  @Test func returnedOne() throws {
    try withCamera { camera in
      try camera.create(2)
      try copy(camera.path("00010001"), to: camera.folder + "/aside")
      try camera.delete("00010001")
      try copy(camera.folder + "/aside", to: camera.path("00010001"))
      #expect(try camera.rows() == ["00010002 ok", "00010001 returned"])
      try camera.delete("00010001")
      #expect(try camera.rows() == ["00010002 ok"])
      #expect(try camera.record().cleanUps.isEmpty)
    }
  }

  /// One of another PIN may be named, also on a locked card, of which nothing is listed. The last one unlocks it.
  @Test func foreignOne() throws {
    try withCamera { camera in
      try camera.create(2)
      camera.decisions.lockCard = { _ in true }
      try camera.setPIN("5678", forgetting: true)
      try copy(camera.path("00010001"), to: camera.folder + "/aside")
      #expect(failure { try camera.delete("latest") } == "locked(foreign: 2)")
      #expect(failure { try camera.delete("00010007") } == "notFound(\"00010007\")")
      #expect(try camera.delete("00010001").state == .foreign)
      #expect(try camera.list().condition == .locked && names(in: camera.vault) == ["00010002.CVB"])
      try camera.delete("00010002")
      #expect(try camera.list().condition == .empty && camera.record().cleanUps.isEmpty)
      try camera.create()
      try copy(camera.folder + "/aside", to: camera.path("00010001"))
      #expect(try camera.rows() == ["00020001 ok", "00010001 foreign"])
      try camera.delete("00010001")
      #expect(try camera.rows() == ["00020001 ok"])
    }
  }

  /// A copy of another camera's that was damaged later: nobody can tell by its bytes whose it was.
  @Test(arguments: [0, 60, 1_500]) func damagedOnALockedCard(_ offset: Int) throws {
    try withCamera { camera in
      try camera.create(2)
      camera.decisions.lockCard = { _ in true }
      try camera.setPIN("5678", forgetting: true)
      try flip(camera.path("00010002"), at: offset)
      #expect(try camera.list().condition == .locked)
      let asked = try camera.session().findToDelete(.name(BackupName("00010002")!))
      #expect(asked.state == (offset == 1_500 ? .foreign : .damaged))
      #expect(
        failure { _ = try camera.session().delete(.name(asked.name), asked: Identifier([UInt8](1...16))) }
          == "otherBackups")
      _ = try camera.session().delete(.name(asked.name), asked: asked.backupID)
      #expect(try names(in: camera.vault) == ["00010001.CVB"])
    }
  }

  @Test func unknownCard() throws {
    try withCamera { camera in
      try camera.create(3)
      try camera.alterRecord { $0.cards = [] }
      try camera.delete("00010002")
      #expect(try camera.rows() == ["00010003 ok", "00010001 ok"])
      #expect(try camera.list().isTakenAsIs)
    }
  }

  @Test func missingOne() throws {
    try withCamera { camera in
      try camera.create(2)
      try remove(camera.path("00010001"))
      #expect(failure { try camera.delete("00010001") } == "notFound(\"00010001\")")
    }
  }

  @Test func withoutCardAndReadOnly() throws {
    try withCamera { camera in
      try camera.create()
      let before = try camera.snapshot()
      camera.setRoom(free: 1_000_000, isReadOnly: true)
      #expect(failure { try camera.delete("00010001") } == "readOnly")
      #expect(try camera.snapshot() == before)
      camera.slot = nil
      #expect(failure { try camera.delete("00010001") } == "noCard")
    }
  }

  /// Another backup has the name when the answer comes: another card is in the slot.
  @Test func anotherCardThanTheOneOfTheQuestion() throws {
    try withCamera { camera in
      try camera.create()
      let asked = try camera.session().findToDelete(.latest).backupID
      let all = try camera.list().contents
      try makeDirectory(camera.folder + "/other")
      camera.slot = "other"
      try camera.create()
      #expect(try camera.list().backups.map(\.name.description) == ["00010001"])
      let before = try camera.snapshot()
      #expect(failure { _ = try camera.session().delete(.latest, asked: asked) } == "otherBackups")
      #expect(failure { _ = try camera.session().deleteAll(asked: all) } == "otherBackups")
      #expect(try camera.snapshot() == before)
      camera.slot = "card"
      #expect(try camera.session().deleteAll(asked: all) == 1)
    }
  }

  /// A header that is damaged in its backup id is one backup, which is damaged, and not one more that is missing.
  @Test func damagedBackupIDIsOneBackup() throws {
    try withCamera { camera in
      try camera.create(2)
      try flip(camera.path("00010002"), at: 260)
      for depth in [ListingDepth.headers, .whole] {
        #expect(try camera.rows(depth) == ["00010002 damaged", "00010001 ok"])
      }
      try remove(camera.path("00010002"))
      #expect(try camera.rows() == ["00010002 missing", "00010001 ok"])
    }
  }
}

extension TestCamera {
  @discardableResult
  func delete(_ name: String) throws -> BackupDescription {
    try session().delete(BackupSelector(name)!).description
  }
}
