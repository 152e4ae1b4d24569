internal import FileSystem

/// Deleting all backups (section 8 of the format).
extension StoreSession {
  /// Wipes every regular file of the form on the card, ours or not, and empties its ledger.
  ///
  /// - Parameter asked: what was on the card when a person was asked; `nil` when nobody was.
  /// - Returns: the number of files that were wiped.
  /// - Throws: `StoreError.noCard`, `.readOnly`; `.otherBackups` when the card does not hold what was asked about; after an interruption the next operation on this card finishes what
  ///   the ledger lists.
  package func deleteAll(asked: CardContents? = nil) throws(StoreError) -> Int {
    let card = try writableCard(isFinished: false)
    guard asked == nil || asked == CardContents(card) else { throw .otherBackups }
    if card.id != nil {
      var known = try knownCardTakingOver()
      for index in known.ledger.indices { known.ledger[index].state = .pruning }
      try commit { [known] record in record.use(known) }
    }
    let count = try wipeEverything(card)
    try commit { record in
      if let id = card.id { record.forgetFiles(of: id) }
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
      // What is empty has nothing to overwrite, and there may be very many of them.
      if status.size == 0 {
        try onCard(directory.remove(entry.name))
      } else {
        try card.wipe(fileName: entry.name, &wipes)
      }
      count += 1
    }
    try onCard(directory.synchronize())
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
