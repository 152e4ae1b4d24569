import TestSupport
import Testing

@testable import BackupStore

/// Changing the PIN: every backup is rewritten.
struct StoreChangeTests {
  @Test func fiveBackups() throws {
    try withCamera { camera in
      for number in 1...7 { try camera.create("backup \(number)", keep: number == 4) }
      let names = ["00010003", "00010004", "00010005", "00010006", "00010007"]
      let archives = try names.map { try camera.open($0, "1234") }
      let former = try camera.list().backups
      let outcome = try camera.changePIN("1234", "5678")
      #expect(outcome.rewritten == 5 && outcome.lost.isEmpty && outcome.locked == 0 && !outcome.isUnchanged)
      #expect(
        try camera.rows()
          == ["00020007 ok", "00020006 ok", "00020005 ok", "00020004 ok *", "00020003 ok"])
      let backups = try camera.list().backups
      #expect(backups.map(\.metadata) == former.map(\.metadata))
      #expect(Set(backups.compactMap(\.backupID)).isDisjoint(with: former.compactMap(\.backupID)))
      #expect(try names.map { try camera.open("0002" + $0.suffix(4), "5678") } == archives)
      #expect(try BackupStoreTests.names(in: camera.vault).count == 5)
      #expect(try camera.record().cards[0].strays.isEmpty, "what the ledger lists is no stray")
      #expect(failure { try camera.check("1234") } == "wrongPIN(waitSeconds: 0)")
      #expect(try camera.create() == "00020008")
    }
  }

  @Test func emptyCard() throws {
    try withCamera { camera in
      #expect(try camera.changePIN("1234", "5678").rewritten == 0)
      #expect(try camera.create() == "00020001")
      camera.slot = nil
      camera.decisions.leaveCard = { $0 == .absent }
      try camera.changePIN("5678", "1234")
    }
  }

  @Test func theSameDigits() throws {
    try withCamera { camera in
      try camera.create(2)
      let before = try camera.snapshot()
      let outcome = try camera.changePIN("1234", "1234")
      #expect(outcome.isUnchanged && outcome.rewritten == 0)
      #expect(try camera.snapshot() == before)
    }
  }

  @Test func onlyIfChangedAfterAChange() throws {
    try withCamera { camera in
      try camera.create()
      try camera.changePIN("1234", "5678")
      let outcome = try camera.session().create(camera.request("", ifChanged: true))
      #expect(outcome.isUnchanged && outcome.name.description == "00020001")
    }
  }

  /// High counters are numbered again, in their order.
  @Test func renumbering() throws {
    try withCamera { camera in
      try camera.create(2)
      try camera.alterRecord { $0.cards[0].nextCounter = 60_000 }
      try camera.create()
      try camera.changePIN("1234", "5678")
      #expect(try camera.rows() == ["0002EA60 ok", "00020002 ok", "00020001 ok"])
      try camera.create("last")
      try camera.changePIN("5678", "1234")
      #expect(try camera.rows() == ["00030004 ok", "00030003 ok", "00030002 ok", "00030001 ok"])
      #expect(try camera.list().backups.first?.metadata.label == "last")
      #expect(try camera.create() == "00030005")
    }
  }

  /// Equal counters of two vaults are numbered again in order of epoch.
  @Test func equalCounters() throws {
    try withCamera { camera in
      try camera.create("older")
      try camera.setPIN("1234", forgetting: true)
      try camera.alterRecord { $0.cards[0].nextCounter = 1 }
      try copy(camera.path("00010001"), to: camera.folder + "/aside")
      try remove(camera.path("00010001"))
      #expect(try camera.create("newer") == "00020001")
      try copy(camera.folder + "/aside", to: camera.path("00010001"))
      #expect(try camera.rows().count == 2)
      #expect(try camera.changePIN("1234", "5678").rewritten == 2)
      let backups = try camera.list().backups
      #expect(backups.map(\.name.description) == ["00030002", "00030001"])
      #expect(backups.map(\.metadata.label) == ["newer", "older"])
    }
  }

  /// The next epoch is above all that were used; names of what is no backup do not count.
  @Test func epochs() throws {
    try withCamera { camera in
      try camera.create()
      try write("planted", to: camera.vault + "/0002.TXT")
      try makeDirectory(camera.vault + "/0003")
      try write("planted", to: camera.vault + "/0003XY")
      try camera.changePIN("1234", "5678")
      #expect(try camera.rows() == ["00020001 ok"])
      try camera.changePIN("5678", "1234")
      #expect(try camera.rows() == ["00030001 ok"])
      try camera.alterRecord { $0.highestEpoch = 65_534 }
      try camera.changePIN("1234", "5678")
      #expect(try camera.rows() == ["FFFF0001 ok"])
      #expect(failure { try camera.changePIN("5678", "1234") } == "epochsUsedUp")
      #expect(failure { try camera.setPIN("1234", forgetting: true) } == "wouldLock(foreign: 1)")
    }
  }

  /// The epoch of a change that was given up is not used again.
  @Test func epochOfAGivenUpChange() throws {
    try withCamera { camera in
      try camera.create()
      camera.observer = WorkObserver(
        report: { _ in }, shouldStop: { [camera] in (try? camera.record().pendingChange) != nil })
      #expect(failure { try camera.changePIN("1234", "5678") } == "stopped")
      camera.observer = .none
      #expect(try camera.record().highestEpoch == 2)
      try camera.changePIN("1234", "5678")
      #expect(try camera.rows() == ["00030001 ok"])
    }
  }
}
