internal import FileSystem
internal import Sodium

/// Up to four chunks at once: what all cores seal, open or digest together.
///
/// The plaintext lies in guarded memory. A batch belongs to one operation on one thread, which lends its pieces to the
/// cores for the length of a call; no two pieces overlap.
@safe final class ChunkBatch {
  static let chunks = 4

  private let geometry: PayloadGeometry
  private let backupID: Identifier
  private let keys: VaultKeys
  private var plain: SecretBytes
  private let sealed: UnsafeMutableBufferPointer<UInt8>

  /// The plaintext bytes that a full batch holds.
  let plainCapacity: Int

  /// - Parameter holdsPlaintext: false for a batch that only takes digests.
  init(header: BackupHeader, keys: VaultKeys, holdsPlaintext: Bool) throws(StoreError) {
    geometry = header.geometry
    backupID = header.backupID
    self.keys = keys
    let count = Int(min(header.geometry.chunkCount, Int64(Self.chunks)))
    plainCapacity = Int(min(Int64(count * PayloadGeometry.chunkLength), header.geometry.plaintextLength))
    let capacity = holdsPlaintext ? plainCapacity : 0
    plain = try crypto(SecretBytes(count: capacity))
    unsafe sealed = .allocate(capacity: plainCapacity + count * SecretBox.overhead)
    unsafe sealed.initialize(repeating: 0)
  }

  deinit {
    unsafe sealed.deallocate()
  }

  /// Copies bytes into the plaintext at `offset`.
  func put(_ bytes: Span<UInt8>, at offset: Int) {
    plain.withMutableBytes { plain in
      unsafe plain.withUnsafeMutableBufferPointer { to in
        unsafe bytes.withUnsafeBufferPointer { from in
          guard let start = from.baseAddress else { return }
          unsafe to.baseAddress!.advanced(by: offset).update(from: start, count: from.count)
        }
      }
    }
  }

  /// Lends the first `length` plaintext bytes.
  func withPlain<Failure: Error>(
    _ length: Int, _ body: (Span<UInt8>) throws(Failure) -> Void
  ) throws(Failure) {
    try plain.withBytes { (bytes) throws(Failure) in try body(bytes.extracting(0..<length)) }
  }

  /// Lends the first `length` sealed bytes.
  func withSealed<Failure: Error>(
    _ length: Int, _ body: (Span<UInt8>) throws(Failure) -> Void
  ) throws(Failure) {
    try body(unsafe Span(_unsafeElements: UnsafeBufferPointer(rebasing: sealed[0..<length])))
  }

  /// Lends room for `length` sealed bytes, to be read into.
  func withSealedRoom<Result, Failure: Error>(
    _ length: Int, _ body: (inout MutableSpan<UInt8>) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    var span = unsafe MutableSpan(_unsafeElements: UnsafeMutableBufferPointer(rebasing: sealed[0..<length]))
    return try body(&span)
  }

  /// How many chunks the batch beginning at chunk `first` has.
  func count(from first: Int64) -> Int {
    Int(min(geometry.chunkCount - first, Int64(Self.chunks)))
  }

  /// The sealed bytes of `count` chunks from `first` on.
  func sealedLength(_ count: Int, from first: Int64) -> Int {
    plainLength(count, from: first) + count * SecretBox.overhead
  }

  /// The plaintext bytes of `count` chunks from `first` on.
  func plainLength(_ count: Int, from first: Int64) -> Int {
    (count - 1) * PayloadGeometry.chunkLength + geometry.plaintextLength(ofChunk: first + Int64(count) - 1)
  }

  /// Seals the plaintext as `count` chunks from `first` on.
  func seal(_ count: Int, from first: Int64, key: borrowing SecretBytes) {
    plain.withBytes { plain in
      unsafe plain.withUnsafeBufferPointer { plain in
        forEach(count) { index in
          let number = first + Int64(index)
          let length = geometry.plaintextLength(ofChunk: number)
          let start = index * PayloadGeometry.chunkLength
          let message = unsafe Span(
            _unsafeElements: UnsafeBufferPointer(rebasing: plain[start..<start + length]))
          var box = unsafe MutableSpan(_unsafeElements: sealedChunk(index, length))
          SecretBox.seal(
            message, nonce: geometry.nonce(ofChunk: number, backupID: backupID), key: key, into: &box)
        }
      }
    }
  }

  /// Opens `count` sealed chunks from `first` on into the plaintext.
  ///
  /// - Returns: whether every authenticator verified; otherwise the plaintext is of no use.
  func open(_ count: Int, from first: Int64, key: borrowing SecretBytes) -> Bool {
    var verdicts = [Bool](repeating: false, count: count)
    plain.withMutableBytes { plain in
      unsafe plain.withUnsafeMutableBufferPointer { plain in
        unsafe verdicts.withUnsafeMutableBufferPointer { verdicts in
          forEach(count) { index in
            let number = first + Int64(index)
            let length = geometry.plaintextLength(ofChunk: number)
            let start = index * PayloadGeometry.chunkLength
            var message = unsafe MutableSpan(
              _unsafeElements: UnsafeMutableBufferPointer(rebasing: plain[start..<start + length]))
            let box = unsafe Span(_unsafeElements: UnsafeBufferPointer(sealedChunk(index, length)))
            let nonce = geometry.nonce(ofChunk: number, backupID: backupID)
            unsafe verdicts[index] = (try? SecretBox.open(box, nonce: nonce, key: key, into: &message)) != nil
          }
        }
      }
    }
    return verdicts.allSatisfy { $0 }
  }

  /// Adds the digests of `count` sealed chunks from `first` on to a file tag.
  func addDigests(_ count: Int, from first: Int64, to tag: inout KeyedHash) {
    var digests = [[UInt8]](repeating: [], count: count)
    unsafe digests.withUnsafeMutableBufferPointer { digests in
      forEach(count) { index in
        let number = first + Int64(index)
        let length = geometry.plaintextLength(ofChunk: number)
        let box = unsafe Span(_unsafeElements: UnsafeBufferPointer(sealedChunk(index, length)))
        unsafe digests[index] = keys.digest(ofChunk: number, box)
      }
    }
    for digest in digests {
      tag.update(digest)
    }
  }

  private func sealedChunk(_ index: Int, _ plainLength: Int) -> UnsafeMutableBufferPointer<UInt8> {
    let start = index * PayloadGeometry.sealedChunkLength
    return unsafe UnsafeMutableBufferPointer(rebasing: sealed[start..<start + plainLength + SecretBox.overhead])
  }

  /// Calls `body` with every index below `count`, on all cores, and returns when the last call has.
  ///
  /// The calls share nothing but pointers to pieces of their own, which the compiler cannot see.
  private func forEach(_ count: Int, _ body: (Int) -> Void) {
    guard count > 1 else { return body(0) }
    withoutActuallyEscaping(body) { body in
      let shared = unsafe unsafeBitCast(body, to: (@Sendable (Int) -> Void).self)
      AllCores.shared.perform(count, shared)
    }
  }
}
