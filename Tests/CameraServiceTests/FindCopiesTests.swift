import BackupStore
import CameraService
import FileSystem
import TestSupport
import Testing

/// Backups are found on a stick and on the card, and imported from there.
struct FindCopiesTests {
  /// A camera whose only backup is not on its card any more, and what that backup's file was.
  private static func with(_ body: (Bench, Camera, [UInt8]) throws -> Void) throws {
    try Bench.withCard { bench in
      let camera = try bench.camera("a")
      _ = try camera.setPIN(secret("48151623420815"), forgetting: false, PINDecisions())
      _ = try camera.startBackup(StartBackupOptions())
      let file = try sealed(camera)
      let name = try #require(try camera.listBackups().backups.first)
      _ = try camera.deleteBackup(name.name, asked: nil)
      try body(bench, camera, file)
    }
  }

  private static func sealed(_ camera: Camera) throws -> [UInt8] {
    let copied = Bytes()
    _ = try camera.exportSealed(.latest) { (bytes) throws(ServiceError) in copied.append(bytes) }
    return copied.bytes
  }

  private final class Bytes {
    private(set) var bytes: [UInt8] = []
    func append(_ more: Span<UInt8>) { for index in more.indices { bytes.append(more[index]) } }
  }

  private static func states(_ camera: Camera) throws -> [String: CopyDescription.State] {
    Dictionary(
      uniqueKeysWithValues: try camera.findCopies().copies.map {
        ($0.path.replacing(/^.*\/(stick|card)\//, with: ""), $0.description.state)
      })
  }

  @Test func whatIsFoundIsToldApart() throws {
    try Self.with { bench, camera, file in
      try bench.put(file, "stick", "a b.any name")
      try bench.put(file, "card", "old", "copy")
      try bench.put(Array(file.dropLast(9)), "stick", "folder", "cut.cvb")
      var damaged = file
      damaged[500] ^= 1
      try bench.put(damaged, "stick", "damaged.cvb")
      let other = try bench.camera("b")
      _ = try other.setPIN(secret("99887766554433"), forgetting: false, PINDecisions())
      try bench.backUpUnchecked("b")
      try bench.put(try Self.sealed(other), "stick", "other")
      _ = try other.deleteAllBackups(asked: nil)
      // None of these is a backup, or is to be followed.
      try bench.put(Array("a picture".utf8), "stick", "picture")
      try bench.put([], "stick", "empty")
      try bench.link("link", to: "a b.any name")
      try bench.link("above", to: "..")
      let found = try camera.findCopies()
      #expect(
        try Self.states(camera) == [
          "a b.any name": .own, "old/copy": .own, "other": .foreign, "damaged.cvb": .faulty(.damaged),
          "folder/cut.cvb": .faulty(.cut(received: Int64(file.count - 9), expected: Int64(file.count))),
        ])
      #expect(found.places.map { $0.split(separator: "/").last } == ["card", "stick"])
      #expect(!found.isCut && found.unreadable == 0 && found.failures.isEmpty)
      #expect(found.copies.prefix(2).allSatisfy { $0.description.metadata.created != nil })
    }
  }

  @Test func theChosenOneIsImportedOnce() throws {
    try Self.with { bench, camera, file in
      try bench.put(file, "stick", "copy")
      let copy = try #require(try camera.findCopies().copies.first)
      let imported = try camera.importBackup(copy) { _ in false }.result
      #expect(!imported.isUnchanged && imported.description.name == copy.description.name)
      #expect(try camera.listBackups().backups.count { $0.isOpen } == 1)
      #expect(
        try Self.states(camera) == ["copy": .onCard(isDamaged: false)], "the camera's own folder is not looked through")
      #expect(try camera.importBackup(copy) { _ in false }.result.isUnchanged)
      let shown = try camera.previewRestore(
        .name(imported.description.name), secret("48151623420815"), RestoreOptions())
      #expect(shown.backup.name == copy.description.name)
    }
  }

