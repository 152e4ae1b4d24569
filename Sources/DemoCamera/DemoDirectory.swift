package import CameraModel
package import FileSystem

/// Why there is no demo camera.
package enum DemoError: Error, Equatable {
  /// `HOME` and the user database name no home directory.
  case noHome
  /// Something of that name exists and is not a demo camera.
  case notADemo(path: String)
  /// A path that the settings file could not hold: with control characters, or no UTF-8.
  case unsuitablePath(String)
  case file(FileError)
}

/// A directory that stands for a camera: configuration, state, card, modules and settings.
package struct DemoDirectory: Sendable {
  /// Absolute, without links.
  package let path: String

  /// The settings, which name the directories beside them.
  package var settingsPath: String { path + "/" + Self.settingsName }

  static let runName = "run"
  static let settingsName = "camconsole.conf"
  /// The file by which a demo camera is recognised.
  static let markerName = ".camconsole-demo"

  /// `~/.local/share/camconsole-demo`.
  package static func defaultPath() throws(DemoError) -> String {
    let homes = [ThisProcess.environment("HOME"), ThisProcess.home].compactMap(\.self)
    guard let home = homes.first(where: { $0.utf8.first == 0x2F }) else { throw .noHome }
    return home + "/.local/share/camconsole-demo"
  }

  /// Opens the demo camera at a path.
  ///
  /// - Returns: `nil` when nothing of that name exists.
  package static func open(at path: String, in files: any FileRoot) throws(DemoError) -> DemoDirectory? {
    guard let isMarked = try isMarked(path, files) else { return nil }
    guard isMarked else { throw .notADemo(path: path) }
    return DemoDirectory(path: try orFileError { () throws(FileError) in try files.realPath(path) })
  }

  /// Whether the camera with this run directory is a demo camera, however its settings were named.
  package static func isAround(run: String, in files: any FileRoot) -> Bool {
    guard let split = SplitPath(run), split.name == runName else { return false }
    return (try? files.openDirectory(at: split.directory).contains(markerName)) == true
  }

  /// - Returns: `nil` when nothing of that name exists.
  private static func isMarked(_ path: String, _ files: any FileRoot) throws(DemoError) -> Bool? {
    do throws(FileError) {
      let directory = try files.openDirectory(at: path)
      guard try directory.contains(markerName) else { return false }
      return try directory.status(of: markerName).kind == .regular
    } catch {
      if error.isNotFound { return nil }
      guard error.code == FileError.Code.notDirectory else { throw .file(error) }
      return false
    }
  }

  /// Makes a demo camera where nothing is.
  ///
  /// It is built beside its place and renamed at the end: whatever interrupts that, there is no half demo camera.
  ///
  /// - Parameters:
  ///   - path: of the directory to make; those above it are made too.
  ///   - passwordHash: of the user `admin`, a password string of libsodium.
  package static func create(
    at path: String, in files: any FileRoot, passwordHash: String
  ) throws(DemoError) -> DemoDirectory {
    try create(at: path, in: files) { DemoTree.entries(at: $0, passwordHash: passwordHash) }
  }

  /// Makes a camera that was never set up, for a drill: without identity, users and modules, and with an empty card.
  ///
  /// - Parameter settings: lines that are added to its settings.
  package static func createBare(
    at path: String, in files: any FileRoot, settings: [String]
  ) throws(DemoError) -> DemoDirectory {
    try create(at: path, in: files) { DemoTree.bareEntries(at: $0, settings: settings) }
  }

  /// Puts a module on the bus, which holds no settings yet.
  package func addModule(_ module: ModuleIdentity, in files: any FileRoot) throws(DemoError) {
    let entries = DemoTree.module(
      DemoModule(
        address: module.address, kind: module.kind, serial: module.serial, firmware: module.firmware,
        configuration: ""))
    try Self.orFileError { () throws(FileError) in
      try DemoBuilder.make(entries, in: try files.openDirectory(at: path))
    }
  }

  /// Makes a demo camera of other files.
  static func create(
    at path: String, in files: any FileRoot, entries: (String) -> [DemoEntry]
  ) throws(DemoError) -> DemoDirectory {
    guard try isMarked(path, files) == nil, let split = SplitPath(path) else { throw .notADemo(path: path) }
    let (parent, above) = try orFileError { () throws(FileError) in
      (try files.openMakingDirectories(at: split.directory), try files.realPath(split.directory))
    }
    let place = (above == "/" ? "" : above) + "/" + split.name
    guard isSuitable(place) else { throw .unsuitablePath(place) }
    try orFileError { () throws(FileError) in
      try DemoBuilder(parent: parent, name: split.name).build(entries(place))
    }
    return DemoDirectory(path: place)
  }

  private static func orFileError<Value>(
    _ work: () throws(FileError) -> Value
  ) throws(DemoError) -> Value {
    do throws(FileError) { return try work() } catch { throw .file(error) }
  }

  private static func isSuitable(_ path: String) -> Bool {
    path.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x7F && $0 != "\u{FFFD}" }
  }
}
