import BackupStore
import CameraDevice
import CameraModel
import FileSystem
import Sodium
import Synchronization
import TestSupport
import Testing

@testable import CameraService

/// A camera with a card and a backup, whose clocks and boots the test sets: the exchange of directories needs a real
/// file system.
struct RestoreBench {
  static let former = "SECTION users\nUSER1=admins:\(Bench.hash("x")):admin\nENDSECTION users\nNAME=former\n"
  static let new = "SECTION users\nUSER1=admins:\(Bench.hash("x")):admin\nENDSECTION users\nNAME=new\n"

  let camera: Camera
  let clocks: SettableClocks
  let runner: RecordingRunner
  let log: MemoryLog
  private let configuration: any Directory

  /// Runs `body` with a camera that was restored, and that has been running for so many seconds since.
  static func with(minutes: Int, _ body: (RestoreBench) throws -> Void) throws {
    try withTemporaryDirectory { path in
      let bench = try RestoreBench(path)
      try bench.write(new)
      _ = try bench.camera.setPIN(try secret("48151623420815"), forgetting: false, PINDecisions())
      _ = try bench.camera.startBackup(StartBackupOptions())
      try bench.write(former)
      try bench.restore(minutes: minutes)
      try body(bench)
    }
  }

  func restore(
    _ backup: BackupSelector = .latest, minutes: Int, _ options: RestoreOptions = RestoreOptions()
  ) throws {
    var options = options
    options.revertMinutes = minutes
    camera.markBoot(once: false)
    _ = try camera.restore(backup, try secret("48151623420815"), options)
  }

  /// What a restore of a configuration over another would change, and how often that took the check of a password.
  static func preview(
    of new: String, over former: String, _ options: RestoreOptions = RestoreOptions(),
    caller: Caller = Caller(name: "admin", origin: .console("ttyS0"))
  ) throws -> (preview: RestorePreview, checks: Int) {
    try withTemporaryDirectory { path in
      let hashing = CountingHashing()
      let bench = try RestoreBench(path, hashing.hashing)
      try bench.write(new)
      _ = try bench.camera.setPIN(try secret("48151623420815"), forgetting: false, PINDecisions())
      _ = try bench.camera.startBackup(StartBackupOptions())
      try bench.write(former)
      bench.camera.markBoot(once: false)
      let preview = try bench.camera.acting(as: caller).previewRestore(.latest, try secret("48151623420815"), options)
      return (preview, hashing.checks)
    }
  }

  private init(_ path: String, _ passwords: PasswordHashing = .argon2id) throws {
    let files = PosixFileSystem()
    for name in ["config", "card"] { try files.openDirectory(at: path).makeDirectory(name, mode: 0o700) }
    let lines = [
      "SECTION camconsole", "CONFIG=\(path)/config", "STATE=\(path)/state", "RUN=\(path)/locks", "CARD=\(path)/card",
      "CARD_MOUNT=no", "BUS=\(path)/bus", "REBOOT=/sbin/reboot now", "ENDSECTION camconsole",
    ]
    let settings = try Settings(ConfigurationDocument(Array(lines.joined(separator: "\n").utf8)))
    clocks = SettableClocks()
    runner = RecordingRunner()
    log = MemoryLog()
    let machine = Machine(
      settings: settings, files: files, card: PosixCardSlot(path: settings.card, mustBeMounted: false, files: files),
      bus: PosixModuleBus(settings, files: files), time: clocks, commands: runner)
    camera = Camera(
      machine, passwords: passwords, log: log, caller: Caller(name: "dora", origin: .console("ttyS0")))
    configuration = try files.openDirectory(at: path)
  }

  /// Puts another configuration under its name.
  func write(_ text: String) throws {
    let directory = try configuration.openDirectory("config")
    try DurableFile.replace("camera.cfg", in: directory, with: Array(text.utf8).span)
  }

  /// A file of the state directory.
  func state(_ name: String) throws -> [UInt8] {
    try configuration.openDirectory("state").open(name).readAll(limit: 1 << 20)
  }

  /// Puts another file into the state directory.
  func writeState(_ name: String, _ bytes: [UInt8]) throws {
    try DurableFile.replace(name, in: try configuration.openDirectory("state"), with: bytes.span)
  }

  /// Puts a link in the place of the configuration: no restore exchanges that.
  func linkConfiguration() throws {
    try configuration.rename("config", to: "real")
    try configuration.makeLink("config", to: "real")
  }

  func removeState(_ name: String) throws { try configuration.openDirectory("state").remove(name) }

  /// The configuration as it is under its name now.
  func text() throws -> String {
    let directory = try configuration.openDirectory("config")
    return String(decoding: try directory.open("camera.cfg").readAll(limit: 4_096), as: UTF8.self)
  }

  /// Whether the run of `boot` restarted the camera.
  var isRestarted: Bool { runner.commands.contains(["/sbin/reboot", "now"]) }
}

/// Clocks and a boot that are set.
final class SettableClocks: TimeSource {
  private struct State {
    var wall: Int64 = 1_795_000_000
    var boot: Int64
    var number: Int
  }

  private let state: Mutex<State>

  /// - Parameters:
  ///   - boot: counts boots.
  ///   - elapsed: seconds since this one.
  init(boot: Int = 1, elapsed: Int64 = 5_000) { state = Mutex(State(boot: elapsed, number: boot)) }

  func setWall(by seconds: Int64) { state.withLock { $0.wall += seconds } }

  func pass(_ seconds: Int) {
    state.withLock {
      $0.wall += Int64(seconds)
      $0.boot += Int64(seconds)
    }
  }

  func restart() {
    state.withLock {
      $0.boot = 0
      $0.number += 1
    }
  }

  func now() -> FileTime { FileTime(seconds: state.withLock { $0.wall }, nanoseconds: 0) }
  func sinceBoot() -> FileTime { FileTime(seconds: state.withLock { $0.boot }, nanoseconds: 0) }
  func bootID() throws(FileError) -> String { "boot \(state.withLock { $0.number })" }
  func localTime(_ seconds: Int64) -> String { "\(seconds)" }
}
