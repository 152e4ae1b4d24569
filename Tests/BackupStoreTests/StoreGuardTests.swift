import FileSystem
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
