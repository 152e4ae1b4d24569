import BackupStore
import CameraDevice
import CameraModel
import CameraService
import FileSystem
import Sodium
import TestSupport

/// Cameras that share a card and a configuration on a real file system, each with a state directory of its own.
struct StoreBench {
  private let path: String
  private let root: any Directory

  static func with(_ body: (StoreBench) throws -> Void) throws {
    try withTemporaryDirectory { path in try body(try StoreBench(path)) }
  }

  private init(_ path: String) throws {
    self.path = path
    root = try PosixFileSystem().openDirectory(at: path)
    for name in ["config", "card", "stick"] { try root.makeDirectory(name, mode: 0o700) }
    try write(RestoreBench.former)
  }

  /// Puts another `camera.cfg` into the configuration.
  func write(_ bytes: [UInt8]) throws {
    try DurableFile.replace("camera.cfg", in: try root.openDirectory("config"), with: bytes.span)
  }

  func write(_ text: String) throws { try write(Array(text.utf8)) }

  /// Puts a file onto the stick, or elsewhere, in folders that are made.
  func put(_ bytes: [UInt8], _ names: String...) throws {
    var directory = root
    for name in names.dropLast() {
      if try !directory.contains(name) { try directory.makeDirectory(name, mode: 0o700) }
      directory = try directory.openDirectory(name)
    }
    try DurableFile.replace(names[names.count - 1], in: directory, with: bytes.span)
  }

  func link(_ name: String, to target: String) throws {
    try root.openDirectory("stick").makeLink(name, to: target)
  }

  /// Makes a backup past the camera's own checks, as an earlier version would have.
  func backUpUnchecked(_ name: String = "a") throws {
    let time = StoreTime(
      now: { 1_795_000_000 }, archiveClock: .system, sinceBoot: { 5_000 }, bootID: { "boot 1" })
    let session = try StoreSession(
      StoreEnvironment(
        state: try root.openDirectory("state-\(name)"), card: try root.openDirectory("card"), time: time,
        cost: .standard))
    _ = try session.create(
      BackupRequest(
        configuration: try root.openDirectory("config"), modules: [],
        identity: ArchiveIdentity(model: "", serial: "", firmware: "")))
  }

  /// - Parameters:
  ///   - name: of the camera; it names its state directory.
  ///   - minimum: digits that a new PIN has at least.
  func camera(_ name: String = "a", minimum: Int = 8) throws -> Camera {
    let lines = [
      "SECTION camconsole", "CONFIG=\(path)/config", "STATE=\(path)/state-\(name)", "RUN=\(path)/locks",
      "CARD=\(path)/card", "CARD_MOUNT=no", "BUS=\(path)/bus", "PIN_MIN=\(minimum)",
      "IMPORT_FROM=\(path)/none, \(path)/stick",
      "ENDSECTION camconsole",
    ]
    let settings = try Settings(ConfigurationDocument(Array(lines.joined(separator: "\n").utf8)))
    let files = PosixFileSystem()
    let machine = Machine(
      settings: settings, files: files, card: PosixCardSlot(path: settings.card, mustBeMounted: false, files: files),
      bus: PosixModuleBus(settings, files: files), time: SettableClocks(), commands: RecordingRunner())
    return Camera(machine, log: MemoryLog(), waitSeconds: 10, caller: Caller(name: "root", origin: .shell))
  }
}
