import CameraModel
import FileSystem
import Sodium
import Synchronization
import TestSupport

@testable import BackupStore

/// A camera with its configuration, its record and a slot for cards, all in one temporary directory. Its clocks stand
/// still until a test moves them, and its PINs are cheap to try.
final class TestCamera {
  /// What the clocks of the camera say.
  struct Clocks {
    var now: Int64 = 1_700_000_000
    var sinceBoot: UInt64 = 1_000
    var bootID = "first boot"
  }

  let folder: String
  private let clocks = Mutex(Clocks())
  /// The card in the slot, by the name of its directory.
  var slot: String? = "card"
  var stretch: KeyStretching = StoreFixture.stretch
  var observer = WorkObserver.none
  var decisions = PINDecisions()
  /// A stand-in for the directory of the card.
  var wrapCard: (any Directory) -> any Directory = { $0 }
  /// A stand-in for the directory of the configuration.
  var wrapConfiguration: (any Directory) -> any Directory = { $0 }
  var modules = [
    ModuleSnapshot(ModuleIdentity(address: "0.1", kind: "lens", serial: "L1", firmware: "2"), configuration: [1, 2, 3])
  ]

  init(_ folder: String) throws {
    self.folder = folder
    for name in ["state", "config", "card"] { try makeDirectory(folder + "/" + name) }
    try write("shutter=50\n", to: folder + "/config/camera.conf")
  }

  var time: StoreTime {
    let clock = ArchiveClock(now: { FileTime(seconds: 9_000_000_000, nanoseconds: 0) }, wait: { _ in })
    return StoreTime(
      now: { [self] in clocks.withLock { $0.now } }, archiveClock: clock,
      sinceBoot: { [self] in clocks.withLock { $0.sinceBoot } },
      bootID: { [self] in clocks.withLock { $0.bootID } })
  }

  func setClocks(_ change: (inout Clocks) -> Void) {
    clocks.withLock { change(&$0) }
  }

  func environment() throws -> StoreEnvironment {
    let system = PosixFileSystem()
    let card = try slot.map { try wrapCard(system.openDirectory(at: folder + "/" + $0)) }
    return StoreEnvironment(
      state: try system.openDirectory(at: folder + "/state"), card: card, time: time, cost: .standard, stretch: stretch)
  }

  /// The next operation's view of the store.
  func session() throws -> StoreSession {
    try StoreSession(environment(), observer: observer)
  }

  /// The directory of backups on the card in the slot.
  var vault: String { folder + "/" + slot! + "/CAMVAULT" }

  func path(_ name: String) -> String { vault + "/" + name + ".CVB" }
}

/// One test uses it, on one thread at a time.
extension TestCamera: @unchecked Sendable {}

extension TestCamera {
  @discardableResult
  func setPIN(_ digits: String, forgetting: Bool = false) throws -> PINOutcome {
    try session().setPIN(secret(digits), forgetting: forgetting, decisions)
  }

  @discardableResult
  func changePIN(_ old: String, _ new: String) throws -> PINOutcome {
    try session().changePIN(from: secret(old), to: secret(new), decisions)
  }

  @discardableResult
  func adopt(_ digits: String) throws -> PINOutcome {
    try session().adopt(secret(digits), decisions)
  }

  func check(_ digits: String) throws {
    try session().check(secret(digits))
  }

  func request(_ label: String, keep: Bool = false, ifChanged: Bool = false) throws -> BackupRequest {
    let directory = try PosixFileSystem().openDirectory(at: folder + "/config")
    return BackupRequest(
      configuration: wrapConfiguration(directory), modules: modules,
      identity: ArchiveIdentity(model: "CX-1", serial: "000123", firmware: "1.0"), label: label, isKept: keep,
      onlyIfChanged: ifChanged)
  }

  /// Makes a backup and returns its name.
  @discardableResult
  func create(_ label: String = "", keep: Bool = false) throws -> String {
    try session().create(request(label, keep: keep)).name.description
  }

  /// Makes as many backups, labelled with their number.
  func create(_ count: Int) throws {
    for number in 1...count { try create("backup \(number)") }
  }

