import TestSupport
import Testing

@testable import BackupStore

/// Backups that are no longer on the card, and those that come back.
struct StoreMissingTests {
  @Test func namedUntilAcknowledged() throws {
    try withCamera { camera in
      try camera.create("one", keep: true)
      try camera.create(2)
      try remove(camera.path("00010001"))
      #expect(try camera.rows() == ["00010003 ok", "00010002 ok", "00010001 missing *"])
      #expect(try camera.rows(.headers) == ["00010003 ok", "00010002 ok", "00010001 missing *"])
      #expect(failure { _ = try camera.open("00010001", "1234") } == "notFound(\"00010001\")")
      #expect(try camera.session().verify([BackupSelector("00010001")!]).map(\.state) == [.missing])
      #expect(try camera.session().acknowledgeMissing().map(\.description) == ["00010001"])
      #expect(try camera.rows() == ["00010003 ok", "00010002 ok"])
      #expect(try camera.session().acknowledgeMissing().isEmpty)
    }
  }

  /// What is missing takes no slot, and its mark none of the four.
  @Test func doesNotCount() throws {
    try withCamera { camera in
      for number in 1...4 { try camera.create("kept \(number)", keep: true) }
      try remove(camera.path("00010002"))
      try camera.create("kept 5", keep: true)
      try camera.create()
      #expect(
        try camera.rows()
          == [
            "00010006 ok", "00010005 ok *", "00010004 ok *", "00010003 ok *", "00010002 missing *", "00010001 ok *",
          ])
    }
  }

  /// A kept one that was missing comes back as the fifth: rotation could remove only the new backup.
  @Test func fiveKept() throws {
    try withCamera { camera in
      for number in 1...4 { try camera.create("kept \(number)", keep: true) }
      try copy(camera.path("00010002"), to: camera.folder + "/aside")
      try remove(camera.path("00010002"))
      try camera.create("kept 5", keep: true)
      try copy(camera.folder + "/aside", to: camera.path("00010002"))
      let before = try camera.snapshot()
      #expect(failure { try camera.create() } == "tooManyKept")
      #expect(try camera.snapshot() == before)
      try camera.keep("00010001", false)
      try camera.create()
      #expect(
        try camera.rows()
          == ["00010006 ok", "00010005 ok *", "00010004 ok *", "00010003 ok *", "00010002 ok *"])
    }
  }

  @Test func putBackAfterRotation() throws {
    try withCamera { camera in
      try camera.create(1)
      try copy(camera.path("00010001"), to: camera.folder + "/aside")
      for _ in 2...6 { try camera.create() }
      #expect(try !exists(camera.path("00010001")))
      try copy(camera.folder + "/aside", to: camera.path("00010001"))
      let returned = "00010001 returned"
      #expect(try camera.rows().last == returned)
      #expect(try camera.rows().count == 6)
      try camera.create()
      #expect(try camera.rows().last == returned && camera.rows().count == 6)
      #expect(failure { try camera.keep("00010001") } == "notFound(\"00010001\")")
      #expect(try camera.open("latest", "1234") != camera.open("00010001", "1234"))
    }
  }

  @Test func putBackAfterDeletingAll() throws {
    try withCamera { camera in
      try camera.create(2)
      try copy(camera.path("00010001"), to: camera.folder + "/aside")
      #expect(try camera.session().deleteAll() == 2)
      #expect(try camera.list().condition == .empty && names(in: camera.vault).isEmpty)
      try copy(camera.folder + "/aside", to: camera.path("00010001"))
      #expect(try camera.rows() == ["00010001 returned"])
      #expect(try camera.list().isTakenAsIs == false)
      #expect(try camera.create() == "00010003")
      #expect(try camera.rows() == ["00010003 ok", "00010001 returned"])
    }
  }

  /// A card that another camera with the same vaults wrote has no ledger here, and gets one when all is deleted.
  @Test func putBackAfterDeletingAllOfAnUnknownCard() throws {
    try withCamera { camera in
      try camera.create(2)
      try camera.alterRecord { $0.cards = [] }
      try copy(camera.path("00010001"), to: camera.folder + "/aside")
      #expect(try camera.session().deleteAll() == 2)
      try copy(camera.folder + "/aside", to: camera.path("00010001"))
      #expect(try camera.rows() == ["00010001 returned"])
    }
  }

  @Test func rewrittenAtAChange() throws {
    try withCamera { camera in
      try camera.create(1)
      try copy(camera.path("00010001"), to: camera.folder + "/aside")
      for _ in 2...6 { try camera.create() }
      try copy(camera.folder + "/aside", to: camera.path("00010001"))
      #expect(try camera.changePIN("1234", "5678").rewritten == 6)
      #expect(
        try camera.rows()
          == [
            "00020006 ok", "00020005 ok", "00020004 ok", "00020003 ok", "00020002 ok", "00020001 returned",
          ])
      #expect(try camera.open("00020001", "5678").count > 1_024)
    }
  }

  /// An older file of the same name comes in the place of a newer one.
  @Test func exchanged() throws {
    try withCamera { camera in
      try camera.create(3)
      try copy(camera.path("00010001"), to: camera.path("00010002"))
      #expect(try camera.rows() == ["00010003 ok", "00010002 damaged", "00010001 ok"])
      #expect(try camera.create() == "00010004")
    }
  }

  @Test func emptiedCard() throws {
    try withCamera { camera in
      try camera.create(2)
      for name in try names(in: camera.vault) { try remove(camera.vault + "/" + name) }
      let listing = try camera.list()
      #expect(listing.condition == .empty && !listing.isLastUsed && listing.backups.isEmpty)
      #expect(try camera.create() == "00010001")
      #expect(try camera.list().isLastUsed)
    }
  }
}
