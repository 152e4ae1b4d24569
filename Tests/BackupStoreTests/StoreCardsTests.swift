import TestSupport
import Testing

@testable import BackupStore

/// Several cards in one camera.
struct StoreCardsTests {
  @Test func rotation() throws {
    try withCards { camera in
      for _ in 1...3 {
        camera.slot = "a"
        try camera.create("on a")
        camera.slot = "b"
        try camera.create("on b")
      }
      #expect(try camera.list().isLastUsed)
      camera.slot = "a"
      #expect(try camera.list().isLastUsed == false)
      #expect(try camera.rows() == ["00010003 ok", "00010002 ok", "00010001 ok"])
      #expect(try camera.list().backups.map(\.metadata.label) == ["on a", "on a", "on a"])
      #expect(try camera.record().cards.count == 2)
    }
  }

  /// The change rewrites the card in the slot; the other is locked until the former digits are set again.
  @Test(arguments: ["a", "b"])
  func changeOnOneCard(_ inSlot: String) throws {
    try withCards { camera in
      let other = inSlot == "a" ? "b" : "a"
      for card in ["a", "b"] {
        camera.slot = card
        try camera.create(2)
      }
      camera.slot = inSlot
      camera.decisions.leaveCard = { _ in true }
      #expect(try camera.changePIN("1234", "5678").rewritten == 2)
      #expect(try camera.create() == "00020003")
      camera.slot = other
      #expect(try camera.list().condition == .locked)
      #expect(failure { try camera.create() } == "locked(foreign: 2)")
      #expect(try camera.changePIN("5678", "1234").adopted == 2)
      #expect(try camera.create() == "00030003")
      #expect(try camera.rows() == ["00030003 ok", "00010002 ok", "00010001 ok"])
      camera.slot = inSlot
      #expect(try camera.list().condition == .locked && camera.list().foreign == 3)
      #expect(try camera.session().deleteAll() == 3)
      #expect(try camera.create() == "00030001")
      camera.slot = other
      #expect(try camera.rows().count == 3)
    }
  }

  /// Both cards under one PIN after a change that each of them saw, in both orders.
  @Test(arguments: [["a", "b"], ["b", "a"]])
  func sameDigitsOnBothCards(_ order: [String]) throws {
    try withCards { camera in
      for card in order {
        camera.slot = card
        try camera.create(2)
      }
      camera.slot = order[0]
      try camera.setPIN("1234", forgetting: true)
      #expect(try camera.rows() == ["00010002 ok", "00010001 ok"])
      camera.slot = order[1]
      #expect(try camera.rows().count == 2)
      #expect(try camera.list().condition == .open)
      camera.decisions.leaveCard = { $0 == .otherCard(backups: 2) }
      try camera.changePIN("1234", "5678")
      camera.slot = order[0]
      #expect(try camera.list().condition == .locked)
    }
  }

  /// What another camera with the same vault wrote is taken as it is, and joins the ledger with the next change.
  @Test func unknownCard() throws {
    try withCards { camera in
      try camera.create(2)
      try flip(camera.path("00010002"), at: 3_000)
      try camera.create()
      try camera.alterRecord { $0.cards = [] }
      let listing = try camera.list()
      #expect(listing.isTakenAsIs && listing.isLastUsed && listing.condition == .open)
      #expect(try camera.rows() == ["00010003 ok", "00010002 damaged", "00010001 ok"])
      let outcome = try camera.session().create(camera.request("new"))
      #expect(outcome.tookOver && outcome.name.description == "00010004")
      #expect(try camera.rows() == ["00010004 ok", "00010003 ok", "00010002 damaged", "00010001 ok"])
      #expect(try camera.list().isTakenAsIs == false)
      try camera.alterRecord { $0.cards = [] }
      try camera.keep("00010001")
      #expect(try camera.rows().last == "00010001 ok *")
    }
  }

