internal import FileSystem
package import Sodium

/// For whom a new Super PIN is sealed, and as the PIN of which camera.
package struct Escrow: Sendable, Equatable {
  /// The organisation's public key.
  package let key: EscrowKey
  /// Printable characters, at most 48 bytes; empty when unknown.
  package let model: String
  /// Likewise.
  package let serial: String

  /// What does not fit is left out: the vault id tells which PIN it is.
  package init(key: EscrowKey, model: String, serial: String) {
    self.key = key
    self.model = SealedPIN.fits(model) ? model : ""
    self.serial = SealedPIN.fits(serial) ? serial : ""
  }
}

/// A Super PIN sealed for an organisation (section 10.5 of the format). What is in clear is sealed with it.
package struct SealedPIN: Sendable, Equatable {
  /// All 504 bytes.
  package let bytes: [UInt8]

  /// Why bytes are not a sealed PIN.
  package enum Fault: Error, Equatable {
    case notOne
    case laterVersion
    case damaged
    /// It was sealed for another key.
    case otherKey
    case noMemory
  }

  /// Where the fields stand (the table of section 10.5).
  enum Layout {
    static let magic = Array("CVESCR1\n".utf8)
    static let version = 8
    static let zeros = [10..<16, 44..<48]
    static let time = 16
    static let vaultID = 24..<40
    static let epoch = 40
    static let publicKey = 48..<80
    static let model = 80..<128
    static let serial = 128..<176
    static let box = 176..<472
    static let digest = 472..<504
    static let length = 504
    /// In the box, behind the clear fields: the number of digits, zeros, then the digits.
    static let count = 176
    static let countZeros = 177..<184
    static let digits = 184..<248
    static let currentVersion: UInt16 = 1
  }

  /// Bytes of a sealed PIN.
  package static let length = Layout.length

  var vaultID: Identifier { Identifier(Array(bytes[Layout.vaultID])) }
  /// The vault of the PIN, 32 hexadecimal digits.
  package var vault: String { Array(bytes[Layout.vaultID]).hexadecimal }
  /// The first four digits of the numbers of its backups.
  package var epoch: UInt32 { bytes.littleEndian32(at: Layout.epoch) }
  /// When the PIN was sealed, seconds since 1970.
  package var time: Int64 { FileTime.bounded(Int64(clamping: bytes.littleEndian64(at: Layout.time))) }
  /// For whom.
  package var key: EscrowKey { EscrowKey(Array(bytes[Layout.publicKey])) }
  /// Of the camera; bytes from outside.
  package var model: String { text(Layout.model) }
  /// Of the camera; bytes from outside.
  package var serial: String { text(Layout.serial) }

  private func text(_ range: Range<Int>) -> String { String(decoding: bytes[range].prefix { $0 != 0 }, as: UTF8.self) }

  static func fits(_ text: String) -> Bool {
    BackupMetadata.fits(text, BackupMetadata.longestIdentity)
  }

  /// Whether bytes begin as a sealed PIN does, whatever else they are.
  package static func begins(_ bytes: [UInt8]) -> Bool { bytes.starts(with: Layout.magic) }

  /// Checks everything that can be checked without the private key.
  package init(checking bytes: [UInt8]) throws(Fault) {
    guard Self.begins(bytes) else { throw .notOne }
    guard bytes.count > Layout.version + 1 else { throw .damaged }
    guard bytes.littleEndian16(at: Layout.version) <= Layout.currentVersion else { throw .laterVersion }
    guard bytes.count == Layout.length, bytes.littleEndian16(at: Layout.version) == Layout.currentVersion,
      Layout.zeros.allSatisfy({ bytes.isZero($0) }), try Self.digest(of: bytes) == Array(bytes[Layout.digest])
    else { throw .damaged }
    self.bytes = bytes
  }

  private init(_ bytes: [UInt8]) { self.bytes = bytes }

  private static func digest(of bytes: [UInt8]) throws(Fault) -> [UInt8] {
    do {
      var hash = try KeyedHash()
      hash.update(bytes.span.extracting(0..<Layout.digest.lowerBound))
      return hash.finish()
    } catch {
      throw .noMemory
    }
  }

  /// Seals the PIN of a vault.
  ///
  /// - Parameter time: seconds since 1970.
  /// - Throws: `SealedPIN.Fault.noMemory`.
  static func seal(
    _ digits: borrowing SecretBytes, of vault: VaultPart, for escrow: Escrow, time: Int64
  ) throws(Fault) -> SealedPIN {
    var bytes = [UInt8](repeating: 0, count: Layout.length)
    bytes.put(Layout.magic, at: 0)
    bytes.put(Layout.currentVersion, at: Layout.version)
    bytes.put(UInt64(clamping: time), at: Layout.time)
    bytes.put(vault.vaultID.bytes, at: Layout.vaultID.lowerBound)
    bytes.put(vault.epoch, at: Layout.epoch)
    bytes.put(escrow.key.bytes, at: Layout.publicKey.lowerBound)
    bytes.put(Array(escrow.model.utf8), at: Layout.model.lowerBound)
    bytes.put(Array(escrow.serial.utf8), at: Layout.serial.lowerBound)
    do {
      let message = try message(bytes, digits)
      bytes.put(try SealedBox.seal(message, for: escrow.key.bytes), at: Layout.box.lowerBound)
    } catch {
      throw .noMemory
    }
    bytes.put(try digest(of: bytes), at: Layout.digest.lowerBound)
    return SealedPIN(bytes)
  }

  /// The clear fields, and the PIN at a fixed length, so that the box does not tell how many digits it has.
  private static func message(_ clear: [UInt8], _ digits: borrowing SecretBytes) throws(SodiumError) -> SecretBytes {
    precondition(digits.count <= Layout.digits.count)
    var message = try SecretBytes(count: Layout.digits.upperBound)
    message.withMutableBytes { all in
      for index in 0..<Layout.count { all[index] = clear[index] }
      all[Layout.count] = UInt8(digits.count)
      digits.withBytes { pin in
        for index in 0..<pin.count { all[Layout.digits.lowerBound + index] = pin[index] }
      }
    }
    return message
  }

  /// The digits, opened with the private key.
  package func open(with key: borrowing EscrowPrivateKey) throws(Fault) -> SecretBytes {
    guard key.key == self.key else { throw .otherKey }
    do {
      let message = try key.open(Array(bytes[Layout.box]))
      let count = message.withBytes { Int($0[Layout.count]) }
      guard message.withBytes({ isWhole($0, count) }) else { throw Fault.damaged }
      return try message.slice(Layout.digits.lowerBound, count)
    } catch let fault as Fault {
      throw fault
    } catch {
      throw error as? SodiumError == .noMemory ? .noMemory : .damaged
    }
  }

  /// Whether the box holds what is in clear, and a PIN.
  private func isWhole(_ message: Span<UInt8>, _ count: Int) -> Bool {
    let digits = Layout.digits
    guard message.count == digits.upperBound, (1...digits.count).contains(count) else { return false }
    return (0..<Layout.count).allSatisfy { message[$0] == bytes[$0] }
      && Layout.countZeros.allSatisfy { message[$0] == 0 }
      && (0..<count).allSatisfy { (0x30...0x39).contains(message[digits.lowerBound + $0]) }
      && (digits.lowerBound + count..<digits.upperBound).allSatisfy { message[$0] == 0 }
  }
}