  /// While a person is asked, others may work.
  @Test func theQuestionHoldsNoLock() throws {
    try Self.with { bench, camera, _ in
      let other = try bench.camera("b")
      _ = try other.setPIN(secret("99887766554433"), forgetting: false, PINDecisions())
      try bench.backUpUnchecked("b")
      try bench.put(try Self.sealed(other), "stick", "other")
      _ = try other.deleteAllBackups(asked: nil)
      let copy = try #require(try camera.findCopies().copies.first)
      var asked = 0
      let refused = #expect(throws: ServiceError.self) {
        try camera.importBackup(copy) { _ in
          asked += (try? other.listBackups()) == nil ? 0 : 1
          return false
        }
      }
      guard case .store(.wouldLockCard) = refused else { throw refused ?? ServiceError.pinsDiffer }
      #expect(asked == 1)
      #expect(try camera.importBackup(copy) { _ in true }.result.description.state == .foreign)
    }
  }

  /// Another stick was put in meanwhile, or the file was replaced by a link.
  @Test func anotherFileInItsPlaceIsNotImported() throws {
    try Self.with { bench, camera, file in
      try bench.put(file, "stick", "copy")
      let copy = try #require(try camera.findCopies().copies.first)
      var other = file
      other[260] ^= 1
      try bench.put(other, "stick", "copy")
      let error = failure { () throws(ServiceError) in _ = try camera.importBackup(copy) { _ in true } }
      guard case .store(.receiving(let reason))? = error else {
        return #expect(Bool(false), "\(String(describing: error))")
      }
      #expect(reason.isNotFound)
      #expect(try camera.listBackups().backups.isEmpty)
    }
  }

  /// The same for another backup that is whole, and as long.
  @Test func anotherBackupInItsPlaceIsNotImported() throws {
    try Self.with { bench, camera, file in
      try bench.put(file, "stick", "copy")
      let copy = try #require(try camera.findCopies().copies.first)
      _ = try camera.startBackup(StartBackupOptions())
      let other = try Self.sealed(camera)
      try #require(other.count == file.count)
      try bench.put(other, "stick", "copy")
      _ = try camera.deleteAllBackups(asked: nil)
      let error = failure { () throws(ServiceError) in _ = try camera.importBackup(copy) { _ in true } }
      guard case .store(.receiving(let reason))? = error else {
        return #expect(Bool(false), "\(String(describing: error))")
      }
      #expect(reason.isNotFound)
      #expect(try camera.listBackups().backups.isEmpty)
    }
  }

  /// Only the header was read when it was listed: damage behind it shows at the import.
  @Test func damageBehindTheHeader() throws {
    try Self.with { bench, camera, file in
      var damaged = file
      damaged[file.count - 100] ^= 1
      try bench.put(damaged, "stick", "copy")
      let copy = try #require(try camera.findCopies().copies.first)
      #expect(copy.description.state == .own)
      let error = failure { () throws(ServiceError) in _ = try camera.importBackup(copy) { _ in true } }
      guard case .store(.incoming(.damaged))? = error else { throw error ?? .pinsDiffer }
      #expect(try camera.listBackups().backups.isEmpty)
    }
  }

  /// A backup that is damaged on the card is named as that, also in the list of copies, and replaced by its whole copy.
  @Test func aWholeCopyReplacesADamagedBackup() throws {
    try Self.with { bench, camera, file in
      var damaged = file
      damaged[file.count - 100] ^= 1
      try bench.put(file, "stick", "copy")
      let copy = try #require(try camera.findCopies().copies.first)
      let imported = try camera.importBackup(copy) { _ in false }.result.description
      try bench.put(damaged, "card", "CAMVAULT", "\(imported.name).CVB")
      #expect(try Self.states(camera) == ["copy": .onCard(isDamaged: false)], "nothing has read it")
      _ = try camera.verifyBackups([])
      #expect(try Self.states(camera) == ["copy": .onCard(isDamaged: true)])
      let again = try camera.importBackup(copy) { _ in false }.result
      #expect(!again.isUnchanged && again.description.check?.isDamaged == false)
      #expect(try Self.states(camera) == ["copy": .onCard(isDamaged: false)])
      _ = try camera.previewRestore(.name(imported.name), secret("48151623420815"), RestoreOptions())
    }
  }

  /// A stick full of other things ends the search, which says so.
  @Test func aSearchEnds() throws {
    try Self.with { bench, camera, file in
      try bench.put(file, "stick", "1", "2", "3", "4", "copy")
      #expect(try Self.states(camera) == ["1/2/3/4/copy": .own])
      #expect(try !camera.findCopies().isCut)
      try bench.put(file, "stick", "1", "2", "3", "4", "5", "copy")
      #expect(try Self.states(camera) == ["1/2/3/4/copy": .own])
      #expect(try camera.findCopies().isCut)
    }
  }
}
