internal import FileSystem
internal import Sodium

/// The backup that *Undo* puts back: configuration and modules from before the last restore, sealed in the state
/// directory in the format of a backup, outside the five of the card.
///
/// A new one is complete and read back under the successor's name before the former goes. Which of two holds, the
/// record says: the successor, when it is whole and of the first vault. So the commit of a change of the PIN is that of
/// rewriting this backup too.
enum UndoFile {
  static let name = "undo.cvb"
  static let successor = "undo.cvb.new"
  /// What has no place any more, until it is wiped.
  static let former = "undo.cvb.old"
  /// Its number: nothing counts here.
  static let counter: UInt32 = 1
  /// Bytes of the state directory's file system that stay free.
  static let reserve: Int64 = 1 << 20
}

extension StoreSession {
  /// Seals a configuration in place of the one sealed before.
  ///
  /// - Parameter created: seconds since 1970.
  /// - Throws: `StoreError.noPIN`; `.undoNotWritten` and `.plan`, after which the one sealed before is still there.
  package func sealUndo(_ request: BackupRequest, created: Int64) throws(StoreError) {
    let keys = try currentVault()
    let plan = try inPlan { () throws(ArchivePlanError) in
      try ArchivePlan(
        configuration: request.configuration, modules: request.modules, identity: request.identity, created: created,
        clock: environment.time.archiveClock)
    }
    let metadata = BackupMetadata(
      created: created, files: Int64(plan.fileCount), modules: request.includedModules, label: request.label,
      model: request.identity.model, serial: request.identity.serial, firmware: request.identity.firmware)
    let encoded = try metadata.encoded()
    try writeSuccessor(keys, length: plan.length, encoded) { (writer) throws(StoreError) in
      _ = try copy(plan, to: writer)
    }
    try installUndo()
  }

  /// Takes away what Undo would put back.
  ///
  /// - Throws: `StoreError.record`: the outcome is unknown.
  package func removeUndo() throws(StoreError) {
    try onRecord { () throws(FileError) in
      try setAside()
      try environment.state.synchronize()
    }
    wipeFormer()
  }

