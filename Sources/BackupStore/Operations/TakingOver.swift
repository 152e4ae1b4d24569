internal import Sodium

/// Cards whose ledger is not in the record: they are taken as they are (section 4 of the format).
extension StoreSession {
  /// What the record knows of the card in the slot; for a card that it does not know, a ledger of its open files, and a
  /// new id where the card has none.
  func knownCardTakingOver() throws(StoreError) -> KnownCard {
    if let knownCard { return knownCard }
    guard let card else { throw .noCard }
    var known = KnownCard(id: try cardIdentifier())
    guard card.id != nil else { return known }
    known.ledger = try openEntries(card.files)
    known.nextCounter = (known.ledger.map(\.name.counter).max() ?? 0) + 1
    return known
  }

  /// Ledger entries, *live*, of the files that verify completely; the highest counters when there are too many.
  func openEntries(_ files: [CardFile]) throws(StoreError) -> [LedgerEntry] {
    var entries: [LedgerEntry] = []
    for file in files {
      guard case .authentic(let header, let keys) = file.finding else { continue }
      guard let tag = try verifiedTag(of: file, .verifying) else { continue }
      entries.append(
        LedgerEntry(
          name: file.name, backupID: header.backupID, vaultID: keys.vaultID, fileTag: tag, state: .live,
          isKept: false))
    }
    return Array(entries.sorted { $0.name < $1.name }.suffix(CameraRecord.mostEntries - 1))
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
