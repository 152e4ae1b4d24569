import BackupStore
import CameraModel
import FileSystem
import Sodium
import TestSupport

/// A camera whose PIN is derived at no cost, and whose clocks stand still.
struct BenchmarkCamera {
  var state: any Directory
  var card: any Directory
  var configuration: any Directory
  var modules: [ModuleSnapshot] = []

  private static let pin = "48151623420815"

  init(state: any Directory, card: any Directory, configuration: any Directory) {
    self.state = state
    self.card = card
    self.configuration = configuration
  }

  /// A camera that is there.
  init(in folder: String, configuration: String) throws {
    let system = PosixFileSystem()
    self.init(
      state: try system.openDirectory(at: folder + "/state"), card: try system.openDirectory(at: folder + "/card"),
      configuration: try system.openDirectory(at: configuration))
  }

  /// A new camera in an empty directory.
  static func make(in folder: String, configuration: String) throws -> BenchmarkCamera {
    let root = try PosixFileSystem().openDirectory(at: folder)
    for name in ["state", "card"] { try root.makeDirectory(name, mode: 0o700) }
    let camera = try BenchmarkCamera(in: folder, configuration: configuration)
    try camera.setPIN()
    return camera
  }

  var digits: SecretBytes { StoreFixture.digits(Self.pin) }

  func setPIN() throws {
    _ = try session().setPIN(digits, forgetting: false, PINDecisions())
  }

  func session() throws -> StoreSession {
    let environment = StoreEnvironment(
      state: state, card: card, time: StoreFixture.time, cost: .standard, stretch: StoreFixture.stretch)
    return try StoreSession(environment)
  }

  var request: BackupRequest {
    BackupRequest(
      configuration: configuration, modules: modules,
      identity: ArchiveIdentity(model: "C100", serial: "42", firmware: "3.1"))
  }

  /// The same camera, with the handles of state and card counted.
  func counted(by counter: SynchronizationCounter) -> BenchmarkCamera {
    var camera = self
    camera.state = CountingDirectory(state, counter)
    camera.card = CountingDirectory(card, counter)
    return camera
  }

  /// Modules as they lie in a directory of the demo camera.
  static func modules(at path: String) throws -> [ModuleSnapshot] {
    let bus = try PosixFileSystem().openDirectory(at: path)
    return try bus.entries().map { entry in
      let module = try bus.openDirectory(entry.name)
      func text(_ name: String) throws -> String {
        String(decoding: try module.open(name).readAll(limit: 64).prefix { $0 != 0x0A }, as: UTF8.self)
      }
      return ModuleSnapshot(
        ModuleIdentity(
          address: entry.name, kind: try text("kind"), serial: try text("serial"), firmware: try text("firmware")),
        configuration: try module.open("config").readAll(limit: 1_000_000))
    }
  }
}
