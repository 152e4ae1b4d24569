import BackupStore
import CameraDevice
import CameraModel
import FileSystem
import Glibc
import TestSupport

@testable import CameraService

/// The camera of a `Bench` as a value, for enumerations: each call is given the file system, of which every state has a
/// copy.
struct ChangeCamera: Sendable {
  static let (pin, password) = (Bench.pin, Bench.good)
  static let (configuration, state, run) = (Bench.folder, Bench.state, Bench.run)

  /// Counts boots.
  private(set) var boot = 1
  /// Seconds since the boot.
  var elapsed: Int64 = 100
  /// Gets the commands of all its copies.
  let runner = RecordingRunner()

  /// - Parameters:
  ///   - files: what the camera has; it goes on from what is there.
  ///   - clocks: `nil` for ones that stand still.
  func camera(
    _ files: CrashingFileSystem, _ clocks: TestClock? = nil, observer: WorkObserver = .none
  ) throws -> Camera {
    try Bench(
      files: files, clock: clocks ?? TestClock(boot: boot, elapsed: elapsed), runner: runner, waitSeconds: 0,
      observer: observer, caller: Caller(name: "dora", origin: .console("ttyS0"))
    ).camera
  }

  /// Starts the machine again: what was in memory is gone, and `boot` runs once.
  ///
  /// - Returns: what `boot` told last.
  mutating func restart(_ files: CrashingFileSystem) throws -> BootReport {
    begin(files)
    return try finishStart(files)
  }

  /// The machine starts; `boot` has not run yet.
  mutating func begin(_ files: CrashingFileSystem) {
    boot += 1
    elapsed = 10
    files.exchange(Self.run, with: files.addMedium())
  }

  func finishStart(_ files: CrashingFileSystem) throws -> BootReport {
    var report: BootReport?
    try camera(files).boot(once: true) { _ in
      false
    } tell: {
      report = try? $0.get()
    }
    guard let report else { throw ChangeCameraError.silentBoot }
    return report
  }

  /// Runs the `boot` that stays, while whose waits alone the time passes.
  ///
  /// - Returns: all that it told.
  mutating func stayingBoot(_ files: CrashingFileSystem) throws -> [BootReport] {
    let clocks = TestClock(boot: boot, elapsed: elapsed)
    var reports: [BootReport] = []
    try camera(files, clocks).boot(once: false) { seconds in
      clocks.pass(seconds)
      return true
    } tell: { news in
      if case .success(let report) = news { reports.append(report) }
    }
    elapsed = clocks.sinceBoot().seconds
    return reports
  }
}

enum ChangeCameraError: Error {
  case silentBoot
}

/// The two configurations between which everything changes, and the modules' settings that belong to them.
enum ChangeSide: String {
  case old, new

  var document: String {
    let user = "USER1=admins:\(Bench.hash(ChangeCamera.password)):admin"
    return "SECTION identity\nMODEL=M26B\nENDSECTION identity\nSECTION users\n\(user)\nENDSECTION users\n"
      + "NAME=\(rawValue)\n"
  }

  func settings(_ module: String) -> [UInt8] {
    Array(repeating: UInt8(ascii: self == .old ? "o" : "n"), count: self == .old ? 700 : 560) + Array(module.utf8)
  }

  /// The side that a camera has; `nil` for a mixture.
  static func found(in files: CrashingFileSystem) -> ChangeSide? {
    [ChangeSide.old, .new].first { side in
      files.bytes(ChangeCamera.configuration + "/camera.cfg") == Array(side.document.utf8)
        && modules.allSatisfy { files.bytes("\(FileBus.path)/\($0)/\(FileBus.settings)") == side.settings($0) }
    }
  }

  /// The modules, of which the second is the one that is missing or replaced.
  private static let modules = ["0050", "0051"]

  /// Puts this side in the place of whatever the camera has.
  func plant(on files: CrashingFileSystem) throws {
    files.uproot(ChangeCamera.configuration)
    files.plantDirectory(ChangeCamera.configuration)
    let path = ChangeCamera.configuration
    files.plant(path + "/camera.cfg", Array(document.utf8))
    files.setAttributes(of: path + "/camera.cfg", mode: 0o640, owner: geteuid(), group: getegid())
    files.plantLink(path + "/current", to: rawValue)
    files.plantDirectory(path + "/sub")
    files.plant(path + "/sub/data", Array(repeating: UInt8(ascii: self == .old ? "O" : "N"), count: 600))
    if self == .new {
      files.plant(path + "/sub/script", Array("#!/bin/sh\n".utf8))
      files.setAttributes(of: path + "/sub/script", mode: 0o755, owner: geteuid(), group: getegid())
    }
    let directory = try files.openDirectory(at: path)
    let time = FileTime(seconds: self == .old ? 1_600_000_000 : 1_650_000_000, nanoseconds: 5)
    try directory.setAttributes(
      FileAttributes(
        mode: self == .old ? 0o750 : 0o700, owner: geteuid(), group: getegid(), modified: time,
        extended: [ExtendedAttribute("user.side", Array(rawValue.utf8))]),
      of: "sub")
    try directory.openDirectory("sub").synchronize()
    plantModules(on: files)
  }

