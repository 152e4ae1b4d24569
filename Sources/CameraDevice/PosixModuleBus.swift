package import CameraModel
package import FileSystem

/// Modules as directories, as Linux exports a bus below `/sys/bus`: there they are links, which are followed.
package struct PosixModuleBus: ModuleBus {
  /// Bytes that a module's configuration has at most.
  package static let configurationLimit = 1 << 20

  private let settings: Settings
  private let files: any FileRoot
  private let patience: Patience

  package init(_ settings: Settings, files: any FileRoot = PosixFileSystem()) {
    self.settings = settings
    self.files = files
    patience = Patience(seconds: settings.busTimeout)
  }

  package func addresses() throws(ModuleBusError) -> [ModuleAddress] {
    let (files, path) = (files, settings.bus)
    do throws(ModuleBusError) {
      let names = try patience.run(for: "") { () throws(FileError) -> [DirectoryEntry]? in
        try files.openDirectory(at: path).entries()
      }
      return names.compactMap { ModuleAddress($0.name) }.sorted()
    } catch .gone {
      return []
    }
  }

  package func module(at address: ModuleAddress) -> BusModule {
    var texts = ["", "", ""]
    var state = BusModule.State.ok
    do throws(ModuleBusError) {
      for (index, name) in [settings.busKind, settings.busSerial, settings.busFirmware].enumerated() where !name.isEmpty
      {
        texts[index] = DeviceText.firstLine(of: try read(name, of: address, limit: 4096, cuts: true))
      }
      // A module that says its name and is silent beyond cannot be backed up.
      _ = try read(settings.busConfiguration, of: address, limit: 1, cuts: true)
    } catch {
      state = error.state
    }
    return BusModule(address: address, kind: texts[0], serial: texts[1], firmware: texts[2], state: state)
  }

  package func configuration(of address: ModuleAddress) throws(ModuleBusError) -> [UInt8] {
    try read(settings.busConfiguration, of: address, limit: Self.configurationLimit, cuts: false)
  }

  package func write(_ configuration: [UInt8], to address: ModuleAddress) throws(ModuleBusError) {
    let (path, name) = (settings.bus + "/" + address.text, settings.busConfiguration)
    _ = try patience.run(for: address.text) { () throws(FileError) -> Bool? in
      let directory = try PosixFileSystem().openTree(at: path)
      let file = try directory.openForWriting(name)
      let status = try file.status()
      guard status.kind == .regular else { return nil }
      try file.write(configuration.span, at: 0)
      // A file keeps its tail; an attribute of the kernel has no length of its own and may refuse to be cut.
      if status.size > configuration.count { try? directory.truncate(name, to: Int64(configuration.count)) }
      do throws(FileError) {
        try file.synchronize()
      } catch {
        // What is no file on a disk may not know fsync.
        guard error.code == SystemCalls.Code.invalid else { throw error }
      }
      return true
    }
  }

  /// Reads one file of a module within the timeout.
  ///
  /// - Parameter cuts: whether bytes beyond the limit are left out, or an error.
  private func read(
    _ name: String, of address: ModuleAddress, limit: Int, cuts: Bool
  ) throws(ModuleBusError) -> [UInt8] {
    let (files, path) = (files, settings.bus + "/" + address.text)
    let bytes = try patience.run(for: address.text) { () throws(FileError) -> [UInt8]? in
      let file = try files.openDirectory(at: path).open(name)
      // A pipe is silent for ever, as a module that hangs.
      guard try file.status().kind == .regular else { return nil }
      return try file.readPieces(limit: cuts ? limit : limit + 1)
    }
    guard bytes.count <= limit || cuts else { throw .tooLarge }
    return bytes
  }
}
