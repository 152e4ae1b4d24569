import CameraModel
import FileSystem
import TestSupport
import Testing

@testable import BackupStore

/// Creating backups, and which of them stay.
struct StoreCreateTests {
  @Test func withoutPIN() throws {
    try withTemporaryDirectory { folder in
      let camera = try TestCamera(folder)
      #expect(failure { try camera.create() } == "noPIN")
      #expect(try names(in: folder + "/card").isEmpty)
    }
  }

  @Test func first() throws {
    try withCamera { camera in
      let outcome = try camera.session().create(camera.request("before the move", keep: true))
      #expect(outcome.name.description == "00010001" && !outcome.isUnchanged && !outcome.tookOver)
      #expect(outcome.removed.isEmpty && outcome.leftOut.isEmpty)
      let listing = try camera.list()
      let backup = try #require(listing.backups.first)
      #expect(try camera.rows() == ["00010001 ok *"])
      #expect(
        backup.metadata
          == BackupMetadata(
            created: 1_700_000_000, files: 1, modules: 1, modulesTotal: 1, leftOut: 0, label: "before the move",
            model: "CX-1", serial: "000123",
            firmware: "1.0"))
      #expect(listing.condition == .open && listing.isLastUsed && !listing.isTakenAsIs && listing.isWritable)
      #expect(try names(in: camera.vault) == ["00010001.CVB"])
    }
  }

  @Test func sixth() throws {
    try withCamera { camera in
      try camera.create(5)
      #expect(try camera.list().nextRemoved?.description == "00010001")
      let outcome = try camera.session().create(camera.request("backup 6"))
      #expect(outcome.removed.map(\.description) == ["00010001"])
      #expect(
        try camera.rows() == ["00010006 ok", "00010005 ok", "00010004 ok", "00010003 ok", "00010002 ok"])
      let verified = try camera.session().verify([])
      #expect(verified.count == 5 && verified.allSatisfy { $0.state == .ok })
      #expect(try names(in: camera.vault).count == 5)
    }
  }

  /// The clock stands still, or goes back by hours: later backups are later all the same.
  @Test func clock() throws {
    try withCamera { camera in
      try camera.create(2)
      camera.setClocks { $0.now -= 7_200 }
      try camera.create()
      #expect(try camera.list().backups.map(\.metadata.created) == [1_700_000_002, 1_700_000_001, 1_700_000_000])
    }
  }

  @Test func onlyIfChanged() throws {
    try withCamera { camera in
      let create = { try camera.session().create(camera.request("", ifChanged: true)) }
      #expect(try create().isUnchanged == false)
      let second = try create()
      #expect(second.isUnchanged && second.name.description == "00010001")
      try write("shutter=60\n", to: camera.folder + "/config/camera.conf")
      #expect(try create().isUnchanged == false)
      camera.modules = []
      #expect(try create().isUnchanged == false)
      #expect(try create().isUnchanged)
      try flip(camera.path("00010003"), at: 2_000)
      #expect(try create().isUnchanged == false)
      #expect(try camera.rows().count == 4)
    }
  }

  @Test func keptAreNotRotated() throws {
    try withCamera { camera in
      for number in 1...4 { try camera.create("kept \(number)", keep: true) }
      let before = try camera.snapshot()
      #expect(failure { try camera.create(keep: true) } == "tooManyKept")
      #expect(try camera.snapshot() == before)
      try camera.create(3)
      #expect(
        try camera.rows()
          == ["00010007 ok", "00010004 ok *", "00010003 ok *", "00010002 ok *", "00010001 ok *"])
      #expect(failure { try camera.keep("00010007") } == "tooManyKept")
      try camera.keep("00010002", false)
      try camera.keep("00010007")
      try camera.create()
      #expect(
        try camera.rows()
          == ["00010008 ok", "00010007 ok *", "00010004 ok *", "00010003 ok *", "00010001 ok *"])
    }
  }

  @Test func keepOfNothing() throws {
    try withCamera { camera in
      try camera.create()
      #expect(
        failure { try camera.keep("00010002") } == "notFound(\"00010002\")"
      )
      #expect(
        failure { _ = try camera.open("latest", "9") } == "wrongPIN(waitSeconds: 0)")
      #expect(try camera.open("latest", "1234") == camera.open("00010001", "1234"))
    }
  }

  @Test func modulesThatCannotBeArchived() throws {
    try withCamera { camera in
      camera.modules = [
        ModuleSnapshot(ModuleIdentity(address: "..", kind: "", serial: "", firmware: ""), configuration: [])
      ]
      let before = try camera.record().sequence
      #expect(failure { try camera.create() }?.hasPrefix("plan(") == true)
      #expect(try camera.record().sequence == before)
    }
  }

  @Test func countersUsedUp() throws {
    try withCamera { camera in
      try camera.create()
      try camera.alterRecord { $0.cards[0].nextCounter = 65_535 }
      #expect(try camera.create() == "0001FFFF")
      #expect(failure { try camera.create() } == "countersUsedUp")
      try camera.changePIN("1234", "5678")
      #expect(try camera.rows() == ["00020002 ok", "00020001 ok"])
      #expect(try camera.create() == "00020003")
    }
  }
}
