import FileSystem
import Sodium
import Synchronization
import TestSupport
import Testing

@testable import BackupStore

/// Refusals that come before anything else, so that nothing is tried, counted or asked in vain.
struct StoreGuardTests {
  /// Digits that are too few are accepted as those of a foreign backup only.
  private func changeToFewer(_ camera: TestCamera, _ old: String, _ new: String) throws {
    _ = try camera.session().changePIN(from: secret(old), to: secret(new), mustOpen: true, camera.decisions)
  }

  private func lock(_ camera: TestCamera) throws {
    try camera.create(2)
    camera.decisions.lockCard = { _ in true }
    try camera.setPIN("5678", forgetting: true)
    camera.decisions = PINDecisions()
  }

  /// Without a foreign backup nothing is tried: also wrong old digits are not counted.
  @Test func fewerDigitsNeedAForeignBackup() throws {
    try withCamera { camera in
      try camera.create()
      let before = try (camera.record().failures, camera.record().sequence)
      for old in ["1234", "9999"] {
        #expect(failure { try changeToFewer(camera, old, "1") } == "opensNothing")
      }
      let after = try camera.record()
      #expect(after.failures == before.0 && after.sequence == before.1)
      try camera.check("1234")
    }
  }

  @Test func fewerDigitsMustOpenAForeignBackup() throws {
    try withCamera { camera in
      try lock(camera)
      camera.decisions.lockCard = { _ in true }
      #expect(failure { try changeToFewer(camera, "5678", "1") } == "opensNothing")
      try camera.check("5678")
      try changeToFewer(camera, "5678", "1234")
      #expect(try camera.list().condition == .open)
    }
  }

  /// A card without backups has nothing to rewrite: nobody is asked about it.
  @Test func anEmptyCardNeedsNoDecision() throws {
    try withCamera { camera in
      camera.setRoom(free: 1_000_000, isReadOnly: true)
      #expect(try camera.changePIN("1234", "5678").rewritten == 0)
      try camera.check("5678")
    }
  }

  @Test func fewerDigitsOpenNothing() throws {
    try withCamera { camera in
      let failed = failure {
        _ = try camera.session().setPIN(secret("1"), forgetting: true, mustOpen: true, camera.decisions)
      }
      #expect(failed == "opensNothing")
      try camera.check("1234")
    }
  }

  /// Where the digits open some foreign backups, nobody is asked about the others.
  @Test func someBackupsOpen() throws {
    try withCamera { camera in
      camera.decisions.lockCard = { _ in true }
      try camera.create()
      try copy(camera.path("00010001"), to: camera.folder + "/aside")
      _ = try camera.session().deleteAll()
      try camera.setPIN("5678", forgetting: true)
      try camera.create()
      try copy(camera.folder + "/aside", to: camera.path("00010001"))
      try camera.setPIN("9999", forgetting: true)
      camera.decisions = PINDecisions()
      #expect(try camera.setPIN("1234", forgetting: true).locked == 1)
      #expect(try camera.list().foreign == 1)
    }
  }

  /// What the record means to wipe waits until the card can be written.
  @Test func aReadOnlyCardWaits() throws {
    try withCamera { camera in
      try camera.create(2)
      try camera.alterRecord { record in
        let card = record.cards[0]
        record.addCleanUp([card.ledger[0].listedFile], on: card.id)
      }
      camera.setRoom(free: 1_000_000, isReadOnly: true)
      #expect(try camera.list().condition == .open)
      #expect(try camera.rows(.headers) == ["00010002 ok"])
      #expect(try names(in: camera.vault).count == 2)
      #expect(try camera.record().cleanUps.count == 1)
    }
  }

  /// What the record means to wipe is no foreign backup.
  @Test func whatIsToBeWipedLocksNothing() throws {
    try withCamera { camera in
      try camera.create()
      let card = try camera.record().cards[0]
      camera.decisions.lockCard = { _ in true }
      try camera.setPIN("5678", forgetting: true)
      camera.decisions = PINDecisions()
      try camera.alterRecord { $0.addCleanUp([card.ledger[0].listedFile], on: card.id) }
      camera.setRoom(free: 1_000_000, isReadOnly: true)
      #expect(failure { try camera.adopt("5678") } == "nothingToAdopt")
      #expect(try camera.setPIN("9999", forgetting: true).locked == 0)
    }
  }

