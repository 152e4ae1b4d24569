package import FileSystem
package import Sodium

/// The clocks that the store asks.
package struct StoreTime: Sendable {
  /// Seconds since 1970.
  package let now: @Sendable () -> Int64
  /// The wall clock as file systems stamp it, and a short pause, for the reading of a configuration.
  package let archiveClock: ArchiveClock
  /// Seconds since the boot, through sleep (`CLOCK_BOOTTIME`).
  package let sinceBoot: @Sendable () -> UInt64
  /// The kernel's name of this boot, at most 64 bytes.
  package let bootID: @Sendable () -> String

  /// The clocks of the machine, or those of a test.
  package init(
    now: @escaping @Sendable () -> Int64, archiveClock: ArchiveClock, sinceBoot: @escaping @Sendable () -> UInt64,
    bootID: @escaping @Sendable () -> String
  ) {
    self.now = now
    self.archiveClock = archiveClock
    self.sinceBoot = sinceBoot
    self.bootID = bootID
  }
}

/// What the store works on.
package struct StoreEnvironment: Sendable {
  /// The state directory on internal flash.
  package let state: any Directory
  /// The card's root; `nil` without a card.
  package let card: (any Directory)?
  /// The clocks.
  package let time: StoreTime
  /// The cost of vaults made from now on.
  package let cost: Argon2idCost
  /// How a PIN is stretched: with Argon2id, except in an enumeration of crashes.
  package let stretch: KeyStretching

  /// What a session works with.
  package init(
    state: any Directory, card: (any Directory)?, time: StoreTime, cost: Argon2idCost,
    stretch: @escaping KeyStretching = Argon2id.key
  ) {
    self.state = state
    self.card = card
    self.time = time
    self.cost = cost
    self.stretch = stretch
  }
}

/// One operation's view of the store: the record, and the card in the slot. The caller holds the lock between
/// processes for as long as the session lives.
///
/// Opening a session finishes what an earlier one on this card had to leave, if the card can be written.
package final class StoreSession {
  let environment: StoreEnvironment
  let observer: WorkObserver
  private(set) var record: CameraRecord
  var card: BackupCard?
  /// Files that were unlinked without being overwritten.
  package internal(set) var wipes = WipeReport()
  /// Files that this session made, and may therefore wipe when the work is undone.
  var createdFiles: Set<BackupName> = []
  /// Why what was interrupted on this card could not be finished.
  private(set) var interruption: StoreError?
  private let recordFile: RecordFile
  /// Why the record could not be written: what it says now is unknown.
  private var recordFailure: StoreError?

  /// - Throws: `StoreError.recordDamaged`, `.record` and `.file`.
  package init(_ environment: StoreEnvironment, observer: WorkObserver = .none) throws(StoreError) {
    self.environment = environment
    self.observer = observer
    recordFile = RecordFile(directory: environment.state)
    let loaded = try recordFile.load()
    record = loaded.record
    if loaded.needsRepair { repair() }
    beginWaits()
    // What Undo and the escrow need stops nothing else.
    try? finishUndo()
    try? finishEscrow()
    if let root = environment.card {
      card = try BackupCard(root: root, record: record)
      try finishOrWait()
    }
  }

  /// Lets waits of another boot begin now. Where that cannot be recorded they begin at a later session.
  private func beginWaits() {
    let moment = environment.time.moment
    let (own, foreign) = (record.failures.begun(at: moment), record.foreignFailures.begun(at: moment))
    guard own != nil || foreign != nil else { return }
    try? commit {
      if let own { $0.failures = own }
      if let foreign { $0.foreignFailures = foreign }
    }
  }

  /// Writes both copies again. What cannot be written stops changes, not reports.
  private func repair() {
    do {
      try recordFile.write(record)
    } catch {
      recordFailure = error
    }
  }

  /// Finishes what was interrupted. What cannot be finished waits: it stops writing to the card, not reading it.
  private func finishOrWait() throws(StoreError) {
    do {
      try finishInterrupted()
    } catch .stopped {
      throw .stopped
    } catch {
      interruption = error
      try refresh()
    }
  }

  /// A session that begins with an empty record because both copies are unreadable: for setting a PIN again.
  package init(
    startingAnew environment: StoreEnvironment, observer: WorkObserver = .none
  ) throws(StoreError) {
    self.environment = environment
    self.observer = observer
    recordFile = RecordFile(directory: environment.state)
    record = CameraRecord()
    if let root = environment.card { card = try BackupCard(root: root, record: record) }
  }

  /// A session that only looks, for a check, and for a report while another process is at work: it finishes nothing
  /// that was interrupted, writes nothing, and needs no lock.
  package init(lookingAt environment: StoreEnvironment) throws(StoreError) {
    self.environment = environment
    observer = .none
    recordFile = RecordFile(directory: environment.state)
    record = try recordFile.load().record
    if let root = environment.card { card = try BackupCard(root: root, record: record) }
  }

  /// The names of the record's two copies in the state directory.
  package static var recordNames: [String] { RecordFile.names }

  /// Changes the record in both copies. Nothing that depends on the change may begin before this returns.
  ///
  /// - Throws: `StoreError.record`: the outcome is unknown, and the operation must stop without unlinking anything.
  ///   Every later change in this session throws it too: under the same sequence number there would be two records.
  func commit(_ change: (inout CameraRecord) -> Void) throws(StoreError) {
    if let recordFailure { throw recordFailure }
    var next = record
    change(&next)
    // Behind the last number comes 0: with both copies written the other numbers are gone.
    next.sequence &+= 1
    do {
      try recordFile.write(next)
    } catch {
      recordFailure = error
      throw error
    }
    record = next
  }

  /// The first vault, under which new backups go.
  func currentVault() throws(StoreError) -> VaultKeys {
    guard let vault = record.vaults.first else { throw .noPIN }
    return vault
  }

  /// What the record knows of the card in the slot.
  var knownCard: KnownCard? { card?.id.flatMap { record.card($0) } }

  /// The card, for an operation that writes to it.
  ///
  /// - Parameter isFinished: whether what was interrupted on it has to be finished before.
  func writableCard(isFinished: Bool = true) throws(StoreError) -> BackupCard {
    guard let card else { throw .noCard }
    guard card.isWritable else { throw .readOnly }
    guard !card.isObstructed else { throw .obstructed }
    if isFinished, let interruption { throw interruption }
    return card
  }

  /// Attempts at backups, and verifications, on any card.
  package var history: BackupHistory { record.history }

  /// When backups of the card last used last had the camera's contents, as far as the record tells of those that are
  /// not known to be damaged: for a report while no card is in the slot. Seconds since 1970.
  package var rememberedTimes: [Int64] {
    record.cards.first?.ledger.filter { $0.state == .live && !$0.isKnownDamaged }.compactMap(\.current) ?? []
  }

  /// Looks at the files of the card again.
  func refresh() throws(StoreError) {
    try card?.readFiles(record)
  }

  /// Wipes files that the record names.
  func wipe(_ files: [ListedFile]) throws(StoreError) {
    guard let card else { return }
    for file in files { try card.wipe(file, record, &wipes) }
  }
}
