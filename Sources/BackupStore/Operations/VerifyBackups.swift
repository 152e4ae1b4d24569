/// Verifying backups without the PIN.
extension StoreSession {
  /// Reads every byte of the named backups, of all when none is named.
  ///
  /// - Returns: what was found, newest first; missing ones are among them when none is named.
  /// - Throws: `StoreError.locked`; `.notFound` when one that is named is neither on the card nor missing.
  package func verify(_ ids: [BackupSelector]) throws(StoreError) -> [BackupDescription] {
    guard ids != [.undo] else {
      guard let undo = try undoBackup(.whole) else { throw .nothingToUndo }
      return [undo]
    }
    let listing = try list(.headers)
    guard listing.condition != .locked else { throw .locked(foreign: listing.foreign) }
    guard !ids.isEmpty else { return try list(.whole).backups }
    var names: Set<BackupName> = []
    for id in ids { names.insert(try nameOf(id, listing)) }
    return try list(.whole).backups.filter { names.contains($0.name) }
  }

  private func nameOf(_ id: BackupSelector, _ listing: CardListing) throws(StoreError) -> BackupName {
    guard case .name(let name) = id else { return try find(id).name }
    guard listing.backups.contains(where: { $0.name == name }) else { throw .notFound(name.description) }
    return name
  }
}
