package import Sodium

/// Why a text is not the key that was asked for.
package enum EscrowKeyFault: Error, Equatable {
  /// Not a key, another kind of key, or one that was altered.
  case notAKey
  /// A private key in the place of a public one, which never belongs on a camera.
  case isPrivate
  /// There is no guarded memory.
  case noMemory
}

/// An organisation's public key, for which the Super PIN is sealed (section 10.5 of the format).
package struct EscrowKey: Sendable, Equatable {
  /// An X25519 public key, 32 bytes.
  package let bytes: [UInt8]

  init(_ bytes: [UInt8]) {
    precondition(bytes.count == SealedBox.keyLength)
    self.bytes = bytes
  }

  /// Bytes that a file with a key has at most.
  package static let longestFile = 4_096
  static let prefix = Array("camconsole-escrow-public-1 ".utf8)

  /// Reads the contents of a file: one line with the key; comments and empty lines beside it do not count.
  ///
  /// - Parameter contents: in guarded memory, because by mistake it may be a private key.
  package init(parsing contents: borrowing SecretBytes) throws(EscrowKeyFault) {
    let line = try contents.withBytes { (bytes) throws(EscrowKeyFault) in
      guard let range = EscrowKeyLine.find(in: bytes) else { throw .notAKey }
      let line = bytes.extracting(range)
      guard !EscrowKeyLine.begins(line, with: EscrowPrivateKey.prefix) else { throw .isPrivate }
      guard EscrowKeyLine.begins(line, with: Self.prefix) else { throw .notAKey }
      return line.indices.map { line[$0] }
    }
    guard let all = Base64.bytes(of: Array(line.dropFirst(Self.prefix.count))),
      all.count == SealedBox.keyLength + EscrowKeyLine.checkLength
    else { throw .notAKey }
    let key = Array(all.prefix(SealedBox.keyLength))
    guard all.suffix(EscrowKeyLine.checkLength).elementsEqual(EscrowKeyLine.check(of: key)) else { throw .notAKey }
    self.init(key)
    guard try canSeal() else { throw .notAKey }
  }

  /// Whether it is not a point of low order.
  private func canSeal() throws(EscrowKeyFault) -> Bool {
    do {
      _ = try SealedBox.seal(SecretBytes(count: 0), for: bytes)
      return true
    } catch {
      guard error == .forged else { throw .noMemory }
      return false
    }
  }

  /// The line of its file, with a line feed.
  package var line: [UInt8] {
    Self.prefix + Array(Base64.text(of: bytes + EscrowKeyLine.check(of: bytes)).utf8) + [0x0A]
  }

  /// The first ten bytes of its SHA-256 in hexadecimal, in groups of four digits.
  package var fingerprint: String {
    let digest = SHA256.digest(of: bytes)
    return stride(from: 0, to: 10, by: 2).map { Array(digest[$0..<$0 + 2]).hexadecimal }.joined(separator: "-")
  }
}

/// An organisation's private key, which opens what was sealed for the public one.
package struct EscrowPrivateKey: ~Copyable, Sendable {
  private let secret: SecretBytes
  /// The public key that belongs to it.
  package let key: EscrowKey

  static let prefix = Array("camconsole-escrow-private-1 ".utf8)

  private init(_ secret: consuming SecretBytes) {
    key = EscrowKey(SealedBox.publicKey(of: secret))
    self.secret = secret
  }

  /// Makes a key pair.
  package static func make() throws(EscrowKeyFault) -> EscrowPrivateKey {
    do {
      let pair = try SealedBox.makeKeyPair()
      return EscrowPrivateKey(try pair.secretKey.slice(0, SealedBox.keyLength))
    } catch {
      throw .noMemory
    }
  }

  /// Reads the contents of a file, as those of a public key.
  package init(parsing contents: borrowing SecretBytes) throws(EscrowKeyFault) {
    guard let range = contents.withBytes({ EscrowKeyLine.find(in: $0) }),
      contents.withBytes({ EscrowKeyLine.begins($0.extracting(range), with: Self.prefix) })
    else { throw .notAKey }
    let start = range.lowerBound + Self.prefix.count
    let length = SealedBox.keyLength
    do {
      guard let all = try Base64.secret(of: contents.slice(start, range.upperBound - start)),
        all.count == length + EscrowKeyLine.checkLength
      else { throw EscrowKeyFault.notAKey }
      let check = all.withBytes { bytes in (length..<bytes.count).map { bytes[$0] } }
      let secret = try all.slice(0, length)
      guard check == EscrowKeyLine.check(of: SealedBox.publicKey(of: secret)) else { throw EscrowKeyFault.notAKey }
      self.init(secret)
    } catch let fault as EscrowKeyFault {
      throw fault
    } catch {
      throw .noMemory
    }
  }

  /// The line of its file, with a line feed, in guarded memory.
  package func line() throws(EscrowKeyFault) -> SecretBytes {
    do {
      let check = try SecretBytes(copying: EscrowKeyLine.check(of: key.bytes).span)
      let text = try Base64.text(of: SecretBytes.joining(secret, check))
      let start = try SecretBytes(copying: Self.prefix.span)
      return try SecretBytes.joining(SecretBytes.joining(start, text), SecretBytes(copying: [0x0A].span))
    } catch {
      throw .noMemory
    }
  }

  /// Opens what was sealed for the public key.
  ///
  /// - Throws: `SodiumError.forged` where it was sealed for another key, or was altered.
  func open(_ box: [UInt8]) throws(SodiumError) -> SecretBytes {
    try SealedBox.open(box, publicKey: key.bytes, secretKey: secret)
  }
}

/// The line of a key in a file.
enum EscrowKeyLine {
  /// Bytes behind the key that tell a typing mistake.
  static let checkLength = 4

  /// The first bytes of the SHA-256 of the public key, for both keys.
  static func check(of publicKey: [UInt8]) -> [UInt8] { Array(SHA256.digest(of: publicKey).prefix(checkLength)) }

  /// The only line that is not empty and not a comment, without carriage return; `nil` where there are more, or none.
  static func find(in bytes: Span<UInt8>) -> Range<Int>? {
    var found: Range<Int>?
    var start = 0
    while start < bytes.count {
      var end = start
      while end < bytes.count, bytes[end] != 0x0A { end += 1 }
      let next = end + 1
      while end > start, bytes[end - 1] == 0x0D || bytes[end - 1] == 0x20 { end -= 1 }
      if end > start, bytes[start] != UInt8(ascii: "#") {
        guard found == nil else { return nil }
        found = start..<end
      }
      start = next
    }
    return found
  }

  static func begins(_ bytes: Span<UInt8>, with prefix: [UInt8]) -> Bool {
    bytes.count >= prefix.count && prefix.indices.allSatisfy { bytes[$0] == prefix[$0] }
  }
}
