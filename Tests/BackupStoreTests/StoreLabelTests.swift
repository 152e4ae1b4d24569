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

  /// A label that is given later changes the record alone: neither the file nor the time of its check.
  @Test func givenLater() throws {
    try withCamera { camera in
      try camera.create(2)
      let former = try (contents(camera.path("00010001")), camera.list(.headers).backups[1].check)
      for label in ["größe 😀", "", "once more"] {
        #expect(try camera.label("00010001", label).metadata.label == label)
        let rows = try camera.list(.headers).backups
        #expect(rows.map(\.metadata.label) == ["backup 2", label] && rows[1].check == former.1)
      }
      #expect(try contents(camera.path("00010001")) == former.0)
      #expect(try camera.list().backups[1].state == .ok)
    }
  }

  @Test(arguments: unfit) func refusedLater(_ label: String) throws {
    try withCamera { camera in
      try camera.create("first")
      #expect(failure { try camera.label("latest", label) } == "label")
      #expect(try camera.list().backups.first?.metadata.label == "first")
    }
  }

  /// A change of the PIN keeps it; an adoption, here after both copies of the record are lost, does not.
  @Test func changeAndAdoption() throws {
    try withCamera { camera in
      try camera.create(2)
      _ = try camera.label("00010001", "later")
      try camera.changePIN("1234", "5678")
      #expect(try camera.list().backups.map(\.metadata.label) == ["backup 2", "later"])
      for name in ["record.1", "record.2"] { try remove(camera.folder + "/state/" + name) }
      try camera.setPIN("5678")
      #expect(try camera.list().backups.map(\.metadata.label) == ["backup 2", "backup 1"])
    }
  }

  /// A card that the record does not know is taken over with its label.
  @Test func onAnUnknownCard() throws {
    try withCamera { camera in
      try camera.create(1)
      for card in ["a", "b", "c", "d"] {
        try makeDirectory(camera.folder + "/" + card)
        camera.slot = card
        try camera.create()
      }
      camera.slot = "card"
      #expect(try camera.list().isTakenAsIs)
      _ = try camera.label("latest", "later")
      #expect(try camera.list().backups.map(\.metadata.label) == ["later"])
    }
  }

  /// What the ledger does not list has no place for a label.
  @Test func ofOneThatWasPutBack() throws {
    try withCamera { camera in
      try camera.create(1)
      let bytes = try contents(camera.path("00010001"))
      _ = try camera.session().delete(BackupSelector("00010001")!)
      try write(bytes, to: camera.path("00010001"))
      #expect(failure { try camera.label("00010001", "later") } == "notInLedger(00010001)")
      #expect(failure { try camera.label("00010002", "later") } == "notFound(\"00010002\")")
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
