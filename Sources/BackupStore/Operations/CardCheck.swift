package import FileSystem

/// Whether a backup can be made on the card in the slot.
extension StoreSession {
  /// Throws what a creation would, as far as that can be told without writing and without the modules.
  ///
  /// - Parameter configuration: what would be backed up; `nil` where it cannot be opened.
  package func checkCard(_ configuration: (any Directory)?) throws(StoreError) {
    let card = try writableCard()
    let listing = try list(.headers)
    guard listing.condition != .locked else { throw .locked(foreign: listing.foreign) }
    guard keptBackups(listing.backups).count < BackupLimits.live else { throw .tooManyKept }
    guard let configuration, let free = card.capacity.free, free < BackupHeader.longestFile else { return }
    let plan = try? ArchivePlan(
      configuration: configuration, modules: [], identity: ArchiveIdentity(model: "", serial: "", firmware: ""),
      created: 0, clock: environment.time.archiveClock)
    guard let plan else { return }
    let needed = PayloadGeometry(plaintextLength: plan.length).fileSize
    guard needed <= free else { throw .full(needed: needed, free: free) }
  }
}

extension BackupHeader {
  /// Bytes of the largest file of a backup.
  fileprivate static let longestFile = PayloadGeometry(plaintextLength: ArchiveFormat.lengthLimit).fileSize
}
