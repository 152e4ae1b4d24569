internal import CameraModel
internal import FileSystem
internal import Synchronization

/// What a module is asked when it is listed: whether it is one, what it says of itself, and whether its configuration
/// can be read.
final class ModuleQuestion: Sendable {
  enum Answer: Sendable {
    case module
    /// The directory is there and has no configuration, or it is a file: an adapter, a helper of a driver, a stray
    /// file.
    case notAModule
  }

  private let address: ModuleAddress
  private let path: String
  private let readsConfiguration: Bool
  private let settings: Settings
  private let files: any FileRoot
  /// Kind, serial number and firmware, as far as they could be read: they are known also of a module that hangs later.
  private let texts = Mutex(["", "", ""])

  init(address: ModuleAddress, path: String, readsConfiguration: Bool, settings: Settings, files: any FileRoot) {
    self.address = address
    self.path = path
    self.readsConfiguration = readsConfiguration
    self.settings = settings
    self.files = files
  }

  var job: BusJob<Answer> {
    BusJob(subject: path) { [self] (call) throws(FileError) in try ask(call) }
  }

  /// The module as far as it answered.
  ///
  /// - Returns: `nil` for what is not a module.
  func module(_ result: Result<Answer, ModuleBusError>) -> BusModule? {
    switch result {
    case .success(.notAModule): nil
    case .success(.module): module(state: .ok)
    case .failure(let error): module(state: error.state)
    }
  }

  func module(state: BusModule.State) -> BusModule {
    let texts = texts.withLock { $0 }
    return BusModule(address: address, kind: texts[0], serial: texts[1], firmware: texts[2], state: state)
  }

  /// - Returns: `nil` where a file is silent.
  private func ask(_ call: BusCall) throws(FileError) -> Answer? {
    guard let directory = try openModule() else { return .notAModule }
    for (index, name) in [settings.busKind, settings.busSerial, settings.busFirmware].enumerated() where !name.isEmpty {
      call.nextStep()
      guard try isThere(name, in: directory) else { continue }
      guard let bytes = try directory.readAnswer(name, limit: 4_096) else { return nil }
      let text = DeviceText.firstLine(of: bytes)
      texts.withLock { $0[index] = text }
    }
    guard readsConfiguration else { return .module }
    // A module that says its name and is silent beyond cannot be backed up.
    call.nextStep()
    return try directory.readAnswer(settings.busConfiguration, limit: 1).map { _ in .module }
  }

  /// Whether a module has a file that says what it is. One that lacks it is a module all the same, as long as it has a
  /// configuration: else it is being pulled out.
  private func isThere(_ name: String, in directory: any Directory) throws(FileError) -> Bool {
    if try directory.contains(name) { return true }
    _ = try directory.status(of: settings.busConfiguration)
    return false
  }

  /// Opens the module's directory.
  ///
  /// A module that is being pulled out loses its files before its directory: only a directory that is still there
  /// afterwards has no configuration. A link that stays and leads nowhere is not a module either.
  ///
  /// - Returns: `nil` where it is sure that this is not a module.
  private func openModule() throws(FileError) -> (any Directory)? {
    for _ in 0..<2 {
      do throws(FileError) {
        let directory = try files.openDirectory(at: path)
        if try directory.contains(settings.busConfiguration) { return directory }
      } catch {
        guard error.code != FileError.Code.notDirectory else { return nil }
        guard error.isNotFound || error.code == FileError.Code.loop, isLink else { throw error }
      }
    }
    return nil
  }

  /// Whether a link has the module's name.
  private var isLink: Bool {
    guard let split = SplitPath(path), let bus = try? files.openDirectory(at: split.directory) else { return false }
    return (try? bus.status(of: split.name).kind) == .symbolicLink
  }
}

extension Directory {
  /// Reads at most `limit` bytes of a module's file.
  ///
  /// - Returns: `nil` for a pipe or device, which never answers, as a module that hangs.
  func readAnswer(_ name: String, limit: Int) throws(FileError) -> [UInt8]? {
    let file = try open(name)
    switch try file.status().kind {
    case .regular: return try file.readAll(limit: limit)
    case .directory: throw FileError(.read, name, code: FileError.Code.isDirectory)
    case .symbolicLink, .special: return nil
    }
  }
}
