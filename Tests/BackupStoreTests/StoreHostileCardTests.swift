import FileSystem
import Sodium
import Synchronization
import TestSupport
import Testing

@testable import BackupStore

/// A card on which someone else put files: it uses up no epochs and no numbers, and stops no counting of wrong PINs.
struct StoreHostileCardTests {
  /// Names alone are no backups.
  @Test func manyNames() throws {
    try withCamera { camera in
      try camera.create()
      for number in 2..<600 {
        try write([], to: camera.vault + "/" + BackupName(epoch: UInt32(number), counter: 7)!.description)
        try write([], to: camera.path(BackupName(epoch: UInt32(number), counter: 9)!.description))
      }
      #expect(try camera.list().isOverfilled == false)
      #expect(try camera.rows() == ["00010001 ok"])
      try camera.changePIN("1234", "5678")
      #expect(try camera.record().highestEpoch == 2)
      #expect(try camera.rows() == ["00020001 ok"])
      #expect(try names(in: camera.vault).count == 599, "what is empty is gone")
    }
  }

  /// Well-formed backups of other PINs have the next epochs: a few are passed over, more are refused.
  @Test(arguments: [8, 9])
  func wellFormedFiles(_ count: Int) throws {
    try withCamera { camera in
      try camera.create()
      try plantEpochs(2..<UInt32(count + 2), on: camera)
      camera.decisions.lockCard = { _ in true }
      let before = try camera.snapshot()
      guard count > 8 else {
        try camera.changePIN("1234", "5678")
        #expect(try camera.record().highestEpoch == 10)
        return
      }
      #expect(failure { try camera.changePIN("1234", "5678") } == "epochsTaken")
      #expect(failure { try camera.setPIN("5678", forgetting: true) } == "epochsTaken")
      #expect(try camera.snapshot() == before)
      #expect(try camera.record().highestEpoch == 1)
      try makeDirectory(camera.folder + "/clean")
      camera.slot = "clean"
      camera.decisions.leaveCard = { _ in true }
      try camera.changePIN("1234", "5678")
      #expect(try camera.record().highestEpoch == 2)
    }
  }

  /// Files, directories and links that have the names which a change would give.
  @Test func takenNamesAtAChange() throws {
    try withCamera { camera in
      try camera.create(2)
      try write("planted", to: camera.path("00020001"))
      try makeDirectory(camera.vault + "/00020002.cvb")
      try makeLink(camera.path("00020004"), to: "/etc/passwd")
      camera.decisions.loseDamaged = { _ in true }
      #expect(try camera.changePIN("1234", "5678").rewritten == 2)
      #expect(try camera.rows() == ["00020005 ok", "00020003 ok"])
      #expect(try camera.create() == "00020006")
    }
  }

  /// A few names are passed over by a new backup; so many that they would use up the numbers are not.
  @Test(arguments: [64, 65])
  func takenNamesAtACreation(_ count: Int) throws {
    try withCamera { camera in
      try camera.create()
      for counter in 2..<UInt32(count + 2) {
        try makeDirectory(camera.path(BackupName(epoch: 1, counter: counter)!.description))
      }
      guard count > 64 else {
        #expect(try camera.create() == "00010042")
        return
      }
      #expect(failure { try camera.create() } == "numbersTaken")
      #expect(try camera.rows() == ["00010001 ok"])
      try makeDirectory(camera.folder + "/clean")
      camera.slot = "clean"
      #expect(try camera.create() == "00010001")
    }
  }

  /// The length of a planted file costs nothing.
  @Test func aTebibyte() throws {
    try withCamera { camera in
      try camera.create()
      try copy(camera.path("00010001"), to: camera.path("00010003"))
      try overwrite(camera.path("00010003"), atTheEndOf: 1 << 40)
      try write("CVB", to: camera.path("00010004"))
      try overwrite(camera.path("00010004"), atTheEndOf: 1 << 40)
      #expect(try camera.rows() == ["00010004 damaged", "00010003 damaged", "00010001 ok"])
      #expect(try camera.create() == "00010002")
      camera.decisions.loseDamaged = { _ in true }
      #expect(try camera.changePIN("1234", "5678").lost.count == 2)
      #expect(try camera.session().deleteAll() == 2)
    }
  }

