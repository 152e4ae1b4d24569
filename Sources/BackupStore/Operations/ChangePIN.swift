internal import FileSystem
package import Sodium

/// Changing the Super PIN (section 10.1 of the format): every backup on the card is rewritten under a new vault, and
/// one record change makes it the only one.
extension StoreSession {
  /// Changes the Super PIN.
  ///
  /// When the old PIN is wrong and the new PIN is already set, the PIN was changed before, and nothing is written.
  ///
  /// - Parameters:
  ///   - mustOpen: the new PIN is too short. It is accepted only when it opens a foreign backup.
  ///   - escrow: for whom the new PIN is sealed; `nil`: for nobody.
  /// - Throws: `StoreError.wrongPIN` for any other wrong old PIN; `.wouldLock`, `.wouldLose`, `.wouldLeaveCard` when a
  ///   decision refuses; `.opensNothing`; otherwise what writing throws. After any of them the old PIN is still set.
  ///   `.cleanUpFailed`: the new PIN is set.
  package func changePIN(
    from old: borrowing SecretBytes, to new: borrowing SecretBytes, mustOpen: Bool = false,
    escrow: Escrow? = nil, _ decisions: PINDecisions
  ) throws(StoreError) -> PINOutcome {
    let foreign = foreignVaults(besides: record.vaults)
    guard !mustOpen || !foreign.isEmpty else { throw .opensNothing }
    guard let first = try openForChange(old, new) else {
      return try changePIN(from: new, to: new, escrow: escrow, decisions)
    }
    let trial = try tryForeign(new, foreign, decisions)
    guard !mustOpen || !trial.opened.isEmpty else { throw .opensNothing }
    if old.isEqual(to: new), foreign.isEmpty || !trial.opened.isEmpty {
      return try keepPIN(new, trial, escrow, decisions)
    }
    let locked = foreignBackups(besides: record.vaults + trial.opened)
    try confirmLock(locked, trial.opened, decisions)
    if old.isEqual(to: new) { return try keepPIN(new, ForeignTrial(), escrow, decisions) }
    var outcome = PINOutcome()
    try giveUpPendingChange(&outcome)
    let rewriting = try prepare(old, first, decisions, &outcome)
    try rewrite(rewriting, first, new, escrow, decisions, &outcome)
    finish(&outcome, adopting: trial)
    outcome.locked = locked
    return outcome
  }

  /// Opens the first vault with the old PIN.
  ///
  /// - Returns: `nil` when the new PIN opens it, as when a script repeats a change. Both derivations are one try, which
  ///   was counted before the first of them.
  private func openForChange(
    _ old: borrowing SecretBytes, _ new: borrowing SecretBytes
  ) throws(StoreError) -> VaultSecret? {
    do {
      return try openFirstVault(old)
    } catch .wrongPIN(let seconds) {
      guard !old.isEqual(to: new), try currentVault().part.open(new, environment.stretch) != nil else {
        throw .wrongPIN(waitSeconds: seconds)
      }
      try commit { $0.failures = FailureCount() }
      return nil
    }
  }

  /// Handles a PIN that stays the same: only an adoption is written, and the escrow where the PIN is not sealed.
  func keepPIN(
    _ digits: borrowing SecretBytes, _ trial: ForeignTrial, _ escrow: Escrow?, _ decisions: PINDecisions
  ) throws(StoreError) -> PINOutcome {
    var outcome = PINOutcome()
    if try renewEscrow(digits, escrow) { outcome.escrow = escrow?.key }
    outcome.isUnchanged = trial.opened.isEmpty
    outcome.lockedElsewhere = try confirmVaultsLeaving(for: trial.opened, decisions)
    outcome.adopted = try adopt(trial)
    outcome.locked = foreignBackups(besides: record.vaults)
    return outcome
  }

  /// A backup to be rewritten.
  struct Rewriting {
    let source: BackupDescription
    let header: BackupHeader
    let secret: VaultSecret
    let name: BackupName
    let backupID: Identifier
  }

  /// What a change is going to do to the card.
  struct RewritingPlan {
    var backups: [Rewriting] = []
    var lost: [BackupDescription] = []
    var epoch: UInt32
  }

