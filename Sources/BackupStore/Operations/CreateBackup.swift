internal import FileSystem
internal import Sodium

extension StoreSession {
  /// Creates a backup, without the PIN (section 9 of the format).
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
    return try planner(request).withPlan(created: { creationTime(rows) }) { (plan, created) throws(StoreError) in
      try create(plan, request, keys, rows, created)
    }
  }

  /// Plans a backup by the clock of the store.
  func planner(_ request: BackupRequest) -> BackupPlanner {
    BackupPlanner(request: request, clock: environment.time.archiveClock)
  }

  /// Refuses a fifth kept backup. Five are kept when a missing one has come back to the card. Then any new backup is
  /// refused, because rotation could remove only the new one.
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
  func creationTime(_ rows: [BackupDescription]) -> Int64 {
    let latest = BackupMetadata.times.upperBound
    let now = min(max(environment.time.now(), 0), latest)
    guard let newest = rows.lazy.compactMap(\.metadata.created).first, newest >= now, newest - now < 86_400 else {
      return now
    }
    return min(newest + 1, latest)
  }

  private func create(
    _ plan: ArchivePlan, _ request: BackupRequest, _ keys: VaultKeys, _ rows: [BackupDescription], _ created: Int64
  ) throws(StoreError) -> BackupOutcome {
    if request.onlyIfChanged, let newest = try newestUnchanged(plan, rows) {
      return BackupOutcome(name: newest, isUnchanged: true, removed: [], leftOut: plan.leftOut, tookOver: false)
    }
    try checkRoom(PayloadGeometry(plaintextLength: plan.length).fileSize)
    observer.expect(2)
    return try write(plan, request, keys, created)
  }

  /// The newest backup, if its contents are the plan's and it verifies, which is recorded; so is it if it does not.
  private func newestUnchanged(
    _ plan: ArchivePlan, _ rows: [BackupDescription]
  ) throws(StoreError) -> BackupName? {
    guard let (row, newest) = newestContents(rows), row.backupID == newest.backupID, row.state == .ok else {
      return nil
    }
    let digest = try mapError(StoreError.plan, try plan.contentDigest())
    guard digest == newest.digest else { return nil }
    let read = try readWhole(row)
    guard read.state == .ok else {
      try commitChecks(of: [read])
      return nil
    }
    try commitUnchanged(newest.backupID)
    return row.name
  }

  /// The newest backup that the ledger lists and the card has, and the digest that the record has of the newest one:
  /// of another backup, where that one is missing.
  func newestContents(_ rows: [BackupDescription]) -> (row: BackupDescription, newest: NewestContents)? {
    guard let newest = knownCard?.newest, let row = rows.first(where: { $0.entry != nil && $0.state != .missing })
    else { return nil }
    return (row, newest)
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

  /// Refuses a file that the card has no room for.
  func checkRoom(_ size: Int64) throws(StoreError) {
    guard let free = card?.capacity.free, free < size else { return }
    throw .full(needed: size, free: free)
  }

  /// Records that an attempt failed, for whatever reason, also without a card or a PIN.
  ///
  /// - Parameter code: the exit code, 1 to 255.
  /// - Throws: `StoreError.record`.
  package func recordFailedAttempt(_ code: UInt8) throws(StoreError) {
    let now = environment.time.now()
    try commit { $0.history.attempt = BackupHistory.Attempt(time: now, result: .failed(code)) }
  }
}
