/// What the record keeps of backups that were handed out as a stream and are on no card.
struct StreamedBackups: Sendable, Equatable {
  /// The card id in their headers.
  let card: Identifier
  /// The last number that was used, also by a stream that did not end.
  var last: BackupName
  /// The newest one that was taken whole.
  var newest: StreamedBackup?

  /// The last counter of an epoch; 0 where none of it was used.
  func lastCounter(_ epoch: UInt32) -> UInt32 { last.epoch == epoch ? last.counter : 0 }

  /// The name of the next one; its counter begins again with each epoch.
  ///
  /// - Parameter used: the highest counter that a backup on a card may have. The new one goes above it, so that it can
  ///   be imported to every card of this camera.
  /// - Throws: `StoreError.countersUsedUp`.
  func nextName(_ epoch: UInt32, above used: UInt32) throws(StoreError) -> BackupName {
    let counter = max(lastCounter(epoch), used) + 1
    guard counter <= BackupNumbers.highest, let name = BackupName(epoch: epoch, counter: counter) else {
      throw .countersUsedUp
    }
    return name
  }
}

/// A backup that was handed out whole.
struct StreamedBackup: Sendable, Equatable {
  let name: BackupName
  let backupID: Identifier
  let vaultID: Identifier
  /// 32 bytes.
  let fileTag: [UInt8]
  /// The digest of its contents, for `--if-changed`; 32 bytes.
  let digest: [UInt8]
  /// When its contents were last known to be those of the camera, seconds since 1970.
  var current: Int64

  /// As the ledger of a card has its own.
  var entry: LedgerEntry {
    LedgerEntry(
      name: name, backupID: backupID, vaultID: vaultID, fileTag: fileTag, state: .live, isKept: false,
      check: nil, current: current)
  }
}