  /// Step 1 and 2 but for the record: which backups are rewritten, under which numbers, and whether there is room.
  private func prepare(
    _ old: borrowing SecretBytes, _ first: VaultSecret, _ decisions: PINDecisions,
    _ outcome: inout PINOutcome
  ) throws(StoreError) -> RewritingPlan {
    var plan = RewritingPlan(epoch: try nextEpoch())
    guard let card else {
      try confirmLeaving(.absent, decisions)
      outcome.lockedElsewhere = backupsElsewhere
      return plan
    }
    outcome.lockedElsewhere = try confirmOtherCards(decisions)
    // Each is read, written, and read back.
    observer.expect(3 * card.files.count)
    let rows = try describe(card, .whole).filter { $0.state != .missing && $0.state != .foreign }
    remember(rows)
    guard !rows.isEmpty else { return plan }
    guard card.isWritable else {
      try confirmLeaving(.readOnly, decisions)
      return plan
    }
    if let interruption { throw interruption }
    let open = rows.filter(\.isOpen)
    if let obstacle = missingRoom(open) {
      try confirmLeaving(obstacle, decisions)
      return plan
    }
    plan.lost = rows.filter { !$0.isOpen }
    let names = plan.lost.map(\.name)
    guard names.isEmpty || decisions.loseDamaged(names) else { throw .wouldLose(names) }
    outcome.lost = names
    try number(open, old, first, &plan)
    return plan
  }

  func confirmLeaving(_ obstacle: CardObstacle, _ decisions: PINDecisions) throws(StoreError) {
    guard decisions.leaveCard(obstacle) else { throw .wouldLeaveCard(obstacle) }
  }

  /// What lacks for a second copy of these backups; `nil` when there is room, or nobody knows.
  private func missingRoom(_ open: [BackupDescription]) -> CardObstacle? {
    let needed = open.compactMap(\.bytes).reduce(0, +)
    if let free = card?.capacity.free, needed > free { return .tooSmall(missing: needed - free) }
    let files = Int64(open.count)
    if let free = card?.capacity.freeInodes, files > free { return .tooFewInodes(missing: files - free) }
    return nil
  }

  /// Counters are kept; but if two are equal, one is above 60,000, or something on the card has one of the names, they
  /// are the first free ones in order of counter, then epoch.
  private func number(
    _ open: [BackupDescription], _ old: borrowing SecretBytes, _ first: VaultSecret, _ plan: inout RewritingPlan
  ) throws(StoreError) {
    let ordered = open.sorted { $0.name < $1.name }
    let counters = ordered.map(\.name.counter)
    let isRenumbered =
      Set(counters).count < counters.count || counters.contains { $0 > BackupNumbers.highestKept }
      || counters.contains { BackupName(epoch: plan.epoch, counter: $0).map(isFree) != true }
    var secrets = [first]
    var next: UInt32 = 1
    for row in ordered {
      guard let file = row.file, case .authentic(let header, let keys) = file.finding else { continue }
      let counter = isRenumbered ? next : row.name.counter
      let name = try freeName(plan.epoch, from: counter, to: BackupNumbers.highestKept)
      next = name.counter + 1
      let opened = secrets.first { $0.keys.vaultID == keys.vaultID }
      let secret = if let opened { opened } else { try openVault(keys.part, old) }
      secrets.append(secret)
      plan.backups.append(
        Rewriting(source: row, header: header, secret: secret, name: name, backupID: try .random()))
    }
  }

  /// Steps 2 to 6: record *pending*, write, commit, wipe, record *cleaned*.
  private func rewrite(
    _ plan: RewritingPlan, _ first: VaultSecret, _ new: borrowing SecretBytes, _ escrow: Escrow?,
    _ decisions: PINDecisions, _ outcome: inout PINOutcome
  ) throws(StoreError) {
    let vault = try VaultPart.make(
      digits: new, epoch: plan.epoch, cost: environment.cost, environment.stretch
    ).keys
    let isRewriting = !plan.backups.isEmpty || !plan.lost.isEmpty
    let id = isRewriting ? try cardIdentifier() : nil
    let pending = plan.backups.map { ListedFile(name: $0.name, backupID: $0.backupID) }
    let epoch = plan.epoch
    try commit { record in
      record.highestEpoch = epoch
      if let id { record.pendingChange = FileList(card: id, files: pending) }
    }
    let entries = try write(plan, first, under: vault, on: id, decisions, &outcome) { () throws(StoreError) in
      try writeEscrow(new, of: vault.part, for: escrow)
    }
    outcome.rewritten = plan.backups.count
    let old = plan.backups.compactMap(\.source.listedFile) + plan.lost.compactMap(\.listedFile)
    try commitChange(to: vault, entries: entries, replacing: old, on: id, &outcome)
    finishUndo(isLost: outcome.lostUndo)
    installEscrow(escrow)
    outcome.escrow = escrow?.key
    guard let id else { return }
    try mapError(
      { StoreError.cleanUpFailed(done: nil, CleanUpFailure($0)) },
      { () throws(StoreError) in
        _ = try finishCleanUp(id)
        try removeBlanks()
      })
  }

