import FileSystem
import Synchronization
import TestSupport
import Testing

@testable import BackupStore

/// Single operations that fail on the card: what may pass is not taken for final, and nothing is lost for it.
struct StoreFaultTests {
  private static let name = "00010001.CVB"
  private static let noRight: Int32 = 13

  private func fail(_ camera: TestCamera, _ operation: FileError.Operation, _ code: Int32) {
    camera.wrapCard = { FaultyDirectory($0) { $0 == operation && $1 == Self.name ? .fails(code) : nil } }
  }

  private func leaveUnconfirmed(_ camera: TestCamera) throws {
    try camera.create()
    try camera.alterRecord { $0.cards[0].ledger[0].state = .unconfirmed }
  }

  /// A failed flush is final: what verifies then may never come to the medium.
  @Test func anUnconfirmedBackupThatCannotBeFlushed() throws {
    try withCamera { camera in
      try leaveUnconfirmed(camera)
      fail(camera, .synchronize, ErrorCode.inputOutput)
      _ = try camera.session()
      #expect(try camera.record().cards[0].ledger.isEmpty && names(in: camera.vault).isEmpty)
    }
  }

  /// A card that went away, or that cannot be written any more, keeps it.
  @Test(arguments: [ErrorCode.noDevice, ErrorCode.readOnly])
  func anUnconfirmedBackupOnACardThatGoesAway(_ code: Int32) throws {
    try withCamera { camera in
      try leaveUnconfirmed(camera)
      fail(camera, .synchronize, code)
      _ = try camera.session()
      #expect(try camera.record().cards[0].ledger.map(\.state) == [.unconfirmed])
      camera.wrapCard = { $0 }
      #expect(try camera.rows() == ["00010001 ok"])
    }
  }

  /// Without overwriting nothing is unlinked there.
  @Test(arguments: [ErrorCode.noDevice, ErrorCode.readOnly])
  func wipingOnACardThatGoesAway(_ code: Int32) throws {
    try withCamera { camera in
      try camera.create()
      fail(camera, .write, code)
      let error = failure { _ = try camera.session().delete(BackupSelector("00010001")!) }
      #expect(error?.hasPrefix("deletionUnfinished(") == true)
      #expect(try exists(camera.path("00010001")))
    }
  }

  /// Only what the system forbids is given up; after any other error the next operation goes on.
  @Test func deletingAllThatFails() throws {
    try withCamera { camera in
      try camera.create(2)
      fail(camera, .remove, ErrorCode.inputOutput)
      #expect(failure { _ = try camera.session().deleteAll() }?.hasPrefix("file(") == true)
      camera.wrapCard = { $0 }
      _ = try camera.session()
      #expect(try names(in: camera.vault).isEmpty)
    }
  }

  /// A card that says that it has removed a file, and has not.
  @Test func deletingThatDoesNothing() throws {
    try withCamera { camera in
      try camera.create()
      camera.wrapCard = { FaultyDirectory($0) { operation, _ in operation == .remove ? .isIgnored : nil } }
      let error = failure { _ = try camera.session().delete(BackupSelector("00010001")!) }
      #expect(error?.hasPrefix("deletionUnfinished(") == true)
    }
  }

  /// Only what the medium cannot read is damaged.
  @Test(arguments: [FileError.Operation.status, .open])
  func aFileThatMayNotBeRead(_ operation: FileError.Operation) throws {
    try withCamera { camera in
      try camera.create(2)
      fail(camera, operation, Self.noRight)
      #expect(failure { _ = try camera.list() }?.hasPrefix("file(") == true)
    }
  }

  /// A directory that cannot be looked at is not taken for a missing one.
  @Test func aDirectoryThatCannotBeLookedAt() throws {
    try withCamera { camera in
      try camera.create()
      camera.wrapCard = { root in
        FaultyDirectory(root) { operation, name in
          operation == .status && name == BackupCard.directoryName ? .fails(ErrorCode.inputOutput) : nil
        }
      }
      #expect(failure { _ = try camera.list() }?.hasPrefix("file(") == true)
    }
  }

  /// Without inodes, too, another error is told as what it is.
  @Test func aFileThatCannotBeMade() throws {
    try withCamera { camera in
      try camera.create()
      let room = Capacity(total: 1 << 30, free: 1 << 29, isReadOnly: false, freeInodes: 0)
      camera.wrapCard = { root in
        FaultyDirectory(StandInDirectory(root, capacity: room)) { operation, _ in
          operation == .create ? .fails(ErrorCode.inputOutput) : nil
        }
      }
      #expect(failure { try camera.create() }?.hasPrefix("file(") == true)
    }
  }

  /// Between the listing and the opening something else came under the name.
  @Test(arguments: [FileKind.special, .regular])
  func anotherFileThanTheListedOne(_ kind: FileKind) throws {
    try withCamera { camera in
      try camera.create(2)
      camera.wrapCard = { ExchangingDirectory($0, Self.name, kind) }
      #expect(try camera.rows() == ["00010002 ok", "00010001 missing"])
    }
  }

