internal import FileSystem
package import Sodium

/// Turns a PIN into the 32 bytes that open a vault. The camera's is Argon2id; an enumeration of crashes uses a cheap
/// one.
package typealias KeyStretching =
  @Sendable (_ digits: borrowing SecretBytes, _ salt: [UInt8], _ cost: Argon2idCost) throws(SodiumError) -> SecretBytes

/// The first 256 bytes of every backup of a vault: how its secret is derived and wrapped (section 3 of the format).
struct VaultPart: Hashable, Sendable {
  let bytes: [UInt8]

  var vaultID: Identifier { Identifier(Array(bytes[HeaderLayout.vaultID])) }
  var epoch: UInt32 { bytes.littleEndian32(at: HeaderLayout.epoch) }
  var publicKey: [UInt8] { Array(bytes[HeaderLayout.publicKey]) }
  var cost: Argon2idCost? {
    Argon2idCost(
      passes: bytes.littleEndian32(at: HeaderLayout.passes),
      memoryKiB: bytes.littleEndian32(at: HeaderLayout.memoryKiB))
  }

  /// Derives the key from a PIN, checks it against the commitment, then opens the wrap.
  ///
  /// - Returns: the vault's secret, or `nil` for a wrong PIN.
  /// - Throws: `StoreError.vaultDamaged` when the PIN is right and the wrap does not open,
  ///   `StoreError.noMemory` when the system lacks the memory that the derivation asks for.
  func open(_ digits: borrowing SecretBytes, _ stretch: KeyStretching) throws(StoreError) -> VaultSecret? {
    guard let cost else { throw .vaultDamaged }
    let stretched = try Self.derive(digits, Array(bytes[HeaderLayout.salt]), cost, stretch)
    let commitmentKey = try crypto(KeyDerivation.subkey(of: stretched, 2, context: "cvb-cmt_"))
    let commitment = KeyedHash.hash(
      bytes.span.extracting(0..<HeaderLayout.commitment.lowerBound), key: commitmentKey)
    guard commitment.isEqualInConstantTime(to: Array(bytes[HeaderLayout.commitment])) else { return nil }
    return try unwrap(crypto(KeyDerivation.subkey(of: stretched, 1, context: "cvb-kek_")))
  }

  private static func derive(
    _ digits: borrowing SecretBytes, _ salt: [UInt8], _ cost: Argon2idCost, _ stretch: KeyStretching
  ) throws(StoreError) -> SecretBytes {
    try mapError(
      { (error: SodiumError) in error == .stopped ? StoreError.stopped : .noMemory(kibibytes: cost.memoryKiB) },
      try stretch(digits, salt, cost))
  }

  private func unwrap(_ wrappingKey: borrowing SecretBytes) throws(StoreError) -> VaultSecret {
    do {
      var secret = try SecretBytes(count: VaultSecret.length)
      try secret.withMutableBytes { (plain) throws(SodiumError) in
        try SecretBox.open(
          bytes.span.extracting(HeaderLayout.wrappedSecret), nonce: Array(bytes[HeaderLayout.wrapNonce]),
          key: wrappingKey, into: &plain)
      }
      let opened = try VaultSecret(part: self, secret: secret)
      guard opened.matchesPart else { throw SodiumError.forged }
      return opened
    } catch SodiumError.noMemory {
      throw .noMemory(kibibytes: 0)
    } catch {
      throw .vaultDamaged
    }
  }

  /// A new vault for a PIN: key pair, payload secret, salt and vault id are random.
  static func make(
    digits: borrowing SecretBytes, epoch: UInt32, cost: Argon2idCost, _ stretch: KeyStretching
  ) throws(StoreError) -> VaultSecret {
    let salt = try crypto(RandomBytes.make(Argon2id.saltLength))
    let vaultID = try Identifier.random()
    let keyPair = try crypto(SealedBox.makeKeyPair())
    let payloadSecret = try crypto(SecretBytes.random(count: 32))
    let secret = try crypto(
      VaultSecret.concatenation(secretKey: keyPair.secretKey, payloadSecret: payloadSecret, vaultID: vaultID))
    var bytes = fixedFields(salt: salt, vaultID: vaultID, epoch: epoch, cost: cost)
    bytes.put(keyPair.publicKey, at: HeaderLayout.publicKey.lowerBound)
    let stretched = try derive(digits, salt, cost, stretch)
    try wrap(secret, into: &bytes, under: stretched)
    let part = VaultPart(bytes: bytes)
    return try crypto(VaultSecret(part: part, secret: secret))
  }

  private static func fixedFields(
    salt: [UInt8], vaultID: Identifier, epoch: UInt32, cost: Argon2idCost
  ) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: HeaderLayout.vaultPartLength)
    bytes.put(HeaderLayout.magic, at: 0)
    bytes.put(HeaderLayout.currentVersion, at: HeaderLayout.version)
    bytes.put(UInt16(HeaderLayout.length), at: HeaderLayout.headerSize)
    bytes[HeaderLayout.derivation] = HeaderLayout.argon2id
    bytes.put(cost.passes, at: HeaderLayout.passes)
    bytes.put(cost.memoryKiB, at: HeaderLayout.memoryKiB)
    bytes.put(salt, at: HeaderLayout.salt.lowerBound)
    bytes.put(vaultID.bytes, at: HeaderLayout.vaultID.lowerBound)
    bytes.put(epoch, at: HeaderLayout.epoch)
    return bytes
  }

  private static func wrap(
    _ secret: borrowing SecretBytes, into bytes: inout [UInt8], under stretched: borrowing SecretBytes
  ) throws(StoreError) {
    let wrappingKey = try crypto(KeyDerivation.subkey(of: stretched, 1, context: "cvb-kek_"))
    let nonce = try crypto(RandomBytes.make(SecretBox.nonceLength))
    var wrapped = [UInt8](repeating: 0, count: HeaderLayout.wrappedSecret.count)
    var span = wrapped.mutableSpan
    secret.withBytes { SecretBox.seal($0, nonce: nonce, key: wrappingKey, into: &span) }
    bytes.put(nonce, at: HeaderLayout.wrapNonce.lowerBound)
    bytes.put(wrapped, at: HeaderLayout.wrappedSecret.lowerBound)
    let commitmentKey = try crypto(KeyDerivation.subkey(of: stretched, 2, context: "cvb-cmt_"))
    let commitment = KeyedHash.hash(
      bytes.span.extracting(0..<HeaderLayout.commitment.lowerBound), key: commitmentKey)
    bytes.put(commitment, at: HeaderLayout.commitment.lowerBound)
  }
}
