import BackupStore
import CameraDevice
import CameraModel
import FileSystem
import Sodium
import TestSupport

@testable import CameraService

/// A whole camera in memory: configuration, state, card and bus each have a medium of their own on a crashing file
/// system, and nothing of it is on the disk. Passwords and PINs cost nothing, and time passes when it is told to.
///
/// What an enumeration of states needs beside it, is in `ChangeCamera`.
struct Bench {
  static let (folder, state, run) = (MemoryMachine.folder, MemoryMachine.state, MemoryMachine.run)
  static let configPath = folder + "/camera.cfg"
  static let good = "Camera!2026"
  static let pin = "48151623420815"
  static let front = "# front\r\nSECTION identity\r\nMODEL=M26B\r\nENDSECTION identity\r\n\r\n"
  static let back = "SECTION tail\n\tUSER1=not:a:user\nENDSECTION tail\nlast line without an end"
  static let former =
    "SECTION users\nUSER1=admins:\(hash("x")):admin\nENDSECTION users\nNAME=former\n"
  static let new = "SECTION users\nUSER1=admins:\(hash("x")):admin\nENDSECTION users\nNAME=new\n"

  let camera: Camera
  let files: CrashingFileSystem
  let clock: TestClock
  let log = MemoryLog()
  let runner: RecordingRunner
  let hashing: CountingHashing

  /// - Parameters:
  ///   - files: what the camera has; it goes on from what is there. A card and a bus are there if they have a medium.
  ///   - settings: further lines.
  init(
    files: CrashingFileSystem, state: String = Self.state, settings extra: [String] = [],
    clock: TestClock = TestClock(), runner: RecordingRunner = RecordingRunner(),
    hashing: CountingHashing = CountingHashing(), waitSeconds: Int = 10,
    observer: WorkObserver = .none,
    caller: Caller = Caller(name: "root", origin: .shell)
  ) throws {
    self.files = files
    self.clock = clock
    self.runner = runner
    self.hashing = hashing
    let machine = try MemoryMachine.make(files, state: state, settings: extra, clock: clock, runner: runner)
    camera = Camera(
      machine, passwords: hashing.hashing, stretch: StoreFixture.stretch, log: log,
      waitSeconds: waitSeconds,
      observer: observer, caller: caller)
  }

  /// Runs `body` with a camera of these user lines, without a card.
  static func with(
    _ lines: [String] = ["USER1=admins:\(hash(good)):admin"], settings: [String] = [],
    _ body: (Bench) throws -> Void
  ) throws {
    let files = CrashingFileSystem("/flash", state, run)
    files.plantDirectory(folder)
    files.plant(configPath, Array(configuration(lines).utf8))
    try body(try Bench(files: files, settings: settings))
  }

  /// What would have changed a file, but for locks in the run directory: an operation each.
  var changes: [Substring] {
    files.trace.split(separator: "\n").filter {
      $0.first?.isNumber == true && !$0.contains(" \(Self.run)/")
    }
  }
}

/// The configuration.
extension Bench {
  static func configuration(_ lines: [String]) -> String {
    front + (["SECTION users"] + lines + ["ENDSECTION users", ""]).joined(separator: "\n") + back
  }

  /// The configuration as it is on the medium.
  var configuration: String? { Self.configuration(of: files) }

  static func configuration(of files: CrashingFileSystem) -> String? {
    files.bytes(configPath).map { String(decoding: $0, as: UTF8.self) }
  }

  /// The password string that the bench makes of a password.
  static func hash(_ password: String) -> String {
    let digest = password.utf8.reduce(UInt64(14_695_981_039_346_656_037)) {
      ($0 ^ UInt64($1)) &* 1_099_511_628_211
    }
    let digits = String(digest, radix: 16)
    return "$argon2id$v=19$m=65536,t=2,p=1$c2FsdHNhbHQ$"
      + String(repeating: "0", count: 24 - digits.count) + digits
  }

  /// Puts another `camera.cfg` into the configuration.
  func write(_ bytes: [UInt8]) throws {
    try DurableFile.replace(
      "camera.cfg", in: try files.openDirectory(at: Self.folder), with: bytes.span)
  }

  func write(_ text: String) throws { try write(Array(text.utf8)) }

  func text() throws -> String {
    let directory = try files.openDirectory(at: Self.folder)
    return String(decoding: try directory.open("camera.cfg").readAll(limit: 4_096), as: UTF8.self)
  }

  /// Puts a link in the place of the configuration: no restore exchanges that.
  func linkConfiguration() throws {
    let flash = try files.openDirectory(at: "/flash")
    try flash.rename("config", to: "real")
    try flash.makeLink("config", to: "real")
  }
}

