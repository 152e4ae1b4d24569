import FileSystem
import FoundationEssentials
import Sodium
import TestSupport
import Testing

@testable import BackupStore

/// `Vectors/index.json`, as its README explains it.
struct VectorIndex: Decodable {
  struct Vault: Decodable {
    let pin: String
    let s: String
    let psk: String
    let vaultPart: String
  }

  let vaults: [String: Vault]
  let vectors: [Vector]

  static let folder: String = {
    let path = #filePath
    return path.prefix(upTo: path.lastIndex(of: "/")!) + "/Vectors"
  }()

  static let loaded: VectorIndex = {
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    guard let bytes = try? contents(folder + "/index.json"),
      let index = try? decoder.decode(VectorIndex.self, from: Data(bytes))
    else { preconditionFailure("the index of the vectors is unreadable") }
    return index
  }()

  /// The keys that a camera keeps of every vault.
  static func cameraKeys() throws -> [VaultKeys] {
    try loaded.vaults.keys.sorted().map { try loaded.vaults[$0]!.keys() }
  }
}

/// The derivations that the index tells, and Argon2id for all others.
let vectorKeys = VectorIndex.keys(RememberedKeys())
/// The derivations that the index tells, and cheap ones for all others.
let cheapVectorKeys = VectorIndex.keys(RememberedKeys(StoreFixture.stretch))

extension VectorIndex {
  fileprivate static func keys(_ keys: RememberedKeys) -> RememberedKeys {
    for vault in loaded.vaults.values {
      let salt = Array(vault.part.bytes[HeaderLayout.salt])
      keys.remember(bytes(hexadecimal: vault.s), digits: vault.pin, salt: salt, vault.part.cost!)
    }
    return keys
  }
}

extension VectorIndex.Vault {
  var part: VaultPart { VaultPart(bytes: bytes(hexadecimal: vaultPart)) }

  func keys() throws -> VaultKeys {
    try VaultKeys(part: part, payloadSecret: SecretBytes(copying: bytes(hexadecimal: psk).span))
  }
}

/// One test vector.
struct Vector: Decodable, Sendable, CustomTestStringConvertible {
  enum Expected: String, Decodable {
    case ok, foreign, damaged
    case wrongPIN = "wrong-pin"
    case refusedArchive = "refused-archive"
  }

  enum Camera: String, Decodable {
    case open, damaged, foreign
  }

  struct Patch: Decodable {
    let offset: Int?
    let hex: String?
    let from: Int?
    let length: Int?
    let truncate: Int?
    let append: String?
  }

  struct Metadata: Decodable {
    let created: Int64?
    let files: Int64?
    let modules: Int64?
    let modulesTotal: Int64?
    let leftOut: Int64?
    let label: String?
    let model: String?
    let serial: String?
    let firmware: String?
  }

  let name: String
  let file: String
  let patches: [Patch]?
  let vault: String
  let cardName: String
  let pin: String
  let expected: Expected
  let camera: Camera
  let plaintextSha256: String?
  let metadata: Metadata?
  let payloadKey: String?
  let fileTag: String?
  let blank: Bool?
  let heavy: Bool?

  var testDescription: String { name }

  /// The file of this vector: a base file with patches.
  func bytes() throws -> [UInt8] {
    let base = try contents(VectorIndex.folder + "/" + file)
    var bytes = base
    for patch in patches ?? [] { patch.apply(to: &bytes, base) }
    return bytes
  }
}

extension Vector.Patch {
  fileprivate func apply(to bytes: inout [UInt8], _ base: [UInt8]) {
    if let truncate {
      bytes.removeSubrange(truncate...)
    } else if let append {
      bytes += BackupStoreTests.bytes(hexadecimal: append)
    } else if let offset {
      let piece = hex.map { BackupStoreTests.bytes(hexadecimal: $0) } ?? Array(base[from!..<from! + length!])
      bytes.put(piece, at: offset)
    }
  }
}

extension BackupMetadata {
  init(_ expected: Vector.Metadata) {
    self.init(
      created: expected.created, files: expected.files, modules: expected.modules,
      modulesTotal: expected.modulesTotal, leftOut: expected.leftOut, label: expected.label,
      model: expected.model, serial: expected.serial, firmware: expected.firmware)
  }
}

/// The bytes that hexadecimal digits spell.
func bytes(hexadecimal text: String) -> [UInt8] {
  let digits = Array(text.utf8)
  return stride(from: 0, to: digits.count, by: 2).map { index in
    UInt8(String(decoding: digits[index..<index + 2], as: UTF8.self), radix: 16)!
  }
}

/// Bytes as hexadecimal digits.
func hexadecimal(_ bytes: [UInt8]) -> String {
  bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
}
