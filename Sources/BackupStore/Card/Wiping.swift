internal import FileSystem

/// How wiping went.
package struct WipeReport: Sendable, Equatable {
  /// Names whose first bytes could not be overwritten, though they were unlinked: *replace the card*.
  package var notOverwritten: [String] = []
}

extension BackupCard {
  /// Wipes what an instruction of the record means: overwrite the first 1,024 bytes with zeros, fsync, unlink, fsync of
  /// the directory (section 2.1, *wiping*).
  ///
  /// A missing name is not an error, and a file that the instruction does not mean is not an error: the instruction is
  /// done.
  func wipe(_ listed: ListedFile, _ record: CameraRecord, _ report: inout WipeReport) throws(StoreError) {
    guard let directory else { return }
    let names = try onCard(directory.entries()).map(\.name)
    for fileName in names where BackupName(fileName: fileName) == listed.name {
      let file = try CardFile.read(fileName, listed.name, in: directory, device: device, vaults: record.vaults)
      if let file, file.isMeant(by: listed) { try wipe(fileName: fileName, &report) }
    }
  }

  /// Wipes a regular file of the form, no matter who made it. Flags that lock it, or `CAMVAULT`, are taken off: both
  /// are ours to change.
  func wipe(fileName: String, _ report: inout WipeReport) throws(StoreError) {
    guard let directory else { return }
    do {
      try directory.unlocking(fileName) { () throws(FileError) in
        try DurableFile.overwrite(fileName, in: directory, upTo: Int64(HeaderLayout.length))
      }
    } catch {
      guard !error.isGone, !error.isReadOnly else { throw StoreError(card: error) }
      report.notOverwritten.append(fileName)
    }
    try remove(fileName, in: directory)
    try onCard(directory.synchronize())
  }

  /// Unlinks a file of the form, also one that a flag locks.
  func remove(_ fileName: String, in directory: any Directory) throws(StoreError) {
    try onCard(directory.unlocking(fileName, true) { () throws(FileError) in try directory.remove(fileName) })
  }

  /// Unlinks files that hold nothing: wiped, or never written. What the ledger lists as *live* stays.
  ///
  /// - Returns: whether there were any.
  func removeBlanks(_ record: CameraRecord) throws(StoreError) -> Bool {
    guard let directory else { return false }
    let live = Set(id.flatMap { record.card($0) }?.ledger.filter { $0.state == .live }.map(\.name) ?? [])
    let blanks = files.filter { file in
      file.isBlank && !live.contains(file.name)
    }
    let fileNames = blanks.map(\.fileName) + emptyFiles
    guard !fileNames.isEmpty else { return false }
    for fileName in fileNames { try remove(fileName, in: directory) }
    try onCard(directory.synchronize())
    return true
  }
}
