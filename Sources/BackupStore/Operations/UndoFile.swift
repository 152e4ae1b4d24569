package import FileSystem

/// The backup that *Undo* restores: configuration and modules from before the last restore, sealed in the state
/// directory in the format of a backup, outside the five of the card.
///
/// A new one is written and read back under the successor's name before the old one is removed. The record decides
/// which of two is valid: the successor, when it is whole and of the first vault. So the commit of a change of the PIN
/// commits the rewriting of this backup, too.
enum UndoFile {
  static let name = "undo.cvb"
  static let successor = "undo.cvb.new"
  /// The old one, or one that was removed, until it is wiped.
  static let former = "undo.cvb.old"
  /// Its number: nothing counts here.
  static let counter: UInt32 = 1
  /// Bytes of the state directory's file system that stay free.
  static let reserve: Int64 = 1 << 20
}

extension StoreSession {
  /// Whether something is kept for Undo.
  ///
  /// - Parameter state: the state directory.
  package static func hasUndo(in state: any Directory) throws(FileError) -> Bool {
    if try state.contains(UndoFile.name) { return true }
    return try state.contains(UndoFile.successor)
  }

  /// Whether a configuration could be sealed now.
  ///
  /// - Throws: what `sealUndo` would, but for errors that pass: `.plan`, `.undoNotWritten`.
  package func checkUndo(_ configuration: any Directory, _ identity: ArchiveIdentity) throws(StoreError) {
    let plan: ArchivePlan
    do throws(ArchivePlanError) {
      plan = try ArchivePlan(
        configuration: configuration, modules: [], identity: identity, created: environment.time.now(),
        clock: environment.time.archiveClock)
    } catch {
      guard case .changed = error else { throw .plan(error) }
      return
    }
    try checkRoomForUndo(PayloadGeometry(plaintextLength: plan.length).fileSize)
  }

  /// Finishes what was interrupted: a successor that is whole and of the first vault takes its place, any other goes.
  func finishUndo() throws(StoreError) {
    defer { wipeFormer() }
    guard let (file, found) = try? openUndo(UndoFile.successor) else { return try removeSuccessor() }
    guard let header = found, let keys = record.vaults.first, header.vaultPart == keys.part,
      header.isAuthentic(under: keys)
    else { return try removeSuccessor() }
    // The process that wrote it may have been killed before it was durable.
    try mapError(StoreError.init(undo:)) { () throws(FileError) in
      try file.synchronize()
      try environment.state.synchronize()
    }
    file.dropPages()
    guard try BackupReader(header: header, file: file, keys: keys).verifiedTag(.verifying, .none) != nil else {
      return try removeSuccessor()
    }
    try installUndo()
  }

  /// Replaces the old file with the successor, and wipes the old one.
  ///
  /// - Throws: `StoreError.record`: the outcome is unknown until the next start, which finishes it.
  func installUndo() throws(StoreError) {
    try mapError(StoreError.record) { () throws(FileError) in
      try setAside()
      try environment.state.rename(UndoFile.successor, to: UndoFile.name)
      try environment.state.synchronize()
    }
    wipeFormer()
  }

  func setAside() throws(FileError) {
    guard try environment.state.contains(UndoFile.name) else { return }
    try environment.state.rename(UndoFile.name, to: UndoFile.former)
  }

  /// Should this fail, the next start tries again.
  func wipeFormer() {
    guard (try? environment.state.contains(UndoFile.former)) == true else { return }
    // After a power cut the file can still have its old name, until the renaming is durable.
    guard (try? environment.state.synchronize()) != nil else { return }
    try? wipe(UndoFile.former)
  }

  /// What somebody has put in its place, as a link, goes as it is.
  private func wipe(_ name: String) throws(FileError) {
    let state = environment.state
    guard try state.status(of: name).kind == .regular else { return try state.remove(name) }
    try DurableFile.wipe(name, in: state, upTo: Int64(HeaderLayout.length))
  }

