import FileSystem
import Sodium
import TestSupport
import Testing

@testable import BackupStore

/// What each vector is with the digits and nothing else known.
struct VectorOpeningTests {
  /// What the index calls ambiguous, and is decided here.
  private func expectation(_ vector: Vector) -> Vector.Expected {
    if vector.name.hasPrefix("forged-metadata") { return .ok }
    return vector.expected
  }

  @Test(arguments: VectorIndex.loaded.vectors.filter { $0.heavy != true })
  func withDigitsOnly(_ vector: Vector) throws {
    let opening = try VectorOpening(vector)
    let outcome = opening.outcome()
    #expect(outcome == expectation(vector))
    if let expected = vector.plaintextSha256, outcome == .ok || outcome == .refusedArchive {
      #expect(hexadecimal(sha256(opening.plaintext)) == expected)
    }
    if let key = vector.payloadKey, outcome == .ok { #expect(hexadecimal(opening.payloadKey) == key) }
    if let tag = vector.fileTag, outcome == .ok { #expect(hexadecimal(opening.tag) == tag) }
  }

  /// The same through the store, for what a camera with these vaults lists as its own.
  @Test(arguments: VectorIndex.loaded.vectors.filter { $0.camera == .open && $0.expected != .wrongPIN })
  func throughTheStore(_ vector: Vector) throws {
    try withTemporaryDirectory { folder in
      let camera = try TestCamera(folder)
      camera.stretch = vectorKeys.stretch
      try camera.prepare(vector, vector.bytes())
      let name = String(vector.cardName.prefix(8))
      let outcome = VectorOpening.classify { _ = try camera.open(name, vector.pin) }
      #expect(outcome == expectation(vector))
    }
  }

  @Test(arguments: VectorIndex.loaded.vaults.keys.filter { $0 != "maxima" })
  func derivation(_ name: String) throws {
    let vault = VectorIndex.loaded.vaults[name]!
    let key = try Argon2id.key(
      from: secret(vault.pin), salt: Array(vault.part.bytes[HeaderLayout.salt]), cost: vault.part.cost!)
    let bytes = key.withBytes { span in span.indices.map { span[$0] } }
    #expect(hexadecimal(bytes) == vault.s)
  }
}

/// The way from a file and digits to an archive.
private final class VectorOpening {
  private let vector: Vector
  private let bytes: [UInt8]
  private(set) var plaintext: [UInt8] = []
  private(set) var payloadKey: [UInt8] = []
  private(set) var tag: [UInt8] = []

  init(_ vector: Vector) throws {
    self.vector = vector
    bytes = try vector.bytes()
  }

  static func classify(_ body: () throws -> Void) -> Vector.Expected? {
    do {
      try body()
      return .ok
    } catch BackupHeader.Fault.foreignVersion {
      return .foreign
    } catch is BackupHeader.Fault {
      return .damaged
    } catch StoreError.damaged, StoreError.vaultDamaged {
      return .damaged
    } catch StoreError.wrongPIN {
      return .wrongPIN
    } catch StoreError.archive {
      return .refusedArchive
    } catch {
      return nil
    }
  }

  func outcome() -> Vector.Expected? {
    Self.classify { try open() }
  }

  private func open() throws {
    let name = BackupName(fileName: vector.cardName)!
    let header = try BackupHeader(
      checking: Array(bytes.prefix(HeaderLayout.length)), fileSize: Int64(bytes.count), name: name)
    guard let secret = try header.vaultPart.open(secret(vector.pin), vectorKeys.stretch) else {
      throw StoreError.wrongPIN(waitSeconds: 0)
    }
    guard header.isAuthentic(under: secret.keys) else { throw StoreError.damaged([name]) }
    try withTemporaryDirectory { folder in
      try write(bytes, to: folder + "/file")
      let file = try PosixFileSystem().openDirectory(at: folder).open("file")
      try decrypt(BackupReader(header: header, file: file, keys: secret.keys), secret)
    }
    try readArchive(name)
  }

  private func decrypt(_ reader: BackupReader, _ secret: VaultSecret) throws {
    guard let verified = try reader.verifiedTag(.verifying, .none) else {
      throw StoreError.damaged([reader.header.name])
    }
    tag = verified
    let key = try secret.payloadKey(of: reader.header)
    payloadKey = key.withBytes { span in span.indices.map { span[$0] } }
    try reader.decrypt(payloadKey: key, .decrypting, .none) { (piece) throws(StoreError) in
      plaintext.append(piece)
    }
  }

  private func readArchive(_ name: BackupName) throws {
    let plaintext = plaintext
    var archive = ArchiveReader(Discarding())
    do {
      try archive.feed(plaintext.span)
      _ = try archive.finish()
    } catch ArchiveReadingError<Never>.archive(let error) {
      throw StoreError.archive(name, error)
    }
  }
}

/// Takes an archive apart and keeps nothing.
private struct Discarding: ArchiveConsumer {
  mutating func read(_ manifest: ArchiveManifest) throws(Never) {}
  mutating func began(_ entry: ArchiveEntry) throws(Never) {}
  mutating func contents(_ bytes: Span<UInt8>) throws(Never) {}
  mutating func hole(_ count: Int64) throws(Never) {}
  mutating func ended() throws(Never) {}
}
