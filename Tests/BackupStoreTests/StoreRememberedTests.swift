import FileSystem
import TestSupport
import Testing

@testable import BackupStore

/// What readings of whole files found is remembered, and rotation goes by it.
struct StoreRememberedTests {
  /// The ways in which a whole backup is read, each with the PIN `1234`.
  enum Reading: CaseIterable {
    case verify, open, export, refusedChange, unchanged
  }

  private func read(_ reading: Reading, _ name: String, _ camera: TestCamera) {
    let id = BackupSelector(name)!
    switch reading {
    case .verify: _ = try? camera.session().verify([id])
    case .open: _ = try? camera.open(name, "1234")
    case .export: _ = try? camera.session().copySealed(id) { (_) throws(StoreError) in }
    case .refusedChange: _ = try? camera.changePIN("1234", "56789012")
    case .unchanged: _ = try? camera.session().create(camera.request("", ifChanged: true))
    }
  }

  private func damage(_ names: [String], _ camera: TestCamera) throws {
    for name in names { try flip(camera.path(name), at: 3_000) }
  }

  private func check(_ name: String, _ camera: TestCamera) throws -> BackupCheck? {
    try camera.list(.headers).backups.first { $0.name.description == name }?.check
  }

  @Test(arguments: Reading.allCases) func everyReading(_ reading: Reading) throws {
    try withCamera { camera in
      try camera.create(3)
      #expect(try check("00010003", camera) == BackupCheck(time: 1_700_000_000, isDamaged: false))
      camera.setClocks { $0.now += 50 }
      read(reading, "00010003", camera)
      // A change of the PIN that nothing stops makes other files.
      let name = reading == .refusedChange ? "00020003" : "00010003"
      #expect(try check(name, camera) == BackupCheck(time: 1_700_000_050, isDamaged: false))
      if reading == .refusedChange { return }
      try damage(["00010003"], camera)
      camera.setClocks { $0.now += 50 }
      #expect(try camera.rows(.headers).contains("00010003 ok"))
      read(reading, "00010003", camera)
      #expect(try check("00010003", camera) == BackupCheck(time: 1_700_000_100, isDamaged: true))
      #expect(try camera.rows(.headers).contains("00010003 damaged"))
    }
  }

  @Test func aRefusedChangeRemembers() throws {
    try withCamera { camera in
      try camera.create(3)
      try damage(["00010002"], camera)
      #expect(failure { try camera.changePIN("1234", "56789012") }?.hasPrefix("wouldLose") == true)
      #expect(try camera.rows(.headers) == ["00010003 ok", "00010002 damaged", "00010001 ok"])
    }
  }

  /// Four of five are damaged: what is good stays until all of them are gone.
  @Test func theGoodOneStays() throws {
    try withCamera { camera in
      try camera.create(5)
      let damaged = ["00010002", "00010003", "00010004", "00010005"]
      try damage(damaged, camera)
      _ = try camera.session().verify([])
      for name in damaged {
        #expect(try camera.list(.headers).nextRemoved?.description == name)
        #expect(try camera.session().create(camera.request("")).removed.map(\.description) == [name])
        #expect(try camera.rows().contains("00010001 ok"))
      }
      #expect(try camera.list(.headers).nextRemoved?.description == "00010001")
    }
  }

  @Test func allFiveDamaged() throws {
    try withCamera { camera in
      try camera.create(5)
      try damage((1...5).map { "0001000\($0)" }, camera)
      _ = try camera.session().verify([])
      for number in 1...5 {
        #expect(try camera.session().create(camera.request("")).removed.map(\.description) == ["0001000\(number)"])
      }
      #expect(try camera.rows().allSatisfy { $0.hasSuffix(" ok") })
    }
  }