  func removeSuccessor() throws(StoreError) {
    try mapError(StoreError.init(undo:)) { () throws(FileError) in
      guard try environment.state.contains(UndoFile.successor) else { return }
      try wipe(UndoFile.successor)
    }
  }

  func writeSuccessor(
    _ keys: VaultKeys, length: Int64, _ metadata: [UInt8], _ fill: (BackupWriter) throws(StoreError) -> Void
  ) throws(StoreError) {
    guard let name = BackupName(epoch: keys.part.epoch, counter: UndoFile.counter) else { throw .epochsUsedUp }
    let contents = HeaderContents(
      name: name, backupID: try .random(), cardID: try .random(), plaintextLength: length, metadata: metadata)
    try removeSuccessor()
    do {
      try checkRoomForUndo(PayloadGeometry(plaintextLength: length).fileSize)
      let state = environment.state
      let file = try mapError(StoreError.init(undo:), try state.create(UndoFile.successor))
      _ = try writeBackup(contents, keys, .rewriting, to: file, in: state, fill)
    } catch {
      try? removeSuccessor()
      throw error.ofFlash
    }
  }

  private func checkRoomForUndo(_ size: Int64) throws(StoreError) {
    let capacity = try mapError(StoreError.init(undo:), try environment.state.capacity())
    guard let free = capacity.free, free < size + UndoFile.reserve else { return }
    throw .undoNotWritten(nil)
  }

  /// A file in the state directory, and its header when it passes the checks of section 6; `nil` when it holds nothing.
  ///
  /// - Throws: `.undoDamaged` when the entry is not a regular file, `.undoNotWritten` when it cannot be read.
  func openUndo(_ name: String) throws(StoreError) -> (file: any File, header: BackupHeader?)? {
    let state = environment.state
    guard try mapError(StoreError.init(undo:), try state.contains(name)) else { return nil }
    let kind = try mapError(StoreError.init(undo:), try state.status(of: name).kind)
    guard kind == .regular else { throw .undoDamaged }
    return try mapError(StoreError.init(undo:)) { () throws(FileError) in
      let file = try state.open(name)
      let size = try file.status().size
      let bytes = try file.readAll(limit: HeaderLayout.length)
      // A wiped one whose removal was lost.
      guard bytes.prefix(HeaderLayout.blankLength).contains(where: { $0 != 0 }) else { return nil }
      return (file, try? BackupHeader(checking: bytes, fileSize: size, name: nil))
    }
  }
}

extension StoreError {
  /// The same error of what is written to the state directory instead of the card.
  fileprivate var ofFlash: StoreError {
    switch self {
    case .full, .noFileLeft: .undoNotWritten(nil)
    case .file(let error): .undoNotWritten(error)
    case .readBackDiffers: .undoDamaged
    case .noPIN, .pinAlreadySet, .wrongPIN, .mustWait, .locked, .noCard, .readOnly, .damaged, .vaultDamaged, .notFound,
      .onlyReturned,
      .noMemory, .otherPIN, .cleanUpFailed, .partlyDeleted, .stopped, .plan, .archive, .label,
      .configurationKeepsChanging, .requiredLeftOut, .tooManyKept, .notInLedger, .keepDamaged, .countersUsedUp,
      .epochsUsedUp,
      .epochsTaken, .numbersTaken, .otherBackups, .deletionUnfinished, .wouldLock, .opensNothing, .wouldLose,
      .wouldLeaveCard, .nothingToAdopt, .tooCostly, .obstructed, .recordDamaged, .record, .staging, .nothingToUndo,
      .undoDamaged, .undoNotWritten, .escrow, .busy, .incoming, .receiving, .notReceived, .nameTaken, .damagedOnCard,
      .differsOnCard, .importUnfinished,
      .tooManyFiles, .wouldLockCard, .nothingToCompare:
      self
    }
  }
}
