internal import FileSystem
internal import Sodium

extension ArchivePlanError {
  /// The entry that it is about, by its path in the archive, as text.
  fileprivate var path: String? {
    switch self {
    case .changed(let path), .file(let path, _), .refused(let path, _): path
    case .identity, .digest: nil
    }
  }

  /// What is told when nothing more is tried.
  fileprivate var final: StoreError {
    if case .changed(let path) = self { .configurationKeepsChanging(path) } else { .plan(self) }
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

extension StoreSession {
  /// How often a configuration is read before it is refused because it keeps changing.
  static let mostReadings = 3

  /// Creates a backup, without the PIN (section 6 of the format).
  ///
  /// - Throws: every error but `.record` leaves the card as it was; after the new backup is *live*, an error means only
  ///   that a surplus one could not be wiped yet.
  package func create(_ request: BackupRequest) throws(StoreError) -> BackupOutcome {
    let keys = try currentVault()
    guard BackupMetadata.fits(request.label, BackupMetadata.longestLabel) else { throw .label }
    let card = try writableCard()
    let listing = try listing(.headers)
    guard listing.condition != .locked else { throw .locked(foreign: listing.foreign) }
    // What holds nothing has no number.
    if !card.emptyFiles.isEmpty { try removeBlanks() }
    let rows = try recheckDamaged(try describe(try writableCard(), .headers))
    try checkKept(rows, adding: request.isKept)
    var reading = 1
    while true {
      do {
        return try createOnce(request, keys, rows)
      } catch .plan(let error) {
        let mayPass = if case .changed = error { reading < Self.mostReadings } else { false }
        guard !mayPass else {
          reading += 1
          continue
        }
        guard request.leavesOutFailures, error.reasonToLeaveOut != nil else { throw error.final }
        return try createWithoutFailures(request, keys, rows)
      }
    }
  }

  /// Makes a backup without what fails. Each try leaves out one entry more, so there is an end of it.
  private func createWithoutFailures(
    _ request: BackupRequest, _ keys: VaultKeys, _ rows: [BackupDescription]
  ) throws(StoreError) -> BackupOutcome {
    let created = creationTime(rows)
    var plan = try inPlan { () throws(ArchivePlanError) in
      try ArchivePlan(
        leavingOutFailuresOf: request.configuration, modules: request.modules, identity: request.identity,
        created: created, clock: environment.time.archiveClock)
    }
    while true {
      for path in request.required { plan = try including(path, request, plan) }
      do {
        return try create(plan, request, keys, rows, created)
      } catch .plan(let error) {
        guard let reason = error.reasonToLeaveOut, let path = error.path else { throw .plan(error) }
        plan = try inPlan { [plan] () throws(ArchivePlanError) in
          try plan.leavingOut(LeftOut(path: ArchivePath(path), reason: reason))
        }
      }
    }
  }

  /// A fifth *keep* mark is refused; so is any backup while five are kept, because a missing one was put back: rotation
  /// could remove only the new one.
  private func checkKept(_ rows: [BackupDescription], adding: Bool) throws(StoreError) {
    guard keptBackups(rows).count < (adding ? BackupLimits.kept : BackupLimits.live) else { throw .tooManyKept }
  }

  /// Rotation takes damaged backups out of their turn, kept ones too. So it goes by what is read of them now, header
  /// and all: no good one leaves because a reader failed once.
  private func recheckDamaged(_ rows: [BackupDescription]) throws(StoreError) -> [BackupDescription] {
    guard let next = nextRemoved(rows), rows.contains(where: { $0.name == next && $0.state == .damaged }) else {
      return rows
    }
    let checked = try rows.map { (row) throws(StoreError) in row.state == .damaged ? try readWhole(row) : row }
    let isNews = checked.contains { $0.check?.isDamaged != $0.entry?.check?.isDamaged && $0.entry != nil }
    if isNews { try commitChecks(of: checked) }
    return checked
  }

  /// The clock's time; or one second later than the newest backup, while the clock is less than a day behind that: a
  /// clock that was once wrong by more stamps no later ones.
  private func creationTime(_ rows: [BackupDescription]) -> Int64 {
    let latest = BackupMetadata.times.upperBound
    let now = min(max(environment.time.now(), 0), latest)
    guard let newest = rows.lazy.compactMap(\.metadata.created).first, newest >= now, newest - now < 86_400 else {
      return now
    }
    return min(newest + 1, latest)
  }

  private func createOnce(
    _ request: BackupRequest, _ keys: VaultKeys, _ rows: [BackupDescription]
  ) throws(StoreError) -> BackupOutcome {
    let created = creationTime(rows)
    let plan = try inPlan { () throws(ArchivePlanError) in
      try ArchivePlan(
        configuration: request.configuration, modules: request.modules, identity: request.identity,
        created: created, clock: environment.time.archiveClock)
    }
    return try create(plan, request, keys, rows, created)
  }

  private func create(
    _ plan: ArchivePlan, _ request: BackupRequest, _ keys: VaultKeys, _ rows: [BackupDescription], _ created: Int64
  ) throws(StoreError) -> BackupOutcome {
    if request.onlyIfChanged, let newest = try newestUnchanged(plan, rows) {
      return BackupOutcome(name: newest, isUnchanged: true, removed: [], leftOut: plan.leftOut, tookOver: false)
    }
    try checkRoom(PayloadGeometry(plaintextLength: plan.length).fileSize)
    return try write(plan, request, keys, created)
  }

  /// The newest backup, if its contents are the plan's and it verifies, which is recorded; so is it if it does not.
  private func newestUnchanged(
    _ plan: ArchivePlan, _ rows: [BackupDescription]
  ) throws(StoreError) -> BackupName? {
    guard let newest = knownCard?.newest, let row = rows.first(where: { $0.entry != nil && $0.state != .missing })
    else { return nil }
    guard row.backupID == newest.backupID, row.state == .ok else { return nil }
    let digest = try inPlan { () throws(ArchivePlanError) in try plan.contentDigest() }
    guard digest == newest.digest else { return nil }
    let read = try readWhole(row)
    guard read.state == .ok else {
      try commitChecks(of: [read])
      return nil
    }
    try commitUnchanged(newest.backupID)
    return row.name
  }

  private func commitUnchanged(_ backupID: Identifier) throws(StoreError) {
    let now = environment.time.now()
    try commit { [id = card?.id] record in
      if let id {
        record.updateCard(id) { known in
          known.updateEntry(backupID) {
            $0.check = BackupCheck(time: now, isDamaged: false)
            $0.current = now
          }
        }
      }
      record.history.foundUnchanged(now)
    }
  }

  private func checkRoom(_ size: Int64) throws(StoreError) {
    guard let free = card?.capacity.free, free < size else { return }
    throw .full(needed: size, free: free)
  }

  private func write(
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

  /// The first counter that is free on the card, above the record's and above that of every open file.
  private func nextName(_ keys: VaultKeys, _ known: KnownCard) throws(StoreError) -> BackupName {
    let open = card?.files.filter { if case .authentic = $0.finding { true } else { false } }.map(\.name.counter) ?? []
    let first = max(known.nextCounter, (open.max() ?? 0) + 1)
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
    do {
      return try plan.write { (bytes) throws(StoreError) in try writer.append(bytes) }
    } catch {
      switch error {
      case .plan(let error): throw .plan(error)
      case .sink(let error): throw error
      }
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
    do {
      _ = try finishPruning(id)
      try removeBlanks()
    } catch {
      throw .cleanUpFailed(done: entry.name, CleanUpFailure(error))
    }
    return surplus.sorted()
  }

  /// Records that an attempt failed, for whatever reason, also without a card or a PIN.
  ///
  /// - Parameter code: the exit code, 1 to 255.
  /// - Throws: `StoreError.record`.
  package func recordFailedAttempt(_ code: UInt8) throws(StoreError) {
    let now = environment.time.now()
    try commit { $0.history.attempt = BackupHistory.Attempt(time: now, result: .failed(code)) }
  }

  func inPlan<Result>(_ body: () throws(ArchivePlanError) -> Result) throws(StoreError) -> Result {
    do {
      return try body()
    } catch {
      throw .plan(error)
    }
  }
}