  /// A header that asks for more memory than there is takes no wrong try back.
  @Test func aForgedHeaderBesideLockedBackups() throws {
    try withCamera { camera in
      try lock(camera)
      try forge(camera, "00090009") { $0[HeaderLayout.salt.lowerBound] ^= 1 }
      let forged = try contents(camera.path("00090009"))[HeaderLayout.salt]
      camera.stretch = { (digits, salt, cost) throws(SodiumError) in
        guard salt != Array(forged) else { throw .noMemory }
        return try StoreFixture.stretch(digits, salt, cost)
      }
      let before = try camera.record().foreignFailures.count
      for number in 1...4 {
        camera.setClocks { $0.sinceBoot += 10_000 }
        #expect(failure { try camera.adopt("5678") } == "noMemory(kibibytes: 65536)")
        #expect(try camera.record().foreignFailures.count == before + UInt32(number))
      }
      #expect(try camera.session().foreignWait > 0)
    }
  }

  /// A planted backup whose PIN is known opens, and the tries on the others stay counted.
  @Test func aPlantedVaultThatOpens() throws {
    try withCamera { camera in
      try lock(camera)
      try withTemporaryDirectory { folder in
        let other = try TestCamera(folder)
        try other.setPIN("1111")
        try other.create()
        try other.alterRecord { $0.cards[0].nextCounter = 3 }
        try copy(other.path(other.create()), to: camera.path("00010003"))
      }
      let before = try camera.record().foreignFailures.count
      #expect(try camera.changePIN("5678", "1111").locked == 2)
      #expect(try camera.record().foreignFailures.count == before + 1)
      #expect(try camera.changePIN("1111", "1234").adopted == 2)
      #expect(try camera.record().foreignFailures == FailureCount(), "nothing is left on which they failed")
    }
  }

  /// Esc after the first of several tries does not take it back.
  @Test(arguments: [0, 1])
  func stoppedTries(_ tried: Int) throws {
    try withCamera { camera in
      try lock(camera)
      try forge(camera, "00090009") { $0[HeaderLayout.salt.lowerBound] ^= 1 }
      let before = try camera.record().foreignFailures.count
      let asked = Mutex(0)
      camera.observer = WorkObserver(
        report: { _ in },
        shouldStop: {
          asked.withLock { count in
            count += 1
            return count > tried
          }
        })
      #expect(failure { try camera.adopt("5678") } == "stopped")
      #expect(try camera.record().foreignFailures.count == before + UInt32(tried))
    }
  }

  /// Two backups of `1234` on a card of a camera whose PIN is `5678`.
  private func lock(_ camera: TestCamera) throws {
    try camera.create(2)
    camera.decisions.lockCard = { _ in true }
    try camera.setPIN("5678", forgetting: true)
    #expect(try camera.list().condition == .locked)
  }

  /// A copy of the first backup under another name, vault id and epoch, that passes every check before the vault id.
  private func forge(_ camera: TestCamera, _ name: String, _ change: (inout [UInt8]) -> Void = { _ in }) throws {
    let number = BackupName(name)!
    try copy(camera.path("00010001"), to: camera.path(name))
    try alter(camera.path(name)) { bytes in
      bytes[HeaderLayout.vaultID.lowerBound] ^= 0x55
      bytes.put(number.epoch, at: HeaderLayout.epoch)
      bytes.put(number.counter, at: HeaderLayout.counter)
      change(&bytes)
    }
  }

  private func plantEpochs(_ epochs: Range<UInt32>, on camera: TestCamera) throws {
    for epoch in epochs { try forge(camera, BackupName(epoch: epoch, counter: 90 + epoch)!.description) }
  }
}