  /// What Undo would put back; `nil` when there is nothing. Metadata are blank where it is of another Super PIN.
  ///
  /// - Throws: `StoreError.undoNotWritten` where the state directory cannot be read.
  package func undoBackup(_ depth: ListingDepth) throws(StoreError) -> BackupDescription? {
    guard let (file, header) = try openUndo(UndoFile.name) else { return nil }
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

  /// Opens it with the digits that were the Super PIN when it was sealed, or rewritten last.
  func openUndo(_ digits: borrowing SecretBytes) throws(StoreError) -> (reader: BackupReader, secret: VaultSecret) {
    guard let (file, found) = try openUndo(UndoFile.name) else { throw .nothingToUndo }
    guard let header = found else { throw .undoDamaged }
    let secret = try openVault(header.vaultPart, digits)
    guard header.isAuthentic(under: secret.keys) else { throw .undoDamaged }
    return (BackupReader(header: header, file: file, keys: secret.keys), secret)
  }

  /// Rewrites it for a new vault, as the successor that the commit of the change makes the one.
  ///
  /// - Parameter first: the opened first vault of the camera; what is of another stays as it is.
  /// - Returns: `false` when it is damaged, and given up with the change.
  func rewriteUndo(_ first: VaultSecret, under vault: VaultKeys) throws(StoreError) -> Bool {
    guard let (file, found) = try openUndo(UndoFile.name) else { return true }
    guard let header = found else { return false }
    guard header.vaultPart == first.keys.part else { return true }
    let reader = BackupReader(header: header, file: file, keys: first.keys)
    guard header.isAuthentic(under: first.keys), try reader.verifiedTag(.verifying, observer) != nil else {
      return false
    }
    let former = first.keys.openMetadata(header)
    let metadata = if let former { former } else { try BackupMetadata().encoded() }
    let payloadKey = try first.payloadKey(of: header)
    try writeSuccessor(vault, length: header.plaintextLength, metadata) { (writer) throws(StoreError) in
      try reader.decrypt(payloadKey: payloadKey, .rewriting, observer.silent) { (plain) throws(StoreError) in
        try writer.append(plain)
      }
    }
    return true
  }

  /// Finishes what was interrupted: a successor that is whole and of the first vault takes its place, any other goes.
  func finishUndo() throws(StoreError) {
    defer { wipeFormer() }
    guard let (file, found) = try openUndo(UndoFile.successor) else { return }
    guard let header = found, let keys = record.vaults.first, header.vaultPart == keys.part,
      header.isAuthentic(under: keys)
    else { return try removeSuccessor() }
    // Whoever wrote it may have been killed before it was durable.
    try onFlash { () throws(FileError) in
      try file.synchronize()
      try environment.state.synchronize()
    }
    file.dropPages()
    guard try BackupReader(header: header, file: file, keys: keys).verifiedTag(.verifying, .none) != nil else {
      return try removeSuccessor()
    }
    try installUndo()
  }

  /// The successor takes the place of the former one, which is wiped.
  ///
  /// - Throws: `StoreError.record`: the outcome is unknown until the next start, which finishes it.
  func installUndo() throws(StoreError) {
    try onRecord { () throws(FileError) in
      try setAside()
      try environment.state.rename(UndoFile.successor, to: UndoFile.name)
      try environment.state.synchronize()
    }
    wipeFormer()
  }

  private func setAside() throws(FileError) {
    guard try environment.state.contains(UndoFile.name) else { return }
    try environment.state.rename(UndoFile.name, to: UndoFile.former)
  }

  /// Should this fail, the next start tries again.
  private func wipeFormer() {
    guard (try? environment.state.contains(UndoFile.former)) == true else { return }
    // It bears its former name until the renaming is durable.
    guard (try? environment.state.synchronize()) != nil else { return }
    try? DurableFile.wipe(UndoFile.former, in: environment.state, upTo: Int64(HeaderLayout.length))
  }

  func removeSuccessor() throws(StoreError) {
    try onFlash { () throws(FileError) in
      guard try environment.state.contains(UndoFile.successor) else { return }
      try DurableFile.wipe(UndoFile.successor, in: environment.state, upTo: Int64(HeaderLayout.length))
    }
  }

  private func writeSuccessor(
    _ keys: VaultKeys, length: Int64, _ metadata: [UInt8], _ fill: (BackupWriter) throws(StoreError) -> Void
  ) throws(StoreError) {
    guard let name = BackupName(epoch: keys.part.epoch, counter: UndoFile.counter) else { throw .epochsUsedUp }
    let contents = HeaderContents(
      name: name, backupID: try .random(), cardID: try .random(), plaintextLength: length, metadata: metadata)
    try removeSuccessor()
    do {
      try checkRoomForUndo(PayloadGeometry(plaintextLength: length).fileSize)
      let state = environment.state
      let file = try onFlash { () throws(FileError) in try state.create(UndoFile.successor) }
      _ = try writeBackup(contents, keys, .rewriting, to: file, in: state, fill)
    } catch {
      try? removeSuccessor()
      throw error.ofFlash
    }
  }

  private func checkRoomForUndo(_ size: Int64) throws(StoreError) {
    let capacity = try onFlash { () throws(FileError) in try environment.state.capacity() }
    guard let free = capacity.free, free < size + UndoFile.reserve else { return }
    throw .undoNotWritten(nil)
  }

  /// A file in the state directory, and its header when it passes the checks of section 4; `nil` when it holds nothing.
  private func openUndo(_ name: String) throws(StoreError) -> (file: any File, header: BackupHeader?)? {
    do {
      let state = environment.state
      guard try state.contains(name) else { return nil }
      let file = try state.open(name)
      let size = try file.status().size
      let bytes = try file.readAll(limit: HeaderLayout.length)
      // A wiped one whose removal was lost.
      guard bytes.prefix(HeaderLayout.blankLength).contains(where: { $0 != 0 }) else { return nil }
      return (file, try? BackupHeader(checking: bytes, fileSize: size, name: nil))
    } catch {
      throw .undoNotWritten(error)
    }
  }

  private func onRecord(_ body: () throws(FileError) -> Void) throws(StoreError) {
    do {
      try body()
    } catch {
      throw .record(error)
    }
  }

  private func onFlash<Result>(_ body: () throws(FileError) -> Result) throws(StoreError) -> Result {
    do {
      return try body()
    } catch {
      throw .undoNotWritten(error)
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

extension StoreError {
  /// The same error of what is written to the state directory instead of the card.
  fileprivate var ofFlash: StoreError {
    switch self {
    case .full: .undoNotWritten(nil)
    case .file(let error): .undoNotWritten(error)
    case .readBackDiffers: .undoDamaged
    default: self
    }
  }
}
