package import BackupStore
internal import CameraModel
package import FileSystem
package import Sodium

/// A camera with an internal flash, a card and a small configuration on a crashing file system, whose PIN is derived at
/// no cost.
///
/// A value without files of its own: the file system is given to each call, because an enumeration copies it for every
/// state.
package struct StoreFixture: Sendable {
  package static let card = MemoryMachine.card
  package static let vault = "/card/CAMVAULT"
  package static let configuration = "/config"

  /// The state directory: each has its own camera.
  package let state: String

  package init(state: String = "/state") {
    self.state = state
  }

  /// Two cameras, a card in the slot, and the configuration that all of them have.
  package static func makeFileSystem() -> CrashingFileSystem {
    let fileSystem = CrashingFileSystem("/state", "/state2", card, configuration)
    fileSystem.plant("\(configuration)/camera.conf", Array("name = hallway\n".utf8))
    fileSystem.plantDirectory("\(configuration)/users")
    fileSystem.plant("\(configuration)/users/admin", [UInt8](repeating: 0x61, count: 300))
    return fileSystem
  }

  /// Clocks that stand still.
  package static let time = StoreTime(
    now: { 1_800_000_000 },
    archiveClock: ArchiveClock(now: { FileTime(seconds: 1_800_000_000, nanoseconds: 0) }, wait: { _ in }),
    sinceBoot: { 1_000 }, bootID: { "boot" })

  /// A derivation that anyone can try a million times a second: for tests only.
  package static let stretch: KeyStretching = { (digits, salt, _) throws(SodiumError) in
    var hash = try KeyedHash()
    hash.update(salt)
    digits.withBytes { hash.update($0) }
    return try hash.finishSecret()
  }

  /// The digits of a PIN.
  package static func digits(_ text: String) -> SecretBytes {
    do {
      return try SecretBytes(copying: Array(text.utf8).span)
    } catch {
      fatalError("no memory for digits: \(error)")
    }
  }

  /// - Parameter hasCard: whether a card is in the slot.
  package func environment(_ fileSystem: CrashingFileSystem, hasCard: Bool = true) throws(FileError) -> StoreEnvironment
  {
    StoreEnvironment(
      state: try fileSystem.openDirectory(at: state),
      card: hasCard ? try Self.openCard(fileSystem) : nil, time: Self.time, cost: .standard,
      stretch: Self.stretch)
  }

  /// The card as a slot opens it: watched.
  private static func openCard(_ fileSystem: CrashingFileSystem) throws(FileError) -> any Directory {
    WatchedDirectory(try fileSystem.openDirectory(at: card), watch: fileSystem.watch(of: card))
  }

  /// A new process: opening the session finishes what was interrupted.
  package func session(_ fileSystem: CrashingFileSystem, hasCard: Bool = true) throws -> StoreSession {
    try StoreSession(try environment(fileSystem, hasCard: hasCard))
  }

  /// A request for a backup of the planted configuration and one bus module.
  package func request(
    _ fileSystem: CrashingFileSystem, _ label: String, isKept: Bool = false
  ) throws(FileError) -> BackupRequest {
    BackupRequest(
      configuration: try fileSystem.openDirectory(at: Self.configuration),
      modules: [
        ModuleSnapshot(
          ModuleIdentity(address: "0050", kind: "lens", serial: "L1", firmware: "1.0"),
          configuration: [UInt8](repeating: 0x62, count: 100))
      ],
      identity: ArchiveIdentity(model: "C100", serial: "42", firmware: "3.1"), label: label, isKept: isKept)
  }

  /// Creates a backup of this label.
  @discardableResult
  package func create(
    _ fileSystem: CrashingFileSystem, _ label: String, isKept: Bool = false
  ) throws -> BackupOutcome {
    try session(fileSystem).create(try request(fileSystem, label, isKept: isKept))
  }

  /// Sets a PIN, without the former one if there is one.
  @discardableResult
  package func setPIN(
    _ fileSystem: CrashingFileSystem, _ text: String, hasCard: Bool = true, _ decisions: PINDecisions = .agreeing
  ) throws -> PINOutcome {
    try session(fileSystem, hasCard: hasCard).setPIN(Self.digits(text), forgetting: true, decisions)
  }

  /// The bytes of every file on the card, by name.
  package static func cardFiles(_ fileSystem: CrashingFileSystem) -> [String: [UInt8]] {
    var files: [String: [UInt8]] = [:]
    for name in fileSystem.names(vault) { files[name] = fileSystem.bytes("\(vault)/\(name)") }
    return files
  }
}

extension PINDecisions {
  /// Someone who says yes to everything.
  package static var agreeing: PINDecisions {
    var decisions = PINDecisions()
    decisions.goOnTrying = { _, _ in true }
    decisions.lockCard = { _ in true }
    decisions.loseDamaged = { _ in true }
    decisions.leaveCard = { _ in true }
    return decisions
  }
}