  /// The id of the card in the slot, a new one where it has none.
  func cardIdentifier() throws(StoreError) -> Identifier {
    if let id = card?.id { return id }
    return try .random()
  }

  /// Step 3. On an error the new files are wiped, and the old PIN holds.
  ///
  /// - Parameter seal: seals the new PIN for its escrow.
  private func write(
    _ plan: RewritingPlan, _ first: VaultSecret, under vault: VaultKeys, on id: Identifier?,
    _ decisions: PINDecisions, _ outcome: inout PINOutcome, _ seal: () throws(StoreError) -> Void
  ) throws(StoreError) -> [RewrittenBackup] {
    do {
      try seal()
      outcome.lostUndo = try !rewriteUndo(first, under: vault, decisions)
      guard let id else { return [] }
      return try plan.backups.map { (backup) throws(StoreError) in try write(backup, under: vault, on: id) }
    } catch {
      try? removeSuccessor()
      try? finishEscrow()
      giveUp()
      throw error
    }
  }

  /// Puts the rewritten backup of Undo into its place; a damaged one goes. Should that fail, the next start does it.
  private func finishUndo(isLost: Bool) {
    if isLost { try? removeUndo() } else { try? finishUndo() }
  }

  private func write(
    _ backup: Rewriting, under vault: VaultKeys, on id: Identifier
  ) throws(StoreError) -> RewrittenBackup {
    guard let file = backup.source.file, let reader = try reader(of: file) else { throw .damaged([backup.source.name]) }
    let former = backup.secret.keys.openMetadata(backup.header)
    let metadata = if let former { former } else { try BackupMetadata().encoded() }
    let contents = HeaderContents(
      name: backup.name, backupID: backup.backupID, cardID: id, plaintextLength: backup.header.plaintextLength,
      metadata: metadata)
    let payloadKey = try backup.secret.payloadKey(of: backup.header)
    let tag = try writeBackup(contents, vault, .rewriting) { (writer) throws(StoreError) in
      try reader.decrypt(payloadKey: payloadKey, .rewriting, observer.silent) { (plain) throws(StoreError) in
        try writer.append(plain)
      }
    }
    let entry = LedgerEntry(
      name: backup.name, backupID: backup.backupID, vaultID: vault.vaultID, fileTag: tag, state: .live,
      isKept: backup.source.isKept, check: BackupCheck(time: environment.time.now(), isDamaged: false),
      current: backup.source.current, label: backup.source.entry?.label)
    return RewrittenBackup(former: backup.source, entry: entry)
  }

  /// Wipes the new files of a change that failed. If that fails too, the pending change stays, and the next operation
  /// on this card finishes.
  private func giveUp() {
    guard let pending = record.pendingChange else { return }
    do {
      try wipe(pending.files.filter { createdFiles.contains($0.name) })
      try commit { $0.pendingChange = nil }
    } catch {
      // The error that made it necessary is the one to report.
    }
  }

  /// Step 4, the commit point: one record change.
  private func commitChange(
    to vault: VaultKeys, entries: [RewrittenBackup], replacing old: [ListedFile], on id: Identifier?,
    _ outcome: inout PINOutcome
  ) throws(StoreError) {
    let now = environment.time.now()
    let known = id.map { rewrittenCard($0, entries) }
    try commit(&outcome) { record in
      record.replaceVaults(with: [vault])
      record.pendingChange = nil
      record.pinChanged = now
      record.failures = FailureCount()
      if let known {
        record.use(known)
        record.addCleanUp(old, on: known.id)
      }
    }
  }

  /// The ledger after a change: new files are *live* with their *keep* marks; those of *returned* ones stay unlisted,
  /// hence *returned*; if the ledger was not known, all are *live*.
  private func rewrittenCard(_ id: Identifier, _ entries: [RewrittenBackup]) -> KnownCard {
    let former = record.card(id)
    var known = KnownCard(id: id)
    let listed = entries.filter { former == nil || $0.former.state == .ok }
    known.ledger = listed.map(\.entry)
    known.strays = entries.compactMap { backup in
      guard !known.ledger.contains(backup.entry), let check = backup.entry.check else { return nil }
      return CheckedFile(file: backup.entry.listedFile, check: check)
    }
    known.nextCounter = (entries.map(\.entry.name.counter).max() ?? 0) + 1
    if let newest = former?.newest, let entry = listed.first(where: { $0.former.backupID == newest.backupID }) {
      known.newest = NewestContents(backupID: entry.entry.backupID, digest: newest.digest)
    }
    return known
  }
}

/// A backup under the new vault, and what it was.
struct RewrittenBackup {
  let former: BackupDescription
  let entry: LedgerEntry
}
