internal import FileSystem
internal import Sodium

/// The record as bytes: magic, fields, checksum. The encoding is this program's own and never leaves internal flash.
enum RecordCoding {
  /// What a record holds, by its first eight bytes. Of an earlier version all of it is read.
  private enum Version: String, CaseIterable {
    /// Without checks and without history.
    case first = "CAMREC1\n"
    /// No labels that were given later. A record without such labels is written so: an earlier program reads it.
    case second = "CAMREC2\n"
    /// No backups that were handed out. A record without them is written so, likewise.
    case third = "CAMREC3\n"
    case fourth = "CAMREC4\n"

    static let length = 8

    init(of record: CameraRecord) {
      let hasLabels = record.cards.contains { $0.ledger.contains { $0.label != nil } }
      self = record.streamed != nil ? .fourth : hasLabels ? .third : .second
    }

    init?(_ magic: [UInt8]) {
      guard let version = Self.allCases.first(where: { $0.magic == magic }) else { return nil }
      self = version
    }

    var magic: [UInt8] { Array(rawValue.utf8) }
    var hasChecks: Bool { self != .first }
    var hasLabels: Bool { self == .third || hasStreams }
    var hasStreams: Bool { self == .fourth }
  }

  /// More than any record can have.
  static let longest = 131_072

  /// The record in guarded memory, because it holds payload secrets.
  static func encode(_ record: CameraRecord) throws(SodiumError) -> SecretBytes {
    var encoder = try RecordEncoder()
    try write(record, to: &encoder)
    return try encoder.finish()
  }

  private static func write(_ record: CameraRecord, to out: inout RecordEncoder) throws(SodiumError) {
    let version = Version(of: record)
    try out.put(version.magic)
    try out.put(record.sequence)
    try out.put(record.highestEpoch)
    try out.put(UInt64(bitPattern: record.pinChanged))
    try out.put(UInt32(record.vaults.count))
    for vault in record.vaults {
      try out.put(vault.part.bytes)
      try out.put(vault.payloadSecret)
    }
    try out.put(UInt32(record.cards.count))
    for card in record.cards { try write(card, version, to: &out) }
    let lists = record.pendingChange.map { [$0] } ?? []
    try out.put(UInt32(lists.count))
    for list in lists { try write(list, to: &out) }
    try out.put(UInt32(record.cleanUps.count))
    for list in record.cleanUps { try write(list, to: &out) }
    try write(record.failures, to: &out)
    try write(record.foreignFailures, to: &out)
    try out.put(record.history)
    if let streamed = record.streamed { try write(streamed, to: &out) }
  }

  private static func write(_ card: KnownCard, _ version: Version, to out: inout RecordEncoder) throws(SodiumError) {
    try out.put(card.id.bytes)
    try out.put(card.nextCounter)
    try out.put(UInt32(card.ledger.count))
    for entry in card.ledger {
      try write(entry.listedFile, to: &out)
      try out.put(entry.vaultID.bytes)
      try out.put(entry.fileTag)
      try out.put([entry.state.rawValue, entry.isKept ? 1 : 0])
      try out.put(entry.check)
      try out.put(entry.current)
      if version.hasLabels { try out.put(label: entry.label) }
    }
    try out.put([card.newest == nil ? 0 : 1])
    if let newest = card.newest {
      try out.put(newest.backupID.bytes)
      try out.put(newest.digest)
    }
    try out.put(UInt32(card.strays.count))
    for stray in card.strays {
      try write(stray.file, to: &out)
      try out.put(stray.check)
    }
  }

  private static func write(_ streamed: StreamedBackups, to out: inout RecordEncoder) throws(SodiumError) {
    try out.put(streamed.card.bytes)
    try write(streamed.last, to: &out)
    try out.put([streamed.newest == nil ? 0 : 1])
    guard let newest = streamed.newest else { return }
    try write(newest.entry.listedFile, to: &out)
    try out.put(newest.vaultID.bytes)
    try out.put(newest.fileTag)
    try out.put(newest.digest)
    try out.put(UInt64(bitPattern: newest.current))
  }

  private static func write(_ list: FileList, to out: inout RecordEncoder) throws(SodiumError) {
    try out.put(list.card.bytes)
    try out.put(UInt32(list.files.count))
    for file in list.files { try write(file, to: &out) }
  }

  private static func write(_ file: ListedFile, to out: inout RecordEncoder) throws(SodiumError) {
    try write(file.name, to: &out)
    try out.put(file.backupID.bytes)
  }

  private static func write(_ name: BackupName, to out: inout RecordEncoder) throws(SodiumError) {
    try out.put(name.epoch)
    try out.put(name.counter)
  }

  private static func write(_ failures: FailureCount, to out: inout RecordEncoder) throws(SodiumError) {
    try out.put(failures.count)
    try out.put(failures.waitSeconds)
    try out.put(failures.startedAt)
    try out.put(UInt32(failures.bootID.count))
    try out.put(failures.bootID)
  }

