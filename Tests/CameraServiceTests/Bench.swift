import CameraDevice
import CameraModel
import FileSystem
import Sodium
import Synchronization
import TestSupport

@testable import CameraService

/// A camera on a file system in memory, whose clock stands still and whose passwords cost nothing.
struct Bench {
  static let good = "Camera!2026"
  static let front = "# front\r\nSECTION identity\r\nMODEL=M26B\r\nENDSECTION identity\r\n\r\n"
  static let back = "SECTION tail\n\tUSER1=not:a:user\nENDSECTION tail\nlast line without an end"

  let camera: Camera
  let files: CrashingFileSystem
  let clock: TestClock
  let log: MemoryLog
  let runner: RecordingRunner
  let hashing: CountingHashing

  static let configPath = "/config/camera.cfg"
  static let run = "/run"

  /// Runs `body` with a camera of these user lines.
  static func with(
    _ lines: [String] = ["USER1=admins:\(hash(good)):admin"], settings extra: [String] = [],
    _ body: (Bench) throws -> Void
  ) throws {
    let files = CrashingFileSystem("/config", "/state", run)
    files.plant(configPath, Array(configuration(lines).utf8))
    try body(try Bench(files: files, settings: extra))
  }

  init(
    files: CrashingFileSystem, settings extra: [String] = [], hashing: CountingHashing = CountingHashing()
  ) throws {
    let lines =
      ["SECTION camconsole", "CONFIG=/config", "STATE=/state", "RUN=\(Self.run)"] + extra + ["ENDSECTION camconsole"]
    let settings = try Settings(ConfigurationDocument(Array(lines.joined(separator: "\n").utf8)))
    self.files = files
    clock = TestClock()
    log = MemoryLog()
    runner = RecordingRunner()
    self.hashing = hashing
    let machine = Machine(
      settings: settings, files: files, card: EmptySlot(), bus: EmptyBus(), time: clock, commands: runner)
    camera = Camera(
      machine, passwords: hashing.hashing, log: log, caller: Caller(name: "root", origin: .shell))
  }

  static func configuration(_ lines: [String]) -> String {
    front + (["SECTION users"] + lines + ["ENDSECTION users", ""]).joined(separator: "\n") + back
  }

  /// The password string that the bench makes of a password.
  static func hash(_ password: String) -> String {
    let digest = password.utf8.reduce(UInt64(14_695_981_039_346_656_037)) { ($0 ^ UInt64($1)) &* 1_099_511_628_211 }
    let digits = String(digest, radix: 16)
    return "$argon2id$v=19$m=65536,t=2,p=1$c2FsdHNhbHQ$" + String(repeating: "0", count: 24 - digits.count) + digits
  }

  /// What would have changed a file, but for locks in the run directory: an operation each.
  var changes: [Substring] {
    files.trace.split(separator: "\n").filter { $0.first?.isNumber == true && !$0.contains(" \(Self.run)/") }
  }

  /// The configuration as it is on the medium.
  var configuration: String? { Self.configuration(of: files) }

  static func configuration(of files: CrashingFileSystem) -> String? {
    files.bytes(configPath).map { String(decoding: $0, as: UTF8.self) }
  }
}

func secret(_ text: String) throws -> SecretBytes {
  let bytes = Array(text.utf8)
  return try SecretBytes(copying: bytes.span)
}

/// What a use case ends with; `nil` when it is done.
func failure<Result>(_ body: () throws(ServiceError) -> Result) -> ServiceError? {
  do throws(ServiceError) {
    _ = try body()
    return nil
  } catch {
    return error
  }
}

/// A clock that only moves when it is told to.
final class TestClock: TimeSource {
  private let state = Mutex<(seconds: Int64, boot: String)>((1_000, "11111111-2222-3333-4444-555555555555"))

  func pass(_ seconds: Int64) { state.withLock { $0.seconds += seconds } }

  func reboot(_ seconds: Int64 = 0) {
    state.withLock { $0 = (seconds, "99999999-2222-3333-4444-555555555555") }
  }

  func now() -> FileTime { FileTime(seconds: 1_795_000_000, nanoseconds: 0) }
  func sinceBoot() -> FileTime { state.withLock { FileTime(seconds: $0.seconds, nanoseconds: 0) } }
  func bootID() throws(FileError) -> String { state.withLock { $0.boot } }
  func localTime(_ seconds: Int64) -> String { "2026-11-02 02:00:03" }
}

/// Notes what it should run.
final class RecordingRunner: CommandRunner {
  private let noted = Mutex<(commands: [[String]], failure: CommandError?)>(([], nil))

  var commands: [[String]] { noted.withLock { $0.commands } }

  func fail(with failure: CommandError) { noted.withLock { $0.failure = failure } }

  func run(_ command: [String]) throws(CommandError) {
    let failure = noted.withLock { noted in
      noted.commands.append(command)
      return noted.failure
    }
    if let failure { throw failure }
  }
}

/// Passwords in clear, and how often one was checked.
final class CountingHashing: Sendable {
  private let counted = Mutex(0)

  /// Checks so far.
  var checks: Int { counted.withLock { $0 } }

  /// Checks since the last time this was asked.
  func takeChecks() -> Int {
    counted.withLock { count in
      defer { count = 0 }
      return count
    }
  }

  var hashing: PasswordHashing {
    PasswordHashing(
      memoryKiB: 0,
      make: { (password) throws(SodiumError) in Bench.hash(password.withBytes { text(of: $0) }) },
      verify: { [self] (password, text) in
        counted.withLock { $0 += 1 }
        return password.withBytes { Bench.hash(CameraServiceTests.text(of: $0)) } == text
      })
  }
}

private func text(of bytes: Span<UInt8>) -> String {
  String(decoding: bytes.indices.map { bytes[$0] }, as: UTF8.self)
}

private struct EmptySlot: CardSlot {
  func open() -> CardPresence { .absent }
}

private struct EmptyBus: ModuleBus {
  func modules(leavingOut: Set<String>) throws(ModuleBusError) -> [BusModule] { [] }
  func module(at address: ModuleAddress) -> BusModule {
    BusModule(address: address, kind: "", serial: "", firmware: "", state: .gone)
  }
  func configurations(of addresses: [ModuleAddress]) -> [Result<[UInt8], ModuleBusError>] {
    addresses.map { _ in .failure(.gone) }
  }
  func write(_ configuration: [UInt8], to address: ModuleAddress) throws(ModuleBusError) { throw .gone }
  func synchronize(_ address: ModuleAddress) throws(ModuleBusError) { throw .gone }
}
