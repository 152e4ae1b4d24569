import FileSystem
import TestSupport
import Testing

@testable import BackupStore

/// What *Undo* puts back is sealed like a backup, and checked like one, wherever it is used.
struct StoreUndoTests {
  private func withUndo(_ body: (TestCamera, _ path: String) throws -> Void) throws {
    try withCamera { camera in
      try camera.create()
      try seal(camera)
      try body(camera, camera.folder + "/state/" + UndoFile.name)
    }
  }

  private func seal(_ camera: TestCamera) throws {
    try camera.session().sealUndo(camera.request(""), created: 1_700_000_000)
  }

  private func state(_ camera: TestCamera, _ depth: ListingDepth) throws -> BackupDescription.State? {
    try camera.session().undoBackup(depth)?.state
  }

  private func copySealed(_ camera: TestCamera) throws -> [UInt8] {
    var sealed: [UInt8] = []
    _ = try camera.session().copySealed(.undo) { (bytes) throws(StoreError) in sealed.append(bytes) }
    return sealed
  }

  /// With a backup on the card, none of whose numbers it has.
  @Test func roundTrip() throws {
    try withUndo { camera, path in
      #expect(try state(camera, .headers) == .ok)
      #expect(try camera.session().verify([.undo]).map(\.state) == [.ok])
      let opened = try camera.session().open(.undo, secret("1234")).description
      #expect(opened.isUndo && opened.state == .ok)
      #expect(try copySealed(camera) == contents(path))
      #expect(try camera.rows() == ["00010001 ok"])
      try camera.session().removeUndo()
      #expect(try state(camera, .headers) == nil)
      #expect(try names(in: camera.folder + "/state").filter { $0.hasPrefix("undo") }.isEmpty)
      #expect(failure { _ = try camera.session().verify([.undo]) } == "nothingToUndo")
    }
  }

  /// In what the header seals, and in the archive: nothing of it is used, and a change of the PIN goes without it.
  @Test(arguments: [260, 1_500])
  func damaged(at offset: Int) throws {
    try withUndo { camera, path in
      try flip(path, at: offset)
      #expect(try state(camera, .headers) == (offset == 260 ? .damaged : .ok))
      #expect(try state(camera, .whole) == .damaged)
      #expect(failure { _ = try camera.session().open(.undo, secret("1234")) } == "undoDamaged")
      #expect(failure { _ = try copySealed(camera) } == "undoDamaged")
      #expect(try camera.changePIN("1234", "5678").lostUndo)
      #expect(try state(camera, .headers) == nil)
    }
  }

  /// What is of another PIN stays as it is: the one that opens it may be set again.
  @Test func ofAnotherPIN() throws {
    try withUndo { camera, path in
      camera.decisions.lockCard = { _ in true }
      try camera.setPIN("5678", forgetting: true)
      let before = try contents(path)
      #expect(try state(camera, .whole) == .foreign)
      #expect(try !camera.changePIN("5678", "9999").lostUndo)
      #expect(try contents(path) == before)
    }
  }

  /// A change needs room for it in the state directory; a person may do without it.
  @Test func withoutRoom() throws {
    try withUndo { camera, path in
      let before = try contents(path)
      #expect(failure { try change(camera) } == "undoNotWritten(nil)")
      try camera.check("1234")
      #expect(try contents(path) == before)
      camera.decisions.loseUndo = { $0 == nil }
      try change(camera)
      try camera.check("5678")
      #expect(try state(camera, .headers) == nil)
    }
  }

  private func change(_ camera: TestCamera) throws {
    let environment = try camera.environment()
    let room = Capacity(total: 1_000, free: UndoFile.reserve, isReadOnly: false)
    let full = StoreEnvironment(
      state: StandInDirectory(environment.state, capacity: room), card: environment.card, time: environment.time,
      cost: environment.cost, stretch: environment.stretch)
    _ = try StoreSession(full).changePIN(from: secret("1234"), to: secret("5678"), camera.decisions)
  }

  /// A successor takes the place of what is there when it is whole and of the PIN in force; any other goes.
  @Test func successors() throws {
    try withUndo { camera, path in
      let successor = camera.folder + "/state/" + UndoFile.successor
      let former = try contents(path)
      try seal(camera)
      let new = try contents(path)
      try write(former, to: successor)
      _ = try camera.session()
      #expect(try contents(path) == former && !exists(successor))
      for offset in [260, 1_500] {
        try write(new, to: successor)
        try flip(successor, at: offset)
        _ = try camera.session()
        #expect(try contents(path) == former && !exists(successor))
      }
      camera.decisions.lockCard = { _ in true }
      try camera.setPIN("5678", forgetting: true)
      try seal(camera)
      try write(new, to: successor)
      _ = try camera.session()
      #expect(try contents(path) != new && !exists(successor))
    }
  }

  /// What somebody has put in its place is no backup, and goes as it is.
  @Test func aLink() throws {
    try withUndo { camera, path in
      let target = camera.folder + "/target"
      try copy(path, to: target)
      let before = try contents(target)
      try makeLink(camera.folder + "/state/" + UndoFile.successor, to: target)
      _ = try camera.session()
      #expect(try !exists(camera.folder + "/state/" + UndoFile.successor))
      try remove(path)
      try makeLink(path, to: target)
      #expect(try state(camera, .headers) == .damaged)
      #expect(try contents(target) == before)
    }
  }

  /// One that was wiped, and came back without its contents.
  @Test func blank() throws {
    try withUndo { camera, path in
      try write([UInt8](repeating: 0, count: 2_048), to: path)
      #expect(try state(camera, .headers) == nil)
    }
  }
}
