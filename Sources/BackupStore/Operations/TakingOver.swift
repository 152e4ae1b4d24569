internal import Sodium

/// Cards whose ledger is not in the record: they are taken as they are (section 6.1 of the format).
extension StoreSession {
  /// What the record knows of the card in the slot; for a card that it does not know, a ledger of its open files, and a
  /// new id where the card has none.
  func knownCardTakingOver() throws(StoreError) -> KnownCard {
    if let knownCard { return knownCard }
    guard let card else { throw .noCard }
    var known = KnownCard(id: try cardIdentifier())
    let entries = try readEntries(card.files)
    known.ledger = entries.filter { !$0.isKnownDamaged }
    known.strays = entries.compactMap(\.asStray)
    known.nextCounter = (known.ledger.map(\.name.counter).max() ?? 0) + 1
    return known
  }

  /// Ledger entries, *live*, of the files whose header verifies, each read whole; the highest counters when there are
  /// too many. Those that are damaged belong to no ledger.
  func readEntries(_ files: [CardFile]) throws(StoreError) -> [LedgerEntry] {
    var entries: [LedgerEntry] = []
    for file in files {
      guard case .authentic(let header, let keys) = file.finding else { continue }
      let tag = try verifiedTag(of: file, .verifying)
      entries.append(
        LedgerEntry(
          name: file.name, backupID: header.backupID, vaultID: keys.vaultID,
          fileTag: tag ?? [UInt8](repeating: 0, count: HeaderLayout.tagLength), state: .live, isKept: false,
          check: BackupCheck(time: environment.time.now(), isDamaged: tag == nil)))
    }
    return Array(entries.sorted { $0.name < $1.name }.suffix(CameraRecord.mostEntries - 1))
  }
}

extension LedgerEntry {
  /// A damaged file, which the ledger does not list.
  var asStray: CheckedFile? {
    guard let check, check.isDamaged else { return nil }
    return CheckedFile(file: listedFile, check: check)
  }
}

extension KnownCard {
  /// Adds an entry. The oldest missing one leaves when the ledger is full.
  ///
  /// - Parameter present: backup ids of files on the card.
  mutating func add(_ entry: LedgerEntry, present: Set<Identifier>) {
    while ledger.count >= CameraRecord.mostEntries {
      let missing = ledger.filter { !present.contains($0.backupID) }
      let candidates = missing.isEmpty ? ledger : missing
      guard let oldest = candidates.min(by: { $0.name < $1.name }) else { break }
      ledger.removeAll { $0.backupID == oldest.backupID }
    }
    ledger.append(entry)
  }
}
