internal import FileSystem

/// Deleting all backups (section 12 of the format).
extension StoreSession {
  /// Wipes every regular file of the form on the card, ours or not, and empties its ledger.
  ///
  /// - Parameter asked: what was on the card when a person was asked; `nil` when nobody was.
  /// - Returns: the number of files that were wiped.
  /// - Throws: `StoreError.noCard`, `.readOnly`; `.otherBackups` when the card does not hold what was asked about;
  ///   after an interruption or an error of the card the next operation on this card finishes what the ledger lists.
  ///   `.partlyDeleted` where the system forbids to remove single files: all others are gone, and these are listed as
  ///   before.
  package func deleteAll(asked: CardContents? = nil) throws(StoreError) -> Int {
    let card = try writableCard(isFinished: false)
    guard asked == nil || asked == CardContents(card) else { throw .otherBackups }
    if card.id != nil {
      var known = try knownCardTakingOver()
      for index in known.ledger.indices { known.ledger[index].state = .pruning }
      try commit { [known] record in record.use(known) }
    }
    let count: Int
    do throws(StoreError) {
      count = try wipeEverything(card)
    } catch {
      // Any other error may pass: the next operation finishes the deletion.
      guard case .partlyDeleted = error else { throw error }
      try keepListed(card.id)
      throw error
    }
    try commit { record in
      if let id = card.id { record.forgetFiles(of: id) }
    }
    try refresh()
    return count
  }

  /// Backups that are still whole after a deletion that failed are in the ledger again: a report shows them.
  private func keepListed(_ id: Identifier?) throws(StoreError) {
    try refresh()
    guard let id, let files = card?.files else { return }
    try commit { record in
      record.updateCard(id) { known in
        known.ledger.removeAll { entry in !files.contains { $0.isMeant(by: entry.listedFile) } }
        for index in known.ledger.indices {
          let isWhole = files.contains { !$0.isBlank && $0.isMeant(by: known.ledger[index].listedFile) }
          if isWhole { known.ledger[index].state = .live }
        }
      }
    }
  }

  private func wipeEverything(_ card: BackupCard) throws(StoreError) -> Int {
    guard let directory = card.directory else { return 0 }
    var count = 0
    var failure: FileError?
    for entry in try onCard(directory.entries()) where BackupName(fileName: entry.name) != nil {
      let status = try onCard(directory.status(of: entry.name))
      guard status.kind == .regular, status.device == card.device else { continue }
      do throws(StoreError) {
        // What is empty has nothing to overwrite, and there may be very many of them.
        if status.size == 0 {
          try card.remove(entry.name, in: directory)
        } else {
          try card.wipe(fileName: entry.name, &wipes)
        }
        count += 1
      } catch {
        guard case .file(let file) = error, file.isNotPermitted else { throw error }
        failure = failure ?? file
      }
    }
    try onCard(directory.synchronize())
    if let failure { throw .partlyDeleted(count: count, failure) }
    return count
  }
}

extension CameraRecord {
  /// Empties the ledger of a deleted card. The ledger stays, so that files that come back are *returned*. A pending
  /// change and files to clean up on this card leave the record.
  fileprivate mutating func forgetFiles(of id: Identifier) {
    updateCard(id) { known in
      known.ledger = []
      known.newest = nil
      known.strays = []
    }
    if pendingChange?.card == id { pendingChange = nil }
    cleanUps.removeAll { $0.card == id }
  }
}
