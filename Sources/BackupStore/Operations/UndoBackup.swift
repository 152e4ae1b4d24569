internal import FileSystem
internal import Sodium

/// Undo: the previous configuration is sealed, opened and rewritten like a backup of the card.
extension StoreSession {
  /// Seals a configuration in place of the one sealed before.
  ///
  /// - Parameter created: seconds since 1970.
  /// - Throws: `StoreError.noPIN`; `.undoNotWritten` and `.plan`, after which the one sealed before is still there.
  package func sealUndo(_ request: BackupRequest, created: Int64) throws(StoreError) {
    let keys = try currentVault()
    do {
      try writeUndo(planner(request).plan(created), request, keys, created)
    } catch .plan(.changed) {
      // A file that both trees share, because it was left out of the restored backup, may be written all the time.
      try writeUndo(planner(request).planWithoutFailures(created), request, keys, created)
    }
    try installUndo()
  }

  private func writeUndo(
    _ plan: ArchivePlan, _ request: BackupRequest, _ keys: VaultKeys, _ created: Int64
  ) throws(StoreError) {
    let encoded = try BackupMetadata(plan, request, created: created).encoded()
    try writeSuccessor(keys, length: plan.length, encoded) { (writer) throws(StoreError) in
      _ = try copy(plan, to: writer)
    }
  }

  /// Removes the previous configuration that was sealed for Undo.
  ///
  /// - Throws: `StoreError.record`: the outcome is unknown.
  package func removeUndo() throws(StoreError) {
    try mapError(StoreError.record) { () throws(FileError) in
      try setAside()
      try environment.state.synchronize()
    }
    wipeFormer()
  }

  /// The previous configuration for Undo; `nil` when there is nothing. Its metadata are blank when it was sealed with
  /// another PIN.
  ///
  /// - Throws: `StoreError.undoNotWritten` where the state directory cannot be read.
  package func undoBackup(_ depth: ListingDepth) throws(StoreError) -> BackupDescription? {
    let opened: (file: any File, header: BackupHeader?)?
    do {
      opened = try openUndo(UndoFile.name)
    } catch .undoDamaged {
      return .undo(.damaged, bytes: nil, BackupMetadata())
    }
    guard let (file, header) = opened else { return nil }
    let size = try? file.status().size
    guard let header else { return .undo(.damaged, bytes: size, BackupMetadata()) }
    guard let keys = record.vaults.first(where: { $0.part == header.vaultPart }) else {
      return .undo(.foreign, bytes: size, BackupMetadata())
    }
    let reader = BackupReader(header: header, file: file, keys: keys)
    var isWhole = header.isAuthentic(under: keys)
    if isWhole, depth == .whole { isWhole = try reader.verifiedTag(.verifying, observer) != nil }
    guard isWhole else { return .undo(.damaged, bytes: size, BackupMetadata()) }
    return .undo(.ok, bytes: size, BackupMetadata(decoding: keys.openMetadata(header) ?? []))
  }

  /// Opens it with the PIN that was set when it was sealed, or last rewritten.
  func openUndo(_ digits: borrowing SecretBytes) throws(StoreError) -> (reader: BackupReader, secret: VaultSecret) {
    guard let (file, found) = try openUndo(UndoFile.name) else { throw .nothingToUndo }
    guard let header = found else { throw .undoDamaged }
    let secret = try openVault(header.vaultPart, digits)
    guard header.isAuthentic(under: secret.keys) else { throw .undoDamaged }
    return (BackupReader(header: header, file: file, keys: secret.keys), secret)
  }

  /// The same without the PIN, where one of this camera's vaults opens it.
  func sealedUndo() throws(StoreError) -> BackupReader {
    guard let (file, found) = try openUndo(UndoFile.name) else { throw .nothingToUndo }
    guard let header = found, let keys = record.vaults.first(where: { $0.part == header.vaultPart }),
      header.isAuthentic(under: keys)
    else { throw .undoDamaged }
    return BackupReader(header: header, file: file, keys: keys)
  }

  /// Rewrites it for a new vault, as the successor that the commit of the change makes the one.
  ///
  /// - Parameter first: the opened first vault of the camera; what is of another stays as it is.
  /// - Returns: `false` when it is given up with the change: it is damaged, or cannot be rewritten and that was agreed
  ///   to.
  func rewriteUndo(
    _ first: VaultSecret, under vault: VaultKeys, _ decisions: PINDecisions
  ) throws(StoreError) -> Bool {
    do {
      guard let (file, found) = try openUndo(UndoFile.name) else { return true }
      guard let header = found else { return false }
      guard header.vaultPart == first.keys.part else { return true }
      try rewrite(BackupReader(header: header, file: file, keys: first.keys), first, under: vault)
      return true
    } catch .undoDamaged {
      return false
    } catch .undoNotWritten(let reason) {
      guard decisions.loseUndo(reason) else { throw .undoNotWritten(reason) }
      return false
    }
  }

  private func rewrite(
    _ reader: BackupReader, _ first: VaultSecret, under vault: VaultKeys
  ) throws(StoreError) {
    let header = reader.header
    guard header.isAuthentic(under: first.keys), try reader.verifiedTag(.verifying, observer) != nil else {
      throw .undoDamaged
    }
    let former = first.keys.openMetadata(header)
    let metadata = if let former { former } else { try BackupMetadata().encoded() }
    let payloadKey = try first.payloadKey(of: header)
    try writeSuccessor(vault, length: header.plaintextLength, metadata) { (writer) throws(StoreError) in
      try reader.decrypt(payloadKey: payloadKey, .rewriting, observer.silent) { (plain) throws(StoreError) in
        try writer.append(plain)
      }
    }
  }
}

extension BackupDescription {
  static func undo(_ state: State, bytes: Int64?, _ metadata: BackupMetadata) -> BackupDescription {
    // The number is the same for all.
    BackupDescription(
      name: BackupName(epoch: 1, counter: UndoFile.counter)!, state: state, bytes: bytes, isKept: false,
      metadata: metadata, isUndo: true)
  }
}
