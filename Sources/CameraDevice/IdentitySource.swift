package import CameraModel
package import FileSystem

/// Where the camera's model, serial number and firmware are read.
package struct IdentitySource: Sendable {
  private let settings: Settings
  private let files: any FileRoot

  /// - Parameter files: where the files of the settings and `camera.cfg` are read.
  package init(_ settings: Settings, files: any FileRoot) {
    self.settings = settings
    self.files = files
  }

  /// Each from its file, or else from `SECTION identity` of `camera.cfg`; empty when that does not say.
  package func read() throws(FileError) -> CameraIdentity {
    let document = try configuration()
    return CameraIdentity(
      model: try text(settings.modelFile, "MODEL", document),
      serial: try text(settings.serialFile, "SERIAL", document),
      firmware: try text(settings.firmwareFile, "FIRMWARE", document))
  }

  private func configuration() throws(FileError) -> ConfigurationDocument {
    guard [settings.modelFile, settings.serialFile, settings.firmwareFile].contains("") else {
      return ConfigurationDocument()
    }
    let directory = try files.openDirectory(at: settings.configuration)
    let file = try directory.readAtRest(MainConfiguration.name, limit: MainConfiguration.limit) { bytes in
      !(ConfigurationDocument(bytes).value("MODEL", in: CameraIdentity.section) ?? []).isEmpty
    }
    return ConfigurationDocument(file?.bytes ?? [])
  }

  private func text(_ path: String, _ key: String, _ document: ConfigurationDocument) throws(FileError) -> String {
    guard !path.isEmpty else { return DeviceText.firstLine(of: document.value(key, in: CameraIdentity.section) ?? []) }
    return DeviceText.firstLine(of: try files.openFile(at: path).readAll(limit: 4096))
  }
}