/// The state directory.
extension Bench {
  func state(_ name: String) throws -> [UInt8] {
    try files.openDirectory(at: Self.state).open(name).readAll(limit: 1 << 20)
  }

  func writeState(_ name: String, _ bytes: [UInt8]) throws {
    try DurableFile.replace(name, in: try files.openDirectory(at: Self.state), with: bytes.span)
  }

  func removeState(_ name: String) throws { try files.openDirectory(at: Self.state).remove(name) }
}

/// A card with a backup, and what is restored from it.
extension Bench {
  /// Runs `body` with a camera that was restored, and has to be confirmed within so many minutes.
  static func restored(minutes: Int, _ body: (Bench) throws -> Void) throws {
    let bench = try backedUp(new, over: former, CountingHashing())
    try bench.restore(minutes: minutes)
    try body(bench)
  }

  /// What a restore of a configuration over another would change, and how often that took the check of a password.
  static func preview(
    of new: String, over former: String, _ options: RestoreOptions = RestoreOptions(),
    caller: Caller = Caller(name: "admin", origin: .console("ttyS0"))
  ) throws -> (preview: RestorePreview, checks: Int) {
    let bench = try backedUp(new, over: former, CountingHashing())
    bench.camera.markBoot(once: false)
    let preview = try bench.camera.acting(as: caller).previewRestore(
      .latest, try secret(pin), options)
    return (preview, bench.hashing.checks)
  }

  /// A camera with a backup of one configuration, which has the other.
  private static func backedUp(_ new: String, over former: String, _ hashing: CountingHashing)
    throws -> Bench
  {
    let bench = try Bench(
      files: MemoryMachine.media("/states", "/stick"), clock: TestClock(elapsed: 5_000), hashing: hashing,
      caller: Caller(name: "dora", origin: .console("ttyS0")))
    try bench.write(new)
    _ = try bench.camera.setPIN(try secret(pin), forgetting: false, PINDecisions())
    _ = try bench.camera.startBackup(StartBackupOptions())
    try bench.write(former)
    return bench
  }

  func restore(
    _ backup: BackupSelector = .latest, minutes: Int, _ options: RestoreOptions = RestoreOptions()
  ) throws {
    var options = options
    options.revertMinutes = minutes
    camera.markBoot(once: false)
    _ = try camera.restore(backup, try secret(Self.pin), options)
  }

  /// Whether the run of `boot` restarted the camera.
  var isRestarted: Bool { runner.commands.contains(["/sbin/reboot", "now"]) }
}

/// Cameras that share a card and a configuration, each with a state directory of its own, and a stick.
extension Bench {
  static func withCard(_ body: (Bench) throws -> Void) throws {
    let bench = try Bench(files: MemoryMachine.media("/states", "/stick"))
    try bench.write(former)
    try body(bench)
  }

  /// - Parameters:
  ///   - name: of the camera; it names its state directory.
  ///   - minimum: digits that a new PIN has at least.
  func camera(_ name: String, minimum: Int = 8) throws -> Camera {
    let settings = ["PIN_MIN=\(minimum)", "IMPORT_FROM=/none, /stick"]
    return try Bench(
      files: files, state: "/states/\(name)", settings: settings, clock: TestClock(elapsed: 5_000)
    ).camera
  }

  /// Puts a file onto the stick, or elsewhere, in folders that are made.
  func put(_ bytes: [UInt8], _ names: String...) throws {
    var directory = try files.openDirectory(at: "/" + names[0])
    for name in names.dropFirst().dropLast() {
      if try !directory.contains(name) { try directory.makeDirectory(name, mode: 0o700) }
      directory = try directory.openDirectory(name)
    }
    try DurableFile.replace(names[names.count - 1], in: directory, with: bytes.span)
  }

  /// Makes a link on the stick.
  func link(_ name: String, to target: String) throws {
    try files.openDirectory(at: "/stick").makeLink(name, to: target)
  }

  /// Makes a backup past the camera's own checks, as an earlier version would have.
  func backUpUnchecked(_ name: String) throws {
    let session = try StoreSession(
      StoreEnvironment(
        state: try files.openDirectory(at: "/states/\(name)"),
        card: try files.openDirectory(at: MemoryMachine.card),
        time: StoreFixture.time, cost: .standard, stretch: StoreFixture.stretch))
    _ = try session.create(
      BackupRequest(
        configuration: try files.openDirectory(at: Self.folder), modules: [],
        identity: ArchiveIdentity(model: "", serial: "", firmware: "")))
  }
}
