package import CameraModel
package import FileSystem

/// The file `camera.cfg` of the configuration directory.
package struct MainConfiguration: Sendable {
  /// Its name in the configuration directory.
  package static let name = ConfigurationFiles.mainName
  /// Bytes that it has at most.
  package static let limit = 16 << 20

  private let directory: any Directory

  /// Opens the configuration directory, and stays with it whatever comes under its path later.
  package init(_ settings: Settings, files: any FileRoot) throws(FileError) {
    directory = try files.openDirectory(at: settings.configuration)
  }

  /// - Throws: also when it is larger than the limit (`EFBIG`).
  package func read() throws(FileError) -> ConfigurationDocument {
    guard let bytes = try directory.readWhole(Self.name, limit: Self.limit) else {
      throw FileError(.read, Self.name, code: FileError.Code.tooLarge)
    }
    return ConfigurationDocument(bytes)
  }

  /// Removes what a cut in a change of it left: password strings of users who were never set are in it.
  package func clearLeftover() throws(FileError) {
    try DurableFile.clearLeftover(of: Self.name, in: directory)
  }

  /// Removes what a cut left with an earlier version. An administrator may use that name as well: so this is done where
  /// users are set and at a start, and not by every report.
  package func clearEarlierLeftover() throws(FileError) {
    try EarlierLeftover.clear(in: directory)
  }

  /// Replaces it durably and in one step; owner, group and mode stay as they are.
  package func replace(with document: ConfigurationDocument) throws(FileError) {
    try DurableFile.replaceKeepingAttributes(Self.name, in: directory, with: document.bytes.span)
  }
}
