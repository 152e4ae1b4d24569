import FileSystem
import Sodium
import TestSupport
import Testing

@testable import BackupStore

/// The record on internal flash.
struct StoreRecordTests {
  @Test func roundTrip() throws {
    let record = try full()
    let encoded = try RecordCoding.encode(record)
    let decoded = try #require(try RecordCoding.decode(encoded))
    #expect(decoded.sequence == record.sequence && decoded.highestEpoch == record.highestEpoch)
    #expect(decoded.pinChanged == record.pinChanged && decoded.cards == record.cards)
    #expect(decoded.vaults.map(\.part) == record.vaults.map(\.part))
    #expect(decoded.pendingChange == record.pendingChange && decoded.cleanUps == record.cleanUps)
    #expect(decoded.failures == record.failures && decoded.foreignFailures == record.foreignFailures)
    #expect(decoded.history == record.history)
    let isEqual = decoded.vaults[0].payloadSecret.isEqual(to: record.vaults[0].payloadSecret)
    #expect(isEqual)
  }

  /// Records of the version before this one have neither checks nor history.
  @Test func formerVersion() throws {
    var record = try full()
    let decoded = try #require(try RecordCoding.decode(formerEncoding(of: record)))
    for card in record.cards.indices {
      record.cards[card].strays = []
      for entry in record.cards[card].ledger.indices {
        record.cards[card].ledger[entry].check = nil
        record.cards[card].ledger[entry].current = nil
        record.cards[card].ledger[entry].label = nil
      }
    }
    #expect(decoded.cards == record.cards && decoded.history == BackupHistory())
    #expect(decoded.vaults.map(\.part) == record.vaults.map(\.part) && decoded.cleanUps == record.cleanUps)
    #expect(decoded.foreignFailures == record.foreignFailures)
  }

  /// A record without a label that was given later is one that the version before this one reads.
  @Test func theVersionIsTheEarliestThatHoldsAll() throws {
    func magic(_ record: CameraRecord) throws -> String {
      let bytes = try RecordCoding.encode(record).withBytes { span in (0..<8).map { span[$0] } }
      return String(decoding: bytes, as: UTF8.self)
    }
    var record = try full()
    #expect(try magic(record) == "CAMREC3\n")
    for card in record.cards.indices {
      for entry in record.cards[card].ledger.indices { record.cards[card].ledger[entry].label = nil }
    }
    #expect(try magic(record) == "CAMREC2\n")
    #expect(try RecordCoding.decode(RecordCoding.encode(record))?.cards == record.cards)
  }

  /// A label that no person could have given makes the copy unreadable.
  @Test(arguments: ["a\nb", String(repeating: "a", count: 65), "\u{202E}"]) func anUnfitLabel(_ label: String) throws {
    var record = try full()
    record.cards[0].ledger[0].label = label
    #expect(try RecordCoding.decode(RecordCoding.encode(record)) == nil)
  }

  @Test(arguments: [
    nil, BackupHistory.Attempt(time: 1, result: .unfinished),
    .init(time: FileTime.bounds.lowerBound, result: .created),
    .init(time: FileTime.bounds.upperBound, result: .unchanged), .init(time: 0, result: .failed(1)),
    .init(time: 0, result: .failed(255)),
  ])
  func results(_ attempt: BackupHistory.Attempt?) throws {
    var record = CameraRecord()
    record.history = BackupHistory(attempt: attempt)
    #expect(try RecordCoding.decode(RecordCoding.encode(record))?.history == record.history)
  }

  @Test func truncatedOrAltered() throws {
    let encoded = try RecordCoding.encode(full())
    let bytes = encoded.withBytes { span in span.indices.map { span[$0] } }
    for length in stride(from: 0, to: bytes.count, by: 7) {
      #expect(try !isReadable(Array(bytes.prefix(length))))
    }
    for offset in stride(from: 0, to: bytes.count, by: 5) {
      var altered = bytes
      altered[offset] ^= 1
      #expect(try !isReadable(altered))
    }
    #expect(try !isReadable(bytes + [0]))
    #expect(try isReadable(bytes))
  }

  /// The newest valid copy counts, and the other is repaired.
  @Test func copies() throws {
    try withCamera { camera in
      let (first, second) = (camera.folder + "/state/record.1", camera.folder + "/state/record.2")
      let older = try contents(first)
      try camera.create()
      let newer = try contents(first)
      for (damaged, bytes) in [(first, older), (second, older), (first, []), (second, [1, 2, 3])] {
        try write(bytes, to: damaged)
        #expect(try camera.rows() == ["00010001 ok"])
        #expect(try contents(first) == newer && contents(second) == newer)
      }
      for lost in [first, second] {
        try remove(lost)
        #expect(try camera.rows() == ["00010001 ok"])
        #expect(try contents(lost) == newer)
      }
    }
  }

  /// What is no regular file is no copy: a link is replaced, a directory stops changes only.
  @Test func planted() throws {
    try withCamera { camera in
      try camera.create()
      let (first, second) = (camera.folder + "/state/record.1", camera.folder + "/state/record.2")
      let good = try contents(second)
      try remove(first)
      try makeLink(first, to: "record.2")
      #expect(try camera.rows() == ["00010001 ok"])
      #expect(try contents(first) == good && contents(second) == good)
      try remove(first)
      try makeDirectory(first)
      #expect(try camera.rows() == ["00010001 ok"])
      #expect(throws: StoreError.self) { try camera.create() }
      #expect(try contents(second) == good && camera.rows() == ["00010001 ok"])
    }
  }

