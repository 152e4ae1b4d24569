internal import FileSystem
package import Sodium

/// A backup that comes in: its header is there, and passed the checks that need no key. The rest is still to be read.
package struct IncomingBackup {
  let header: BackupHeader
  private let input: any ByteInput
  private let stream: IncomingStream

  /// Its number.
  package var name: BackupName { header.name }
  /// What a try of a PIN costs, as the header says before anything of it is authenticated; `nil` where that is damaged.
  package var cost: Argon2idCost? { header.vaultPart.cost }

  /// Reads the header.
  ///
  /// - Throws: `StoreError.incoming`; `.receiving` where the input cannot be read.
  package init(_ input: any ByteInput) throws(StoreError) {
    self.input = input
    stream = try IncomingStream(input)
    let bytes = try stream.read(HeaderLayout.length)
    guard bytes.count == HeaderLayout.length || !bytes.starts(with: HeaderLayout.magic) else {
      throw .incoming(.cut(received: Int64(bytes.count), expected: 0))
    }
    header = try mapError(
      { (fault: BackupHeader.Fault) in StoreError.incoming(fault.ofIncoming) }, try BackupHeader(first: bytes))
  }

  /// Hands on the whole file, the header first. After an error what was handed on is of no use.
  ///
  /// - Throws: `StoreError.incoming` where it is not exactly as long as its header says.
  package func copy(
    _ phase: WorkProgress.Phase, _ observer: WorkObserver, to sink: (Span<UInt8>) throws(StoreError) -> Void
  ) throws(StoreError) {
    let total = header.geometry.fileSize
    try sink(header.bytes.span)
    var done = Int64(HeaderLayout.length)
    while done < total {
      try observer.checkStop()
      let piece = try stream.next(atMost: Int(min(total - done, 65_536)))
      guard !piece.isEmpty else { throw .incoming(.cut(received: done, expected: total)) }
      try sink(piece.span)
      done += Int64(piece.count)
      observer.report(WorkProgress(phase: phase, done: done, total: total))
    }
    try stream.finish()
  }
}

extension IncomingBackup {
  /// The same backup from its beginning; `nil` where the input can be read only once, or has another backup now.
  func again() throws(StoreError) -> IncomingBackup? {
    guard input.rewind() else { return nil }
    let again = try IncomingBackup(input)
    return again.header.bytes == header.bytes ? again : nil
  }
}

/// The file tag of a backup that comes in, computed piece by piece.
struct IncomingTag: ~Copyable {
  private let header: BackupHeader
  private let keys: VaultKeys
  private var tag: KeyedHash
  /// What is not part of a whole chunk yet; at the end the tag as it stands in the file.
  private var rest: [UInt8] = []
  private var chunks: Int64 = 0

  init(_ header: BackupHeader, _ keys: VaultKeys) throws(StoreError) {
    (self.header, self.keys) = (header, keys)
    tag = try keys.beginFileTag(header: header.bytes)
  }

  /// Takes the next bytes behind the header.
  mutating func update(_ bytes: Span<UInt8>) {
    unsafe bytes.withUnsafeBufferPointer { unsafe rest.append(contentsOf: $0) }
    while chunks < header.geometry.chunkCount {
      let length = header.geometry.plaintextLength(ofChunk: chunks) + SecretBox.overhead
      guard rest.count >= length else { return }
      tag.update(keys.digest(ofChunk: chunks, rest.span.extracting(0..<length)))
      rest.removeFirst(length)
      chunks += 1
    }
  }

  /// Whether all chunks came, and the tag behind them verifies.
  mutating func isRight() -> Bool {
    chunks == header.geometry.chunkCount && tag.finish().isEqualInConstantTime(to: rest)
  }
}

extension BackupHeader.Fault {
  fileprivate var ofIncoming: IncomingFault {
    switch self {
    case .foreignVersion: .laterVersion
    case .damaged(.magic), .damaged(.length): .notABackup
    case .damaged(.version), .damaged(.headerSize), .damaged(.derivation), .damaged(.zeros), .damaged(.passes),
      .damaged(.memory), .damaged(.vaultID), .damaged(.epoch), .damaged(.counter), .damaged(.chunkSize),
      .damaged(.plaintextLength), .damaged(.cardID), .damaged(.fileSize), .damaged(.name):
      .damaged
    }
  }
}
