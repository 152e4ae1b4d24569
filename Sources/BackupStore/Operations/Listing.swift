internal import Sodium

/// What is known of one backup.
package struct BackupDescription: Sendable {
  /// The states of section 6.1 of the format.
  package enum State: String, Sendable {
    /// The ledger lists it, and it verifies; in a listing of headers: the header does, and the last reading of the
    /// whole file, if there was one, found no damage.
    case ok
    /// Does not verify, or did not when it was last read whole.
    case damaged
    /// Of a vault that the Super PIN does not open, or of a later version of the format.
    case foreign
    /// In the ledger and not on the card.
    case missing
    /// Like `ok`, but the ledger does not list it: the file came back to the card.
    case returned
  }

  /// Its number.
  package let name: BackupName
  /// What was found of it.
  package let state: State
  /// The size of the file in bytes; `nil` when it is missing.
  package let bytes: Int64?
  /// It is kept from rotation. The mark of a damaged one counts only when it verifies again.
  package let isKept: Bool
  /// What the last reading of the whole file found; `nil`: it was never read whole here.
  package let check: BackupCheck?
  /// What the header's sealed metadata say; blank where they cannot be read.
  package let metadata: BackupMetadata
  /// The sixteen bytes that name this file; a change of the PIN makes another one. `nil` where they cannot be read.
  package let backupID: Identifier?
  /// The sixteen bytes that name its vault: which PIN opens it. `nil` where they cannot be read.
  package let vaultID: Identifier?
  let file: CardFile?
  let entry: LedgerEntry?
  /// It is not a backup of the card, but the previous configuration that *Undo* restores.
  package let isUndo: Bool

  /// How it is asked for.
  package var selector: BackupSelector { isUndo ? .undo : .name(name) }

  /// The same as text: `EEEECCCC` or `undo`.
  package var id: String { selector.description }

  /// What a listing shows, without the file that it was read from: for a screen's tests.
  package init(
    name: BackupName, state: State, bytes: Int64?, isKept: Bool, metadata: BackupMetadata, isUndo: Bool = false,
    check: BackupCheck? = nil
  ) {
    self.init(
      name: name, state: state, bytes: bytes, isKept: isKept, metadata: metadata, backupID: nil, vaultID: nil,
      file: nil, entry: nil, isUndo: isUndo, check: check)
  }

  init(
    name: BackupName, state: State, bytes: Int64?, isKept: Bool, metadata: BackupMetadata, backupID: Identifier?,
    vaultID: Identifier?, file: CardFile?, entry: LedgerEntry?, isUndo: Bool = false, check: BackupCheck? = nil
  ) {
    self.name = name
    self.state = state
    self.bytes = bytes
    self.isKept = isKept
    self.check = check
    self.metadata = metadata
    self.backupID = backupID
    self.vaultID = vaultID
    self.file = file
    self.entry = entry
    self.isUndo = isUndo
  }

  /// The same without the file that it was read from, whose reader holds the vault's keys: what leaves a session may be
  /// shown for as long as somebody looks at it, and then no key is in memory.
  var withoutFile: BackupDescription {
    BackupDescription(
      name: name, state: state, bytes: bytes, isKept: isKept, metadata: metadata, backupID: backupID, vaultID: vaultID,
      file: nil, entry: entry, isUndo: isUndo, check: check)
  }

  /// The same with another label.
  func labelled(_ label: String) -> BackupDescription {
    BackupDescription(
      name: name, state: state, bytes: bytes, isKept: isKept, metadata: metadata.labelled(label), backupID: backupID,
      vaultID: vaultID, file: nil, entry: entry, isUndo: isUndo, check: check)
  }

  /// The same with another *keep* mark.
  func marked(_ isKept: Bool, _ entry: LedgerEntry?) -> BackupDescription {
    BackupDescription(
      name: name, state: state, bytes: bytes, isKept: isKept, metadata: metadata, backupID: backupID, vaultID: vaultID,
      file: file, entry: entry, isUndo: isUndo, check: check)
  }

  /// The previous configuration that *Undo* restores, before anything of it was read.
  package static var undo: BackupDescription { .undo(.ok, bytes: nil, BackupMetadata()) }

  /// Verifies without the PIN, whether `ok` or `returned`: *open* of section 6.
  package var isOpen: Bool { state == .ok || state == .returned }

  /// When its contents were last known to be those of this camera, seconds since 1970; `nil` where the ledger does not
  /// say, as for one that another camera made.
  package var current: Int64? { entry?.current }

  /// The last 32 bytes of the file as it should be; `nil` where the ledger does not list it.
  package var fileTag: [UInt8]? { entry?.fileTag }

  /// The file as the record names it: with the sixteen bytes as they stand; where they could not be read this time,
  /// with those of the ledger.
  var listedFile: ListedFile? {
    guard let file else { return nil }
    let backupID = file.backupID ?? entry?.backupID
    return ListedFile(name: name, backupID: backupID ?? Identifier([UInt8](repeating: 0, count: Identifier.length)))
  }
}

