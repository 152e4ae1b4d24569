import TestSupport
import Testing

@testable import BackupStore

/// The store and an independent implementation read each other's cards. The keys are real ones.
@Suite(.enabled(if: InteropReference.isAvailable, "python3-nacl is not installed"))
struct InteropTests {
  private static let keys = RememberedKeys()

  private func withBoth(_ body: (TestCamera, InteropReference) throws -> Void) throws {
    try withTemporaryDirectory { folder in
      let camera = try TestCamera(folder)
      camera.stretch = Self.keys.stretch
      try makeDirectory(folder + "/reference")
      try body(camera, InteropReference(folder: folder + "/reference"))
    }
  }

  @Test func referenceOpensOurs() throws {
    try withBoth { camera, reference in
      try camera.setPIN("271828")
      try write([UInt8](repeating: 0x61, count: 200_000), to: camera.folder + "/config/größe")
      try makeLink(camera.folder + "/config/current", to: "camera.conf")
      try camera.create("vor dem \"Umzug\" \\ ß", keep: true)
      let opened = try reference.open(camera.path("00010001"), "271828")
      #expect(opened.status == 0)
      #expect(try opened.archive == camera.open("00010001", "271828"))
      #expect(try reference.checkArchive(opened.archive))
      #expect(opened.report.contains(#""label": "vor dem \"Umzug\" \\ ß""#))
      #expect(opened.report.contains(#""created": 1700000000"#) && opened.report.contains(#""files": 2"#))
      #expect(try reference.open(camera.path("00010001"), "271829").status == 5)
    }
  }

  /// What is kept for Undo is a backup of the same format.
  @Test func referenceOpensWhatUndoPutsBack() throws {
    try withBoth { camera, reference in
      try camera.setPIN("271828")
      try camera.session().sealUndo(camera.request("before"), created: 1_690_000_000)
      let opened = try reference.open(camera.folder + "/state/undo.cvb", "271828")
      #expect(opened.status == 0 && opened.report.contains(#""created": 1690000000"#))
      #expect(try reference.checkArchive(opened.archive))
      try camera.changePIN("271828", "314159")
      #expect(try reference.open(camera.folder + "/state/undo.cvb", "271828").status == 5)
      #expect(try reference.open(camera.folder + "/state/undo.cvb", "314159").archive == opened.archive)
    }
  }

  @Test func tarExtractsOurs() throws {
    try withBoth { camera, reference in
      try camera.setPIN("271828")
      try write([UInt8](repeating: 0x61, count: 200_000), to: camera.folder + "/config/größe")
      try camera.create()
      let archive = reference.folder + "/ours.tar"
      try write(reference.open(camera.path("00010001"), "271828").archive, to: archive)
      let listing = try runProcess("/usr/bin/tar", ["-tf", archive, "--quoting-style=literal"])
      #expect(listing.status == 0)
      #expect(
        listing.text.split(separator: "\n")
          == ["manifest.json", "config/", "config/camera.conf", "config/größe", "modules/", "modules/0.1"])
      #expect(try runProcess("/usr/bin/tar", ["-xf", archive, "-C", reference.folder]).status == 0)
      for name in ["camera.conf", "größe"] {
        #expect(
          try contents(reference.folder + "/config/" + name) == contents(camera.folder + "/config/" + name))
      }
      #expect(try contents(reference.folder + "/modules/0.1") == [1, 2, 3])
    }
  }

  @Test func weAdoptAndRewriteTheirs() throws {
    try withBoth { camera, reference in
      let options = ["--epoch", "5", "--counter", "7", "--count", "3", "--label", "Größe"]
      #expect(try reference.make(on: camera.folder + "/card", "314159", options).status == 0)
      let names = ["00050007", "00050008", "00050009"]
      let theirs = try names.map { try reference.open(camera.path($0), "314159").archive }
      try camera.setPIN("271828", locking: 3)
      #expect(try camera.changePIN("271828", "314159").adopted == 3)
      #expect(try camera.rows() == ["00050009 ok", "00050008 ok", "00050007 ok"])
      #expect(try camera.list().backups.map(\.metadata.label) == ["Größe", "Größe", "Größe"])
      #expect(try names.map { try camera.open($0, "314159") } == theirs)
      #expect(try camera.create() == "0002000A")
      #expect(try camera.changePIN("314159", "161803").rewritten == 4)
      let rewritten = try ["00030007", "00030008", "00030009"].map { try reference.open(camera.path($0), "161803") }
      #expect(rewritten.map(\.archive) == theirs && rewritten.allSatisfy { $0.report.contains("Größe") })
      #expect(try reference.open(camera.path("0003000A"), "161803").status == 0)
      #expect(try reference.open(camera.path("0003000A"), "314159").status == 5)
      #expect(try BackupStoreTests.names(in: camera.vault).count == 4)
    }
  }

  /// Set for the first time with the card in the slot: what the digits open is adopted at once.
  @Test func firstPIN() throws {
    try withBoth { camera, reference in
      let options = ["--epoch", "1", "--counter", "65535"]
      #expect(try reference.make(on: camera.folder + "/card", "314159", options).status == 0)
      #expect(try camera.setPIN("314159").adopted == 1)
      #expect(try camera.rows() == ["0001FFFF ok"])
      #expect(failure { try camera.create() } == "countersUsedUp")
      #expect(try camera.record().vaults[0].part.epoch == 2)
      try camera.changePIN("314159", "271828")
      #expect(try camera.rows() == ["00030001 ok"])
      #expect(try reference.open(camera.path("00030001"), "271828").status == 0)
    }
  }

  @Test func costs() throws {
    try withBoth { camera, reference in
      let options = ["--passes", "4", "--kib", "66560"]
      #expect(try reference.make(on: camera.folder + "/card", "0000", options).status == 0)
      let outcome = try camera.setPIN("0000")
      #expect(outcome.adopted == 1)
      #expect(try camera.open("00010001", "0000") == reference.open(camera.path("00010001"), "0000").archive)
    }
  }
}

extension TestCamera {
  /// Sets the PIN, agreeing that so many backups are locked.
  fileprivate func setPIN(_ digits: String, locking count: Int) throws {
    decisions.lockCard = { $0 == count }
    try setPIN(digits)
    decisions = PINDecisions()
  }
}
