import FileSystem
import Sodium
import Synchronization
import TestSupport
import Testing

@testable import BackupStore

/// Foreign vaults: trying digits on them, adopting, and the ways out of a locked card.
struct StoreForeignTests {
  @Test func formerDigits() throws {
    try withCamera { camera in
      try lock(camera)
      #expect(failure { try camera.adopt("5678") } == "locked(foreign: 2)")
      let outcome = try camera.changePIN("5678", "1234")
      #expect(outcome.adopted == 2 && outcome.locked == 0 && outcome.rewritten == 0)
      #expect(try camera.rows() == ["00010002 ok", "00010001 ok"])
      #expect(try camera.create() == "00030003")
      #expect(try camera.changePIN("1234", "1234").isUnchanged)
      #expect(try camera.changePIN("1234", "4321").rewritten == 3)
      #expect(try camera.rows() == ["00040003 ok", "00040002 ok", "00040001 ok"])
    }
  }

  @Test func deletingAll() throws {
    try withCamera { camera in
      try lock(camera)
      try copy(camera.path("00010001"), to: camera.folder + "/aside")
      #expect(try camera.session().deleteAll() == 2)
      #expect(try camera.list().condition == .empty)
      #expect(try camera.create() == "00020001")
      try copy(camera.folder + "/aside", to: camera.path("00010001"))
      #expect(try camera.list().foreign == 1 && camera.list().condition == .open)
      #expect(try camera.create() == "00020002")
    }
  }

  /// A card of another camera with the same PIN: the current digits are entered again.
  @Test func currentDigits() throws {
    try withCamera { camera in
      #expect(failure { try camera.adopt("1234") } == "nothingToAdopt")
      try withCamera { other in
        try other.create("kept there", keep: true)
        try other.create("other camera")
        try makeDirectory(camera.vault)
        for name in ["00010001", "00010002"] { try copy(other.path(name), to: camera.path(name)) }
      }
      #expect(try camera.list().condition == .locked && camera.list().backups.isEmpty)
      #expect(try camera.list().locked.map(\.name.description) == ["00010002", "00010001"])
      #expect(try camera.adopt("1234").adopted == 2 && camera.list().locked.isEmpty)
      #expect(try camera.rows() == ["00010002 ok", "00010001 ok"])
      #expect(try camera.record().highestEpoch == 1)
      #expect(try camera.record().cards[0].strays.isEmpty, "only damaged files are outside the ledger")
      #expect(try camera.open("00010002", "1234").count > 1_024)
      #expect(try camera.create() == "00010003")
      #expect(try camera.record().vaults.count == 2)
    }
  }