/// The state of the card as a whole (section 6.2 of the format).
package enum CardCondition: String, Sendable {
  case empty, open, locked
}

/// What is on the card.
package struct CardListing: Sendable {
  /// The card as a whole.
  package let condition: CardCondition
  /// Newest first. Empty for a locked card.
  package let backups: [BackupDescription]
  /// The backups of a locked card, newest first: of each its name and its size. Empty for any other card.
  package let locked: [BackupDescription]
  /// The number of backups that were made with another PIN.
  package let foreign: Int
  /// More than 64 files of the form.
  package let isOverfilled: Bool
  /// Whether it is the card that this camera wrote last, as far as its files tell.
  package let isLastUsed: Bool
  /// The ledger of this card is not in the record: it is taken as it is.
  package let isTakenAsIs: Bool
  /// The backup that the next one removes.
  package let nextRemoved: BackupName?
  /// Whether the card takes changes.
  package let isWritable: Bool
  /// What the files are, to notice that another card is in the slot when a person has answered.
  package let contents: CardContents

  /// What leaves the session.
  fileprivate var withoutFiles: CardListing {
    CardListing(
      condition: condition, backups: backups.map(\.withoutFile), locked: locked.map(\.withoutFile), foreign: foreign,
      isOverfilled: isOverfilled, isLastUsed: isLastUsed, isTakenAsIs: isTakenAsIs, nextRemoved: nextRemoved,
      isWritable: isWritable, contents: contents)
  }
}

/// The files of a card, told apart from those of another card.
package struct CardContents: Sendable, Equatable {
  private let files: Set<String>

  init(_ card: BackupCard) {
    files = Set(card.files.map { "\($0.fileName) \($0.size) \($0.backupID?.bytes ?? [])" })
  }
}

/// How much of each file is read for a listing.
package enum ListingDepth: Sendable {
  /// The header; what else is known of the backup is in the record.
  case headers
  /// Every byte.
  case whole
}

extension StoreSession {
  /// Lists the card in the slot.
  ///
  /// - Throws: `StoreError.noCard`, `.stopped`, `.file`.
  package func list(_ depth: ListingDepth) throws(StoreError) -> CardListing {
    try listing(depth).withoutFiles
  }

  /// The same with the files, for work of this session.
  func listing(_ depth: ListingDepth) throws(StoreError) -> CardListing {
    guard let card else { throw .noCard }
    let rows = try describe(card, depth)
    let foreign = rows.count { $0.state == .foreign }
    let condition = Self.condition(rows)
    return CardListing(
      condition: condition, backups: condition == .locked ? [] : rows,
      locked: condition == .locked ? rows.filter { $0.state != .missing } : [], foreign: foreign,
      isOverfilled: card.isOverfilled, isLastUsed: isLastUsed(card),
      isTakenAsIs: knownCard == nil && (card.id != nil || rows.contains(where: \.isOpen)),
      nextRemoved: condition == .locked ? nil : nextRemoved(rows), isWritable: card.isWritable,
      contents: CardContents(card))
  }

  private static func condition(_ rows: [BackupDescription]) -> CardCondition {
    let onCard = rows.filter { $0.state != .missing }
    if onCard.isEmpty { return .empty }
    let isLocked = onCard.contains { $0.state == .foreign } && !onCard.contains(where: \.isOpen)
    return isLocked ? .locked : .open
  }

  /// A card without a single file of ours is the last one if nothing of ours should be on that.
  private func isLastUsed(_ card: BackupCard) -> Bool {
    guard let last = record.cards.first else { return true }
    return card.id.map { $0 == last.id } ?? !last.ledger.contains { $0.state == .live }
  }

