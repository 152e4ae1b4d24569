package import FileSystem
package import Sodium

/// What setting, changing or adopting came to.
package struct PINOutcome: Sendable {
  /// Backups of the card rewritten under the new PIN.
  package var rewritten = 0
  /// Foreign backups that the PIN opened.
  package var adopted = 0
  /// Damaged backups that were given up.
  package var lost: [BackupName] = []
  /// Backups on the card that the PIN does not open.
  package var locked = 0
  /// The previous configuration for Undo was damaged or could not be rewritten, and was given up.
  package var lostUndo = false
  /// Nothing was written: the PIN was already set.
  package var isUnchanged = false
  /// Backups made with the old PIN on cards that are not in the slot: they are locked now.
  package var lockedElsewhere = 0
  /// For whom the PIN was sealed; `nil`: for nobody, or it was sealed before.
  package var escrow: EscrowKey?
  /// Another card's list of files to clean up had to leave the record.
  package var forgotCleanUp = false
  /// The PIN is set, but the card failed afterwards. Foreign backups that the PIN opens are adopted when the PIN is
  /// entered again.
  package var cardFailure: CleanUpFailure?

  /// Nothing is agreed to, or has happened.
  package init() {}
}

/// What a person, or a script's flags, decide while a PIN is set or changed. Each is asked at most once, that of a card
/// once for each obstacle, before anything is changed; *no* refuses the operation.
package struct PINDecisions {
  /// The PIN was tried on some foreign vaults, and there are more: continue?
  package var goOnTrying: (_ tried: Int, _ left: Int) -> Bool = { _, _ in false }
  /// The PIN does not open these backups, and they would be locked: continue?
  package var lockCard: (_ backups: Int) -> Bool = { _ in false }
  /// These damaged backups would be lost: continue?
  package var loseDamaged: (_ names: [BackupName]) -> Bool = { _ in false }
  /// The backups on the card cannot be rewritten: leave them under the old PIN?
  package var leaveCard: (CardObstacle) -> Bool = { _ in false }
  /// The previous configuration for Undo cannot be rewritten, for this reason or because there is no room: give it up?
  package var loseUndo: (FileError?) -> Bool = { _ in false }

  /// Nothing is agreed to, or has happened.
  package init() {}
}

extension StoreSession {
  /// Sets the Super PIN where none is set, or without the old one, *forgotten* (section 10.4 of the format): a new
  /// vault, and nothing is rewritten.
  ///
  /// - Parameters:
  ///   - forgetting: the PIN that is set may be replaced. Its backups become foreign.
  ///   - mustOpen: the PIN is too short for a new one. It is accepted only when it opens a foreign backup.
  ///   - escrow: for whom the PIN is sealed; `nil`: for nobody.
  /// - Throws: `StoreError.pinAlreadySet`; `.wouldLock` when foreign backups stay and nobody agreed; `.opensNothing`.
  package func setPIN(
    _ digits: borrowing SecretBytes, forgetting: Bool, mustOpen: Bool = false, escrow: Escrow? = nil,
    _ decisions: PINDecisions
  ) throws(StoreError) -> PINOutcome {
    guard record.vaults.isEmpty || forgetting else { return try repeatSetting(digits, escrow) }
    let foreign = foreignVaults(besides: [])
    let trial = try tryForeign(digits, foreign, decisions)
    guard !mustOpen || !trial.opened.isEmpty else { throw .opensNothing }
    let locked = foreignBackups(besides: trial.opened)
    try confirmLock(locked, trial.opened, decisions)
    var outcome = PINOutcome()
    let staying = Set(trial.opened.map(\.vaultID))
    outcome.lockedElsewhere = backupsElsewhere(of: record.vaults.filter { !staying.contains($0.vaultID) })
    try giveUpPendingChange(&outcome)
    let epoch = try nextEpoch()
    let vault = try VaultPart.make(
      digits: digits, epoch: epoch, cost: environment.cost, environment.stretch
    ).keys
    try writeEscrow(digits, of: vault.part, for: escrow)
    let now = environment.time.now()
    try commit(&outcome) { record in
      record.replaceVaults(with: [vault])
      record.highestEpoch = epoch
      record.pinChanged = now
      record.failures = FailureCount()
    }
    installEscrow(escrow)
    outcome.escrow = escrow?.key
    finish(&outcome, adopting: trial)
    outcome.locked = locked
    return outcome
  }