  /// A mark protects no damaged backup, counts for nothing, and cannot be set on one.
  @Test func aDamagedOneIsNotKept() throws {
    try withCamera { camera in
      for number in 1...4 { try camera.create("kept \(number)", keep: true) }
      try camera.create()
      try damage(["00010003"], camera)
      _ = try camera.session().verify([])
      #expect(try camera.rows(.headers)[2] == "00010003 damaged")
      #expect(failure { try camera.keep("00010003") } == "keepDamaged(00010003)")
      #expect(try camera.list(.headers).nextRemoved?.description == "00010003")
      try camera.keep("00010005")
      #expect(try camera.create() == "00010006")
      #expect(
        try camera.rows()
          == ["00010006 ok", "00010005 ok *", "00010004 ok *", "00010002 ok *", "00010001 ok *"])
    }
  }

  @Test(arguments: [0, 100, 300, 1_000]) func aDamagedHeaderLeavesFirst(_ offset: Int) throws {
    try withCamera { camera in
      try camera.create(4)
      try camera.create("kept", keep: true)
      try flip(camera.path("00010005"), at: offset)
      #expect(try camera.list(.headers).nextRemoved?.description == "00010005")
      #expect(try camera.session().create(camera.request("")).removed.map(\.description) == ["00010005"])
      #expect(try !exists(camera.path("00010005")) && camera.rows().count == 5)
    }
  }

  /// A reader that fails once takes no good backup: what seems damaged is read again before it is replaced.
  @Test func aFlakyReader() throws {
    try withCamera { camera in
      for number in 1...4 { try camera.create("kept \(number)", keep: true) }
      try camera.create()
      camera.wrapCard = { StandInDirectory($0, badSectors: ["00010002.CVB": 1_024..<2_000]) }
      _ = try camera.session().verify([])
      camera.wrapCard = { $0 }
      #expect(try camera.rows(.headers)[3] == "00010002 damaged")
      #expect(try camera.session().create(camera.request("")).removed.map(\.description) == ["00010005"])
      #expect(try camera.rows(.headers)[3] == "00010002 ok *")
    }
  }

  @Test func verifiedWholeAgain() throws {
    try withCamera { camera in
      try camera.create(2)
      try damage(["00010001"], camera)
      _ = try camera.session().verify([])
      try damage(["00010001"], camera)
      #expect(try camera.rows(.headers) == ["00010002 ok", "00010001 damaged"])
      #expect(try camera.open("00010001", "1234").count > 1_024)
      #expect(try camera.rows(.headers) == ["00010002 ok", "00010001 ok"])
    }
  }

  /// Nothing but headers is read for a list, and nothing but the one that is named for a verification.
  @Test func noContentsAreRead() throws {
    try withCamera { camera in
      try camera.create(5)
      let bad = Dictionary(uniqueKeysWithValues: (1...5).map { ("0001000\($0).CVB", Int64(1_024)..<Int64.max) })
      camera.wrapCard = { StandInDirectory($0, badSectors: bad) }
      #expect(try camera.rows(.headers).allSatisfy { $0.hasSuffix(" ok") })
      #expect(try camera.session().find(.latest).state == .ok)
      try camera.keep("00010002")
      camera.wrapCard = { StandInDirectory($0, badSectors: bad.filter { $0.key != "00010003.CVB" }) }
      #expect(try camera.session().verify([BackupSelector("00010003")!]).map(\.state) == [.ok])
      #expect(try camera.rows(.headers).allSatisfy { !$0.contains("damaged") })
      #expect(try camera.session().verify([]).count { $0.state == .damaged } == 4)
    }
  }

  /// What was put back has no entry in the ledger, but a memory; so has what a card that is taken over holds.
  @Test func whatNoLedgerLists() throws {
    try withCamera { camera in
      try camera.create(1)
      try copy(camera.path("00010001"), to: camera.folder + "/aside")
      for _ in 2...6 { try camera.create() }
      try copy(camera.folder + "/aside", to: camera.path("00010001"))
      #expect(try check("00010001", camera) == nil)
      _ = try camera.session().verify([])
      #expect(try check("00010001", camera)?.isDamaged == false)
      try damage(["00010001"], camera)
      _ = try camera.session().verify([])
      #expect(try camera.rows(.headers).last == "00010001 damaged")
      try damage(["00010004"], camera)
      try camera.alterRecord { $0.cards = [] }
      #expect(try check("00010005", camera) == nil)
      try camera.create()
      #expect(try camera.rows(.headers).suffix(2) == ["00010002 ok", "00010001 damaged"])
      #expect(try camera.rows(.headers).contains("00010004 damaged"))
    }
  }

  /// The newest with the same contents serves `--if-changed` only while it is there, and not known to be damaged.
  @Test func noVerdictOnADamagedOne() throws {
    try withCamera { camera in
      let create = { try camera.session().create(camera.request("", ifChanged: true)) }
      _ = try create()
      #expect(try create().isUnchanged)
      try damage(["00010001"], camera)
      _ = try camera.session().verify([])
      #expect(try create().name.description == "00010002")
      try remove(camera.path("00010002"))
      #expect(try create().name.description == "00010003")
      #expect(try create().isUnchanged)
    }
  }

  /// A state directory that cannot be written keeps nobody from verifying.
  @Test func withoutARecord() throws {
    try withCamera { camera in
      try camera.create(2)
      try damage(["00010001"], camera)
      try makeDirectory(camera.folder + "/state/record.1.new")
      try makeDirectory(camera.folder + "/state/record.1.new/full")
      #expect(try camera.session().verify([]).map(\.state) == [.ok, .damaged])
    }
  }

  @Test func changedPINs() throws {
    try withCamera { camera in
      try camera.create(3)
      try damage(["00010002"], camera)
      camera.decisions.loseDamaged = { _ in true }
      camera.setClocks { $0.now += 9 }
      try camera.changePIN("1234", "5678")
      #expect(try check("00020003", camera) == BackupCheck(time: 1_700_000_009, isDamaged: false))
      #expect(try camera.list(.headers).backups.map(\.current) == [1_700_000_000, 1_700_000_000])
    }
  }
}