  /// Of five, the oldest damaged one, else the oldest without the *keep* mark. A card that is taken as it is counts
  /// what verifies.
  func nextRemoved(_ rows: [BackupDescription]) -> BackupName? {
    let counting = countingBackups(rows)
    guard counting.count >= BackupLimits.live else { return nil }
    let damaged = counting.filter { $0.state == .damaged }
    return (damaged.isEmpty ? counting.filter { !$0.isKept } : damaged).map(\.name).min()
  }

  /// The backups that are on the card and count among the five.
  func countingBackups(_ rows: [BackupDescription]) -> [BackupDescription] {
    rows.filter { row in
      row.state != .missing && (row.entry?.state == .live || (knownCard == nil && row.isOpen))
    }
  }

  /// Every backup on the card, and those that should be; newest first.
  func describe(_ card: BackupCard, _ depth: ListingDepth) throws(StoreError) -> [BackupDescription] {
    var rows: [BackupDescription] = []
    for file in card.files {
      if let row = try describe(file, on: card, depth) { rows.append(row) }
    }
    let missing = knownCard?.ledger.filter { entry in
      entry.state == .live && !card.files.contains { $0.isMeant(by: entry.listedFile) || $0.isRemnant(of: entry) }
    }
    for entry in missing ?? [] {
      rows.append(
        BackupDescription(
          name: entry.name, state: .missing, bytes: nil, isKept: entry.isKept,
          metadata: BackupMetadata(label: entry.label),
          backupID: entry.backupID, vaultID: entry.vaultID, file: nil, entry: entry))
    }
    return rows.sorted { $0.name > $1.name }
  }

  func describe(
    _ file: CardFile, on card: BackupCard, _ depth: ListingDepth
  ) throws(StoreError) -> BackupDescription? {
    let entry = knownCard?.ledger.first { file.isMeant(by: $0.listedFile) }
    guard !isWaitingToGo(file, entry, on: card) else { return nil }
    let remembered = check(of: file, entry)
    guard let state = try state(of: file, entry, depth, remembered) else { return nil }
    return BackupDescription(
      name: file.name, state: state, bytes: file.size, isKept: entry?.isKept == true && state != .damaged,
      metadata: metadata(of: file).labelled(entry?.label), backupID: file.backupID,
      vaultID: entry?.vaultID ?? file.vaultID, file: file, entry: entry,
      check: depth == .whole && state != .foreign ? newCheck(state) : remembered)
  }

  private func newCheck(_ state: BackupDescription.State) -> BackupCheck {
    BackupCheck(time: environment.time.now(), isDamaged: state == .damaged)
  }

  /// What the record says of the last reading of the whole file.
  private func check(of file: CardFile, _ entry: LedgerEntry?) -> BackupCheck? {
    if let entry { return entry.check }
    guard let backupID = file.backupID else { return nil }
    return knownCard?.check(ListedFile(name: file.name, backupID: backupID))
  }

  /// Whether the record means to wipe or finish this file: a card that cannot be written still has it.
  private func isWaitingToGo(_ file: CardFile, _ entry: LedgerEntry?, on card: BackupCard) -> Bool {
    if let entry, entry.state != .live { return true }
    guard let id = card.id else { return false }
    return record.listedFiles(on: id).contains { file.isMeant(by: $0) }
  }

  private func state(
    of file: CardFile, _ entry: LedgerEntry?, _ depth: ListingDepth, _ remembered: BackupCheck?
  ) throws(StoreError) -> BackupDescription.State? {
    switch file.finding {
    case .blank: return entry == nil ? nil : .damaged
    case .damaged, .altered: return .damaged
    case .laterVersion, .foreign: return entry == nil ? .foreign : .damaged
    case .authentic:
      switch depth {
      case .headers:
        guard remembered?.isDamaged != true else { return .damaged }
        return knownCard == nil || entry != nil ? .ok : .returned
      case .whole:
        guard let tag = try verifiedTag(of: file, .verifying) else { return .damaged }
        return knownCard == nil || entry?.fileTag == tag ? .ok : .returned
      }
    }
  }

  func metadata(of file: CardFile) -> BackupMetadata {
    guard case .authentic(let header, let keys) = file.finding, let plain = keys.openMetadata(header) else {
      return BackupMetadata()
    }
    return BackupMetadata(decoding: plain)
  }
}