  func list(_ depth: ListingDepth = .whole) throws -> CardListing {
    try session().list(depth)
  }

  /// The rows of a listing as `NAME state`, with a star where it is kept, newest first.
  func rows(_ depth: ListingDepth = .whole) throws -> [String] {
    try list(depth).backups.map { "\($0.name) \($0.state)" + ($0.isKept ? " *" : "") }
  }

  func open(_ name: String, _ digits: String) throws -> [UInt8] {
    let backup = try session().open(BackupSelector(name)!, secret(digits))
    var archive: [UInt8] = []
    try backup.stream { (bytes) throws(StoreError) in
      archive.append(bytes)
    }
    return archive
  }

  func keep(_ name: String, _ isKept: Bool = true) throws {
    _ = try session().keep(BackupSelector(name)!, isKept)
  }

  @discardableResult
  func label(_ name: String, _ label: String) throws -> BackupDescription {
    try session().label(BackupSelector(name)!, label)
  }

  /// The record as the next start reads it.
  func record() throws -> CameraRecord {
    try RecordFile(directory: PosixFileSystem().openDirectory(at: folder + "/state")).load().record
  }

  /// Changes the record behind the store's back.
  func alterRecord(_ change: (inout CameraRecord) throws -> Void) throws {
    var record = try record()
    try change(&record)
    record.sequence += 1
    try RecordFile(directory: PosixFileSystem().openDirectory(at: folder + "/state")).write(record)
  }

  /// Everything on the card and in the record, to show that an operation changed nothing; what it found when it read
  /// is no change.
  func snapshot() throws -> [String: [UInt8]] {
    var files: [String: [UInt8]] = [:]
    for name in try names(in: vault) { files[name] = try contents(vault + "/" + name) }
    var record = try record()
    for card in record.cards.indices {
      for entry in record.cards[card].ledger.indices { record.cards[card].ledger[entry].check = nil }
    }
    files["ledgers"] = Array("\(record.cards.map(\.ledger).filter { !$0.isEmpty })".utf8)
    files["vaults"] = record.vaults.flatMap(\.part.bytes)
    files["instructions"] = Array("\(record.cleanUps) \(String(describing: record.pendingChange))".utf8)
    return files
  }
}

/// Runs `body` with a camera that has the PIN `1234` and an empty card.
func withCamera(_ body: (TestCamera) throws -> Void) throws {
  try withTemporaryDirectory { folder in
    let camera = try TestCamera(folder)
    try camera.setPIN("1234")
    try body(camera)
  }
}

/// Argon2id, or another stretching, that derives each key once.
final class RememberedKeys: Sendable {
  private struct Question: Hashable {
    let digits: [UInt8]
    let salt: [UInt8]
    let passes: UInt32
    let memoryKiB: UInt32
  }

  private let keys = Mutex<[Question: [UInt8]]>([:])
  private let derive: KeyStretching

  init(_ derive: @escaping KeyStretching = Argon2id.key) { self.derive = derive }

  var stretch: KeyStretching {
    { [self] (digits, salt, cost) throws(SodiumError) in
      let bytes = digits.withBytes { span in span.indices.map { span[$0] } }
      let question = Question(digits: bytes, salt: salt, passes: cost.passes, memoryKiB: cost.memoryKiB)
      if let known = keys.withLock({ $0[question] }) { return try SecretBytes(copying: known.span) }
      let key = try derive(digits, salt, cost)
      let derived = key.withBytes { span in span.indices.map { span[$0] } }
      keys.withLock { $0[question] = derived }
      return key
    }
  }

  /// Keys that are known without deriving.
  func remember(_ key: [UInt8], digits: String, salt: [UInt8], _ cost: Argon2idCost) {
    let question = Question(
      digits: Array(digits.utf8), salt: salt, passes: cost.passes, memoryKiB: cost.memoryKiB)
    keys.withLock { $0[question] = key }
  }
}

/// The error that `body` throws, as its case is written; `nil` when it throws none.
func failure(_ body: () throws -> Void) -> String? {
  do {
    try body()
    return nil
  } catch {
    return "\(error)"
  }
}
