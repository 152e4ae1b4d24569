internal import FileSystem
internal import Sodium

/// Finishing what was interrupted (sections 8 to 12 of the format): the record says what, and on which card.
extension StoreSession {
  /// Carries out the record's instructions for the card in the slot. A card that cannot be written keeps them waiting.
  func finishInterrupted() throws(StoreError) {
    guard let card, card.isWritable, let id = card.id else { return }
    let hadWork = try finishChange(id)
    let confirmed = try finishCreation(id)
    let pruned = try finishPruning(id)
    let cleaned = try finishCleanUp(id)
    if hadWork || confirmed || pruned || cleaned { try refresh() }
  }

  /// A change of the PIN that did not reach its commit: its new files are wiped, and the old PIN holds.
  private func finishChange(_ id: Identifier) throws(StoreError) -> Bool {
    guard let pending = record.pendingChange, pending.card == id else { return false }
    try wipe(pending.files)
    try commit { $0.pendingChange = nil }
    return true
  }

  /// A backup that was being made: complete, it becomes live; any other is wiped.
  private func finishCreation(_ id: Identifier) throws(StoreError) -> Bool {
    let unconfirmed = record.card(id)?.ledger.filter { $0.state == .unconfirmed } ?? []
    for entry in unconfirmed {
      if let tag = try completeTag(of: entry) {
        try commitCompleted(entry, tag, on: id)
      } else {
        try wipe([entry.listedFile])
        try commit { record in
          record.updateCard(id) { card in card.ledger.removeAll { $0.backupID == entry.backupID } }
        }
      }
    }
    return !unconfirmed.isEmpty
  }

  /// Makes a complete backup live. When it was made its metadata say: the process that made it cannot any more.
  private func commitCompleted(_ entry: LedgerEntry, _ tag: [UInt8], on id: Identifier) throws(StoreError) {
    let present = presentBackups(on: id)
    let now = environment.time.now()
    let created = creationTime(of: entry) ?? now
    try commit { record in
      record.updateCard(id) { card in
        card.updateEntry(entry.backupID) {
          $0.fileTag = tag
          $0.state = .live
          $0.check = BackupCheck(time: now, isDamaged: false)
          $0.current = created
        }
        card.markSurplus(present: present)
      }
      record.history.succeeded(created)
    }
  }

  private func creationTime(of entry: LedgerEntry) -> Int64? {
    card?.files.first { $0.isMeant(by: entry.listedFile) }.flatMap { metadata(of: $0).created }
  }

  /// The tag of an unconfirmed file that is durable and verifies completely.
  private func completeTag(of entry: LedgerEntry) throws(StoreError) -> [UInt8]? {
    guard let file = card?.files.first(where: { $0.name == entry.name && $0.backupID == entry.backupID }) else {
      return nil
    }
    guard try card?.makeDurable(file.fileName) == true else { return nil }
    return try verifiedTag(of: file, .verifying)
  }

  /// Backups chosen to be removed: wiped, and gone from the ledger.
  func finishPruning(_ id: Identifier) throws(StoreError) -> Bool {
    let pruning = record.card(id)?.ledger.filter { $0.state == .pruning } ?? []
    guard !pruning.isEmpty else { return false }
    try wipe(pruning.map(\.listedFile))
    try commit { record in
      record.updateCard(id) { card in card.ledger.removeAll { $0.state == .pruning } }
    }
    return true
  }

  /// What a change of the PIN left to wipe on this card.
  func finishCleanUp(_ id: Identifier) throws(StoreError) -> Bool {
    let files = record.cleanUps.filter { $0.card == id }.flatMap(\.files)
    guard !files.isEmpty else { return false }
    try wipe(files)
    try commit { record in record.cleanUps.removeAll { $0.card == id } }
    return true
  }

  /// Unlinks files that hold nothing, after what was wiped on the record's instruction is gone.
  func removeBlanks() throws(StoreError) {
    try refresh()
    if try card?.removeBlanks(record) == true { try refresh() }
  }

  /// The backup ids of the ledger whose files are on the card, damaged ones included.
  func presentBackups(on id: Identifier) -> Set<Identifier> {
    let files = card?.files ?? []
    let entries = record.card(id)?.ledger ?? []
    return Set(entries.filter { entry in files.contains { $0.isMeant(by: entry.listedFile) } }.map(\.backupID))
  }

  /// The tag of a file on the card, when header and all chunks verify; `nil` otherwise.
  func verifiedTag(of file: CardFile, _ phase: WorkProgress.Phase) throws(StoreError) -> [UInt8]? {
    guard let reader = try reader(of: file) else { return nil }
    return try reader.verifiedTag(phase, observer)
  }

  /// A reader of a file whose header is authentic; `nil` for any other file.
  func reader(of file: CardFile) throws(StoreError) -> BackupReader? {
    guard case .authentic(let header, let keys) = file.finding, let directory = card?.directory else { return nil }
    return BackupReader(header: header, file: try onCard(directory.open(file.fileName)), keys: keys)
  }
}

extension KnownCard {
  /// While more than five backups are live, the oldest that is known to be damaged becomes *pruning*, else the oldest
  /// without the *keep* mark (section 9, step 5).
  ///
  /// - Parameter present: backup ids whose files are on the card; what is missing does not count.
  mutating func markSurplus(present: Set<Identifier>) {
    var live = ledger.filter { $0.state == .live && present.contains($0.backupID) }
    while live.count > BackupLimits.live {
      let damaged = live.filter(\.isKnownDamaged)
      let candidates = damaged.isEmpty ? live.filter { !$0.isKept } : damaged
      guard let oldest = candidates.min(by: { $0.name < $1.name }) else { return }
      updateEntry(oldest.backupID) { $0.state = .pruning }
      live.removeAll { $0.backupID == oldest.backupID }
    }
  }
}