  /// The same of the modules.
  func plantModules(on files: CrashingFileSystem) {
    for module in Self.modules { Self.plant(module, "S\(module)", settings(module), on: files) }
  }

  private static func plant(_ module: String, _ serial: String, _ settings: [UInt8], on files: CrashingFileSystem) {
    let place = FileBus.path + "/" + module
    if files.names(FileBus.path).contains(module) { files.uproot(place) }
    files.plantDirectory(place)
    files.plant(place + "/" + FileBus.kind, Array("lens".utf8))
    files.plant(place + "/" + FileBus.serial, Array(serial.utf8))
    files.plant(place + "/" + FileBus.settings, settings)
  }

  /// Takes a module off the bus.
  static func unplug(on files: CrashingFileSystem) { files.uproot(FileBus.path + "/" + modules[1]) }

  /// Puts a module with settings of its own in the place of that one.
  static func plugInAnother(on files: CrashingFileSystem) {
    plant(modules[1], "another", Array("settings of its own".utf8), on: files)
  }

  /// Puts that one, with the settings of this side, in its place again.
  func plugIn(on files: CrashingFileSystem) {
    Self.plant(Self.modules[1], "S\(Self.modules[1])", settings(Self.modules[1]), on: files)
  }
}

extension ChangeCamera {
  /// A camera of the old side that has a PIN and a backup of the new one.
  static func makeFiles() throws -> CrashingFileSystem {
    let files = MemoryMachine.media(bus: true)
    try ChangeSide.new.plant(on: files)
    let camera = try ChangeCamera().camera(files)
    _ = try camera.setPIN(try secret(pin), forgetting: false, PINDecisions())
    _ = try camera.startBackup(StartBackupOptions())
    try ChangeSide.old.plant(on: files)
    camera.markBoot(once: true)
    return files.crashed(.kept)
  }

  func restore(
    _ backup: BackupSelector = .latest, minutes: Int = 10, modulesOnly: Bool = false, on files: CrashingFileSystem
  ) throws {
    var options = RestoreOptions()
    options.revertMinutes = minutes
    options.modulesOnly = modulesOnly
    _ = try camera(files).restore(backup, try secret(Self.pin), options)
  }
}

extension ChangeCamera {
  /// A key that its configuration does not have.
  static let key = ConfigurationKey(SectionPlace(section: "identity"), "LOCATION")

  /// Gives a key a value.
  @discardableResult
  func edit(
    _ files: CrashingFileSystem, _ value: String = "north", minutes: Int = 10, shown: ConfigurationPreview? = nil
  ) throws -> ConfigurationReport {
    var edit = ConfigurationEdit()
    edit.set(Self.key, to: Array(value.utf8))
    var options = ConfigurationOptions()
    options.revertMinutes = minutes
    return try camera(files).changeConfiguration(edit, options, shown: shown)
  }
}

/// What is seen of a camera: its configuration with every attribute, and what its modules hold.
struct CameraPicture: Hashable, CustomStringConvertible {
  private var lines: [String] = []

  init(_ files: CrashingFileSystem) throws {
    if let parent = try? files.openDirectory(at: "/flash"), (try? parent.contains("config")) == true {
      try add("config", in: parent, "config", files)
    }
    for module in files.names(FileBus.path) {
      let settings = files.bytes("\(FileBus.path)/\(module)/\(FileBus.settings)") ?? []
      lines.append("module \(module): \(Self.text(settings))")
    }
  }

  private mutating func add(
    _ name: String, in parent: any Directory, _ path: String, _ files: CrashingFileSystem
  ) throws {
    let status = try parent.status(of: name)
    let extended = try parent.extendedAttributes(of: name).map { "\($0.text)=\($0.value)" }
    var line = "\(path): \(status.kind) \(String(status.mode, radix: 8)) \(status.owner):\(status.group)"
    line += " \(extended)"
    switch status.kind {
    case .directory:
      lines.append(line + (path == "config" ? "" : " \(status.modified)"))
      let directory = try parent.openDirectory(name)
      for entry in try directory.entries().map(\.name).sorted() {
        try add(entry, in: directory, path + "/" + entry, files)
      }
    case .regular: lines.append(line + " \(Self.text(try parent.open(name).readAll(limit: 1 << 20)))")
    case .symbolicLink: lines.append(line + " -> \(String(decoding: try parent.readLink(name), as: UTF8.self))")
    case .special: lines.append(line)
    }
  }

  private static func text(_ bytes: [UInt8]) -> String {
    "\(bytes.count) bytes, \(String(decoding: bytes.prefix(40), as: UTF8.self)) \(bytes.hashValue)"
  }

  var description: String { lines.joined(separator: "\n") }
}
