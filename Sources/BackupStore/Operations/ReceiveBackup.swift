package import FileSystem
package import Sodium

/// A backup that came through a pipe and is whole, still sealed: it lies in the state directory as a file without a
/// name, and goes with the last reference to it.
package struct ReceivedBackup: Sendable {
  private static let fileName = "incoming.cvb"
  /// Bytes of the state directory's file system that stay free.
  private static let reserve: Int64 = 1 << 20

  let header: BackupHeader
  let file: any File

  /// Its number.
  package var name: BackupName { header.name }

  /// Receives a backup. What it says is not proven before it is opened.
  ///
  /// - Parameter state: the state directory.
  /// - Throws: `StoreError.incoming`, `.receiving`, `.notReceived`.
  package init(
    _ incoming: IncomingBackup, in state: any Directory, observer: WorkObserver
  ) throws(StoreError) {
    header = incoming.header
    let size = header.geometry.fileSize
    let free = try mapError(StoreError.notReceived, try state.capacity()).free
    if let free, free < size + Self.reserve { throw .notReceived(nil) }
    let file = try mapError(StoreError.notReceived, try Self.makeFile(in: state))
    var offset: Int64 = 0
    try incoming.copy(.writing, observer) { (bytes) throws(StoreError) in
      do throws(FileError) {
        try file.write(bytes, at: offset)
      } catch {
        throw error.isFull ? .notReceived(nil) : .notReceived(error)
      }
      offset += Int64(bytes.count)
    }
    self.file = file
  }

  /// Where the file system has no files without a name, it loses its name at once; what a cut left of that is empty.
  private static func makeFile(in state: any Directory) throws(FileError) -> any File {
    if let unnamed = UnnamedFile(in: state) { return unnamed.file }
    try remove(from: state)
    let file = try state.create(fileName)
    try remove(from: state)
    return file
  }

  private static func remove(from state: any Directory) throws(FileError) {
    do {
      try state.remove(fileName)
    } catch {
      guard error.isNotFound else { throw error }
    }
  }
}

extension StoreSession {
  /// Opens a backup that came through a pipe: file tag, every chunk and the whole archive are checked before this
  /// returns. Its vault does not become one of this camera.
  ///
  /// - Throws: `StoreError.damaged`, `.archive`, `.tooCostly`, and what a wrong PIN throws.
  package func open(_ received: ReceivedBackup, _ digits: borrowing SecretBytes) throws(StoreError) -> OpenedBackup {
    let (header, name) = (received.header, received.name)
    let secret = try secret(of: header, digits)
    let reader = BackupReader(header: header, file: received.file, keys: secret.keys)
    guard header.isAuthentic(under: secret.keys), let tag = try reader.verifiedTag(.verifying, observer) else {
      throw .damaged([name])
    }
    let now = environment.time.now()
    let check = BackupCheck(time: now, isDamaged: false)
    let entry = LedgerEntry(
      name: name, backupID: header.backupID, vaultID: header.vaultID, fileTag: tag, state: .live, isKept: false,
      check: check)
    let row = BackupDescription(
      name: name, state: .ok, bytes: header.geometry.fileSize, isKept: false,
      metadata: BackupMetadata(decoding: secret.keys.openMetadata(header) ?? []), backupID: header.backupID,
      vaultID: header.vaultID, file: nil, entry: entry, check: check)
    return try openArchive(row, reader, secret)
  }

  private func secret(of header: BackupHeader, _ digits: borrowing SecretBytes) throws(StoreError) -> VaultSecret {
    let part = header.vaultPart
    guard let keys = record.vaults.first(where: { $0.vaultID == header.vaultID }) else {
      return try openForeignVault(part, digits)
    }
    guard keys.part == part else { throw .damaged([header.name]) }
    return try openVault(part, digits)
  }

  /// Opens a vault that is not one of this camera. The try is counted like one on a foreign vault of a card (section
  /// 13 of the format), before the derivation.
  private func openForeignVault(_ part: VaultPart, _ digits: borrowing SecretBytes) throws(StoreError) -> VaultSecret {
    guard let cost = part.cost else { throw .vaultDamaged }
    guard isAffordable(part) else { throw .tooCostly(passes: cost.passes, mebibytes: cost.memoryKiB / 1_024) }
    let wait = foreignWait
    guard wait == 0 else { throw .mustWait(seconds: wait) }
    let former = record.foreignFailures
    let moment = environment.time.moment
    try commit { $0.foreignFailures.add(at: moment, .wrongPINs) }
    let opened: VaultSecret?
    do {
      opened = try part.open(digits, environment.stretch)
    } catch .vaultDamaged {
      throw .vaultDamaged
    } catch {
      try commit { $0.foreignFailures = former }
      throw error
    }
    guard let opened else { throw .wrongPIN(waitSeconds: foreignWait) }
    try commit { $0.foreignFailures = FailureCount() }
    return opened
  }
}