  /// Six backups on a card that is not known: taken over, then the oldest leave until five are left.
  @Test func unknownCardWithMany() throws {
    try withCards { camera in
      try camera.create(5)
      try copy(camera.path("00010001"), to: camera.folder + "/aside")
      try camera.create()
      try copy(camera.folder + "/aside", to: camera.path("00010001"))
      try camera.alterRecord { $0.cards = [] }
      #expect(try camera.rows().count == 6 && camera.list().nextRemoved?.description == "00010001")
      #expect(try camera.session().create(camera.request("")).removed.count == 2)
      #expect(try camera.rows().count == 5 && camera.rows().last == "00010003 ok")
    }
  }

  /// The fifth card needs the room of one.
  @Test func fiveCards() throws {
    try withCards { camera in
      for card in ["c", "d", "e"] { try makeDirectory(camera.folder + "/" + card) }
      for card in ["a", "b", "c", "d"] {
        camera.slot = card
        try camera.create()
      }
      camera.slot = "b"
      _ = try camera.session().deleteAll()
      camera.slot = "e"
      try camera.create()
      let isKnown = try ["a", "c", "d", "e"].map { card in
        camera.slot = card
        return try !camera.list().isTakenAsIs
      }
      #expect(isKnown == [true, true, true, true])
      #expect(try camera.record().cards.count == 4)
      camera.slot = "b"
      try camera.create()
      camera.slot = "a"
      #expect(try camera.list().isTakenAsIs)
    }
  }

  /// A change that was cut with another card in the slot is cleaned up when that card comes back.
  @Test func pendingChangeOnAnotherCard() throws {
    try withCards { camera in
      try camera.create()
      let planted = try LedgerFile(camera, "00010001")
      try camera.alterRecord { record in
        record.pendingChange = FileList(card: record.cards[0].id, files: [planted.listed("00050001")])
      }
      try copy(camera.path("00010001"), to: camera.path("00050001"))
      camera.slot = "b"
      #expect(try camera.create() == "00010001")
      #expect(try camera.record().pendingChange != nil)
      camera.decisions.leaveCard = { $0 == .otherCard(backups: 1) }
      try camera.changePIN("1234", "5678")
      #expect(try camera.record().pendingChange == nil && camera.record().cleanUps.count == 1)
      camera.slot = "a"
      _ = try camera.list()
      #expect(try names(in: camera.vault) == ["00010001.CVB"])
      #expect(try camera.record().cleanUps.isEmpty)
    }
  }

  /// The person is told when the list of a ninth card makes that of another leave.
  @Test(arguments: [7, 8])
  func cardsToCleanUp(_ others: Int) throws {
    try withCards { camera in
      try camera.create()
      let file = ListedFile(name: BackupName("00050001")!, backupID: Identifier([UInt8](repeating: 9, count: 16)))
      try camera.alterRecord { record in
        for number in 1...others {
          record.addCleanUp([file], on: Identifier([UInt8](repeating: UInt8(number), count: 16)))
        }
      }
      let outcome = try camera.changePIN("1234", "5678")
      #expect(outcome.rewritten == 1 && outcome.forgotCleanUp == (others == 8))
      #expect(try camera.record().cleanUps.count == 7)
    }
  }

  /// A camera with two empty cards, `a` in the slot.
  private func withCards(_ body: (TestCamera) throws -> Void) throws {
    try withCamera { camera in
      for card in ["a", "b"] { try makeDirectory(camera.folder + "/" + card) }
      camera.slot = "a"
      try body(camera)
    }
  }

  /// A file with the backup id of another.
  private struct LedgerFile {
    let backupID: Identifier

    init(_ camera: TestCamera, _ name: String) throws {
      backupID = Identifier(Array(try contents(camera.path(name))[HeaderLayout.backupID]))
    }

    func listed(_ name: String) -> ListedFile {
      ListedFile(name: BackupName(name)!, backupID: backupID)
    }
  }
}
