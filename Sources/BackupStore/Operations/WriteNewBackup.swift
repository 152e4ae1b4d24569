internal import FileSystem

/// Steps 2 to 7 of a new backup (section 9 of the format): its entry, its file, and what goes for it.
extension StoreSession {
  /// Writes what was planned, from the commit of its entry to the surplus that goes for it.
  func write(
    _ plan: ArchivePlan, _ request: BackupRequest, _ keys: VaultKeys, _ created: Int64
  ) throws(StoreError) -> BackupOutcome {
    var known = try knownCardTakingOver()
    let tookOver = knownCard == nil && !known.ledger.isEmpty
    let name = try nextName(keys, known)
    let entry = LedgerEntry(
      name: name, backupID: try .random(), vaultID: keys.vaultID,
      fileTag: [UInt8](repeating: 0, count: HeaderLayout.tagLength), state: .unconfirmed, isKept: request.isKept)
    known.add(entry, present: presentIdentifiers)
    known.nextCounter = name.counter + 1
    let began = environment.time.now()
    try commit { [known] record in
      record.history.attempt = BackupHistory.Attempt(time: began, result: .unfinished)
      record.use(known)
      record.highestEpoch = max(record.highestEpoch, keys.part.epoch)
    }
    card?.id = known.id
    let written = try writeFile(plan, request, keys, entry, known.id, created)
    let removed = try confirm(entry, written, on: known.id)
    return BackupOutcome(
      name: name, isUnchanged: false, removed: removed, leftOut: plan.leftOut, tookOver: tookOver)
  }

  private var presentIdentifiers: Set<Identifier> {
    Set(card?.files.compactMap(\.backupID) ?? [])
  }

  /// The highest counter of an open file on the card; 0 for none.
  var highestOpenCounter: UInt32 {
    let open = card?.files.filter { if case .authentic = $0.finding { true } else { false } }
    return open?.map(\.name.counter).max() ?? 0
  }

  /// The first counter that is free on the card, above the record's, above that of every open file, and above those of
  /// this epoch that were handed out.
  private func nextName(_ keys: VaultKeys, _ known: KnownCard) throws(StoreError) -> BackupName {
    let streamed = record.streamed?.lastCounter(keys.part.epoch) ?? 0
    let first = max(known.nextCounter, highestOpenCounter + 1, streamed + 1)
    guard first <= BackupNumbers.highest else { throw .countersUsedUp }
    return try freeName(keys.part.epoch, from: first, to: min(first + BackupNumbers.mostPassed, BackupNumbers.highest))
  }

  private struct WrittenBackup {
    let tag: [UInt8]
    let digest: [UInt8]
  }

  /// Steps 3 and 4: write, make durable, read back. On any error the file is wiped and its entry goes.
  private func writeFile(
    _ plan: ArchivePlan, _ request: BackupRequest, _ keys: VaultKeys, _ entry: LedgerEntry, _ id: Identifier,
    _ created: Int64
  ) throws(StoreError) -> WrittenBackup {
    let metadata = BackupMetadata(plan, request, created: created)
    do {
      let contents = HeaderContents(
        name: entry.name, backupID: entry.backupID, cardID: id, plaintextLength: plan.length,
        metadata: try metadata.encoded())
      try card?.makeDirectory()
      var digest: [UInt8] = []
      let tag = try writeBackup(contents, keys, .writing) { (writer) throws(StoreError) in
        digest = try copy(plan, to: writer)
      }
      return WrittenBackup(tag: tag, digest: digest)
    } catch {
      undo(entry, on: id)
      throw error
    }
  }

  func copy(_ plan: ArchivePlan, to writer: BackupWriter) throws(StoreError) -> [UInt8] {
    try mapError(StoreError.init) { () throws(ArchiveWritingError<StoreError>) in
      try plan.write { (bytes) throws(StoreError) in try writer.append(bytes) }
    }
  }

  /// Wipes what a failed creation left and takes its entry from the ledger. If the card fails at that too, the entry
  /// becomes *pruning*: the next operation on this card wipes the file, complete or not, because it was reported.
  private func undo(_ entry: LedgerEntry, on id: Identifier) {
    let isWiped: Bool
    do {
      if createdFiles.contains(entry.name) { try wipe([entry.listedFile]) }
      isWiped = true
    } catch {
      isWiped = false
    }
    // Where the record fails as well, the entry stays unconfirmed; the error that began it is the one to report.
    try? commit { record in
      record.updateCard(id) { card in
        if isWiped {
          card.ledger.removeAll { $0.backupID == entry.backupID }
        } else {
          card.updateEntry(entry.backupID) { $0.state = .pruning }
        }
      }
    }
  }

  /// Steps 5 to 7: the new backup is live; surplus ones are chosen, wiped, gone.
  private func confirm(
    _ entry: LedgerEntry, _ written: WrittenBackup, on id: Identifier
  ) throws(StoreError) -> [BackupName] {
    let present = presentBackups(on: id).union([entry.backupID])
    let now = environment.time.now()
    try commit { record in
      record.history.succeeded(now)
      record.updateCard(id) { card in
        card.updateEntry(entry.backupID) {
          $0.fileTag = written.tag
          $0.state = .live
          $0.check = BackupCheck(time: now, isDamaged: false)
          $0.current = now
        }
        card.newest = NewestContents(backupID: entry.backupID, digest: written.digest)
        card.markSurplus(present: present)
      }
    }
    let surplus = record.card(id)?.ledger.filter { $0.state == .pruning }.map(\.name) ?? []
    try mapError(
      { StoreError.cleanUpFailed(done: entry.name, CleanUpFailure($0)) },
      { () throws(StoreError) in
        _ = try finishPruning(id)
        try removeBlanks()
      })
    return surplus.sorted()
  }
}

extension BackupMetadata {
  /// What the header says of a new backup.
  init(_ plan: ArchivePlan, _ request: BackupRequest, created: Int64) {
    self.init(
      created: created, files: Int64(plan.fileCount),
      modules: Int64(request.modules.count { $0.configuration != nil }), modulesTotal: Int64(request.modules.count),
      leftOut: Int64(plan.manifest.leftOut.count), label: request.label, model: request.identity.model,
      serial: request.identity.serial, firmware: request.identity.firmware)
  }
}

extension StoreError {
  fileprivate init(_ error: ArchiveWritingError<StoreError>) {
    switch error {
    case .plan(let error): self = .plan(error)
    case .sink(let error): self = error
    }
  }
}
