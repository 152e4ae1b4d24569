internal import FileSystem
internal import Sodium

/// What came of an import.
package struct ImportOutcome: Sendable {
  /// The backup as it is listed now.
  package let description: BackupDescription
  /// The card had it already, and nothing was written.
  package let isUnchanged: Bool
  /// Another card's list of files to clean up had to leave the record.
  package let forgotCleanUp: Bool
}

/// Importing a backup to the card (section 14.2 of the format). Until it is verified the record names its file as one
/// to clean up: whatever stops the import, the next operation on this card wipes what is there of it.
extension StoreSession {
  /// Copies a backup that comes in to the card, under its own name, and reads it back. The ledger stays as it is, so
  /// that no other backup is replaced for it. The same backup is, where it is damaged on the card and what comes in is
  /// not.
  ///
  /// - Parameter lockCard: asks whether a backup that was made with another PIN may lock the card.
  /// - Throws: `StoreError.incoming`, `.receiving`, `.nameTaken`, `.damagedOnCard`, `.differsOnCard`, `.tooManyFiles`,
  ///   `.wouldLockCard`, `.locked` for a backup of this camera on a locked card, and what a creation throws: the card
  ///   is as it was, but for a damaged file that could not be deleted. `.importUnfinished` where it is deleted.
  package func importBackup(
    _ incoming: IncomingBackup, lockCard: (BackupName) -> Bool
  ) throws(StoreError) -> ImportOutcome {
    _ = try writableCard()
    let header = incoming.header
    let keys = try vault(of: header)
    let damaged = try fileOfSameName(header)
    var incoming = incoming
    if let damaged {
      guard let again = try replacement(incoming, of: damaged, keys) else {
        let row = try row(of: header)
        let isFoundRight = keys != nil && row.check?.isDamaged == true
        return ImportOutcome(
          description: isFoundRight ? checked(row, isDamaged: false) : row, isUnchanged: true, forgotCleanUp: false)
      }
      incoming = again
    }
    let rows = try checkImport(header, keys, replacing: damaged, lockCard)
    let file = ListedFile(name: header.name, backupID: header.backupID)
    let others = countingBackups(rows).count { $0.name != header.name }
    let isCounted = keys != nil && others >= BackupLimits.live
    let (id, forgot) = try begin(file, isCounted: isCounted)
    var isDeleted = false
    do throws(StoreError) {
      if damaged != nil {
        try wipe([file])
        isDeleted = true
      }
      observer.expect(keys == nil ? 2 : 3)
      try write(incoming, keys)
    } catch {
      giveUp(file, id)
      throw isDeleted ? .importUnfinished(header.name, error) : error
    }
    try confirm(file, id, isOpen: keys != nil, isCounted: isCounted)
    try refresh()
    return ImportOutcome(description: try row(of: header), isUnchanged: false, forgotCleanUp: forgot)
  }

  /// Whether a backup that comes in would lock the card: for a question that is asked before the import.
  ///
  /// - Throws: `StoreError.noCard`, `.readOnly`, `.incoming`, and what the card throws.
  package func wouldLockCard(_ incoming: IncomingBackup) throws(StoreError) -> Bool {
    _ = try writableCard()
    return wouldLock(try listing(.headers), try vault(of: incoming.header))
  }

  private func wouldLock(_ listing: CardListing, _ keys: VaultKeys?) -> Bool {
    keys == nil && isPINSet && listing.condition != .locked && !listing.backups.contains(where: \.isOpen)
  }

  /// The camera's vault of a header; `nil` for a foreign one.
  ///
  /// - Throws: `.incoming(.damaged)` where the header says that it is of this camera and does not verify, or the ledger
  ///   says that it is.
  private func vault(of header: BackupHeader) throws(StoreError) -> VaultKeys? {
    guard let keys = record.vaults.first(where: { $0.vaultID == header.vaultID }) else {
      // The ledger lists backups of this camera's vault only.
      guard knownCard?.entry(header.name, header.backupID) == nil else { throw .incoming(.damaged) }
      return nil
    }
    guard header.vaultPart == keys.part, header.isAuthentic(under: keys) else { throw .incoming(.damaged) }
    return keys
  }

