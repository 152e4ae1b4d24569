internal import FileSystem

/// What internal flash remembers (section 8.2 of the format): the only thing that steers recovery.
///
/// A value: operations change a copy and commit it. The keys of the vaults are shared between copies.
struct CameraRecord: Sendable {
  static let mostCards = 4
  static let mostCardsToClean = 8
  static let mostEntries = 64

  /// Grows with every change; the copy with the higher one is newer.
  var sequence: UInt64 = 0
  /// Vaults that the Super PIN opens; new backups go under the first. Empty: no PIN is set.
  var vaults: [VaultKeys] = []
  /// The highest epoch ever used here, also by changes given up; 0 for none.
  var highestEpoch: UInt32 = 0
  /// Seconds since 1970 of the last change of the PIN.
  var pinChanged: Int64 = 0
  /// Known cards, the one last used first.
  var cards: [KnownCard] = []
  /// A change of the PIN between its beginning and its commit.
  var pendingChange: FileList?
  /// Files to wipe, by card, the oldest card first.
  var cleanUps: [FileList] = []
  /// Wrong Super PINs.
  var failures = FailureCount()
  /// PINs that failed on foreign vaults.
  var foreignFailures = FailureCount()
  /// Attempts at backups, and verifications.
  var history = BackupHistory()
  /// Backups that were handed out as a stream; `nil` before the first.
  var streamed: StreamedBackups?

  func card(_ id: Identifier) -> KnownCard? {
    cards.first { $0.id == id }
  }

  /// The highest counter that a backup on a known card, or on one that left, may have; 0 for none.
  var highestCounter: UInt32 { (cards.map(\.nextCounter).max() ?? 1) - 1 }

  /// Changes what is known of a card.
  mutating func updateCard(_ id: Identifier, _ change: (inout KnownCard) -> Void) {
    guard let index = cards.firstIndex(where: { $0.id == id }) else { return }
    change(&cards[index])
  }

  /// Makes a card the one last used. When a fifth needs room, one without a live backup leaves first, else the least
  /// recently used. Its next counter passes to the new one: a backup that is handed out has no number of its backups.
  mutating func use(_ card: KnownCard) {
    var card = card
    cards.removeAll { $0.id == card.id }
    if cards.count >= Self.mostCards {
      let leaving = cards.lastIndex { known in !known.ledger.contains { $0.state == .live } } ?? cards.count - 1
      card.nextCounter = max(card.nextCounter, cards.remove(at: leaving).nextCounter)
    }
    cards.insert(card, at: 0)
  }

  /// Files of a card to be wiped when it is next in the slot.
  ///
  /// - Returns: the card whose list had to leave because eight are the most, if one had.
  @discardableResult
  mutating func addCleanUp(_ files: [ListedFile], on card: Identifier) -> Identifier? {
    guard !files.isEmpty else { return nil }
    if let index = cleanUps.firstIndex(where: { $0.card == card }) {
      let known = Set(cleanUps[index].files)
      cleanUps[index].files += files.filter { !known.contains($0) }
      return nil
    }
    let leaving = cleanUps.count >= Self.mostCardsToClean ? cleanUps.removeFirst().card : nil
    cleanUps.append(FileList(card: card, files: files))
    return leaving
  }

  /// Makes these the camera's vaults. Entries of vaults that leave go from every ledger; *pruning* ones among them
  /// become files to clean up. Under another first vault, which has another epoch, counters begin again.
  mutating func replaceVaults(with vaults: [VaultKeys]) {
    let beginsAgain = vaults.first?.vaultID != self.vaults.first?.vaultID
    self.vaults = vaults
    let known = Set(vaults.map(\.vaultID))
    if let newest = streamed?.newest, !known.contains(newest.vaultID) { streamed?.newest = nil }
    for index in cards.indices {
      if beginsAgain { cards[index].nextCounter = 1 }
      let leaving = cards[index].ledger.filter { !known.contains($0.vaultID) }
      guard !leaving.isEmpty else { continue }
      cards[index].ledger.removeAll { !known.contains($0.vaultID) }
      addCleanUp(leaving.filter { $0.state == .pruning }.map(\.listedFile), on: cards[index].id)
    }
  }
}

/// A card that this camera wrote to.
struct KnownCard: Sendable, Equatable {
  let id: Identifier
  /// The next counter to be used, 1…65,536.
  var nextCounter: UInt32 = 1
  var ledger: [LedgerEntry] = []
  /// The digest of the newest backup's contents, for `--if-changed`.
  var newest: NewestContents?
  /// Checks of files that the ledger does not list, at most 64.
  var strays: [CheckedFile] = []

  func entry(_ name: BackupName, _ backupID: Identifier) -> LedgerEntry? {
    ledger.first { $0.name == name && $0.backupID == backupID }
  }

  mutating func updateEntry(_ backupID: Identifier, _ change: (inout LedgerEntry) -> Void) {
    guard let index = ledger.firstIndex(where: { $0.backupID == backupID }) else { return }
    change(&ledger[index])
  }

  /// The last check of a file.
  func check(_ file: ListedFile) -> BackupCheck? {
    entry(file.name, file.backupID)?.check ?? strays.last { $0.file == file }?.check
  }

  /// Records a check, in the ledger or among the strays.
  ///
  /// - Parameter present: the files on the card; strays that are not among them leave.
  mutating func record(_ check: BackupCheck, of file: ListedFile, present: Set<ListedFile>) {
    guard entry(file.name, file.backupID) == nil else { return updateEntry(file.backupID) { $0.check = check } }
    strays.removeAll { $0.file == file || !present.contains($0.file) }
    strays = strays.suffix(CameraRecord.mostEntries - 1) + [CheckedFile(file: file, check: check)]
  }
}

/// The digest of a backup's contents, which never leaves internal flash.
struct NewestContents: Sendable, Equatable {
  let backupID: Identifier
  /// 32 bytes.
  let digest: [UInt8]
}

/// One backup that this camera made, adopted or took over.
struct LedgerEntry: Sendable, Equatable {
  enum State: UInt8, Sendable {
    /// Being written, not yet read back.
    case unconfirmed = 0
    case live = 1
    /// Chosen to be removed.
    case pruning = 2
  }

  let name: BackupName
  let backupID: Identifier
  let vaultID: Identifier
  /// 32 bytes; zeros while unconfirmed.
  var fileTag: [UInt8]
  var state: State
  var isKept: Bool
  /// What the last reading of the whole file found; `nil`: it was never read whole here.
  var check: BackupCheck?
  /// When its contents were last known to be those of the camera: it was made, or found unchanged. Seconds since 1970.
  var current: Int64?
  /// The label that a person gave it later; `nil`: the one that is sealed in its file counts.
  var label: String?

  /// The last reading of the whole file failed.
  var isKnownDamaged: Bool { check?.isDamaged ?? false }

  var listedFile: ListedFile { ListedFile(name: name, backupID: backupID) }
}

/// A file that an instruction of the record names.
struct ListedFile: Sendable, Hashable {
  let name: BackupName
  let backupID: Identifier
}

/// Files of one card.
struct FileList: Sendable, Equatable {
  let card: Identifier
  var files: [ListedFile]
}
