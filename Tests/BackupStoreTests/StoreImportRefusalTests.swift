import FileSystem
import Sodium
import TestSupport
import Testing

@testable import BackupStore

/// Backups that come in, and are not what the card has or what this camera's PIN opens.
struct StoreImportRefusalTests {
  private func bring(_ bytes: [UInt8], to camera: TestCamera) throws {
    _ = try camera.session().importBackup(IncomingBackup(MemoryInput(bytes))) { _ in true }
  }

  /// A whole backup that holds nothing, made with these keys.
  private func backup(_ name: String, _ keys: VaultKeys) throws -> [UInt8] {
    let taken = Taken()
    let contents = HeaderContents(
      name: BackupName(name)!, backupID: try .random(), cardID: try .random(), plaintextLength: 1_024,
      metadata: try BackupMetadata().encoded())
    let writer = try BackupWriter(contents, keys: keys, phase: .writing, observer: .none) {
      (bytes, _) throws(StoreError) in taken.bytes.append(bytes)
    }
    try writer.append([UInt8](repeating: 0, count: 1_024).span)
    _ = try writer.finish()
    return taken.bytes
  }

  private final class Taken {
    var bytes: [UInt8] = []
  }

  /// Another public key under the name of the camera's vault: authenticator and tag verify under what the camera keeps,
  /// which whoever reads its flash has. The PIN would not open it.
  @Test func anotherVaultPart() throws {
    try withCamera { camera in
      let own = try camera.record().vaults[0]
      try bring(backup("00010001", own), to: camera)
      var part = own.part.bytes
      part[HeaderLayout.publicKey.lowerBound] ^= 1
      let psk = own.payloadSecret.withBytes { bytes in bytes.indices.map { bytes[$0] } }
      let keys = try VaultKeys(part: VaultPart(bytes: part), payloadSecret: SecretBytes(copying: psk.span))
      let altered = try backup("00010002", keys)
      #expect(failure { try bring(altered, to: camera) } == "incoming(BackupStore.IncomingFault.damaged)")
      #expect(try names(in: camera.vault) == ["00010001.CVB"])
    }
  }

  /// Nothing is written of one whose header does not verify.
  @Test func anAlteredHeader() throws {
    try withCamera { camera in
      try camera.create(2)
      var bytes = try contents(camera.path("00010001"))
      try camera.delete("00010001")
      bytes[HeaderLayout.sealedMetadata.lowerBound] ^= 1
      let steps = Steps()
      camera.wrapCard = { steps.noting($0, "card") }
      #expect(failure { try bring(bytes, to: camera) } == "incoming(BackupStore.IncomingFault.damaged)")
      #expect(steps.all == [])
    }
  }

  /// Both are whole, and of the PIN that is set: neither is damaged.
  @Test func anotherBackupOfTheSameVault() throws {
    try withCamera { camera in
      try camera.create()
      let other = try backup("00010001", camera.record().vaults[0])
      #expect(failure { try bring(other, to: camera) } == "nameTaken(00010001)")
    }
  }

  /// Without the PIN nobody can tell which of two is damaged.
  @Test func anotherCopyOfAForeignOne() throws {
    try withCamera { camera in
      try makeDirectory(camera.folder + "/other")
      let other = try TestCamera(camera.folder + "/other")
      try other.setPIN("9999")
      try other.create()
      var bytes = try contents(other.path("00010001"))
      try bring(bytes, to: camera)
      bytes[1_500] ^= 1
      #expect(failure { try bring(bytes, to: camera) } == "differsOnCard(00010001)")
    }
  }
}
