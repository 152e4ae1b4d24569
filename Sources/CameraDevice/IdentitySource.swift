package import CameraModel
package import FileSystem

/// Where the camera's model, serial number, firmware, name and address are read.
package struct IdentitySource: Sendable {
  private let settings: Settings
  private let files: any FileRoot

  /// - Parameter files: where the files of the settings and `camera.cfg` are read.
  package init(_ settings: Settings, files: any FileRoot) {
    self.settings = settings
    self.files = files
  }

  /// Each from its file, or else from `SECTION identity` of `camera.cfg`; empty when that does not say. The name is the
  /// key `NAME` there, and the address the first one in the sections of the network.
  package func read() throws(FileError) -> CameraIdentity {
    let document = try configuration()
    return CameraIdentity(
      model: try text(settings.modelFile, "MODEL", document),
      serial: try text(settings.serialFile, "SERIAL", document),
      firmware: try text(settings.firmwareFile, "FIRMWARE", document), name: try text("", "NAME", document),
      address: address(document))
  }

  private func configuration() throws(FileError) -> ConfigurationDocument {
    guard [settings.modelFile, settings.serialFile, settings.firmwareFile].contains("") else {
      // The name and the address alone are not worth an error.
      let bytes = try? files.openDirectory(at: settings.configuration).open(MainConfiguration.name).readAll(
        limit: MainConfiguration.limit)
      return ConfigurationDocument(bytes ?? [])
    }
    let directory = try files.openDirectory(at: settings.configuration)
    let file = try directory.readAtRest(MainConfiguration.name, limit: MainConfiguration.limit) { bytes in
      !(ConfigurationDocument(bytes).value("MODEL", in: CameraIdentity.section) ?? []).isEmpty
    }
    return ConfigurationDocument(file?.bytes ?? [])
  }

  private func address(_ document: ConfigurationDocument) -> String {
    let entries = settings.networkSections.lazy.flatMap { document.entries(in: $0) }
    return entries.first { NetworkAddress.isKey($0.key) }.map { DeviceText.firstLine(of: $0.value) } ?? ""
  }

  private func text(_ path: String, _ key: String, _ document: ConfigurationDocument) throws(FileError) -> String {
    guard !path.isEmpty else { return DeviceText.firstLine(of: document.value(key, in: CameraIdentity.section) ?? []) }
    return DeviceText.firstLine(of: try files.openFile(at: path).readAll(limit: 4096))
  }
}