  /// What has the name of the backup on the card, but for what holds nothing. It is the same backup, perhaps damaged.
  ///
  /// - Throws: `.nameTaken` where it is another backup, or not a file.
  private func fileOfSameName(_ header: BackupHeader) throws(StoreError) -> CardFile? {
    if !isFree(header.name) { try removeBlanks() }
    guard !isFree(header.name) else { return nil }
    let isListed = knownCard?.entry(header.name, header.backupID) != nil
    guard let file = card?.files.first(where: { $0.name == header.name }),
      file.backupID == header.backupID || (isListed && file.isDamagedEarly)
    else { throw .nameTaken(header.name) }
    return file
  }

  /// Compares what comes in with the same backup on the card. What comes in is read to its end before anything is
  /// wiped for it, and of a vault of this camera its file tag has to verify.
  ///
  /// - Returns: what comes in from its beginning, to replace a damaged file; `nil` where both are the same.
  /// - Throws: `.incoming(.damaged)`; `.differsOnCard` where only the PIN could tell which of the two is damaged;
  ///   `.damagedOnCard` where what comes in cannot be read again.
  private func replacement(
    _ incoming: IncomingBackup, of file: CardFile, _ keys: VaultKeys?
  ) throws(StoreError) -> IncomingBackup? {
    let (isSame, isRight) = try compare(incoming, with: file, keys)
    guard isRight else { throw .incoming(.damaged) }
    guard !isSame else { return nil }
    // Both cannot verify and differ.
    guard keys != nil || file.isDamagedEarly else { throw .differsOnCard(file.name) }
    if let listed = try card.flatMap({ (card) throws(StoreError) in try describe(file, on: card, .headers) }) {
      _ = checked(listed, isDamaged: true)
    }
    guard let again = try incoming.again() else { throw .damagedOnCard(file.name) }
    return again
  }

  /// - Returns: whether what comes in is the file on the card, byte by byte, and whether its file tag verifies: `true`
  ///   for a foreign vault, of which nobody can tell.
  private func compare(
    _ incoming: IncomingBackup, with file: CardFile, _ keys: VaultKeys?
  ) throws(StoreError) -> (isSame: Bool, isRight: Bool) {
    guard let directory = card?.directory else { throw .noCard }
    let own = try onCard(directory.open(file.fileName))
    var offset: Int64 = 0
    var isSame = file.size == incoming.header.geometry.fileSize
    var tag = try keys.map { (keys) throws(StoreError) in try IncomingTag(incoming.header, keys) }
    try incoming.copy(.readingBack, observer) { (bytes) throws(StoreError) in
      if offset > 0 { tag?.update(bytes) }
      if isSame { isSame = try isEqual(bytes, to: own, at: offset) }
      offset += Int64(bytes.count)
    }
    return (isSame, tag?.isRight() ?? true)
  }

  /// What cannot be read is not equal.
  private func isEqual(_ bytes: Span<UInt8>, to file: any File, at offset: Int64) throws(StoreError) -> Bool {
    var buffer = [UInt8](repeating: 0, count: bytes.count)
    var span = buffer.mutableSpan
    do {
      return try file.read(into: &span, at: offset) == bytes.count && buffer.span.isEqual(to: bytes)
    } catch {
      guard !error.isGone else { throw StoreError(card: error) }
      return false
    }
  }

  /// Makes the checks that come before the first write.
  ///
  /// - Returns: the backups of the card.
  private func checkImport(
    _ header: BackupHeader, _ keys: VaultKeys?, replacing damaged: CardFile?, _ lockCard: (BackupName) -> Bool
  ) throws(StoreError) -> [BackupDescription] {
    let card = try writableCard()
    let listing = try listing(.headers)
    if keys != nil, listing.condition == .locked { throw .locked(foreign: listing.foreign) }
    guard damaged != nil || card.files.count < BackupLimits.files else { throw .tooManyFiles }
    try checkRoom(header.geometry.fileSize - (damaged?.size ?? 0))
    guard !wouldLock(listing, keys) || lockCard(header.name) else { throw .wouldLockCard(header.name) }
    return try describe(card, .headers)
  }

