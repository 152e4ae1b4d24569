internal import FileSystem
internal import Sodium

/// What the camera keeps of a vault: enough to make, list and check backups, not to read one.
///
/// A class, because the record that holds it is a value that is copied while its secrets are not.
final class VaultKeys: Sendable {
  let part: VaultPart
  /// `psk` of the format, 32 bytes.
  let payloadSecret: SecretBytes
  private let authenticatorKey: SecretBytes
  private let metadataKey: SecretBytes
  private let fileKey: SecretBytes

  var vaultID: Identifier { part.vaultID }

  init(part: VaultPart, payloadSecret: consuming SecretBytes) throws(SodiumError) {
    authenticatorKey = try KeyDerivation.subkey(of: payloadSecret, 1, context: "cvb-hmac")
    metadataKey = try KeyDerivation.subkey(of: payloadSecret, 2, context: "cvb-meta")
    fileKey = try KeyDerivation.subkey(of: payloadSecret, 3, context: "cvb-file")
    self.part = part
    self.payloadSecret = payloadSecret
  }

  /// `hash(kdf(psk, 1, "cvb-hmac"), header[0..<992])`.
  func headerAuthenticator(over header: [UInt8]) -> [UInt8] {
    KeyedHash.hash(header.span.extracting(0..<HeaderLayout.authenticator.lowerBound), key: authenticatorKey)
  }

  /// `hash(F, le64(i) ‖ chunk i as it stands on the card)`.
  func digest(ofChunk index: Int64, _ sealed: Span<UInt8>) -> [UInt8] {
    KeyedHash.hash(sealed, prefixedBy: UInt64(index), key: fileKey)
  }

  /// Begins the file tag, to which the digests of all chunks are added in order.
  func beginFileTag(header: [UInt8]) throws(StoreError) -> KeyedHash {
    var hash = try crypto(KeyedHash(key: fileKey))
    hash.update(header)
    return hash
  }

  /// `hash(psk, "cvb payload v1" ‖ DK ‖ header[0..<1024])`.
  func payloadKey(dataKey: borrowing SecretBytes, header: [UInt8]) throws(StoreError) -> SecretBytes {
    var hash = try crypto(KeyedHash(key: payloadSecret))
    hash.update(Array("cvb payload v1".utf8))
    dataKey.withBytes { hash.update($0) }
    hash.update(header)
    return try crypto(hash.finishSecret())
  }

  /// Seals 512 bytes of metadata.
  func sealMetadata(_ plain: [UInt8], nonce: [UInt8]) -> [UInt8] {
    var box = [UInt8](repeating: 0, count: plain.count + SecretBox.overhead)
    var span = box.mutableSpan
    SecretBox.seal(plain.span, nonce: nonce, key: metadataKey, into: &span)
    return box
  }

  /// Opens the metadata of a header whose authenticator verified; `nil` when it does not open.
  func openMetadata(_ header: BackupHeader) -> [UInt8]? {
    let box = Array(header.bytes[HeaderLayout.sealedMetadata])
    var plain = [UInt8](repeating: 0, count: box.count - SecretBox.overhead)
    var span = plain.mutableSpan
    do {
      try SecretBox.open(
        box.span, nonce: Array(header.bytes[HeaderLayout.metadataNonce]), key: metadataKey, into: &span)
    } catch {
      return nil
    }
    return plain
  }
}

/// The whole secret of a vault, `sk ‖ psk ‖ vault id`, which only the PIN opens. Wiped with the last reference.
final class VaultSecret: Sendable {
  static let length = 80

  let keys: VaultKeys
  private let secretKey: SecretBytes
  private let vaultID: Identifier

  init(part: VaultPart, secret: borrowing SecretBytes) throws(SodiumError) {
    precondition(secret.count == Self.length)
    secretKey = try secret.slice(0, 32)
    vaultID = Identifier(
      secret.withBytes { bytes in (64..<Self.length).map { bytes[$0] } })
    keys = try VaultKeys(part: part, payloadSecret: try secret.slice(32, 32))
  }

  static func concatenation(
    secretKey: borrowing SecretBytes, payloadSecret: borrowing SecretBytes, vaultID: Identifier
  ) throws(SodiumError) -> SecretBytes {
    var secret = try SecretBytes(count: length)
    secret.withMutableBytes { all in
      secretKey.withBytes { bytes in for index in 0..<32 { all[index] = bytes[index] } }
      payloadSecret.withBytes { bytes in for index in 0..<32 { all[32 + index] = bytes[index] } }
      for index in 0..<Identifier.length { all[64 + index] = vaultID.bytes[index] }
    }
    return secret
  }

  /// Whether vault id and public key in the vault part are those of this secret.
  var matchesPart: Bool {
    vaultID == keys.vaultID && SealedBox.publicKey(of: secretKey) == keys.part.publicKey
  }

  /// The key of one backup's payload, from its sealed data key.
  ///
  /// - Throws: `StoreError.damaged` when the data key was not sealed for this vault.
  func payloadKey(of header: BackupHeader) throws(StoreError) -> SecretBytes {
    let dataKey = try mapError(
      { (error: SodiumError) in error == .noMemory ? StoreError.noMemory(kibibytes: 0) : .damaged([header.name]) },
      try SealedBox.open(header.sealedKey, publicKey: keys.part.publicKey, secretKey: secretKey))
    return try keys.payloadKey(dataKey: dataKey, header: header.bytes)
  }
}
