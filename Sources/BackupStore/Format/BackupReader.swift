internal import FileSystem
internal import Sodium

/// Reads one backup file whose header is authentic, piece by piece.
struct BackupReader {
  let header: BackupHeader
  let file: any File
  let keys: VaultKeys

  /// The tag as it stands at the end of the file; `nil` where the medium cannot be read there, or the file ends early.
  func storedTag() throws(StoreError) -> [UInt8]? {
    var bytes = [UInt8](repeating: 0, count: HeaderLayout.tagLength)
    var span = bytes.mutableSpan
    let offset = header.geometry.tagOffset
    do {
      return try file.read(into: &span, at: offset) == bytes.count ? bytes : nil
    } catch {
      guard !error.isGone else { throw StoreError(card: error) }
      return nil
    }
  }

  /// Computes the tag over header and all chunks as they stand on the card; no PIN is needed.
  ///
  /// - Returns: the tag, or `nil` when the file ended early.
  func computeTag(_ phase: WorkProgress.Phase, _ observer: WorkObserver) throws(StoreError) -> [UInt8]? {
    let batch = try ChunkBatch(header: header, keys: keys, holdsPlaintext: false)
    var tag = try keys.beginFileTag(header: header.bytes)
    let isWhole = try forEachBatch(batch, phase, observer) { (count, first) throws(StoreError) in
      batch.addDigests(count, from: first, to: &tag)
    }
    return isWhole ? tag.finish() : nil
  }

  /// Whether the file's tag verifies: *open* of section 6, without the PIN.
  ///
  /// - Returns: the tag when it does, `nil` when the file is damaged.
  func verifiedTag(_ phase: WorkProgress.Phase, _ observer: WorkObserver) throws(StoreError) -> [UInt8]? {
    do {
      guard let stored = try storedTag(), let computed = try computeTag(phase, observer) else { return nil }
      return computed.isEqualInConstantTime(to: stored) ? computed : nil
    } catch StoreError.file(let error) where error.operation == .read && !error.isGone {
      return nil
    }
  }

  /// Decrypts all chunks in order. Each piece is authentic; that all of them are there is known at the end.
  ///
  /// - Throws: `StoreError.damaged` at the first chunk that does not verify.
  func decrypt(
    payloadKey: borrowing SecretBytes, _ phase: WorkProgress.Phase, _ observer: WorkObserver,
    to sink: (Span<UInt8>) throws(StoreError) -> Void
  ) throws(StoreError) {
    let batch = try ChunkBatch(header: header, keys: keys, holdsPlaintext: true)
    let isWhole = try forEachBatch(batch, phase, observer) { (count, first) throws(StoreError) in
      guard batch.open(count, from: first, key: payloadKey) else { throw .damaged([header.name]) }
      try batch.withPlain(batch.plainLength(count, from: first), sink)
    }
    guard isWhole else { throw .damaged([header.name]) }
  }

  private func forEachBatch(
    _ batch: ChunkBatch, _ phase: WorkProgress.Phase, _ observer: WorkObserver,
    _ body: (_ count: Int, _ first: Int64) throws(StoreError) -> Void
  ) throws(StoreError) -> Bool {
    let geometry = header.geometry
    var first: Int64 = 0
    while first < geometry.chunkCount {
      try observer.checkStop()
      let count = batch.count(from: first)
      let length = batch.sealedLength(count, from: first)
      let offset = geometry.offset(ofChunk: first)
      let read = try batch.withSealedRoom(length) { (room) throws(StoreError) in
        try onCard(file.read(into: &room, at: offset))
      }
      guard read == length else { return false }
      try body(count, first)
      first += Int64(count)
      let done = min(first * Int64(PayloadGeometry.chunkLength), geometry.plaintextLength)
      observer.report(WorkProgress(phase: phase, done: done, total: geometry.plaintextLength))
    }
    return true
  }
}