  /// Names the file as one to clean up, before it is there. A card that is taken as it is, and where one more would
  /// count, is taken over first.
  ///
  /// - Parameter isCounted: five backups count already, and rotation would replace one of them for this one.
  /// - Returns: the card's id, and whether another card's list had to leave the record.
  private func begin(_ file: ListedFile, isCounted: Bool) throws(StoreError) -> (id: Identifier, forgot: Bool) {
    let known = knownCard == nil && isCounted ? try knownCardTakingOver() : nil
    let id = if let known { known.id } else { try cardIdentifier() }
    var leaving: Identifier?
    try commit { record in
      if let known { record.use(known) }
      leaving = record.addCleanUp([file], on: id)
    }
    card?.id = id
    return (id, leaving != nil)
  }

  private func write(_ incoming: IncomingBackup, _ keys: VaultKeys?) throws(StoreError) {
    try card?.makeDirectory()
    let (file, directory) = try createFile(incoming.name)
    var hash = try crypto(KeyedHash())
    var offset: Int64 = 0
    try incoming.copy(.writing, observer) { (bytes) throws(StoreError) in
      try onCard(file.write(bytes, at: offset))
      hash.update(bytes)
      offset += Int64(bytes.count)
    }
    try makeDurable(file, in: directory)
    guard try digest(of: file, offset) == hash.finish() else { throw .readBackDiffers }
    guard let keys else { return }
    let reader = BackupReader(header: incoming.header, file: file, keys: keys)
    guard try reader.verifiedTag(.verifying, observer) != nil else { throw .incoming(.damaged) }
  }

  /// The digest of a file as it is read from the medium.
  private func digest(of file: any File, _ size: Int64) throws(StoreError) -> [UInt8] {
    var hash = try crypto(KeyedHash())
    var buffer = [UInt8](repeating: 0, count: 65_536)
    var offset: Int64 = 0
    while true {
      try observer.checkStop()
      var span = buffer.mutableSpan
      let count = try onCard(file.read(into: &span, at: offset))
      guard count > 0 else { return hash.finish() }
      hash.update(buffer.span.extracting(0..<count))
      offset += Int64(count)
      observer.report(WorkProgress(phase: .readingBack, done: min(offset, size), total: size))
    }
  }

  /// The backup is there. One that was missing, and would be the sixth, leaves the ledger: it is *returned* then, and
  /// replaces nothing.
  private func confirm(_ file: ListedFile, _ id: Identifier, isOpen: Bool, isCounted: Bool) throws(StoreError) {
    let check = BackupCheck(time: environment.time.now(), isDamaged: false)
    let present = Set((card?.files ?? []).compactMap(\.listedFile) + [file])
    try commit { record in
      record.removeCleanUp(file, on: id)
      record.updateCard(id) { known in
        if isCounted { known.ledger.removeAll { $0.listedFile == file } }
        if isOpen { known.record(check, of: file, present: present) }
      }
    }
  }

  /// Wipes what there is of the file. Where the card fails at that, too, the next operation on it does it.
  private func giveUp(_ file: ListedFile, _ id: Identifier) {
    do throws(StoreError) {
      if createdFiles.contains(file.name) { try wipe([file]) }
      try commit { $0.removeCleanUp(file, on: id) }
      try removeBlanks()
    } catch {
      return
    }
  }

  /// The backup as it is listed, also on a locked card.
  private func row(of header: BackupHeader) throws(StoreError) -> BackupDescription {
    guard let card else { throw .noCard }
    let row = try describe(card, .headers).first { $0.name == header.name && $0.backupID == header.backupID }
    guard let row else { throw .notFound(header.name.description) }
    return row.withoutFile
  }
}

extension CameraRecord {
  /// A file is not to be wiped any more.
  fileprivate mutating func removeCleanUp(_ file: ListedFile, on card: Identifier) {
    for index in cleanUps.indices where cleanUps[index].card == card { cleanUps[index].files.removeAll { $0 == file } }
    cleanUps.removeAll { $0.files.isEmpty }
  }
}

extension CardFile {
  /// As the record names it; `nil` where the bytes that name it could not be read.
  fileprivate var listedFile: ListedFile? { backupID.map { ListedFile(name: name, backupID: $0) } }
}

extension Span<UInt8> {
  /// Whether another one of the same length has the same bytes, which are not secret.
  fileprivate func isEqual(to other: Span<UInt8>) -> Bool {
    for index in 0..<count where self[index] != other[index] { return false }
    return true
  }
}
