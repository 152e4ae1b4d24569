package import CameraModel
package import FileSystem

/// Modules as directories, as Linux exports a bus below `/sys/bus`: there they are links, which are followed.
package struct PosixModuleBus: ModuleBus {
  /// Bytes that a module's configuration has at most.
  package static let configurationLimit = 1 << 20

  private let settings: Settings
  private let files: any FileRoot
  private let calls: BusCalls

  /// - Parameter settings: say where the bus is, and how long a module may take to answer.
  package init(_ settings: Settings, files: any FileRoot) {
    self.init(settings, files, shouldStop: { false })
  }

  /// - Parameter shouldStop: is asked several times a second whether to wait no longer for an answer.
  private init(_ settings: Settings, _ files: any FileRoot, shouldStop: @escaping @Sendable () -> Bool) {
    self.settings = settings
    self.files = files
    calls = BusCalls(seconds: settings.busTimeout, shouldStop: shouldStop)
  }

  package func stoppable(by shouldStop: @escaping @Sendable () -> Bool) -> any ModuleBus {
    PosixModuleBus(settings, files, shouldStop: shouldStop)
  }

  package var unstoppable: any ModuleBus { PosixModuleBus(settings, files: files) }

  package func modules(leavingOut: Set<String>) throws(ModuleBusError) -> [BusModule] {
    let questions = try addresses().map { question($0, readsConfiguration: !leavingOut.contains($0.text)) }
    let answers = calls.runAll(questions.map(\.job))
    // Nobody takes a list for whole in which modules seem to fail that were not asked, or not waited for.
    for case .failure(.stopped) in answers { throw .stopped }
    for case .failure(.noThread) in answers { throw .noThread }
    return zip(questions, answers).compactMap { $0.module($1) }
  }

  package func module(at address: ModuleAddress) -> BusModule {
    let question = question(address)
    return question.module(calls.runAll([question.job])[0]) ?? question.module(state: .gone)
  }

  package func configurations(of addresses: [ModuleAddress]) -> [Result<[UInt8], ModuleBusError>] {
    let (files, name, limit) = (files, settings.busConfiguration, Self.configurationLimit)
    let jobs = addresses.map { address in
      let path = path(address)
      return BusJob(subject: path) { (_) throws(FileError) -> [UInt8]? in
        try files.openDirectory(at: path).readAnswer(name, limit: limit + 1)
      }
    }
    return calls.runAll(jobs).map { result in
      result.flatMap { $0.count <= limit ? .success($0) : .failure(.tooLarge) }
    }
  }

  package func write(_ configuration: [UInt8], to address: ModuleAddress) throws(ModuleBusError) {
    let (files, path, name) = (files, path(address), settings.busConfiguration)
    _ = try calls.run(for: path) { (_) throws(FileError) -> Bool? in
      let directory = try files.openDirectory(at: path)
      let file = try directory.openForWriting(name)
      let status = try file.status()
      guard status.kind == .regular else { return nil }
      try file.write(configuration.span, at: 0)
      // A file keeps its tail; an attribute of the kernel has no length of its own and may refuse to be cut.
      if status.size > configuration.count { try? directory.truncate(name, to: Int64(configuration.count)) }
      try file.synchronizeWherePossible()
      return true
    }
  }

  package func synchronize(_ address: ModuleAddress) throws(ModuleBusError) {
    let (files, path, name) = (files, path(address), settings.busConfiguration)
    _ = try calls.run(for: path) { (_) throws(FileError) -> Bool? in
      try files.openDirectory(at: path).open(name).synchronizeWherePossible()
      return true
    }
  }

  /// The names in the bus' directory that are addresses, sorted.
  private func addresses() throws(ModuleBusError) -> [ModuleAddress] {
    let (files, path) = (files, settings.bus)
    guard !path.isEmpty else { return [] }
    let names = try calls.run(for: path) { (_) throws(FileError) -> [DirectoryEntry]? in
      do throws(FileError) {
        return try files.openDirectory(at: path).entries()
      } catch {
        // Only what is not there is a camera without a bus.
        guard error.isNotFound else { throw error }
        return []
      }
    }
    return names.compactMap { ModuleAddress($0.name) }.sorted()
  }

  private func path(_ address: ModuleAddress) -> String { settings.bus + "/" + address.text }

  private func question(_ address: ModuleAddress, readsConfiguration: Bool = true) -> ModuleQuestion {
    ModuleQuestion(
      address: address, path: path(address), readsConfiguration: readsConfiguration, settings: settings, files: files)
  }
}
