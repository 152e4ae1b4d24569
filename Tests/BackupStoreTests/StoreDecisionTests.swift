import TestSupport
import Testing

@testable import BackupStore

/// Changes of the PIN that a person must agree to.
struct StoreDecisionTests {
  @Test func withoutCard() throws {
    try withCamera { camera in
      try camera.create(2)
      camera.slot = nil
      #expect(failure { try camera.changePIN("1234", "5678") } == "wouldLeaveCard(BackupStore.CardObstacle.absent)")
      try camera.check("1234")
      camera.decisions.leaveCard = { $0 == .absent }
      #expect(try camera.changePIN("1234", "5678").rewritten == 0)
      camera.slot = "card"
      #expect(try camera.list().condition == .locked)
      camera.decisions = PINDecisions()
      #expect(try camera.changePIN("5678", "1234").adopted == 2)
      #expect(try camera.rows() == ["00010002 ok", "00010001 ok"])
      #expect(try camera.create() == "00030003")
    }
  }

  @Test func readOnlyCard() throws {
    try withCamera { camera in
      try camera.create(2)
      camera.setRoom(free: 1_000_000, isReadOnly: true)
      let before = try camera.snapshot()
      #expect(failure { try camera.changePIN("1234", "5678") } == "wouldLeaveCard(BackupStore.CardObstacle.readOnly)")
      #expect(try camera.snapshot() == before)
      camera.decisions.leaveCard = { $0 == .readOnly }
      try camera.changePIN("1234", "5678")
      #expect(try camera.list().condition == .locked && camera.list().foreign == 2)
      #expect(try names(in: camera.vault).count == 2)
    }
  }

  @Test func tooSmallCard() throws {
    try withCamera { camera in
      try camera.create(2)
      let size = try Int64(contents(camera.path("00010001")).count)
      camera.setRoom(free: size * 2 - 7)
      let before = try camera.snapshot()
      #expect(
        failure { try camera.changePIN("1234", "5678") }
          == "wouldLeaveCard(BackupStore.CardObstacle.tooSmall(missing: 7))")
      #expect(try camera.snapshot() == before)
      camera.setRoom(free: size * 2)
      #expect(try camera.changePIN("1234", "5678").rewritten == 2)
    }
  }

  /// Of five backups, three damaged each in another way: they are wiped when the person agrees, whatever is left of
  /// their backup ids.
  @Test func damagedBackups() throws {
    try withCamera { camera in
      try camera.create(5)
      try flip(camera.path("00010001"), at: 3_000)
      try flip(camera.path("00010002"), at: 260)
      try alter(camera.path("00010004")) { $0.removeSubrange(100...) }
      let before = try camera.snapshot()
      let names = "[00010004, 00010002, 00010001]"
      #expect(failure { try camera.changePIN("1234", "5678") } == "wouldLose(\(names))")
      #expect(try camera.snapshot() == before)
      camera.decisions.loseDamaged = { "\($0)" == names }
      let outcome = try camera.changePIN("1234", "5678")
      #expect(outcome.rewritten == 2 && "\(outcome.lost)" == names)
      #expect(try camera.rows() == ["00020005 ok", "00020003 ok"])
      #expect(try BackupStoreTests.names(in: camera.vault) == ["00020003.CVB", "00020005.CVB"])
      #expect(try camera.create() == "00020006")
    }
  }

  @Test func onlyDamagedBackups() throws {
    try withCamera { camera in
      try camera.create()
      try flip(camera.path("00010001"), at: 1)
      camera.decisions.loseDamaged = { $0.count == 1 }
      #expect(try camera.changePIN("1234", "5678").lost.count == 1)
      #expect(try camera.list().condition == .empty && names(in: camera.vault).isEmpty)
    }
  }

  /// A mixed card: what is foreign stays, what is ours is rewritten.
  @Test func someForeign() throws {
    try withCamera { camera in
      try camera.create("first")
      camera.decisions.lockCard = { $0 == 1 }
      try camera.setPIN("5678", forgetting: true)
      try copy(camera.path("00010001"), to: camera.folder + "/aside")
      #expect(try camera.session().deleteAll() == 1)
      try camera.create("second")
      try copy(camera.folder + "/aside", to: camera.path("00010001"))
      #expect(try camera.rows() == ["00020001 ok", "00010001 foreign"])
      camera.decisions = PINDecisions()
      #expect(failure { try camera.changePIN("5678", "9999") } == "wouldLock(foreign: 1)")
      camera.decisions.lockCard = { $0 == 1 }
      let outcome = try camera.changePIN("5678", "9999")
      #expect(outcome.rewritten == 1 && outcome.locked == 1)
      #expect(try camera.list().condition == .open && camera.list().foreign == 1)
      #expect(try camera.changePIN("9999", "1234").adopted == 1)
      #expect(try camera.list().backups.map(\.state) == [.ok, .ok])
      #expect(try camera.open("00010001", "1234").count > 1_024)
    }
  }
}
