/// Labels that are given to a backup after it was made (section 8.5 of the format).
extension StoreSession {
  /// Gives a backup another label, in the record alone: its file stays as it is, and no PIN is needed.
  ///
  /// - Parameter label: printable, at most 64 bytes as encoded in JSON; empty for none.
  /// - Throws: `StoreError.label` for another one; `.notFound`, `.locked`; `.notInLedger` for a returned backup.
  package func label(_ id: BackupSelector, _ label: String) throws(StoreError) -> BackupDescription {
    guard BackupMetadata.fits(label, BackupMetadata.longestLabel) else { throw .label }
    let row = try row(of: id)
    var known = try knownCardTakingOver()
    guard let backupID = row.backupID, known.entry(row.name, backupID) != nil else { throw .notInLedger(row.name) }
    known.updateEntry(backupID) { $0.label = label }
    try commit { [known] record in record.use(known) }
    return row.labelled(label).withoutFile
  }
}
