/// *Keep* marks, and missing backups that a person has taken note of.
extension StoreSession {
  /// Sets or removes the *keep* mark of a backup.
  ///
  /// - Throws: `StoreError.tooManyKept` for a fifth; `.notFound`, also for a returned backup, which no ledger lists.
  package func keep(_ id: BackupSelector, _ isKept: Bool) throws(StoreError) -> BackupDescription {
    let row = try find(id)
    var known = try knownCardTakingOver()
    guard let backupID = row.backupID, known.entry(row.name, backupID) != nil else {
      throw .notFound(row.name.description)
    }
    let present = Set(card?.files.compactMap(\.backupID) ?? [])
    let kept = known.ledger.count { $0.isKept && $0.backupID != backupID && present.contains($0.backupID) }
    guard !isKept || kept < KnownCard.mostKept else { throw .tooManyKept }
    known.updateEntry(backupID) { $0.isKept = isKept }
    try commit { [known] record in record.use(known) }
    // The mark is set, whatever becomes of the card now.
    return row.marked(isKept, known.entry(row.name, backupID))
  }

  /// Takes missing backups off the ledger of the card in the slot.
  ///
  /// - Returns: their names.
  package func acknowledgeMissing() throws(StoreError) -> [BackupName] {
    guard let card else { throw .noCard }
    let missing = try describe(card, .headers).filter { $0.state == .missing }
    guard !missing.isEmpty, let id = card.id else { return [] }
    let gone = Set(missing.compactMap(\.backupID))
    try commit { record in
      record.updateCard(id) { known in known.ledger.removeAll { gone.contains($0.backupID) } }
    }
    return missing.map(\.name)
  }
}
