package import CameraModel
package import FileSystem

/// Why the settings are refused.
package enum SettingsFileError: Error, Equatable {
  /// The file that was named does not exist.
  case missing(path: String)
  /// A link, directory, pipe or device.
  case notRegular(path: String)
  /// More than `limit` bytes.
  case tooLarge(path: String, limit: Int)
  case notTrusted(TrustError)
  case invalid(path: String, SettingsError)
  /// The state directory's path names something else.
  case notDirectory(path: String)
  case unreadable(path: String, FileError)
}

/// The settings file and the directories it names.
package struct SettingsFile: Sendable {
  /// Where the settings are when no other file is named.
  package static let defaultPath = "/etc/camconsole.conf"
  /// Bytes that a settings file has at most.
  package static let limit = 64 * 1024

  private let files: any FileRoot
  private let trust: Trust

  /// - Parameters:
  ///   - files: where the file is, and what the settings name; they trust the same.
  ///   - trust: whose file it may be.
  package init(files: any FileRoot, trust: Trust = .root) {
    self.files = files
    self.trust = trust
  }

  /// Loads the settings, and refuses those that others could have written.
  ///
  /// - Parameter path: as it was given; `nil`: the default file, without which the defaults hold.
  package func load(_ path: String?) throws(SettingsFileError) -> Settings {
    guard let bytes = try read(path ?? Self.defaultPath) else {
      if let path { throw .missing(path: path) }
      return Settings()
    }
    return try parse(bytes, path ?? Self.defaultPath)
  }

  private func parse(_ bytes: [UInt8], _ path: String) throws(SettingsFileError) -> Settings {
    try mapError(
      { SettingsFileError.invalid(path: path, $0) },
      { () throws(SettingsError) in
        let settings = try Settings(ConfigurationDocument(bytes))
        try settings.checkDirectories(resolve: resolve)
        return settings
      })
  }

  /// - Returns: `nil` when it does not exist.
  private func read(_ path: String) throws(SettingsFileError) -> [UInt8]? {
    guard let split = SplitPath(path) else { throw .notRegular(path: path) }
    guard let found = try find(split, path) else { return nil }
    guard found.status.kind == .regular else { throw .notRegular(path: path) }
    try mapError(SettingsFileError.notTrusted, try trust.check(found.status, at: path))
    guard let bytes = found.bytes else { throw .tooLarge(path: path, limit: Self.limit) }
    return bytes
  }

  /// What is under a path: its status, and the bytes of a regular file that is not too large.
  private typealias Found = (status: FileStatus, bytes: [UInt8]?)

  private func find(_ split: SplitPath, _ path: String) throws(SettingsFileError) -> Found? {
    do throws(FileError) {
      let directory = try files.openDirectory(at: split.directory)
      let entry = try directory.status(of: split.name)
      guard entry.kind == .regular else { return (entry, nil) }
      let file = try directory.open(split.name)
      return (try file.status(), try file.readWhole(limit: Self.limit))
    } catch {
      guard !error.isNotFound else { return nil }
      throw Self.reason(error, path)
    }
  }

  /// Refuses settings whose directories or files others could have written or could exchange. What does not exist is
  /// made by its first user, and is trusted as far as its path exists.
  package func check(_ settings: Settings) throws(SettingsFileError) {
    for (key, path) in settings.directories + settings.namedFiles {
      switch key {
      case "STATE", "RUN": try checkDirectory(path)
      case "CARD": try refuse(path, .mountPoint)
      // Its path is checked where the key is read. All other work goes on without the key.
      case "ESCROW": break
      default: try refuse(path, .own)
      }
    }
  }

  /// What else is wrong with a path is told by what uses it.
  private func refuse(_ path: String, _ end: PathEnd) throws(SettingsFileError) {
    do throws(FileError) {
      try files.check(path, end)
    } catch {
      if let distrust = error.distrust { throw .notTrusted(distrust) }
    }
  }

  private func checkDirectory(_ path: String) throws(SettingsFileError) {
    do throws(FileError) {
      try files.check(path, .own)
      _ = try files.openDirectory(at: path)
    } catch {
      guard !error.isNotFound else { return }
      guard error.code != FileError.Code.notDirectory else { throw .notDirectory(path: path) }
      throw Self.reason(error, path)
    }
  }

  private static func reason(_ error: FileError, _ path: String) -> SettingsFileError {
    error.distrust.map { .notTrusted($0) } ?? .unreadable(path: path, error)
  }

  /// Whether a path is the settings file, or a file that it names, as the key of `ESCROW`, or lies in a directory that
  /// it names.
  ///
  /// - Parameter file: the settings file; `nil`: the default one.
  package func isOwn(_ path: String, _ settings: Settings, _ file: String?) -> Bool {
    let place = SplitPath(path).map { resolve($0.directory) + "/" + $0.name } ?? path
    let named = [file ?? Self.defaultPath] + settings.namedFiles.map(\.path)
    return named.contains { place.utf8.elementsEqual(resolve($0).utf8) }
      || settings.directories.contains { place.utf8.starts(with: (resolve($0.path) + "/").utf8) }
  }

  /// The path without links, as far as it exists.
  private func resolve(_ path: String) -> String {
    if let real = try? files.realPath(path) { return real }
    guard let split = SplitPath(path), split.directory != path else { return path }
    return resolve(split.directory) + "/" + split.name
  }
}
