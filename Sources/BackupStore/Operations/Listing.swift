internal import Sodium

/// What is known of one backup.
package struct BackupDescription: Sendable {
  /// The states of section 4 of the format.
  package enum State: String, Sendable {
    /// Verifies, and the ledger lists it.
    case ok
    /// Does not verify.
    case damaged
    /// Of a vault that the Super PIN does not open, or of a later version of the format.
    case foreign
    /// In the ledger and not on the card.
    case missing
    /// Verifies, but the ledger does not list it: it was put back.
    case returned
  }

  package let name: BackupName
  package let state: State
  /// The size of the file in bytes; `nil` when it is missing.
  package let bytes: Int64?
  package let isKept: Bool
  /// What the header's sealed metadata say; blank where they cannot be read.
  package let metadata: BackupMetadata
  let backupID: Identifier?
  let file: CardFile?
  let entry: LedgerEntry?
  /// It is no backup of the card, but what *Undo* puts back.
  package let isUndo: Bool

  /// How it is asked for.
  package var selector: BackupSelector { isUndo ? .undo : .name(name) }

  /// The same as text: `EEEECCCC` or `undo`.
  package var id: String { selector.description }

  /// What a listing shows, without the file that it was read from: for a screen's tests.
  package init(
    name: BackupName, state: State, bytes: Int64?, isKept: Bool, metadata: BackupMetadata, isUndo: Bool = false
  ) {
    self.init(
      name: name, state: state, bytes: bytes, isKept: isKept, metadata: metadata, backupID: nil, file: nil, entry: nil,
      isUndo: isUndo)
  }

  init(
    name: BackupName, state: State, bytes: Int64?, isKept: Bool, metadata: BackupMetadata, backupID: Identifier?,
    file: CardFile?, entry: LedgerEntry?, isUndo: Bool = false
  ) {
    self.name = name
    self.state = state
    self.bytes = bytes
    self.isKept = isKept
    self.metadata = metadata
    self.backupID = backupID
    self.file = file
    self.entry = entry
    self.isUndo = isUndo
  }

  /// The same with another *keep* mark.
  func marked(_ isKept: Bool, _ entry: LedgerEntry?) -> BackupDescription {
    BackupDescription(
      name: name, state: state, bytes: bytes, isKept: isKept, metadata: metadata, backupID: backupID, file: file,
      entry: entry, isUndo: isUndo)
  }

  /// What *Undo* puts back, before anything of it was read.
  package static var undo: BackupDescription { .undo(.ok, bytes: nil, BackupMetadata()) }

  /// Verifies without the PIN, whether listed or put back: *open* of section 4.
  package var isOpen: Bool { state == .ok || state == .returned }
}

/// The state of the card as a whole (section 4 of the format).
package enum CardCondition: String, Sendable {
  case empty, open, locked
}

/// What is on the card.
package struct CardListing: Sendable {
  package let condition: CardCondition
  /// Newest first. Empty for a locked card.
  package let backups: [BackupDescription]
  /// Backups of other Super PINs.
  package let foreign: Int
  /// More than 64 files of the form.
  package let isOverfilled: Bool
  /// Whether it is the card that this camera wrote last, as far as its files tell.
  package let isLastUsed: Bool
  /// The ledger of this card is not in the record: it is taken as it is.
  package let isTakenAsIs: Bool
  /// The backup that the next one removes.
  package let nextRemoved: BackupName?
  package let isWritable: Bool
}

/// How much of each file is read for a listing.
package enum ListingDepth: Sendable {
  /// The header and the tag that ends the file.
  case headers
  /// Every byte.
  case whole
}

extension StoreSession {
  /// Lists the card in the slot.
  ///
  /// - Throws: `StoreError.noCard`, `.stopped`, `.file`.
  package func list(_ depth: ListingDepth) throws(StoreError) -> CardListing {
    guard let card else { throw .noCard }
    let rows = try describe(card, depth)
    let foreign = rows.count { $0.state == .foreign }
    let condition = Self.condition(rows)
    return CardListing(
      condition: condition, backups: condition == .locked ? [] : rows, foreign: foreign,
      isOverfilled: card.isOverfilled, isLastUsed: isLastUsed(card), isTakenAsIs: knownCard == nil && card.id != nil,
      nextRemoved: condition == .locked ? nil : nextRemoved(rows), isWritable: card.isWritable)
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

  /// The oldest of five without the *keep* mark. A card that is taken as it is counts what verifies.
  private func nextRemoved(_ rows: [BackupDescription]) -> BackupName? {
    let counting = rows.filter { row in
      row.state != .missing && (row.entry?.state == .live || (knownCard == nil && row.isOpen))
    }
    guard counting.count >= KnownCard.mostLive else { return nil }
    return counting.filter { !$0.isKept }.map(\.name).min()
  }

  /// Every backup on the card, and those that should be; newest first.
  func describe(_ card: BackupCard, _ depth: ListingDepth) throws(StoreError) -> [BackupDescription] {
    var rows: [BackupDescription] = []
    for file in card.files {
      if let row = try describe(file, on: card, depth) { rows.append(row) }
    }
    let missing = knownCard?.ledger.filter { entry in
      entry.state == .live && !card.files.contains { $0.isMeant(by: entry.listedFile) }
    }
    for entry in missing ?? [] {
      rows.append(
        BackupDescription(
          name: entry.name, state: .missing, bytes: nil, isKept: entry.isKept, metadata: BackupMetadata(),
          backupID: entry.backupID, file: nil, entry: entry))
    }
    return rows.sorted { $0.name > $1.name }
  }

  private func describe(
    _ file: CardFile, on card: BackupCard, _ depth: ListingDepth
  ) throws(StoreError) -> BackupDescription? {
    let entry = knownCard?.ledger.first { file.isMeant(by: $0.listedFile) }
    guard !isWaitingToGo(file, entry, on: card) else { return nil }
    guard let state = try state(of: file, entry, depth) else { return nil }
    return BackupDescription(
      name: file.name, state: state, bytes: file.size, isKept: entry?.isKept ?? false,
      metadata: metadata(of: file), backupID: file.backupID, file: file, entry: entry)
  }

  /// Whether the record means to wipe or finish this file: a card that cannot be written still has it.
  private func isWaitingToGo(_ file: CardFile, _ entry: LedgerEntry?, on card: BackupCard) -> Bool {
    if let entry, entry.state != .live { return true }
    guard let id = card.id else { return false }
    return record.listedFiles(on: id).contains { file.isMeant(by: $0) }
  }

  private func state(
    of file: CardFile, _ entry: LedgerEntry?, _ depth: ListingDepth
  ) throws(StoreError) -> BackupDescription.State? {
    switch file.finding {
    case .blank: return entry == nil ? nil : .damaged
    case .damaged, .altered: return .damaged
    case .laterVersion, .foreign: return entry == nil ? .foreign : .damaged
    case .authentic:
      guard let tag = try tag(of: file, depth) else { return .damaged }
      guard knownCard != nil else { return .ok }
      guard let entry else { return .returned }
      if entry.fileTag == tag { return .ok }
      return depth == .whole ? .returned : .damaged
    }
  }

  private func tag(of file: CardFile, _ depth: ListingDepth) throws(StoreError) -> [UInt8]? {
    switch depth {
    case .headers: try reader(of: file)?.storedTag()
    case .whole: try verifiedTag(of: file, .verifying)
    }
  }

  private func metadata(of file: CardFile) -> BackupMetadata {
    guard case .authentic(let header, let keys) = file.finding, let plain = keys.openMetadata(header) else {
      return BackupMetadata()
    }
    return BackupMetadata(decoding: plain)
  }
}
