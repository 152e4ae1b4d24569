internal import FileSystem
internal import Sodium

/// The result of trying a PIN on foreign vaults.
struct ForeignTrial {
  var opened: [VaultKeys] = []
  /// The PIN did not open every vault on which it was tried: the failure stays counted.
  var hasFailed = false
}

/// Tries a PIN on the foreign vaults of a card, and adopts those that open (section 10.2 of the format).
extension StoreSession {
  /// The most vaults that are tried before the question whether to continue.
  static let vaultsBeforeAsking = 4

  /// Whether a PIN is tried on a foreign vault. Its header may be forged: what costs more than this camera's own
  /// vaults and more than a moderate vault is passed over, until the settings permit it.
  func isAffordable(_ vault: VaultPart) -> Bool { vault.cost?.isAffordable(to: environment.cost) ?? false }

  /// Foreign vaults on the card: those with most files first, then the newest.
  ///
  /// - Parameter remaining: the vaults that stay the camera's.
  func foreignVaults(besides remaining: [VaultKeys]) -> [VaultPart] {
    let known = Set(remaining.map(\.vaultID))
    var files: [VaultPart: (count: Int, newest: BackupName)] = [:]
    for file in card?.files ?? [] {
      let header: BackupHeader
      switch file.finding {
      case .foreign(let found), .altered(let found), .authentic(let found, _): header = found
      case .blank, .damaged, .laterVersion: continue
      }
      guard !known.contains(header.vaultID), !isInstructed(file) else { continue }
      let former = files[header.vaultPart]
      files[header.vaultPart] = ((former?.count ?? 0) + 1, max(former?.newest ?? file.name, file.name))
    }
    return files.sorted { left, right in
      left.value.count == right.value.count
        ? left.value.newest > right.value.newest : left.value.count > right.value.count
    }.map(\.key)
  }

  /// Whether the record means to wipe this file.
  func isInstructed(_ file: CardFile) -> Bool {
    guard let id = card?.id else { return false }
    return record.listedFiles(on: id).contains { file.isMeant(by: $0) }
  }

  /// Tries a PIN on the foreign vaults that are affordable. The try is counted before the derivation. Once the PIN has
  /// failed on one vault, nothing on the card removes the count. A header that asks for too much memory does not, and
  /// a vault that the PIN opens does not.
  ///
  /// - Throws: `StoreError.mustWait`, `.noMemory` when no vault opened and one asked for too much memory.
  func tryForeign(
    _ digits: borrowing SecretBytes, _ foreign: [VaultPart], _ decisions: PINDecisions
  ) throws(StoreError) -> ForeignTrial {
    let vaults = foreign.filter(isAffordable)
    guard !vaults.isEmpty else { return ForeignTrial() }
    let time = environment.time
    let wait = foreignWait
    guard wait == 0 else { throw .mustWait(seconds: wait) }
    let former = record.foreignFailures
    try commit { $0.foreignFailures.add(at: time.moment, .wrongPINs) }
    var trial = ForeignTrial()
    var lack: StoreError?
    for (index, vault) in vaults.enumerated() {
      if index == Self.vaultsBeforeAsking, !decisions.goOnTrying(index, vaults.count - index) { break }
      if observer.shouldStop() {
        if index == 0 { try commit { $0.foreignFailures = former } }
        throw .stopped
      }
      observer.report(WorkProgress(phase: .deriving, done: Int64(index), total: Int64(vaults.count)))
      do {
        if let secret = try vault.open(digits, environment.stretch) {
          trial.opened.append(secret.keys)
        } else {
          trial.hasFailed = true
        }
      } catch .vaultDamaged {
        trial.hasFailed = true
      } catch {
        lack = error
      }
    }
    if trial.opened.isEmpty, let lack {
      if !trial.hasFailed { try commit { $0.foreignFailures = former } }
      throw lack
    }
    return trial
  }

  /// Makes vaults that the PIN opens the camera's own, and their complete backups entries of the ledger: one record
  /// change.
  ///
  /// - Returns: the number of backups adopted.
  func adopt(_ trial: ForeignTrial) throws(StoreError) -> Int {
    let vaults = trial.opened
    guard !vaults.isEmpty else { return 0 }
    var next = record
    next.vaults = Self.joined(record.vaults, vaults)
    next.replaceVaults(with: next.vaults)
    try card?.readFiles(next)
    let wasKnown = card?.id.flatMap { next.card($0) }
    let adopted = Set(vaults.map(\.vaultID))
    let read = try readEntries(card?.files ?? []).filter { wasKnown == nil || adopted.contains($0.vaultID) }
    let entries = read.filter { !$0.isKnownDamaged }
    var known = if let wasKnown { wasKnown } else { KnownCard(id: try cardIdentifier()) }
    let present = presentBackupIdentifiers
    for entry in entries where known.entry(entry.name, entry.backupID) == nil { known.add(entry, present: present) }
    known.strays = (known.strays + read.compactMap(\.asStray)).suffix(CameraRecord.mostEntries)
    known.nextCounter = max(known.nextCounter, (entries.map(\.name.counter).max() ?? 0) + 1)
    try commit { [known, next] record in
      record.replaceVaults(with: next.vaults)
      if !known.ledger.isEmpty { record.use(known) }
      if !trial.hasFailed { record.foreignFailures = FailureCount() }
    }
    if !known.ledger.isEmpty { card?.id = known.id }
    return entries.count
  }

  private var presentBackupIdentifiers: Set<Identifier> {
    Set(card?.files.compactMap(\.backupID) ?? [])
  }

  /// At most four vaults: the first always stays, of the others the least recently seen leave.
  static func joined(_ current: [VaultKeys], _ new: [VaultKeys]) -> [VaultKeys] {
    let first = current.prefix(1)
    let known = Set(current.map(\.vaultID))
    let others = new.filter { !known.contains($0.vaultID) } + current.dropFirst()
    return Array((first + others).prefix(BackupLimits.vaults))
  }
}