  /// Sets a PIN that is already set: at most its escrow is written. Any other PIN is counted like a wrong PIN.
  private func repeatSetting(
    _ digits: borrowing SecretBytes, _ escrow: Escrow?
  ) throws(StoreError) -> PINOutcome {
    do {
      try check(digits)
    } catch .wrongPIN, .mustWait {
      throw .pinAlreadySet
    }
    return try keepPIN(digits, ForeignTrial(), escrow, PINDecisions())
  }

  /// Reads the card again and adopts, once the PIN is set. A failure here is not a failure of the change.
  func finish(_ outcome: inout PINOutcome, adopting trial: ForeignTrial) {
    do throws(StoreError) {
      try refresh()
      outcome.adopted = try adopt(trial)
    } catch {
      outcome.cardFailure = CleanUpFailure(error)
    }
  }

  /// Enters the current PIN again, to adopt the foreign backups that it opens.
  ///
  /// - Throws: `StoreError.nothingToAdopt` when no backup on the card is foreign, `.wrongPIN` when the PIN is wrong,
  ///   `.locked` when it does not open any foreign backup, `.tooCostly` when it also was not tried on one of them,
  ///   `.wouldLeaveCard` when backups on another card would be locked.
  package func adopt(
    _ digits: borrowing SecretBytes, _ decisions: PINDecisions
  ) throws(StoreError) -> PINOutcome {
    guard card != nil else { throw .noCard }
    let foreign = foreignVaults(besides: record.vaults)
    try check(digits)
    guard !foreign.isEmpty else { throw .nothingToAdopt }
    let trial = try tryForeign(digits, foreign, decisions)
    if trial.opened.isEmpty, let vault = foreign.first(where: { !isAffordable($0) }), let cost = vault.cost {
      throw .tooCostly(passes: cost.passes, mebibytes: cost.memoryKiB / 1_024)
    }
    guard !trial.opened.isEmpty else { throw .locked(foreign: foreignBackups(besides: record.vaults)) }
    var outcome = PINOutcome()
    outcome.lockedElsewhere = try confirmVaultsLeaving(for: trial.opened, decisions)
    outcome.adopted = try adopt(trial)
    outcome.locked = foreignBackups(besides: record.vaults)
    return outcome
  }

  /// Asks for agreement when the PIN does not open any foreign backup of the card.
  func confirmLock(
    _ locked: Int, _ opened: [VaultKeys], _ decisions: PINDecisions
  ) throws(StoreError) {
    guard opened.isEmpty, locked > 0, !decisions.lockCard(locked) else { return }
    throw .wouldLock(foreign: locked)
  }

  /// Backups on the card of none of these vaults.
  func foreignBackups(besides vaults: [VaultKeys]) -> Int {
    let known = Set(vaults.map(\.vaultID))
    return card?.files.count { file in
      guard !isInstructed(file) else { return false }
      return switch file.finding {
      case .foreign(let header), .altered(let header), .authentic(let header, _): !known.contains(header.vaultID)
      case .laterVersion: true
      case .blank, .damaged: false
      }
    } ?? 0
  }

  /// A change that was interrupted on a card that is not in the slot becomes files to clean up there.
  func giveUpPendingChange(_ outcome: inout PINOutcome) throws(StoreError) {
    guard let pending = record.pendingChange else { return }
    try commit(&outcome) { record in
      record.pendingChange = nil
      record.addCleanUp(pending.files, on: pending.card)
    }
  }

  /// Changes the record, and notes when another card's list of files to clean up had to leave it.
  func commit(_ outcome: inout PINOutcome, _ change: (inout CameraRecord) -> Void) throws(StoreError) {
    let former = record.cleanUps.map(\.card)
    try commit(change)
    let remaining = Set(record.cleanUps.map(\.card))
    if !remaining.isSuperset(of: former) { outcome.forgotCleanUp = true }
  }
}
