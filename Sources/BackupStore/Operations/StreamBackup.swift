internal import FileSystem
internal import Sodium

/// Creating a backup that is handed out as a stream (section 14.3 of the format): for a camera without a card.
extension StoreSession {
  /// Makes a backup, without the PIN, and hands it out. Nothing of it is stored; the record keeps that it was made.
  ///
  /// - Parameters:
  ///   - sink: takes the bytes of the file, in order. What it throws ends the work.
  ///   - ending: is called behind the last byte, before the record says that the backup was made. What it throws ends
  ///     the work, too.
  /// - Returns: what was made, and how a list would show it.
  /// - Throws: as `create`. What `sink` has taken by then is not a whole backup.
  package func stream(
    _ request: BackupRequest, to sink: @escaping (Span<UInt8>) throws(StoreError) -> Void,
    ending: () throws(StoreError) -> Void = {}
  ) throws(StoreError) -> (outcome: BackupOutcome, description: BackupDescription) {
    let keys = try currentVault()
    guard BackupMetadata.fits(request.label, BackupMetadata.longestLabel) else { throw .label }
    // What was handed out stays so: the whole configuration is read before.
    let planned = try planner(request).withPlan(created: { creationTime([]) }) { (plan, created) throws(StoreError) in
      (plan: plan, created: created, digest: try mapError(StoreError.plan, try plan.contentDigest()))
    }
    if request.onlyIfChanged, let newest = record.streamed?.newest, newest.digest == planned.digest {
      return try commitUnchanged(newest, planned.plan)
    }
    return try stream(planned.plan, request, keys, planned.created, to: sink, ending)
  }

  /// When the contents of a backup that was handed out were last those of the camera; seconds since 1970.
  package var streamedTime: Int64? { record.streamed?.newest?.current }

  private func commitUnchanged(
    _ newest: StreamedBackup, _ plan: ArchivePlan
  ) throws(StoreError) -> (outcome: BackupOutcome, description: BackupDescription) {
    let now = environment.time.now()
    try commit { record in
      record.streamed?.newest?.current = now
      record.history.foundUnchanged(now)
    }
    let outcome = BackupOutcome(
      name: newest.name, isUnchanged: true, removed: [], leftOut: plan.leftOut, tookOver: false)
    return (outcome, BackupDescription(newest, bytes: nil, BackupMetadata()))
  }

  private func stream(
    _ plan: ArchivePlan, _ request: BackupRequest, _ keys: VaultKeys, _ created: Int64,
    to sink: @escaping (Span<UInt8>) throws(StoreError) -> Void, _ ending: () throws(StoreError) -> Void
  ) throws(StoreError) -> (outcome: BackupOutcome, description: BackupDescription) {
    let metadata = BackupMetadata(plan, request, created: created)
    let (card, name) = try beginStream(keys)
    let contents = HeaderContents(
      name: name, backupID: try .random(), cardID: card, plaintextLength: plan.length,
      metadata: try metadata.encoded())
    observer.expect(1)
    let written = try fill(plan, contents, keys, sink)
    try ending()
    let now = environment.time.now()
    let backup = StreamedBackup(
      name: name, backupID: contents.backupID, vaultID: keys.vaultID, fileTag: written.tag, digest: written.digest,
      current: now)
    try commit { record in
      record.history.succeeded(now)
      record.streamed?.newest = backup
    }
    let outcome = BackupOutcome(name: name, isUnchanged: false, removed: [], leftOut: plan.leftOut, tookOver: false)
    return (
      outcome, BackupDescription(backup, bytes: PayloadGeometry(plaintextLength: plan.length).fileSize, metadata)
    )
  }

  /// Records the attempt, and that its number is used.
  private func beginStream(_ keys: VaultKeys) throws(StoreError) -> (card: Identifier, name: BackupName) {
    let epoch = keys.part.epoch
    guard let first = BackupName(epoch: epoch, counter: 0) else { throw .epochsUsedUp }
    var streamed =
      if let streamed = record.streamed { streamed } else { StreamedBackups(card: try .random(), last: first) }
    streamed.last = try streamed.nextName(epoch, above: max(record.highestCounter, highestOpenCounter))
    let began = environment.time.now()
    try commit { [streamed] record in
      record.history.attempt = BackupHistory.Attempt(time: began, result: .unfinished)
      record.highestEpoch = max(record.highestEpoch, epoch)
      record.streamed = streamed
    }
    return (streamed.card, streamed.last)
  }

  private func fill(
    _ plan: ArchivePlan, _ contents: HeaderContents, _ keys: VaultKeys,
    _ sink: @escaping (Span<UInt8>) throws(StoreError) -> Void
  ) throws(StoreError) -> (tag: [UInt8], digest: [UInt8]) {
    let writer = try BackupWriter(contents, keys: keys, phase: .writing, observer: observer) {
      (bytes, _) throws(StoreError) in try sink(bytes)
    }
    do {
      let digest = try copy(plan, to: writer)
      return (try writer.finish(), digest)
    } catch .plan(let error) {
      throw error.final
    }
  }
}

extension BackupDescription {
  /// One that was handed out.
  fileprivate init(_ backup: StreamedBackup, bytes: Int64?, _ metadata: BackupMetadata) {
    self.init(
      name: backup.name, state: .ok, bytes: bytes, isKept: false, metadata: metadata, backupID: backup.backupID,
      vaultID: backup.vaultID, file: nil, entry: backup.entry)
  }
}
