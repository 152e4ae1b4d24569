/// *Keep* marks, and missing backups that a person has taken note of.
extension StoreSession {
  /// Sets or removes the *keep* mark of a backup.
  ///
  /// - Throws: `StoreError.tooManyKept` for a fifth; `.keepDamaged` for a damaged one, which the next backup replaces;
  ///   `.notFound`, also for a returned backup, which no ledger lists.
  package func keep(_ id: BackupSelector, _ isKept: Bool) throws(StoreError) -> BackupDescription {
    let row = try row(of: id)
    var known = try knownCardTakingOver()
    guard let backupID = row.backupID, known.entry(row.name, backupID) != nil else {
      throw .notFound(row.name.description)
    }
    if isKept { try checkMark(row, backupID) }
    known.updateEntry(backupID) { $0.isKept = isKept }
    try commit { [known] record in record.use(known) }
    // The mark is set, even if the card fails or is removed now.
    return row.marked(isKept, known.entry(row.name, backupID)).withoutFile
  }

  private func checkMark(_ row: BackupDescription, _ backupID: Identifier) throws(StoreError) {
    guard row.state != .damaged else { throw .keepDamaged(row.name) }
    guard let card else { throw .noCard }
    let others = keptBackups(try describe(card, .headers)).subtracting([backupID])
    guard others.count < BackupLimits.kept else { throw .tooManyKept }
  }

  /// The kept backups that are on the card and not damaged. Rotation leaves them alone.
  func keptBackups(_ rows: [BackupDescription]) -> Set<Identifier> {
    Set(rows.filter { $0.isKept && $0.state != .missing }.compactMap(\.entry?.backupID))
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
