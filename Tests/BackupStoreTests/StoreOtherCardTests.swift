import TestSupport
import Testing

@testable import BackupStore

/// A change of the PIN while another card than the usual one is in the slot.
struct StoreOtherCardTests {
  private static let refused = "wouldLeaveCard(BackupStore.CardObstacle.otherCard(backups: 3))"

  /// Three backups on the usual card, and another card, empty, in the slot.
  private func withOtherCard(_ body: (TestCamera) throws -> Void) throws {
    try withCamera { camera in
      try camera.create(3)
      try makeDirectory(camera.folder + "/other")
      camera.slot = "other"
      try body(camera)
    }
  }

  @Test func anEmptyCardIsInTheSlot() throws {
    try withOtherCard { camera throws in
      #expect(failure { try camera.changePIN("1234", "5678") } == Self.refused)
      try camera.check("1234")
      camera.slot = "card"
      #expect(try camera.rows().count == 3)
      #expect(try camera.changePIN("1234", "5678").rewritten == 3)
      camera.slot = "other"
      camera.decisions.leaveCard = { $0 == .otherCard(backups: 3) }
      let outcome = try camera.changePIN("5678", "4321")
      #expect(outcome.lockedElsewhere == 3 && outcome.rewritten == 0)
      camera.slot = "card"
      #expect(try camera.list().condition == .locked)
    }
  }

  @Test func anotherCamerasCardIsInTheSlot() throws {
    try withOtherCard { camera throws in
      try withCamera { other in
        try other.setPIN("9999", forgetting: true)
        try other.create()
        try makeDirectory(camera.vault)
        try copy(other.path("00020001"), to: camera.path("00020001"))
      }
      camera.decisions.lockCard = { _ in true }
      #expect(failure { try camera.changePIN("1234", "5678") } == Self.refused)
      #expect(failure { try camera.changePIN("1234", "9999") } == Self.refused)
      camera.slot = "card"
      #expect(try camera.rows().count == 3)
    }
  }

  /// A second card with backups of its own is rewritten, and the usual one is named all the same.
  @Test func aSecondCardIsInTheSlot() throws {
    try withOtherCard { camera throws in
      try camera.create()
      #expect(failure { try camera.changePIN("1234", "5678") } == Self.refused)
      camera.decisions.leaveCard = { $0 == .otherCard(backups: 3) }
      let outcome = try camera.changePIN("1234", "5678")
      #expect(outcome.rewritten == 1 && outcome.lockedElsewhere == 3)
      camera.decisions = PINDecisions()
      #expect(try camera.changePIN("5678", "4321").rewritten == 1, "it is said once")
    }
  }

  @Test func noFalseAlarm() throws {
    try withCamera { camera in
      try makeDirectory(camera.folder + "/other")
      camera.slot = "other"
      try camera.changePIN("1234", "2345")
      camera.slot = "card"
      try camera.create(2)
      try camera.changePIN("2345", "3456")
      try camera.delete("latest")
      try camera.delete("latest")
      camera.slot = "other"
      try camera.changePIN("3456", "4567")
      camera.slot = "card"
      try camera.create(2)
      _ = try camera.session().deleteAll()
      camera.slot = "other"
      #expect(try camera.changePIN("4567", "5678").lockedElsewhere == 0)
    }
  }

  /// A forgotten PIN locks every card, which its own question says; how many are elsewhere is told.
  @Test func forgottenPIN() throws {
    try withOtherCard { camera throws in
      #expect(try camera.setPIN("5678", forgetting: true).lockedElsewhere == 3)
    }
  }

  @Test func thePINInForceAsksNothing() throws {
    try withOtherCard { camera throws in
      #expect(try camera.changePIN("1234", "1234").isUnchanged)
    }
  }

  /// A fifth PIN's key makes one leave, and with it the backups on a card that is not in the slot.
  @Test func adoptionOfAFifthVault() throws {
    try withCamera { camera in
      for number in 1...4 {
        camera.slot = "card \(number)"
        try makeDirectory(camera.folder + "/card \(number)")
        try withCamera { other in
          try other.create()
          try makeDirectory(camera.vault)
          try copy(other.path("00010001"), to: camera.path("00010001"))
        }
        guard number == 4 else {
          #expect(try camera.adopt("1234").adopted == 1)
          continue
        }
        #expect(
          failure { try camera.adopt("1234") } == "wouldLeaveCard(BackupStore.CardObstacle.otherCard(backups: 1))")
        camera.slot = "card 1"
        #expect(try camera.rows() == ["00010001 ok"])
        camera.slot = "card 4"
        camera.decisions.leaveCard = { _ in true }
        #expect(try camera.adopt("1234").lockedElsewhere == 1)
      }
    }
  }
}