  /// Reads a copy; `nil` when it is not whole.
  static func decode(_ bytes: borrowing SecretBytes) throws(SodiumError) -> CameraRecord? {
    guard bytes.count > Version.length + KeyedHash.length else { return nil }
    let body = try bytes.slice(0, bytes.count - KeyedHash.length)
    var hash = try KeyedHash()
    body.withBytes { hash.update($0) }
    let checksum = bytes.withBytes { all in (body.count..<bytes.count).map { all[$0] } }
    guard hash.finish() == checksum else { return nil }
    var decoder = RecordDecoder(input: body)
    return try read(&decoder)
  }

  private static func read(_ input: inout RecordDecoder) throws(SodiumError) -> CameraRecord? {
    guard let version = Version(input.bytes(Version.length)) else { return nil }
    var record = CameraRecord()
    record.sequence = input.integer()
    record.highestEpoch = min(input.integer(), BackupName.largestNumber)
    record.pinChanged = input.moment()
    for _ in 0..<input.count(atMost: BackupLimits.vaults) {
      let part = VaultPart(bytes: input.bytes(HeaderLayout.vaultPartLength))
      if part.cost == nil || !BackupName.numbers.contains(part.epoch) { input.fail() }
      record.vaults.append(try VaultKeys(part: part, payloadSecret: try input.secret(32)))
    }
    for _ in 0..<input.count(atMost: CameraRecord.mostCards) { record.cards.append(readCard(&input, version)) }
    if input.count(atMost: 1) == 1 { record.pendingChange = readList(&input) }
    for _ in 0..<input.count(atMost: CameraRecord.mostCardsToClean) { record.cleanUps.append(readList(&input)) }
    record.failures = readFailures(&input)
    record.foreignFailures = readFailures(&input)
    if version.hasChecks { record.history = input.history() }
    if version.hasStreams { record.streamed = readStreams(&input) }
    return input.isWhole ? record : nil
  }

  private static func readCard(_ input: inout RecordDecoder, _ version: Version) -> KnownCard {
    let id = input.identifier()
    var card = KnownCard(id: id, nextCounter: min(max(input.integer(), 1), BackupName.largestNumber + 1))
    for _ in 0..<input.count(atMost: CameraRecord.mostEntries) {
      let file = readFile(&input)
      let vaultID = input.identifier()
      let fileTag = input.bytes(KeyedHash.length)
      let flags = input.bytes(2)
      guard let state = LedgerEntry.State(rawValue: flags[0]) else {
        input.fail()
        break
      }
      card.ledger.append(
        LedgerEntry(
          name: file.name, backupID: file.backupID, vaultID: vaultID, fileTag: fileTag, state: state,
          isKept: flags[1] != 0, check: version.hasChecks ? input.check() : nil,
          current: version.hasChecks ? input.time() : nil, label: version.hasLabels ? input.label() : nil))
    }
    if input.bytes(1) == [1] {
      card.newest = NewestContents(backupID: input.identifier(), digest: input.bytes(KeyedHash.length))
    }
    guard version.hasChecks else { return card }
    for _ in 0..<input.count(atMost: CameraRecord.mostEntries) {
      let file = readFile(&input)
      guard let check = input.check() else {
        input.fail()
        break
      }
      card.strays.append(CheckedFile(file: file, check: check))
    }
    return card
  }

  private static func readList(_ input: inout RecordDecoder) -> FileList {
    var list = FileList(card: input.identifier(), files: [])
    for _ in 0..<input.count(atMost: 65_536) { list.files.append(readFile(&input)) }
    return list
  }

  private static func readFile(_ input: inout RecordDecoder) -> ListedFile {
    let name = readName(&input)
    return ListedFile(name: name, backupID: input.identifier())
  }

  private static func readName(_ input: inout RecordDecoder) -> BackupName {
    let name = BackupName(epoch: input.integer(), counter: input.integer())
    if name == nil { input.fail() }
    return name ?? BackupName(epoch: 1, counter: 1)!
  }

  private static func readStreams(_ input: inout RecordDecoder) -> StreamedBackups {
    var streamed = StreamedBackups(card: input.identifier(), last: readName(&input))
    guard input.bytes(1) == [1] else { return streamed }
    let file = readFile(&input)
    streamed.newest = StreamedBackup(
      name: file.name, backupID: file.backupID, vaultID: input.identifier(), fileTag: input.bytes(KeyedHash.length),
      digest: input.bytes(KeyedHash.length), current: input.moment())
    return streamed
  }

  private static func readFailures(_ input: inout RecordDecoder) -> FailureCount {
    FailureCount(
      count: input.integer(), waitSeconds: min(input.integer(), FailureWaits.wrongPINs.longest),
      startedAt: input.integer(),
      bootID: input.bytes(input.count(atMost: BootMoment.longestID)))
  }
}
