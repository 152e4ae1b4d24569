/// Verifying backups without the PIN, and remembering what came of it.
extension StoreSession {
  /// Reads every byte of the named backups, of all when none is named, and of no other. The results are recorded; where
  /// the record cannot be written they are reported all the same.
  ///
  /// - Returns: what was found, newest first; missing ones are among them when none is named.
  /// - Throws: `StoreError.locked`; `.notFound` when a named backup is not on the card and is not missing.
  package func verify(_ ids: [BackupSelector]) throws(StoreError) -> [BackupDescription] {
    guard ids != [.undo] else {
      guard let undo = try undoBackup(.whole) else { throw .nothingToUndo }
      return [undo]
    }
    let listing = try listing(.headers)
    guard listing.condition != .locked else { throw .locked(foreign: listing.foreign) }
    var names: Set<BackupName> = []
    for id in ids { names.insert(try nameOf(id, listing)) }
    var found: [BackupDescription] = []
    let meant = listing.backups.filter { ids.isEmpty || names.contains($0.name) }
    observer.expect(meant.count { $0.file != nil })
    do throws(StoreError) {
      for row in meant { found.append(try readWhole(row)) }
    } catch {
      remember(found)
      throw error
    }
    let others = listing.backups.filter { row in !found.contains { $0.name == row.name } }
    try? commitChecks(of: found, asVerification: true, areOthersWhole: others.allSatisfy(\.isOpen))
    return found.map(\.withoutFile)
  }

  private func nameOf(_ id: BackupSelector, _ listing: CardListing) throws(StoreError) -> BackupName {
    guard case .name(let name) = id else { return try find(id).name }
    guard listing.backups.contains(where: { $0.name == name }) else { throw .notFound(name.description) }
    return name
  }

  /// Reads every byte of a listed backup, its header once more, because that may have failed for a moment when it was
  /// listed. One that is missing stays as it is listed.
  func readWhole(_ row: BackupDescription) throws(StoreError) -> BackupDescription {
    guard let card, let directory = card.directory, let listed = row.file else { return row }
    let file = try CardFile.read(
      listed.fileName, listed.name, in: directory, device: card.device, vaults: record.vaults)
    guard let file, let found = try describe(file, on: card, .whole) else { return row }
    return found
  }

  /// Records what readings of whole files found. A record that cannot be written keeps nobody from reading.
  func remember(_ rows: [BackupDescription]) {
    try? commitChecks(of: rows)
  }

  /// The same for work that goes by what the record says next.
  ///
  /// - Parameters:
  ///   - asVerification: they are the result of a verification that a person or a timer asked for.
  ///   - areOthersWhole: no backup that was not read is known to be damaged or missing: one that was read makes up for
  ///     none of those.
  func commitChecks(
    of rows: [BackupDescription], asVerification: Bool = false, areOthersWhole: Bool = true
  ) throws(StoreError) {
    let checks = rows.compactMap { row in
      row.check.flatMap { check in (row.entry?.listedFile ?? row.listedFile).map { (file: $0, check: check) } }
    }
    guard !checks.isEmpty || (asVerification && !rows.isEmpty) else { return }
    let (id, present) = (card?.id, presentFiles)
    let isDamaged = !areOthersWhole || rows.contains { $0.state == .damaged || $0.state == .missing }
    let now = environment.time.now()
    try commit { record in
      if let id {
        record.updateCard(id) { known in
          for (file, check) in checks { known.record(check, of: file, present: present) }
        }
      }
      if asVerification { record.history.verification = BackupCheck(time: now, isDamaged: isDamaged) }
    }
  }

  private var presentFiles: Set<ListedFile> {
    Set((card?.files ?? []).compactMap { file in file.backupID.map { ListedFile(name: file.name, backupID: $0) } })
  }

  /// A listed backup after its whole file was read for another purpose, which is recorded.
  func checked(_ row: BackupDescription, isDamaged: Bool) -> BackupDescription {
    guard !row.isUndo else { return row }
    let state: BackupDescription.State =
      isDamaged ? .damaged : knownCard == nil || row.entry != nil ? .ok : .returned
    let checked = BackupDescription(
      name: row.name, state: state, bytes: row.bytes, isKept: row.entry?.isKept == true && !isDamaged,
      metadata: row.metadata, backupID: row.backupID, vaultID: row.vaultID, file: row.file, entry: row.entry,
      check: BackupCheck(time: environment.time.now(), isDamaged: isDamaged))
    remember([checked])
    return checked
  }
}
