import FileSystem
import Synchronization
import TestSupport
import Testing

@testable import BackupStore

/// Backups that come back to a card.
struct StoreImportTests {
  /// Imports a file, and tells its row as a list does.
  @discardableResult
  private func bring(
    _ bytes: [UInt8], to camera: TestCamera, agrees: Bool = true, isFile: Bool = false
  ) throws -> (row: String, isUnchanged: Bool) {
    let input = MemoryInput(bytes, again: isFile ? bytes : nil)
    let outcome = try camera.session().importBackup(IncomingBackup(input)) { _ in agrees }
    let row = outcome.description
    return ("\(row.name) \(row.state)", outcome.isUnchanged)
  }

  /// A file of another camera, with another PIN.
  private func foreign(_ count: Int = 1, _ folder: String) throws -> [UInt8] {
    try makeDirectory(folder)
    let other = try TestCamera(folder)
    try other.setPIN("9999")
    try other.create(count)
    return try contents(other.path("0001000\(count)"))
  }

  /// A missing one is as it was; one that was deleted is *returned*; a new card takes it as it is.
  @Test func whatItIs() throws {
    try withCamera { camera in
      try camera.create(3)
      let (first, second) = (try contents(camera.path("00010001")), try contents(camera.path("00010002")))
      try remove(camera.path("00010001"))
      try camera.delete("00010002")
      #expect(try camera.rows() == ["00010003 ok", "00010001 missing"])
      #expect(try bring(first, to: camera).row == "00010001 ok")
      #expect(try bring(armored(second), to: camera).row == "00010002 returned")
      #expect(try camera.rows() == ["00010003 ok", "00010002 returned", "00010001 ok"])
      #expect(try contents(camera.path("00010002")) == second && contents(camera.path("00010001")) == first)
      #expect(try !camera.open("00010002", "1234").isEmpty)
      #expect(try camera.record().cleanUps.isEmpty)
      try makeDirectory(camera.folder + "/spare")
      camera.slot = "spare"
      #expect(try bring(second, to: camera).row == "00010002 returned", "the card's header tells which card it was")
      #expect(try names(in: camera.vault) == ["00010002.CVB"])
    }
  }

  /// A camera that lost its record, or another one with this PIN, does not know the card of the backup.
  @Test func onACardThatNobodyKnows() throws {
    try withCamera { camera in
      try camera.create("one")
      let file = try contents(camera.path("00010001"))
      try makeDirectory(camera.folder + "/spare")
      camera.slot = "spare"
      try camera.alterRecord { $0.cards = [] }
      #expect(try bring(file, to: camera).row == "00010001 ok")
      try camera.create()
      #expect(try camera.rows() == ["00010002 ok", "00010001 ok"])
    }
  }

  @Test func againIsUnchanged() throws {
    try withCamera { camera in
      try camera.create(2)
      let file = try contents(camera.path("00010001"))
      let before = try camera.snapshot()
      for bytes in [file, armored(file)] {
        let again = try bring(bytes, to: camera)
        #expect(again.isUnchanged && again.row == "00010001 ok")
      }
      #expect(try camera.snapshot() == before)
    }
  }

  @Test func otherPINs() throws {
    try withCamera { camera in
      try camera.create(3)
      try camera.delete("00010002")
      let file = try foreign(2, camera.folder + "/other")
      #expect(try bring(file, to: camera, agrees: false).row == "00010002 foreign", "it locks nothing")
      #expect(try bring(file, to: camera, agrees: false).isUnchanged)
      try makeDirectory(camera.folder + "/spare")
      camera.slot = "spare"
      #expect(failure { try bring(file, to: camera, agrees: false) } == "wouldLockCard(00010002)")
      #expect(try names(in: camera.folder + "/spare") == [])
      #expect(try bring(file, to: camera).row == "00010002 foreign")
      #expect(try camera.list().condition == .locked)
      let more = try foreign(1, camera.folder + "/third")
      #expect(try bring(more, to: camera, agrees: false).row == "00010001 foreign", "it is locked already")
      let own = try contents(camera.folder + "/card/CAMVAULT/00010003.CVB")
      #expect(failure { try bring(own, to: camera) } == "locked(foreign: 2)")
    }
  }