  /// One that was found damaged is not relied on, though it reads well this time.
  @Test func whatWasDamagedIsNotUnchanged() throws {
    try withCamera { camera in
      try camera.create()
      try camera.alterRecord { record in
        record.cards[0].ledger[0].check = BackupCheck(time: 1_700_000_000, isDamaged: true)
      }
      #expect(try !camera.session().create(camera.request("", ifChanged: true)).isUnchanged)
    }
  }

  /// Nothing to take note of is not written down.
  @Test func nothingIsMissing() throws {
    try withCamera { camera in
      try camera.create()
      let before = try camera.record().sequence
      #expect(try camera.session().acknowledgeMissing().isEmpty)
      #expect(try camera.record().sequence == before)
    }
  }

  private func checkCard(_ camera: TestCamera) throws {
    let configuration = try PosixFileSystem().openDirectory(at: camera.folder + "/config")
    try StoreSession(lookingAt: camera.environment()).checkCard(configuration)
  }

  /// A check foretells what a backup would be refused for.
  @Test func aCheckOfALockedCard() throws {
    try withCamera { camera in
      try checkCard(camera)
      try lock(camera)
      #expect(failure { try checkCard(camera) } == "locked(foreign: 2)")
      #expect(failure { try camera.create() } == "locked(foreign: 2)")
    }
  }

  /// A card has to hold the configuration at least.
  @Test func aCheckOfAFullCard() throws {
    try withCamera { camera in
      camera.setRoom(free: 1_000_000)
      try checkCard(camera)
      camera.setRoom(free: 500)
      #expect(failure { try checkCard(camera) }?.hasPrefix("full(") == true)
    }
  }

  /// Where the largest backup has room, the configuration is not looked through.
  @Test func aCheckOfALargeCard() throws {
    try withCamera { camera in
      let directory = try PosixFileSystem().openDirectory(at: camera.folder + "/config")
      let listings = Count()
      let configuration = StandInDirectory(directory, listed: { listings.add() })
      for (free, isListed) in [(1_000_000, true), (1 << 40, false)] as [(Int64, Bool)] {
        camera.setRoom(free: free)
        let before = listings.number
        try StoreSession(lookingAt: camera.environment()).checkCard(configuration)
        #expect((listings.number > before) == isListed)
      }
    }
  }

  /// All files of a card are read in one go where they are not too many.
  @Test func headersAreReadOnce() throws {
    try withCamera { camera in
      try camera.create(2)
      let openings = Count()
      camera.wrapCard = { root in
        FaultyDirectory(root) { operation, _ in
          if operation == .open { openings.add() }
          return nil
        }
      }
      _ = try camera.session()
      #expect(openings.number == 2)
    }
  }

  /// An old PIN that is wrong is not tried again as the new one.
  @Test func theSameWrongDigits() throws {
    try withCamera { camera in
      let derivations = Count()
      camera.stretch = { (digits, salt, cost) throws(SodiumError) in
        derivations.add()
        return try StoreFixture.stretch(digits, salt, cost)
      }
      for (new, count) in [("9999", 1), ("9998", 3)] {
        #expect(failure { try camera.changePIN("9999", new) }?.hasPrefix("wrongPIN(") == true)
        #expect(derivations.number == count)
      }
    }
  }

  @Test func aCheckOfACardWhereAllIsKept() throws {
    try withCamera { camera in
      for number in 1...4 { try camera.create("\(number)", keep: true) }
      try checkCard(camera)
      try camera.create("5")
      try camera.alterRecord { record in
        for index in record.cards[0].ledger.indices { record.cards[0].ledger[index].isKept = true }
      }
      #expect(failure { try checkCard(camera) } == "tooManyKept")
    }
  }
}

private final class Count: Sendable {
  private let counted = Mutex(0)

  var number: Int { counted.withLock { $0 } }

  func add() { counted.withLock { $0 += 1 } }
}
