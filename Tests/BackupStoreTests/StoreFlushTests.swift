import FileSystem
import TestSupport
import Testing

@testable import BackupStore

/// What is flushed, and when: after a power cut the medium holds what the record says.
struct StoreFlushTests {
  /// What work does to the card.
  private func onCard(_ camera: TestCamera, _ work: () throws -> Void) throws -> [String] {
    let steps = Steps()
    camera.wrapCard = { steps.noting($0, "card") }
    try work()
    camera.wrapCard = { $0 }
    return steps.all
  }

  /// What work does to the state directory.
  private func onFlash(_ camera: TestCamera, _ work: (StoreSession) throws -> Void = { _ in }) throws -> [String] {
    let (steps, environment) = (Steps(), try camera.environment())
    let noted = StoreEnvironment(
      state: steps.noting(environment.state, "state"), card: nil, time: environment.time, cost: environment.cost,
      stretch: environment.stretch)
    try work(StoreSession(noted))
    return steps.all
  }

  private func seal(_ session: StoreSession, _ camera: TestCamera) throws {
    try session.sealUndo(camera.request(""), created: 1_700_000_000)
  }

  @Test func theFirstBackup() throws {
    try withCamera { camera in
      let steps = try onCard(camera) { try camera.create() }
      #expect(
        steps == [
          "make CAMVAULT", "flush CAMVAULT", "flush card", "create 00010001.CVB", "flush CAMVAULT",
          "write 00010001.CVB", "flush CAMVAULT", "flush 00010001.CVB", "flush CAMVAULT",
        ])
    }
  }

  @Test func aBackupThatPushesAnotherOff() throws {
    try withCamera { camera in
      try camera.create(5)
      let steps = try onCard(camera) { try camera.create() }
      #expect(
        Array(steps.suffix(5)) == [
          "flush CAMVAULT", "write 00010001.CVB", "flush 00010001.CVB", "remove 00010001.CVB", "flush CAMVAULT",
        ])
    }
  }

  /// What verifies may be in the system's cache only.
  @Test func aBackupOfAProcessThatWasKilled() throws {
    try withCamera { camera in
      try camera.create()
      try camera.alterRecord { $0.cards[0].ledger[0].state = .unconfirmed }
      let steps = try onCard(camera) { _ = try camera.session() }
      #expect(steps == ["flush 00010001.CVB", "flush CAMVAULT", "flush card"])
      #expect(try camera.rows() == ["00010001 ok"])
    }
  }

  /// Empty files are not wiped one by one.
  @Test func emptyFilesThatGo() throws {
    try withCamera { camera in
      try makeDirectory(camera.vault)
      try write("", to: camera.path("FFFFFFFF"))
      let steps = try onCard(camera) { _ = try camera.session().deleteAll() }
      #expect(steps == ["remove FFFFFFFF.CVB", "flush CAMVAULT"])
    }
  }

  @Test func emptyFilesThatGoBeforeABackup() throws {
    try withCamera { camera in
      try makeDirectory(camera.vault)
      try write("", to: camera.path("FFFFFFFF"))
      let steps = try onCard(camera) { try camera.create() }
      #expect(Array(steps.prefix(2)) == ["remove FFFFFFFF.CVB", "flush CAMVAULT"])
    }
  }

  private let exchange = ["rename undo.cvb to undo.cvb.old", "rename undo.cvb.new to undo.cvb", "flush state"]
  private let wiping = [
    "flush state", "write undo.cvb.old", "flush undo.cvb.old", "remove undo.cvb.old", "flush state",
  ]

  @Test func whatUndoPutsBack() throws {
    try withCamera { camera in
      try seal(camera.session(), camera)
      #expect(try onFlash(camera) == [])
      let sealing = try onFlash(camera) { try seal($0, camera) }
      let writing = ["create", "write"].map { $0 + " undo.cvb.new" }
      #expect(sealing == writing + ["flush state", "flush undo.cvb.new", "flush state"] + exchange + wiping)
      #expect(
        try onFlash(camera) { try $0.removeUndo() } == ["rename undo.cvb to undo.cvb.old", "flush state"] + wiping)
    }
  }

  /// The process that wrote the successor may have been killed before it was durable.
  @Test func theSuccessorOfAProcessThatWasKilled() throws {
    try withCamera { camera in
      try seal(camera.session(), camera)
      let path = camera.folder + "/state/" + UndoFile.name
      try copy(path, to: camera.folder + "/state/" + UndoFile.successor)
      #expect(try onFlash(camera) == ["flush undo.cvb.new", "flush state"] + exchange + wiping)
    }
  }

  private let installing = ["flush escrow.next", "rename escrow.next to escrow", "flush state"]

  /// The sealed PIN is durable before a PIN that it is of is committed.
  @Test func theSealedPIN() throws {
    try withCamera { camera in
      let escrow = Escrow(key: try EscrowPrivateKey.make().key, model: "", serial: "")
      let sealing = try onFlash(camera) {
        _ = try $0.setPIN(secret("1234"), forgetting: false, escrow: escrow, camera.decisions)
      }
      let writing = ["create escrow.next", "write escrow.next", "flush escrow.next", "flush state"]
      #expect(Array(sealing.suffix(7)) == writing + installing)
      let removing = try onFlash(camera) { _ = try $0.setPIN(secret("5678"), forgetting: true, camera.decisions) }
      #expect(Array(removing.suffix(2)) == ["remove escrow", "flush state"])
    }
  }

  /// As that of the previous configuration.
  @Test func theSealedPINOfAProcessThatWasKilled() throws {
    try withCamera { camera in
      let escrow = Escrow(key: try EscrowPrivateKey.make().key, model: "", serial: "")
      _ = try camera.session().setPIN(secret("1234"), forgetting: false, escrow: escrow, camera.decisions)
      let path = camera.folder + "/state/" + EscrowFile.name
      try copy(path, to: camera.folder + "/state/" + EscrowFile.successor)
      #expect(try onFlash(camera) == installing)
    }
  }
}
