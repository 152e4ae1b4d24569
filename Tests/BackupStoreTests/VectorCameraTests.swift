import FileSystem
import TestSupport
import Testing

@testable import BackupStore

/// What a camera with the vaults of the index and an empty ledger says of each vector, without digits.
struct VectorCameraTests {
  @Test(arguments: VectorIndex.loaded.vectors)
  func listing(_ vector: Vector) throws {
    try withTemporaryDirectory { folder in
      let camera = try TestCamera(folder)
      let bytes = try vector.bytes()
      try camera.prepare(vector, bytes)
      let listing = try camera.list()
      #expect(state(listing, bytes) == expectation(vector))
      if vector.expected == .ok, let metadata = vector.metadata {
        #expect(listing.backups.first?.metadata == BackupMetadata(metadata))
      }
    }
  }

  /// A vault part that is not the camera's own, authentic under the camera's keys, may be open or damaged: here it is
  /// damaged.
  private static let otherVaultPart: Set = [
    "forged-vault-id-in-vs", "forged-wrap-under-another-key", "forged-wrapped-vs", "forged-pk", "forged-sk",
  ]

  private func expectation(_ vector: Vector) -> String {
    if vector.blank == true { return "empty" }
    if Self.otherVaultPart.contains(vector.name) { return "open damaged" }
    switch vector.camera {
    case .open: return "open returned"
    case .damaged: return "open damaged"
    case .foreign: return "locked 1"
    }
  }

  private func state(_ listing: CardListing, _ bytes: [UInt8]) -> String {
    switch listing.condition {
    case .empty: "empty"
    case .locked: "locked \(listing.foreign)"
    case .open: "open " + listing.backups.map(\.state.rawValue).joined(separator: ", ")
    }
  }
}

extension TestCamera {
  /// Puts a vector on the card, and the vaults of the index into the record.
  func prepare(_ vector: Vector, _ bytes: [UInt8]) throws {
    let keys = try VectorIndex.cameraKeys()
    try alterRecord { record in
      record.vaults = keys
      let cardID = HeaderLayout.cardID
      if bytes.count >= cardID.upperBound { record.use(KnownCard(id: Identifier(Array(bytes[cardID])))) }
    }
    try makeDirectory(vault)
    try write(bytes, to: vault + "/" + vector.cardName)
  }
}