  /// A link in the place of a file to clean up is not followed.
  @Test func aLinkInThePlaceOfWhatGoes() throws {
    try withCamera { camera in
      try camera.create(2)
      try camera.alterRecord { record in
        let card = record.cards[0]
        record.addCleanUp([card.ledger[0].listedFile], on: card.id)
      }
      try remove(camera.path("00010001"))
      try makeLink(camera.path("00010001"), to: "00010002.CVB")
      _ = try camera.session()
      #expect(try camera.record().cleanUps.isEmpty)
      #expect(try camera.rows() == ["00010002 ok", "00010001 missing"])
    }
  }

  /// A card is known by what goes from it where nothing else on it verifies.
  @Test func aCardOfWhichNothingVerifies() throws {
    try withCamera { camera in
      try camera.create()
      try camera.alterRecord { record in
        let card = record.cards[0]
        record.addCleanUp([card.ledger[0].listedFile], on: card.id)
      }
      try flip(camera.path("00010001"), at: 0)
      _ = try camera.session()
      #expect(try camera.record().cleanUps.isEmpty && names(in: camera.vault).isEmpty)
    }
  }

  /// What Undo put back has its last name on the medium before it is overwritten.
  @Test func whatUndoPutBack() throws {
    try withCamera { camera in
      let path = camera.folder + "/state/" + UndoFile.former
      try write("former", to: path)
      let environment = try camera.environment()
      let state = FaultyDirectory(environment.state, "state") { operation, name in
        operation == .synchronize && name == "state" ? .fails(ErrorCode.inputOutput) : nil
      }
      _ = try StoreSession(
        StoreEnvironment(
          state: state, card: nil, time: environment.time, cost: environment.cost, stretch: environment.stretch))
      #expect(try contents(path) == Array("former".utf8))
      _ = try camera.session()
      #expect(try !exists(path))
    }
  }

  /// A file that begins with zeros was wiped, and its removal was lost.
  @Test func aWipedFileThatCameBack() throws {
    try withCamera { camera in
      try camera.create()
      try write([UInt8](repeating: 0, count: 2_048), to: camera.path("00010009"))
      try camera.create()
      #expect(try names(in: camera.vault) == ["00010001.CVB", "00010002.CVB"])
    }
  }
}

/// Copying a backup as it is, without its PIN.
struct StoreSealedCopyTests {
  /// It ends early though its tag was checked.
  @Test func aFileThatEndsEarly() throws {
    try withCamera { camera in
      try camera.create()
      let size = Int64(try contents(camera.path("00010001")).count)
      camera.wrapCard = { LongerDirectory($0) }
      var copied: Int64 = 0
      let error = failure {
        _ = try camera.session().copySealed(BackupSelector("00010001")!) { (bytes) throws(StoreError) in
          copied += Int64(bytes.count)
        }
      }
      #expect(error == "damaged([00010001])" && copied == size)
    }
  }
}

/// A directory whose files, once they have been read, say that they have one byte more; who asks for it without end
/// gets an error.
private final class LongerDirectory: ForwardingDirectory {
  let base: any Directory

  init(_ base: any Directory) { self.base = base }

  func openDirectory(_ name: String) throws(FileError) -> any Directory {
    LongerDirectory(try base.openDirectory(name))
  }

  func open(_ name: String) throws(FileError) -> any File { LongerFile(try base.open(name)) }
}

private final class LongerFile: ForwardingFile {
  let base: any File
  private let readings = Mutex(0)

  init(_ base: any File) { self.base = base }

  func status() throws(FileError) -> FileStatus {
    var status = try base.status()
    if readings.withLock({ $0 }) > 0 { status.size += 1 }
    return status
  }

  func read(into buffer: inout MutableSpan<UInt8>, at offset: Int64) throws(FileError) -> Int {
    let number = readings.withLock { number in
      number += 1
      return number
    }
    if number > 1_000 { throw FileError(.read, "", code: ErrorCode.inputOutput) }
    return try base.read(into: &buffer, at: offset)
  }
}

/// A directory with a file that is another one when it is opened: of this kind, on another device.
private final class ExchangingDirectory: ForwardingDirectory {
  let base: any Directory
  private let name: String
  private let kind: FileKind

  init(_ base: any Directory, _ name: String, _ kind: FileKind) {
    self.base = base
    self.name = name
    self.kind = kind
  }

  func openDirectory(_ name: String) throws(FileError) -> any Directory {
    ExchangingDirectory(try base.openDirectory(name), self.name, kind)
  }

  func open(_ name: String) throws(FileError) -> any File {
    let file = try base.open(name)
    return name == self.name ? ExchangedFile(file, kind) : file
  }
}

private final class ExchangedFile: ForwardingFile {
  let base: any File
  private let kind: FileKind

  init(_ base: any File, _ kind: FileKind) {
    self.base = base
    self.kind = kind
  }

  func status() throws(FileError) -> FileStatus {
    var status = try base.status()
    if kind == .regular { status.device += 1 }
    status.kind = kind
    return status
  }
}
