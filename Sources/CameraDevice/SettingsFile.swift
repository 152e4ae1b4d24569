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

  package init(files: any FileRoot = PosixFileSystem(), trust: Trust = .root) {
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
    do throws(SettingsError) {
      let settings = try Settings(ConfigurationDocument(bytes))
      try settings.checkDirectories(resolve: Self.resolve)
      return settings
    } catch {
      throw .invalid(path: path, error)
    }
  }

  /// - Returns: `nil` when it does not exist.
  private func read(_ path: String) throws(SettingsFileError) -> [UInt8]? {
    guard let split = SplitPath(path) else { throw .notRegular(path: path) }
    guard let found = try find(split, path) else { return nil }
    guard found.status.kind == .regular else { throw .notRegular(path: path) }
    do throws(TrustError) {
      try trust.check(parent: found.parent, at: split.directory)
      try trust.check(found.status, at: path)
    } catch {
      throw .notTrusted(error)
    }
    guard let bytes = found.bytes else { throw .tooLarge(path: path, limit: Self.limit) }
    return bytes
  }

  /// What is under a path: its directory's status, its own, and the bytes of a regular file that is not too large.
  private typealias Found = (parent: FileStatus, status: FileStatus, bytes: [UInt8]?)

  private func find(_ split: SplitPath, _ path: String) throws(SettingsFileError) -> Found? {
    do throws(FileError) {
      let directory = try files.openDirectory(at: split.directory)
      let parent = try directory.status()
      let entry = try directory.status(of: split.name)
      guard entry.kind == .regular else { return (parent, entry, nil) }
      let file = try directory.open(split.name)
      return (parent, try file.status(), try file.readWhole(limit: Self.limit))
    } catch {
      guard !error.isNotFound else { return nil }
      throw .unreadable(path: path, error)
    }
  }

  /// Refuses a state directory that others could have written; one that does not exist is made by its first user.
  package func checkState(_ settings: Settings) throws(SettingsFileError) {
    try checkDirectory(settings.state)
  }

  /// Refuses a run directory that others could have written: its locks and marks would be anybody's.
  package func checkRun(_ settings: Settings) throws(SettingsFileError) {
    try checkDirectory(settings.run)
  }

  private func checkDirectory(_ path: String) throws(SettingsFileError) {
    guard let split = SplitPath(path) else { throw .notDirectory(path: path) }
    guard let (parent, status) = try statuses(split, path) else { return }
    do throws(TrustError) {
      try trust.check(parent: parent, at: split.directory)
      try trust.check(status, at: path)
    } catch {
      throw .notTrusted(error)
    }
  }

  private func statuses(
    _ split: SplitPath, _ path: String
  ) throws(SettingsFileError) -> (parent: FileStatus, own: FileStatus)? {
    do throws(FileError) {
      let parent = try files.openDirectory(at: split.directory).status()
      return (parent, try files.openDirectory(at: path).status())
    } catch {
      guard !error.isNotFound else { return nil }
      guard error.code != SystemCalls.Code.notDirectory else { throw .notDirectory(path: path) }
      throw .unreadable(path: path, error)
    }
  }

  /// The path without links, as far as it exists.
  static func resolve(_ path: String) -> String {
    if let real = try? SystemCalls.realPath(path) { return real }
    guard let split = SplitPath(path), split.directory != path else { return path }
    return resolve(split.directory) + "/" + split.name
  }
}
