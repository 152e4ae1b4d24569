import TestSupport
import Testing

@testable import BackupStore

/// Vectors at a change of the PIN: what verifies is rewritten as it is.
struct VectorChangeTests {
  private static let rewritten = VectorIndex.loaded.vectors.filter { vector in
    vector.expected == .ok || vector.expected == .refusedArchive
  }

  @Test(arguments: rewritten)
  func contentsAndMetadata(_ vector: Vector) throws {
    try withTemporaryDirectory { folder in
      let camera = try TestCamera(folder)
      camera.stretch = cheapVectorKeys.stretch
      try camera.prepare(vector, vector.bytes())
      try camera.alterRecord { record in
        let index = record.vaults.firstIndex { vector.vaultPart.starts(with: $0.part.bytes) }
        record.vaults.swapAt(0, index!)
      }
      let former = try camera.list().backups[0].metadata
      #expect(try camera.changePIN(vector.pin, "5678").rewritten == 1)
      let backup = try camera.list().backups[0]
      #expect(backup.metadata == former && backup.state == .returned)
      let error = failure { _ = try camera.open(backup.name.description, "5678") }
      #expect((error == nil) == (vector.expected == .ok))
      if error == nil, let sum = vector.plaintextSha256 {
        #expect(try hexadecimal(sha256(camera.open(backup.name.description, "5678"))) == sum)
      }
    }
  }

  /// Chunks or keys that do not open although the tag verifies: nothing changes.
  @Test(arguments: VectorIndex.loaded.vectors.filter { $0.name.hasPrefix("chunks-") && $0.camera == .open })
  func forged(_ vector: Vector) throws {
    try withTemporaryDirectory { folder in
      let camera = try TestCamera(folder)
      camera.stretch = cheapVectorKeys.stretch
      try camera.prepare(vector, vector.bytes())
      let before = try camera.snapshot()
      #expect(failure { try camera.changePIN("3141", "5678") } == "damaged([00010001])")
      #expect(try camera.snapshot() == before)
    }
  }
}

extension Vector {
  /// The first 256 bytes of the base file.
  fileprivate var vaultPart: [UInt8] { VectorIndex.loaded.vaults[vault]!.part.bytes }
}
