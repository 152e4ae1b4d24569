import Testing

@testable import BackupStore

/// Labels are printable and have at most 64 bytes as encoded in JSON.
struct StoreLabelTests {
  private static let fitting = [
    "", "a", String(repeating: "a", count: 64), String(repeating: "ß", count: 32), String(repeating: "\"", count: 32),
    String(repeating: "\\", count: 32), "a/b", "größe 😀", String(repeating: "😀", count: 16),
  ]

  private static let unfit = [
    String(repeating: "a", count: 65), String(repeating: "ß", count: 32) + "a",
    String(repeating: "\"", count: 32) + "a",
    "a\nb", "a\u{0}", "\u{7F}", "\u{1B}[2J", "\u{85}", "a\u{202E}b", "\u{200F}", "\u{2066}", "\u{FEFF}", "\u{2028}",
    "\u{E000}", "\u{FFFF}", "\u{AD}",
  ]

  @Test(arguments: fitting)
  func accepted(_ label: String) throws {
    try withCamera { camera in
      try camera.create(label)
      #expect(try camera.list().backups.first?.metadata.label == label)
    }
  }

  @Test(arguments: unfit)
  func refused(_ label: String) throws {
    try withCamera { camera in
      let before = try camera.record().sequence
      #expect(failure { try camera.create(label) } == "label")
      #expect(try camera.record().sequence == before)
      let listing = try camera.list()
      #expect(listing.condition == .empty)
    }
  }

  /// The fullest metadata that there can be still fit.
  @Test func fullest() throws {
    let text = String(repeating: "\"", count: 24)
    let metadata = BackupMetadata(
      created: BackupMetadata.times.upperBound, files: BackupMetadata.numbers.upperBound,
      modules: BackupMetadata.numbers.upperBound, label: String(repeating: "\"", count: 32), model: text, serial: text,
      firmware: text)
    let encoded = try metadata.encoded()
    #expect(encoded.count == 512)
    #expect(BackupMetadata(decoding: encoded) == metadata)
  }
}