  @Test func mostCardsToCleanUp() throws {
    var record = CameraRecord()
    let file = ListedFile(name: BackupName("00010001")!, backupID: identifier(1))
    for number in 1...8 { #expect(record.addCleanUp([file], on: identifier(UInt8(number))) == nil) }
    #expect(record.addCleanUp([file], on: identifier(3)) == nil)
    #expect(record.cleanUps[2].files == [file])
    #expect(record.addCleanUp([file], on: identifier(9)) == identifier(1))
    #expect(record.cleanUps.map(\.card.bytes[0]) == [2, 3, 4, 5, 6, 7, 8, 9])
  }

  /// Sixty-four entries are the most; the oldest missing leaves first.
  @Test func mostEntries() {
    var card = KnownCard(id: identifier(1))
    for number in 1...64 { card.add(entry(UInt32(number)), present: []) }
    card.add(entry(65), present: [identifier(1), identifier(2)])
    #expect(card.ledger.count == 64)
    #expect(!card.ledger.contains { $0.name.counter == 3 } && card.ledger.contains { $0.name.counter == 1 })
  }

  private func isReadable(_ bytes: [UInt8]) throws -> Bool {
    try RecordCoding.decode(SecretBytes(copying: bytes.span)) != nil
  }

  private func identifier(_ number: UInt8) -> Identifier {
    Identifier([UInt8](repeating: number, count: 16))
  }

  private func entry(_ counter: UInt32) -> LedgerEntry {
    LedgerEntry(
      name: BackupName(epoch: 1, counter: counter)!, backupID: identifier(UInt8(counter)), vaultID: identifier(200),
      fileTag: [UInt8](repeating: 9, count: 32), state: .live, isKept: counter % 2 == 0,
      check: counter % 3 == 0 ? nil : BackupCheck(time: -5, isDamaged: counter % 3 == 1),
      current: counter % 5 == 0 ? nil : Int64(counter),
      label: counter % 7 == 0 ? "" : counter % 7 == 1 ? "Höhe \(counter)" : nil)
  }

  /// Checks and history left out, as the version before this one wrote it.
  private func formerEncoding(of record: CameraRecord) throws -> SecretBytes {
    var out = try RecordEncoder()
    try out.put(Array("CAMREC1\n".utf8))
    try out.put(record.sequence)
    try out.put(record.highestEpoch)
    try out.put(UInt64(bitPattern: record.pinChanged))
    try out.put(UInt32(record.vaults.count))
    for vault in record.vaults {
      try out.put(vault.part.bytes)
      try out.put(vault.payloadSecret)
    }
    try out.put(UInt32(record.cards.count))
    for card in record.cards {
      try out.put(card.id.bytes)
      try out.put(card.nextCounter)
      try out.put(UInt32(card.ledger.count))
      for entry in card.ledger {
        try put(entry.listedFile, to: &out)
        try out.put(entry.vaultID.bytes + entry.fileTag + [entry.state.rawValue, entry.isKept ? 1 : 0])
      }
      try out.put([card.newest == nil ? 0 : 1] + (card.newest.map { $0.backupID.bytes + $0.digest } ?? []))
    }
    for lists in [record.pendingChange.map { [$0] } ?? [], record.cleanUps] {
      try out.put(UInt32(lists.count))
      for list in lists {
        try out.put(list.card.bytes)
        try out.put(UInt32(list.files.count))
        for file in list.files { try put(file, to: &out) }
      }
    }
    for failures in [record.failures, record.foreignFailures] {
      try out.put(failures.count)
      try out.put(failures.waitSeconds)
      try out.put(failures.startedAt)
      try out.put(UInt32(failures.bootID.count))
      try out.put(failures.bootID)
    }
    return try out.finish()
  }

  private func put(_ file: ListedFile, to out: inout RecordEncoder) throws {
    try out.put(file.name.epoch)
    try out.put(file.name.counter)
    try out.put(file.backupID.bytes)
  }

  /// A record with something in every field, more than the first buffer holds.
  private func full() throws -> CameraRecord {
    var record = CameraRecord()
    record.sequence = 77
    record.vaults = try VectorIndex.cameraKeys()
    record.highestEpoch = 65_535
    record.pinChanged = -1
    for number in 1...4 {
      var card = KnownCard(id: identifier(UInt8(number)), nextCounter: 65_536)
      for counter in 1...UInt32(number * 16) { card.ledger.append(entry(counter)) }
      card.ledger[0].state = .pruning
      card.newest = number < 3 ? nil : NewestContents(backupID: identifier(5), digest: entry(1).fileTag)
      card.strays = (0..<number * 16).map { stray in
        CheckedFile(
          file: ListedFile(name: BackupName(epoch: 2, counter: UInt32(stray))!, backupID: identifier(9)),
          check: BackupCheck(time: Int64(stray), isDamaged: stray % 2 == 0))
      }
      record.cards.append(card)
    }
    record.history = BackupHistory(
      attempt: .init(time: 3, result: .failed(13)), success: 2, unchanged: -1,
      verification: BackupCheck(time: 4, isDamaged: true))
    let files = [ListedFile(name: BackupName("FFFFFFFF")!, backupID: identifier(0))]
    record.pendingChange = FileList(card: identifier(1), files: files)
    record.cleanUps = [FileList(card: identifier(2), files: files + files), FileList(card: identifier(3), files: [])]
    record.failures = FailureCount(count: 9, waitSeconds: 3_600, startedAt: .max, bootID: Array("boot".utf8))
    record.foreignFailures = FailureCount(count: .max, waitSeconds: 30, startedAt: 0, bootID: [])
    return record
  }
}
