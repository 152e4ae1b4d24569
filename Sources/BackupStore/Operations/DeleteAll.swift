internal import FileSystem

/// Deleting all backups (section 8 of the format).
extension StoreSession {
  /// Wipes every regular file of the form on the card, ours or not, and empties its ledger.
  ///
  /// - Returns: the number of files that were wiped.
  /// - Throws: `StoreError.noCard`, `.readOnly`; after an interruption the next operation on this card finishes what
  ///   the ledger lists.
  package func deleteAll() throws(StoreError) -> Int {
    let card = try writableCard(isFinished: false)
    if card.id != nil {
      var known = try knownCardTakingOver()
      for index in known.ledger.indices { known.ledger[index].state = .pruning }
      try commit { [known] record in record.use(known) }
    }
    let count = try wipeEverything(card)
    try commit { record in
      if let id = card.id { record.forgetFiles(of: id) }
      record.foreignFailures = FailureCount()
    }
    try refresh()
    return count
  }

  private func wipeEverything(_ card: BackupCard) throws(StoreError) -> Int {
    guard let directory = card.directory else { return 0 }
    var count = 0
    for entry in try onCard(directory.entries()) where BackupName(fileName: entry.name) != nil {
      let status = try onCard(directory.status(of: entry.name))
      guard status.kind == .regular, status.device == card.device else { continue }
      try card.wipe(fileName: entry.name, &wipes)
      count += 1
    }
    return count
  }
}

extension CameraRecord {
  /// The ledger of a deleted card stays, empty, so that files put back are *returned*; what was to be finished or
  /// cleaned up there is gone.
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