  /// Before a PIN is set there is nothing that an import could lock.
  @Test func beforeThePIN() throws {
    try withTemporaryDirectory { folder in
      let camera = try TestCamera(folder)
      let file = try foreign(1, folder + "/other")
      #expect(try bring(file, to: camera, agrees: false).row == "00010001 foreign")
      #expect(try camera.setPIN("9999").adopted == 1)
      #expect(try camera.rows() == ["00010001 ok"])
    }
  }

  /// A sixth one replaces none of the five, neither now nor at the next backup.
  @Test func noneIsReplaced() throws {
    try withCamera { camera in
      try camera.create(2)
      let first = try contents(camera.path("00010001"))
      try remove(camera.path("00010001"))
      try camera.create(4)
      let five = ["00010006 ok", "00010005 ok", "00010004 ok", "00010003 ok", "00010002 ok"]
      #expect(try camera.rows() == five + ["00010001 missing"])
      #expect(try bring(first, to: camera).row == "00010001 returned")
      #expect(try camera.rows() == five + ["00010001 returned"])
      try camera.create()
      #expect(try camera.rows() == ["00010007 ok"] + five.dropLast() + ["00010001 returned"])
    }
  }

  /// The same on a card that is taken as it is, all of whose open files would join the ledger.
  @Test func noneIsReplacedOnAnUnknownCard() throws {
    try withCamera { camera in
      try camera.create(2)
      let first = try contents(camera.path("00010001"))
      try camera.delete("00010001")
      try camera.create(4)
      try camera.alterRecord { $0.cards = [] }
      #expect(try bring(first, to: camera).row == "00010001 returned")
      try camera.create()
      #expect(
        try camera.rows()
          == ["00010007 ok", "00010006 ok", "00010005 ok", "00010004 ok", "00010003 ok", "00010001 returned"])
    }
  }

  @Test func namesThatAreTaken() throws {
    try withCamera { camera in
      try camera.create(2)
      let (own, other) = (try contents(camera.path("00010001")), try foreign(1, camera.folder + "/other"))
      let before = try camera.snapshot()
      #expect(failure { try bring(other, to: camera) } == "nameTaken(00010001)")
      #expect(try camera.snapshot() == before)
      try flip(camera.path("00010001"), at: 1_500)
      #expect(failure { try bring(own, to: camera) } == "damagedOnCard(00010001)")
      #expect(try camera.rows(.headers).last == "00010001 damaged", "what was found is recorded")
      try write(own, to: camera.path("00010001"))
      _ = try camera.session().verify([])
      let good = try camera.snapshot()
      var damaged = own
      damaged[1_600] ^= 1
      try write(own, to: camera.path("00010001"))
      for isFile in [false, true] {
        let error = failure { try bring(damaged, to: camera, isFile: isFile) }
        #expect(error == "incoming(BackupStore.IncomingFault.damaged)")
      }
      #expect(try camera.snapshot() == good)
      try camera.delete("00010001")
      try makeDirectory(camera.path("00010001"))
      #expect(failure { try bring(own, to: camera) } == "nameTaken(00010001)")
      try removeDirectory(camera.path("00010001"))
      // What holds nothing has no number.
      try write([UInt8](repeating: 0, count: 2_000), to: camera.path("00010001"))
      #expect(try bring(own, to: camera).row == "00010001 returned")
    }
  }

  /// A damaged backup is replaced by the same one, whatever is damaged of it, and keeps its place in the ledger. First
  /// it is certain that what comes in is whole.
  @Test(arguments: [false, true]) func aDamagedOneIsReplaced(_ isText: Bool) throws {
    try withCamera { camera in
      try camera.create(5)
      let file = try contents(camera.path("00010002"))
      let incoming = isText ? armored(file) : file
      let path = camera.path("00010002")
      let five = ["00010005 ok", "00010004 ok", "00010003 ok", "00010002 ok", "00010001 ok"]
      for damage in [
        { try flip(path, at: 1_500) }, { try flip(path, at: 900) }, { try flip(path, at: file.count - 1) },
        { try flip(path, at: 20) }, { try write(Array(file.dropLast(9)), to: path) },
        { try write([UInt8](repeating: 0, count: file.count), to: path) }, { try write([], to: path) },
      ] as [() throws -> Void] {
        try damage()
        #expect(failure { try bring(incoming, to: camera) } == "damagedOnCard(00010002)", "a pipe is read once")
        var broken = file
        broken[1_600] ^= 1
        let cut = Array(file.dropLast())
        // The same damage as on the card makes no backup good.
        for bytes in [broken, cut] + (try contents(path).count == file.count ? [try contents(path)] : []) {
          #expect(failure { try bring(bytes, to: camera, isFile: true) }?.hasPrefix("incoming(") == true)
        }
        let outcome = try bring(incoming, to: camera, isFile: true)
        #expect(outcome.row == "00010002 ok" && !outcome.isUnchanged)
        #expect(try contents(path) == file)
        #expect(try camera.rows() == five)
      }
      #expect(try camera.record().cleanUps.isEmpty)
      try flip(path, at: 1_500)
      let exchanged = MemoryInput(file, again: try contents(camera.path("00010003")))
      #expect(
        failure { _ = try camera.session().importBackup(IncomingBackup(exchanged)) { _ in true } }
          == "damagedOnCard(00010002)", "the file was exchanged meanwhile")
      #expect(try names(in: camera.vault).count == 5)
    }
  }

  /// What was damaged when it was read before, and is right now, is not called damaged any more.
  @Test func itIsRightNow() throws {
    try withCamera { camera in
      try camera.create(2)
      let path = camera.path("00010001")
      let file = try contents(path)
      try flip(path, at: 1_500)
      _ = try camera.session().verify([])
      try write(file, to: path)
      let outcome = try bring(file, to: camera)
      #expect(outcome.row == "00010001 ok" && outcome.isUnchanged)
      #expect(try camera.rows(.headers).last == "00010001 ok")
    }
  }

  /// A copy whose vault id is damaged is not one with another PIN: the ledger knows better.
  @Test func aDamagedVaultIDIsNoOtherPIN() throws {
    try withCamera { camera in
      try camera.create(2)
      let path = camera.path("00010001")
      var copy = try contents(path)
      copy[45] ^= 1
      let damaged = "incoming(BackupStore.IncomingFault.damaged)"
      let before = try camera.snapshot()
      #expect(failure { try bring(copy, to: camera, isFile: true) } == damaged)
      #expect(try camera.snapshot() == before)
      try flip(path, at: 0)
      #expect(failure { try bring(copy, to: camera, isFile: true) } == damaged)
      try remove(path)
      #expect(failure { try bring(copy, to: camera, isFile: true) } == damaged)
    }
  }

  /// Who stops it is told whether the damaged one is still there.
  @Test func aReplacementIsStopped() throws {
    try withCamera { camera in
      try camera.create(2)
      let path = camera.path("00010001")
      let file = try contents(path)
      var seen: Set<String> = []
      for looks in 0..<100 {
        try write(file, to: path)
        try flip(path, at: 1_500)
        let left = Mutex(looks)
        camera.observer = WorkObserver(
          report: { _ in },
          shouldStop: {
            left.withLock { left in
              left -= 1
              return left < 0
            }
          })
        let error = failure { _ = try bring(file, to: camera, isFile: true) } ?? "done"
        camera.observer = .none
        seen.insert(error)
        switch error {
        case "done": #expect(try contents(path) == file)
        case "stopped": #expect(try camera.rows().contains("00010001 damaged"), "\(looks)")
        case "importUnfinished(00010001, BackupStore.StoreError.stopped)":
          #expect(try camera.rows().contains("00010001 missing"), "\(looks)")
        default: Issue.record("\(error)")
        }
        if error == "done" { break }
      }
      #expect(seen.count == 3)
    }
  }

  /// What cannot be read on the card is damaged there.
  @Test func badSectors() throws {
    try withCamera { camera in
      try camera.create(2)
      let file = try contents(camera.path("00010001"))
      camera.wrapCard = { StandInDirectory($0, badSectors: ["00010001.CVB": 2_000..<2_100]) }
      #expect(failure { try bring(file, to: camera) } == "damagedOnCard(00010001)")
    }
  }

  /// Of two copies with another PIN nobody can tell which is damaged, unless the size says it. After the PIN is set,
  /// the whole one replaces the other.
  @Test func aDamagedOneWithAnotherPIN() throws {
    try withCamera { camera in
      try camera.create()
      let file = try foreign(2, camera.folder + "/other")
      var damaged = file
      damaged[1_600] ^= 1
      #expect(try bring(damaged, to: camera).row == "00010002 foreign", "without the PIN nobody sees it")
      let before = try camera.snapshot()
      for isFile in [false, true] {
        #expect(failure { try bring(file, to: camera, isFile: isFile) } == "differsOnCard(00010002)")
      }
      #expect(try camera.snapshot() == before)
      try write(Array(file.dropLast(9)), to: camera.path("00010002"))
      #expect(failure { try bring(file, to: camera) } == "damagedOnCard(00010002)")
      #expect(try bring(file, to: camera, isFile: true).row == "00010002 foreign")
      #expect(try contents(camera.path("00010002")) == file)
      try write(damaged, to: camera.path("00010002"))
      try camera.changePIN("1234", "9999")
      #expect(try camera.rows() == ["00010002 damaged", "00020001 ok"])
      #expect(try bring(file, to: camera, isFile: true).isUnchanged == false)
      #expect(try camera.rows() == ["00010002 returned", "00020001 ok"])
    }
  }

  /// Where a card is full, there is still room for what replaces a damaged file.
  @Test func roomForAReplacement() throws {
    try withCamera { camera in
      try camera.create()
      let file = try contents(camera.path("00010001"))
      try flip(camera.path("00010001"), at: 1_500)
      camera.setRoom(free: 1_024)
      #expect(try bring(file, to: camera, isFile: true).row == "00010001 ok")
    }
  }

  /// Whatever byte is wrong, nothing is on the card.
  @Test func hostileBytes() throws {
    try withCamera { camera in
      try camera.create(2)
      let file = try contents(camera.path("00010001"))
      try camera.delete("00010001")
      let before = try camera.snapshot()
      let offsets = Array(0..<1_024) + Array(stride(from: 1_024, to: file.count, by: 61)) + [file.count - 1]
      for offset in offsets where !(40..<56).contains(offset) {
        var bytes = file
        bytes[offset] ^= 0x10
        #expect(failure { try bring(bytes, to: camera) }?.hasPrefix("incoming(") == true, "\(offset)")
      }
      for length in [0, 1, 7, 8, 1_023, 1_024, 1_025, file.count - 1] {
        #expect(failure { try bring(Array(file[..<length]), to: camera) }?.hasPrefix("incoming(") == true, "\(length)")
      }
      #expect(failure { try bring(file + [0], to: camera) } == "incoming(BackupStore.IncomingFault.excess)")
      #expect(try camera.snapshot() == before)
      #expect(try bring(file, to: camera).row == "00010001 returned")
    }
  }

  /// What is written is read back from the medium.
  @Test func aCardThatLies() throws {
    try withCamera { camera in
      try camera.create(2)
      let file = try contents(camera.path("00010001"))
      let other = try foreign(3, camera.folder + "/other")
      try camera.delete("00010001")
      let before = try camera.snapshot()
      for bytes in [file, other] {
        camera.wrapCard = { LyingDirectory($0, at: 1_500) }
        #expect(failure { try bring(bytes, to: camera) } == "readBackDiffers")
        camera.wrapCard = { $0 }
        #expect(try camera.snapshot() == before)
      }
    }
  }

  /// More than 64 would not be looked at.
  @Test func tooManyFiles() throws {
    try withCamera { camera in
      try camera.create("one")
      let file = try contents(camera.path("00010001"))
      let other = try foreign(1, camera.folder + "/other")
      try camera.delete("latest")
      for number in 2...65 {
        try write(other, to: camera.path(BackupName(epoch: 7, counter: UInt32(number))!.description))
      }
      #expect(failure { try bring(other, to: camera) } == "tooManyFiles")
      try remove(camera.path("00070002"))
      #expect(failure { try bring(file, to: camera) } == nil, "they are damaged, because of their names")
    }
  }

  /// The same where a damaged file is replaced: it is there, or nothing, or the whole backup.
  @Test func everyStopOfAReplacement() throws {
    let camera = StoreFixture()
    let fileSystem = StoreFixture.makeFileSystem()
    try camera.setPIN(fileSystem, "1234")
    for label in ["one", "two"] { try camera.create(fileSystem, label) }
    let file = try #require(StoreFixture.cardFiles(fileSystem)["00010001.CVB"])
    var damaged = file
    damaged[1_500] ^= 1
    let vault = try fileSystem.openDirectory(at: StoreFixture.card).openDirectory("CAMVAULT")
    try vault.remove("00010001.CVB")
    try vault.create("00010001.CVB").write(damaged.span, at: 0)
    let base = fileSystem.crashed(.kept)
    var ends: [String: Int] = [:]
    _ = try CrashEnumeration(seeds: 2).stops(from: base) { fileSystem in
      let session = try camera.session(fileSystem)
      _ = try session.importBackup(IncomingBackup(MemoryInput(file, again: file))) { _ in true }
    } check: { fileSystem, label in
      let rows = try camera.session(fileSystem).list(.whole).backups.map { "\($0.name) \($0.state)" }
      #expect(rows.first == "00010002 ok", "\(label)")
      let bytes = StoreFixture.cardFiles(fileSystem)["00010001.CVB"]
      let state = bytes == file ? "ok" : bytes == damaged ? "damaged" : "missing"
      #expect(rows.last == "00010001 \(state)", "\(label)")
      ends[state, default: 0] += 1
    }
    #expect(ends.count == 3, "\(ends)")
  }

  /// A power cut, or a kill, at any operation leaves the card as it was, or with the whole backup.
  @Test(arguments: [false, true]) func everyStop(_ isForeign: Bool) throws {
    let (camera, other) = (StoreFixture(), StoreFixture(state: "/state2"))
    let fileSystem = StoreFixture.makeFileSystem()
    try camera.setPIN(fileSystem, "1234")
    let file: [UInt8]
    if isForeign {
      try other.setPIN(fileSystem, "9999")
      try other.create(fileSystem, "theirs")
      file = try #require(StoreFixture.cardFiles(fileSystem)["00010001.CVB"])
      _ = try other.session(fileSystem).delete(.latest)
      try camera.create(fileSystem, "one")
      try camera.create(fileSystem, "two")
      _ = try camera.session(fileSystem).delete(.name(BackupName("00010001")!))
    } else {
      for label in ["one", "two"] { try camera.create(fileSystem, label) }
      file = try #require(StoreFixture.cardFiles(fileSystem)["00010001.CVB"])
      _ = try camera.session(fileSystem).delete(.name(BackupName("00010001")!))
    }
    let base = fileSystem.crashed(.kept)
    let before = StoreFixture.cardFiles(base)
    let after = before.merging(["00010001.CVB": file]) { $1 }
    var ends = [0, 0]
    let states = try CrashEnumeration(seeds: 2).stops(from: base) { fileSystem in
      let session = try camera.session(fileSystem)
      _ = try session.importBackup(IncomingBackup(MemoryInput(file))) { _ in true }
    } check: { fileSystem, label in
      let session = try camera.session(fileSystem)
      let rows = try session.list(.whole).backups.map { "\($0.name) \($0.state)" }
      let files = StoreFixture.cardFiles(fileSystem).filter { !$0.value.isEmpty }
      let isThere = files["00010001.CVB"] != nil
      #expect(files == (isThere ? after : before), "\(label)")
      let new = isForeign ? "00010001 foreign" : "00010001 returned"
      #expect(rows == ["00010002 ok"] + (isThere ? [new] : []), "\(label)")
      ends[isThere ? 1 : 0] += 1
    }
    #expect(states > 20 && ends[0] > 10 && ends[1] > 0)
  }
}
