/// Where the fields of a header stand (the table of section 4 of the format).
enum HeaderLayout {
  static let length = 1_024
  /// The bytes that are the same in every backup of one vault.
  static let vaultPartLength = 256

  /// Bytes that are zero in a file that holds nothing.
  static let blankLength = 512

  static let magic: [UInt8] = Array("CVBKUP1\n".utf8)
  static let version = 8
  static let headerSize = 10
  static let derivation = 12
  static let passes = 16
  static let memoryKiB = 20
  static let salt = 24..<40
  static let vaultID = 40..<56
  static let epoch = 56
  static let publicKey = 64..<96
  static let wrapNonce = 96..<120
  static let wrappedSecret = 120..<216
  static let commitment = 216..<248
  static let backupID = 256..<272
  static let counter = 272
  static let chunkSize = 276
  static let plaintextLength = 280
  static let cardID = 288..<304
  static let sealedKey = 304..<384
  static let metadataNonce = 384..<408
  static let sealedMetadata = 408..<936
  static let authenticator = 992..<1_024

  /// Ranges that must be zero, in the vault part and behind it.
  static let zeros = [13..<16, 60..<64, 248..<256, 936..<992]

  /// The length of the file's tag, at its end.
  static let tagLength = 32
  /// The only version, and the only key derivation, Argon2id.
  static let currentVersion: UInt16 = 1
  static let argon2id: UInt8 = 2
  /// The longest plaintext: what a FAT file holds.
  static let longestPlaintext: UInt64 = 4_227_858_432
}
