import FileSystem
import Sodium
import Synchronization
import TestSupport
import Testing

@testable import BackupStore

/// Setting the PIN, wrong PINs and their waits.
struct StorePINTests {
  @Test func setting() throws {
    try withTemporaryDirectory { folder in
      let camera = try TestCamera(folder)
      #expect(try camera.session().isPINSet == false)
      #expect(failure { try camera.check("1234") } == "noPIN")
      #expect(failure { try camera.changePIN("1", "2") } == "noPIN")
      try camera.setPIN("1234")
      try camera.check("1234")
      #expect(try camera.session().pinChanged == 1_700_000_000)
      #expect(failure { try camera.setPIN("5678") } == "pinAlreadySet")
      #expect(try names(in: folder + "/card").isEmpty)
    }
  }

  /// Four tries are free, then each costs its wait, on the clock of this boot.
  @Test func waits() throws {
    try withCamera { camera in
      for _ in 1...4 { #expect(failure { try camera.check("0000") } == "wrongPIN(waitSeconds: 0)") }
      for wait in [30, 60, 300, 900, 3_600, 3_600, 3_600] {
        #expect(failure { try camera.check("0000") } == "wrongPIN(waitSeconds: \(wait))")
        #expect(failure { try camera.check("1234") } == "mustWait(seconds: \(wait))")
        camera.setClocks { $0.sinceBoot += UInt64(wait) - 1 }
        #expect(failure { try camera.check("1234") } == "mustWait(seconds: 1)")
        #expect(try camera.session().pinWait == 1)
        camera.setClocks { $0.sinceBoot += 1 }
      }
      try camera.check("1234")
      #expect(try camera.record().failures == FailureCount())
      #expect(failure { try camera.check("0000") } == "wrongPIN(waitSeconds: 0)")
    }
  }

  /// The wall clock does not help, and in another boot the wait begins again, in full.
  @Test func waitAfterReboot() throws {
    try withCamera { camera in
      for _ in 1...5 { _ = failure { try camera.check("0000") } }
      camera.setClocks {
        $0.sinceBoot += 29
        $0.now += 1_000_000
      }
      #expect(try camera.session().pinWait == 1)
      camera.setClocks {
        $0.bootID = "second boot"
        $0.sinceBoot = 0
      }
      #expect(failure { try camera.check("1234") } == "mustWait(seconds: 30)")
      camera.setClocks { $0.sinceBoot = 29 }
      #expect(failure { try camera.check("1234") } == "mustWait(seconds: 1)")
      camera.setClocks { $0.sinceBoot = 30 }
      try camera.check("1234")
    }
  }

  /// In a container the boot clock is the host's: the wait begins at the first look in this boot.
  @Test func aBootWithTheClockOfItsHost() throws {
    try withCamera { camera in
      for _ in 1...5 { _ = failure { try camera.check("0000") } }
      camera.setClocks {
        $0.bootID = "second boot"
        $0.sinceBoot += 500_000
      }
      #expect(try camera.session().pinWait == 30)
      camera.setClocks { $0.sinceBoot += 29 }
      #expect(failure { try camera.check("1234") } == "mustWait(seconds: 1)")
      camera.setClocks { $0.sinceBoot += 1 }
      try camera.check("1234")
    }
  }

  /// Every operation that asks for the PIN shares the count.
  @Test func oneCount() throws {
    try withCamera { camera in
      try camera.create()
      #expect(failure { _ = try camera.open("latest", "0") } == "wrongPIN(waitSeconds: 0)")
      #expect(failure { try camera.changePIN("0", "5678") } == "wrongPIN(waitSeconds: 0)")
      #expect(failure { try camera.adopt("0") } == "wrongPIN(waitSeconds: 0)")
      #expect(failure { try camera.check("0") } == "wrongPIN(waitSeconds: 0)")
      #expect(failure { _ = try camera.open("latest", "0") } == "wrongPIN(waitSeconds: 30)")
      #expect(failure { _ = try camera.open("latest", "1234") } == "mustWait(seconds: 30)")
      #expect(try camera.create() == "00010002")
    }
  }

  /// The table of section 9.
  @Test func theWaits() {
    let seconds = (0...11).map { FailureWaits.wrongPINs.seconds(after: UInt32($0)) }
    #expect(seconds == [0, 0, 0, 0, 0, 30, 60, 300, 900, 3_600, 3_600, 3_600])
  }

  /// A cut during the derivation does not spare the failure.
  @Test func recordedBeforeDeriving() throws {
    try withCamera { camera in
      let seen = Mutex<UInt32?>(nil)
      camera.stretch = { [camera] (digits, salt, cost) throws(SodiumError) in
        let count = try? camera.record().failures.count
        seen.withLock { $0 = count }
        return try StoreFixture.stretch(digits, salt, cost)
      }
      try camera.check("1234")
      #expect(seen.withLock { $0 } == 1)
      #expect(try camera.record().failures.count == 0)
    }
  }

  /// Memory that the system lacks is no wrong PIN.
  @Test func lackOfMemory() throws {
    try withCamera { camera in
      _ = failure { try camera.check("0") }
      camera.stretch = { (_, _, _) throws(SodiumError) in throw .noMemory }
      #expect(failure { try camera.check("1234") } == "noMemory(kibibytes: 65536)")
      #expect(failure { try camera.changePIN("1234", "5") } == "noMemory(kibibytes: 65536)")
      let failures = try camera.record().failures
      #expect(failures.count == 1)
    }
  }

  @Test func forgotten() throws {
    try withCamera { camera in
      try camera.create(2)
      #expect(failure { try camera.setPIN("5678", forgetting: true) } == "wouldLock(foreign: 2)")
      try camera.check("1234")
      camera.decisions.lockCard = { $0 == 2 }
      let outcome = try camera.setPIN("5678", forgetting: true)
      #expect(outcome.locked == 2 && outcome.adopted == 0)
      #expect(failure { try camera.check("1234") } == "wrongPIN(waitSeconds: 0)")
      try camera.check("5678")
      let listing = try camera.list()
      #expect(listing.condition == .locked && listing.foreign == 2 && listing.backups.isEmpty)
      #expect(failure { try camera.create() } == "locked(foreign: 2)")
      #expect(failure { _ = try camera.open("00010001", "5678") } == "locked(foreign: 2)")
      #expect(failure { _ = try camera.session().verify([]) } == "locked(foreign: 2)")
      #expect(failure { try camera.keep("00010001") } == "locked(foreign: 2)")
      #expect(try names(in: camera.vault).count == 2)
    }
  }

  /// Setting the digits again that are in force: the backups are adopted at once.
  @Test func forgottenButTheSame() throws {
    try withCamera { camera in
      try camera.create(2)
      let outcome = try camera.setPIN("1234", forgetting: true)
      #expect(outcome.adopted == 2 && outcome.locked == 0)
      #expect(try camera.rows() == ["00010002 ok", "00010001 ok"])
      #expect(try camera.create() == "00020003")
      #expect(try camera.open("00010001", "1234").count > 1_024)
    }
  }

  @Test func damagedRecord() throws {
    try withCamera { camera in
      try camera.create()
      try flip(camera.folder + "/state/record.1", at: 40)
      #expect(try camera.rows() == ["00010001 ok"])
      #expect(try contents(camera.folder + "/state/record.1") == contents(camera.folder + "/state/record.2"))
      for copy in RecordFile.names { try flip(camera.folder + "/state/" + copy, at: 40) }
      #expect(failure { _ = try camera.list() } == "recordDamaged")
      let outcome = try StoreSession(startingAnew: camera.environment())
        .setPIN(secret("1234"), forgetting: false, PINDecisions())
      #expect(outcome.adopted == 1)
      #expect(try camera.rows() == ["00010001 ok"])
    }
  }
}
