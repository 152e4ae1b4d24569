internal import Sodium

/// What a new backup's header says beside its vault.
struct HeaderContents {
  let name: BackupName
  let backupID: Identifier
  let cardID: Identifier
  let plaintextLength: Int64
  /// The padded JSON object, 512 bytes.
  let metadata: [UInt8]
}

/// Writes one backup file: header, sealed chunks, tag. Memory does not grow with its size.
final class BackupWriter {
  /// Takes bytes of the file at an offset, each behind the ones before.
  typealias Output = (_ bytes: Span<UInt8>, _ offset: Int64) throws(StoreError) -> Void

  let header: BackupHeader
  private let output: Output
  private let observer: WorkObserver
  private let phase: WorkProgress.Phase
  private let payloadKey: SecretBytes
  private let batch: ChunkBatch
  private var tag: KeyedHash
  private var filled = 0
  private var nextChunk: Int64 = 0

  /// Makes the header, with a random data key, and writes it.
  init(
    _ contents: HeaderContents, keys: VaultKeys, phase: WorkProgress.Phase, observer: WorkObserver,
    to output: @escaping Output
  ) throws(StoreError) {
    let dataKey = try crypto(SecretBytes.random(count: 32))
    let header = try BackupHeader(contents, dataKey: dataKey, keys: keys)
    payloadKey = try keys.payloadKey(dataKey: dataKey, header: header.bytes)
    batch = try ChunkBatch(header: header, keys: keys, holdsPlaintext: true)
    tag = try keys.beginFileTag(header: header.bytes)
    self.header = header
    self.output = output
    self.phase = phase
    self.observer = observer
    try output(header.bytes.span, 0)
  }

  /// Adds plaintext. All pieces together are exactly as long as the header says.
  func append(_ bytes: Span<UInt8>) throws(StoreError) {
    var start = 0
    while start < bytes.count {
      let count = min(bytes.count - start, batch.plainCapacity - filled)
      batch.put(bytes.extracting(start..<start + count), at: filled)
      filled += count
      start += count
      if filled == batch.plainCapacity { try flush() }
    }
  }

  /// Writes what is left and the file's tag.
  ///
  /// - Returns: the tag, 32 bytes.
  func finish() throws(StoreError) -> [UInt8] {
    if filled > 0 { try flush() }
    precondition(nextChunk == header.geometry.chunkCount)
    let digest = tag.finish()
    try output(digest.span, header.geometry.tagOffset)
    return digest
  }

  private func flush() throws(StoreError) {
    try observer.checkStop()
    let count = batch.count(from: nextChunk)
    precondition(filled == batch.plainLength(count, from: nextChunk))
    batch.seal(count, from: nextChunk, key: payloadKey)
    batch.addDigests(count, from: nextChunk, to: &tag)
    let offset = header.geometry.offset(ofChunk: nextChunk)
    try batch.withSealed(batch.sealedLength(count, from: nextChunk)) { (sealed) throws(StoreError) in
      try output(sealed, offset)
    }
    nextChunk += Int64(count)
    filled = 0
    let total = header.geometry.plaintextLength
    observer.report(
      WorkProgress(phase: phase, done: min(nextChunk * Int64(PayloadGeometry.chunkLength), total), total: total))
  }
}

extension BackupHeader {
  /// A new header, sealed for its vault and authenticated.
  fileprivate init(
    _ contents: HeaderContents, dataKey: borrowing SecretBytes, keys: VaultKeys
  ) throws(StoreError) {
    let metadataNonce = try crypto(RandomBytes.make(SecretBox.nonceLength))
    let publicKey = keys.part.publicKey
    let sealedKey = try crypto(SealedBox.seal(dataKey, for: publicKey))
    var bytes = keys.part.bytes + [UInt8](repeating: 0, count: HeaderLayout.length - HeaderLayout.vaultPartLength)
    bytes.put(contents.backupID.bytes, at: HeaderLayout.backupID.lowerBound)
    bytes.put(contents.name.counter, at: HeaderLayout.counter)
    bytes.put(UInt32(PayloadGeometry.chunkLength), at: HeaderLayout.chunkSize)
    bytes.put(UInt64(contents.plaintextLength), at: HeaderLayout.plaintextLength)
    bytes.put(contents.cardID.bytes, at: HeaderLayout.cardID.lowerBound)
    bytes.put(sealedKey, at: HeaderLayout.sealedKey.lowerBound)
    bytes.put(metadataNonce, at: HeaderLayout.metadataNonce.lowerBound)
    let metadata = keys.sealMetadata(contents.metadata, nonce: metadataNonce)
    bytes.put(metadata, at: HeaderLayout.sealedMetadata.lowerBound)
    bytes.put(keys.headerAuthenticator(over: bytes), at: HeaderLayout.authenticator.lowerBound)
    self.init(unchecked: bytes)
  }
}
