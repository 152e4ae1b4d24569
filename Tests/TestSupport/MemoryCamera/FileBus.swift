package import CameraDevice
package import CameraModel
package import FileSystem

/// Modules on a crashing file system: each is a directory, and holds its settings as a file holds its bytes.
///
/// It asks no threads, so that a run does the same operations in the same order each time.
package struct FileBus: ModuleBus {
  package static let path = "/bus"
  /// The files of a module.
  package static let (kind, serial, settings) = ("kind", "serial", "config")

  private let files: any FileRoot

  package init(files: any FileRoot) { self.files = files }

  package func modules(leavingOut: Set<String>) throws(ModuleBusError) -> [BusModule] {
    let names: [DirectoryEntry]
    do {
      names = try files.openDirectory(at: Self.path).entries()
    } catch {
      guard error.isNotFound else { throw .failed(error) }
      return []
    }
    return names.compactMap { ModuleAddress($0.name) }.sorted().map(module(at:))
  }

  package func module(at address: ModuleAddress) -> BusModule {
    do throws(ModuleBusError) {
      return BusModule(
        address: address, kind: String(decoding: try read(Self.kind, address), as: UTF8.self),
        serial: String(decoding: try read(Self.serial, address), as: UTF8.self), firmware: "", state: .ok)
    } catch {
      return BusModule(address: address, kind: "", serial: "", firmware: "", state: error.state)
    }
  }

  package func configurations(of addresses: [ModuleAddress]) -> [Result<[UInt8], ModuleBusError>] {
    addresses.map { address in
      do throws(ModuleBusError) {
        return .success(try read(Self.settings, address))
      } catch {
        return .failure(error)
      }
    }
  }

  /// A module that has taken its settings holds them over a power cut; one that was being written holds anything.
  package func write(_ configuration: [UInt8], to address: ModuleAddress) throws(ModuleBusError) {
    try asking { () throws(FileError) in
      let directory = try files.openDirectory(at: path(address))
      let file = try directory.openForWriting(Self.settings)
      try file.write(configuration.span, at: 0)
      try directory.truncate(Self.settings, to: Int64(configuration.count))
      try file.synchronize()
    }
  }

  package func synchronize(_ address: ModuleAddress) throws(ModuleBusError) {
    try asking { () throws(FileError) in
      try files.openDirectory(at: path(address)).open(Self.settings).synchronize()
    }
  }

  private func path(_ address: ModuleAddress) -> String { Self.path + "/" + address.text }

  private func read(_ name: String, _ address: ModuleAddress) throws(ModuleBusError) -> [UInt8] {
    try asking { () throws(FileError) in
      try files.openDirectory(at: path(address)).open(name).readAll(limit: 1 << 20)
    }
  }

  private func asking<Answer>(_ body: () throws(FileError) -> Answer) throws(ModuleBusError) -> Answer {
    do {
      return try body()
    } catch {
      throw error.isNotFound ? .gone : .failed(error)
    }
  }
}
