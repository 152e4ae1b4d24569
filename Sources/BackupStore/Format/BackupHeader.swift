internal import FileSystem
internal import Sodium

/// A header that passed every check of section 6 up to the vault id. Nothing in it is authenticated yet.
struct BackupHeader: Sendable {
  /// All 1,024 bytes.
  let bytes: [UInt8]

  var vaultPart: VaultPart { VaultPart(bytes: Array(bytes[0..<HeaderLayout.vaultPartLength])) }
  var vaultID: Identifier { Identifier(Array(bytes[HeaderLayout.vaultID])) }
  var backupID: Identifier { Identifier(Array(bytes[HeaderLayout.backupID])) }
  var cardID: Identifier { Identifier(Array(bytes[HeaderLayout.cardID])) }
  var epoch: UInt32 { bytes.littleEndian32(at: HeaderLayout.epoch) }
  var counter: UInt32 { bytes.littleEndian32(at: HeaderLayout.counter) }
  var plaintextLength: Int64 { Int64(bytes.littleEndian64(at: HeaderLayout.plaintextLength)) }
  var sealedKey: [UInt8] { Array(bytes[HeaderLayout.sealedKey]) }
  var authenticator: [UInt8] { Array(bytes[HeaderLayout.authenticator]) }
  var geometry: PayloadGeometry { PayloadGeometry(plaintextLength: plaintextLength) }
  var name: BackupName { BackupName(epoch: epoch, counter: counter)! }

  /// Why bytes are not a header of this format.
  enum Fault: Error, Equatable {
    /// Written by a later version of the format.
    case foreignVersion
    /// A field, named as in the format's table, is out of its bounds.
    case damaged(StaticField)
  }

  /// The check that failed, in words of the format.
  enum StaticField: String, Sendable {
    case length, magic, version, headerSize, derivation, zeros, passes, memory, vaultID, epoch, counter, chunkSize
    case plaintextLength, cardID, fileSize, name
  }

  /// Checks the first bytes of a file in the order of section 6.
  ///
  /// - Parameters:
  ///   - bytes: the first 1,024 bytes, fewer if the file is shorter.
  ///   - fileSize: the size of the whole file.
  ///   - name: the name on the card; `nil` for a file that stands elsewhere.
  init(checking bytes: [UInt8], fileSize: Int64, name: BackupName?) throws(Fault) {
    try self.init(first: bytes)
    guard fileSize == geometry.fileSize else { throw .damaged(.fileSize) }
    if let name {
      guard name.epoch == epoch, name.counter == counter else { throw .damaged(.name) }
    }
  }

  /// The same of a file that is not there as a whole yet: its size is to be checked when it is.
  init(first bytes: [UInt8]) throws(Fault) {
    self.bytes = bytes
    try checkFormat()
    try checkBounds()
  }

  init(unchecked bytes: [UInt8]) {
    precondition(bytes.count == HeaderLayout.length)
    self.bytes = bytes
  }

  private func checkFormat() throws(Fault) {
    guard bytes.count == HeaderLayout.length else { throw .damaged(.length) }
    guard bytes.starts(with: HeaderLayout.magic) else { throw .damaged(.magic) }
    let version = bytes.littleEndian16(at: HeaderLayout.version)
    guard version <= HeaderLayout.currentVersion else { throw .foreignVersion }
    guard version == HeaderLayout.currentVersion else { throw .damaged(.version) }
  }

  private func checkBounds() throws(Fault) {
    guard HeaderLayout.zeros.allSatisfy({ bytes.isZero($0) }) else { throw .damaged(.zeros) }
    guard bytes.littleEndian16(at: HeaderLayout.headerSize) == UInt16(HeaderLayout.length) else {
      throw .damaged(.headerSize)
    }
    guard bytes[HeaderLayout.derivation] == HeaderLayout.argon2id else { throw .damaged(.derivation) }
    guard vaultPart.cost != nil else { throw .damaged(.passes) }
    guard !vaultID.isZero else { throw .damaged(.vaultID) }
    guard (1...65_535).contains(epoch) else { throw .damaged(.epoch) }
    guard (1...65_535).contains(counter) else { throw .damaged(.counter) }
    guard bytes.littleEndian32(at: HeaderLayout.chunkSize) == UInt32(PayloadGeometry.chunkLength) else {
      throw .damaged(.chunkSize)
    }
    let length = bytes.littleEndian64(at: HeaderLayout.plaintextLength)
    guard (1...HeaderLayout.longestPlaintext).contains(length) else { throw .damaged(.plaintextLength) }
    guard !cardID.isZero else { throw .damaged(.cardID) }
  }

  /// Whether the header was made by a holder of the vault's keys, in constant time.
  func isAuthentic(under keys: VaultKeys) -> Bool {
    keys.headerAuthenticator(over: bytes).isEqualInConstantTime(to: authenticator)
  }
}

/// How a plaintext is cut into chunks.
struct PayloadGeometry: Sendable {
  static let chunkLength = 65_536
  static let sealedChunkLength = chunkLength + SecretBox.overhead

  /// Bytes, 1…4,227,858,432.
  let plaintextLength: Int64

  var chunkCount: Int64 { (plaintextLength + Int64(Self.chunkLength) - 1) / Int64(Self.chunkLength) }
  var payloadLength: Int64 { plaintextLength + chunkCount * Int64(SecretBox.overhead) }
  var fileSize: Int64 { Int64(HeaderLayout.length) + payloadLength + Int64(HeaderLayout.tagLength) }
  var tagOffset: Int64 { Int64(HeaderLayout.length) + payloadLength }

  /// The plaintext bytes of chunk `index`: 65,536, the last chunk's 1…65,536.
  func plaintextLength(ofChunk index: Int64) -> Int {
    index < chunkCount - 1 ? Self.chunkLength : Int(plaintextLength - index * Int64(Self.chunkLength))
  }

  /// Where chunk `index` begins in the file.
  func offset(ofChunk index: Int64) -> Int64 {
    Int64(HeaderLayout.length) + index * Int64(Self.sealedChunkLength)
  }

  /// `backup id ‖ be56(index) ‖ last`: the STREAM construction.
  func nonce(ofChunk index: Int64, backupID: Identifier) -> [UInt8] {
    let number = (0..<7).map { UInt8(truncatingIfNeeded: index >> Int64((6 - $0) * 8)) }
    return backupID.bytes + number + [index == chunkCount - 1 ? 1 : 0]
  }
}
