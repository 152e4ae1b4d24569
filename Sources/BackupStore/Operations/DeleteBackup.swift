internal import FileSystem

/// Deleting one backup (section 11 of the format).
extension StoreSession {
  /// What a deletion came to.
  package struct DeletedBackup: Sendable {
    /// The backup as it was.
    package let description: BackupDescription
    /// Another card's list of files to clean up had to leave the record.
    package let forgotCleanUp: Bool
  }

  /// The backup that a person wants to delete. It may be damaged, or made with another PIN. On a locked card, of which
  /// nothing is listed, it is named by its number.
  ///
  /// - Throws: `StoreError.notFound`, `.locked`, `.noCard`.
  package func findToDelete(_ id: BackupSelector) throws(StoreError) -> BackupDescription {
    try rowToDelete(id).withoutFile
  }

  /// The same with its file, for work of this session.
  private func rowToDelete(_ id: BackupSelector) throws(StoreError) -> BackupDescription {
    guard case .name(let name) = id, let card else { return try row(of: id) }
    let isLocked = try listing(.headers).condition == .locked
    let named = try describe(card, .headers).first { $0.name == name && $0.state != .missing }
    if let named, isLocked || named.state == .foreign { return named }
    guard !isLocked else { throw .notFound(name.description) }
    return try row(of: id)
  }

  /// Wipes one backup, kept or not, and takes it from the ledger.
  ///
  /// - Parameter asked: the backup id that the person was asked about; `nil` when nobody was asked.
  /// - Throws: `StoreError.notFound`, `.locked`, `.readOnly`; `.otherBackups` when another file has the name now;
  ///   `.deletionUnfinished` when the record says that it is deleted and the next operation on this card wipes it.
  package func delete(_ id: BackupSelector, asked: Identifier? = nil) throws(StoreError) -> DeletedBackup {
    _ = try writableCard()
    // A reader that failed for a moment: the 16 bytes that name the file, and the card's id, are needed.
    if try rowToDelete(id).file?.backupID == nil { try refresh() }
    let card = try writableCard()
    let row = try rowToDelete(id)
    guard asked == nil || row.backupID == asked else { throw .otherBackups }
    guard let file = row.listedFile else { throw .notFound(row.name.description) }
    let cardID = try cardIdentifier()
    let others = card.files.filter { $0.fileName != row.file?.fileName }
    var leaving: Identifier?
    try commit { record in leaving = record.markDeleted(file, on: cardID, besides: others) }
    try mapError(
      { StoreError.deletionUnfinished(row.name, CleanUpFailure($0)) },
      { () throws(StoreError) in
        _ = try finishPruning(cardID)
        _ = try finishCleanUp(cardID)
        try removeBlanks()
      })
    guard self.card?.files.contains(where: { $0.fileName == row.file?.fileName }) != true else {
      throw .deletionUnfinished(row.name, .other)
    }
    return DeletedBackup(description: row.withoutFile, forgotCleanUp: leaving != nil)
  }
}

extension CameraRecord {
  /// Makes a file *pruning* where the ledger lists it, else one to clean up. An entry of the same name whose own file
  /// is not on the card goes: what is deleted is not reported as missing.
  ///
  /// - Parameter others: the other files of the card.
  /// - Returns: the card whose clean-up list had to leave, if one had.
  fileprivate mutating func markDeleted(
    _ file: ListedFile, on id: Identifier, besides others: [CardFile]
  ) -> Identifier? {
    let isListed = card(id)?.entry(file.name, file.backupID) != nil
    updateCard(id) { known in
      known.strays.removeAll { $0.file == file }
      known.updateEntry(file.backupID) { $0.state = .pruning }
      known.ledger.removeAll { entry in
        entry.name == file.name && entry.state == .live && !others.contains { $0.isMeant(by: entry.listedFile) }
      }
    }
    return isListed ? nil : addCleanUp([file], on: id)
  }
}