  /// Wrong digits for foreign vaults have a count of their own, which only an adoption or delete all clears.
  @Test func secondCount() throws {
    try withCamera { camera in
      try lock(camera)
      #expect(try camera.record().foreignFailures.count == 1)
      for _ in 2...4 { #expect(failure { try camera.adopt("5678") } == "locked(foreign: 2)") }
      #expect(failure { try camera.changePIN("5678", "0000") } == "wouldLock(foreign: 2)")
      #expect(try camera.session().foreignWait == 30)
      #expect(failure { try camera.adopt("5678") } == "mustWait(seconds: 30)")
      #expect(failure { try camera.changePIN("5678", "1234") } == "mustWait(seconds: 30)")
      try camera.check("5678")
      camera.setClocks { $0.sinceBoot += 30 }
      #expect(failure { try camera.setPIN("0000", forgetting: true) } == "wouldLock(foreign: 2)")
      #expect(try camera.session().foreignWait == 60)
      camera.setClocks { $0.sinceBoot += 60 }
      #expect(try camera.changePIN("5678", "1234").adopted == 2)
      #expect(try camera.record().foreignFailures == FailureCount())
    }
  }

  /// A PIN that was tried on no vault does not clear it.
  @Test func secondCountAndAnotherCard() throws {
    try withCamera { camera in
      try lock(camera)
      let count = try camera.record().foreignFailures
      #expect(count.count == 1)
      try makeDirectory(camera.folder + "/other")
      camera.slot = "other"
      try camera.setPIN("9999", forgetting: true)
      #expect(try camera.record().foreignFailures == count)
    }
  }

  @Test func secondCountAndDeleteAll() throws {
    try withCamera { camera in
      try lock(camera)
      _ = try camera.session().deleteAll()
      #expect(try camera.record().foreignFailures.count == 1, "another card, emptied, would let the tries begin again")
    }
  }

  /// Memory that the system lacks for a foreign vault is no wrong digits.
  @Test func lackOfMemory() throws {
    try withCamera { camera in
      try lock(camera)
      let own = try Array(camera.record().vaults[0].part.bytes[HeaderLayout.salt])
      camera.stretch = { (digits, salt, cost) throws(SodiumError) in
        guard salt == own else { throw .noMemory }
        return try StoreFixture.stretch(digits, salt, cost)
      }
      let before = try camera.record().foreignFailures
      #expect(failure { try camera.changePIN("5678", "1234") } == "noMemory(kibibytes: 65536)")
      #expect(try camera.record().foreignFailures == before)
    }
  }

  /// Six foreign vaults: after four the person is asked. The order is by number of files, then by the newest.
  @Test(arguments: [false, true])
  func manyVaults(_ goesOn: Bool) throws {
    try withCamera { camera in
      try plantVaults(6, on: camera)
      let asked = Mutex<[String]>([])
      camera.decisions.goOnTrying = { tried, left in
        asked.withLock { $0.append("\(tried), \(left)") }
        return goesOn
      }
      let tried = Mutex<[[UInt8]]>([])
      camera.stretch = { (digits, salt, cost) throws(SodiumError) in
        tried.withLock { $0.append(salt) }
        return try StoreFixture.stretch(digits, salt, cost)
      }
      #expect(failure { try camera.setPIN("0000", forgetting: true) } == "wouldLock(foreign: 6)")
      #expect(asked.withLock { $0 } == ["4, 2"])
      #expect(tried.withLock { $0.count } == (goesOn ? 6 : 4))
      camera.setClocks { $0.sinceBoot += 10_000 }
      camera.decisions.lockCard = { _ in true }
      let outcome = try camera.setPIN("1002", forgetting: true)
      #expect(outcome.adopted == (goesOn ? 1 : 0))
    }
  }

  /// At most four vaults: the least recently seen leaves, the first never.
  @Test func fiveVaults() throws {
    try withCamera { camera in
      try plantVaults(5, on: camera, digits: { _ in "7777" })
      camera.decisions.goOnTrying = { _, _ in true }
      #expect(try camera.setPIN("7777", forgetting: true).adopted >= 3)
      let record = try camera.record()
      #expect(record.vaults.count == 4 && record.vaults[0].part.epoch == record.highestEpoch)
      #expect(try camera.list().backups.count { $0.state == .ok } == 3)
    }
  }

  /// Two backups of `1234` on a card of a camera whose PIN is `5678`.
  private func lock(_ camera: TestCamera) throws {
    try camera.create(2)
    camera.decisions.lockCard = { _ in true }
    try camera.setPIN("5678", forgetting: true)
    camera.decisions = PINDecisions()
    #expect(try camera.list().condition == .locked)
  }

  /// As many foreign vaults, each with one backup, the n-th under the digits 1000 + n and with counter n.
  private func plantVaults(
    _ count: Int, on camera: TestCamera, digits: (Int) -> String = { "\(1_000 + $0)" }
  ) throws {
    try makeDirectory(camera.vault)
    for number in 1...count {
      try withTemporaryDirectory { folder in
        let other = try TestCamera(folder)
        try other.setPIN(digits(number))
        try other.create()
        try other.alterRecord { $0.cards[0].nextCounter = UInt32(number) }
        let name = number > 1 ? try other.create() : "00010001"
        try copy(other.path(name), to: camera.path(name))
      }
    }
  }
}
