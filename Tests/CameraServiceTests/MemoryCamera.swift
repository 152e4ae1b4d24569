import BackupStore
import CameraDevice
import CameraModel
import FileSystem
import TestSupport

@testable import CameraService

/// A camera of which nothing is on the disk: configuration, state, card and modules are in a file system in memory,
/// clocks and boots are set, and passwords and the PIN cost nothing.
///
/// A value without files of its own: the file system is given to each camera, because an enumeration copies it for
/// every state.
struct MemoryCamera {
  static let pin = "48151623420815"
  static let reboot = ["/sbin/reboot"]
  static let module = "/bus/01/config"
  private static let configuration = "/flash/config/camera.cfg"
  private static let caller = Caller(name: "dora", origin: .console("ttyS0"))

  let clocks = SettableClocks()
  let runner = RecordingRunner()

  /// The configuration that is restored, and the one before, each with the settings of the module.
  enum Version: String {
    case former, new

    var text: String {
      "SECTION identity\nMODEL=M26B\nNAME=\(rawValue)\nENDSECTION identity\n"
        + "SECTION users\nUSER1=admins:\(Bench.hash("x")):admin\nENDSECTION users\n"
    }
    var moduleText: String { "SECTION keypad\nNAME=\(rawValue)\nENDSECTION keypad\n" }
  }

  /// A camera with one module and an empty card. Flash, run directory, card and bus are media of their own.
  static func makeFiles() -> CrashingFileSystem {
    let files = CrashingFileSystem("/flash", "/run", "/card", "/bus", "/proc/self")
    files.plant("/proc/self/mountinfo", Array("1 0 254:0 / / rw - ext4 /dev/mmcblk0 rw\n".utf8))
    for path in ["/flash/config", "/flash/config/certs", "/flash/state", "/bus/01"] { files.plantDirectory(path) }
    files.plantLink("/flash/config/certs/current.pem", to: "camera.pem")
    files.plant("/bus/01/kind", Array("Keypad\n".utf8))
    put(.former, in: files)
    return files
  }

  /// Puts a version under the configuration's name and into the module, past everything.
  static func put(_ version: Version, in files: CrashingFileSystem) {
    files.plant(configuration, Array(version.text.utf8))
    files.plant(module, Array(version.moduleText.utf8))
  }

  /// The version that is in force; `nil` for anything else, also for a mixture.
  static func version(in files: CrashingFileSystem) -> Version? {
    let text = files.bytes(configuration).map { String(decoding: $0, as: UTF8.self) }
    let moduleText = files.bytes(module).map { String(decoding: $0, as: UTF8.self) }
    return [Version.former, .new].first { $0.text == text && $0.moduleText == moduleText }
  }

  func camera(on files: CrashingFileSystem) throws -> Camera {
    let lines = [
      "SECTION camconsole", "CONFIG=/flash/config", "STATE=/flash/state", "RUN=/run", "CARD=/card", "CARD_MOUNT=no",
      "BUS=/bus", "BUS_FIRMWARE=", "BUS_SERIAL=", "REBOOT=\(Self.reboot.joined(separator: " "))",
      "ENDSECTION camconsole",
    ]
    let settings = try Settings(ConfigurationDocument(Array(lines.joined(separator: "\n").utf8)))
    let machine = Machine(
      settings: settings, files: files, card: PosixCardSlot(path: "/card", mustBeMounted: false, files: files),
      bus: PosixModuleBus(settings, files: files), time: clocks, commands: runner)
    return Camera(
      machine, passwords: CountingHashing().hashing, stretch: StoreFixture.stretch, log: MemoryLog(),
      caller: Self.caller)
  }

  /// A camera whose card has a backup of the new version, and which runs with the former one.
  func prepare(_ files: CrashingFileSystem) throws {
    let camera = try camera(on: files)
    _ = try camera.setPIN(try secret(Self.pin), forgetting: false, PINDecisions())
    Self.put(.new, in: files)
    _ = try camera.startBackup(StartBackupOptions())
    Self.put(.former, in: files)
    camera.markBoot(once: false)
  }

  func restore(_ files: CrashingFileSystem, _ backup: BackupSelector = .latest, minutes: Int = 10) throws {
    var options = RestoreOptions()
    options.revertMinutes = minutes
    _ = try camera(on: files).restore(backup, try secret(Self.pin), options)
  }

  /// Runs `boot` on a camera whose time passes only while it waits.
  ///
  /// - Parameter isWaited: whether it goes on waiting; else it ends at the first wait.
  func boot(_ files: CrashingFileSystem, waits isWaited: Bool = true) throws -> [BootReport] {
    var reports: [BootReport] = []
    try camera(on: files).boot(once: false) { seconds in
      clocks.pass(seconds)
      return isWaited
    } tell: { news in
      if case .success(let report) = news { reports.append(report) }
    }
    return reports
  }
}
