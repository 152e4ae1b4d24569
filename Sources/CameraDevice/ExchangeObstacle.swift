package import FileSystem

/// Why a configuration directory cannot be exchanged in one step.
package enum ExchangeError: Error {
  case notExchangeable(path: String, ExchangeObstacle)
  /// There is no room for a second copy of it.
  case noRoom(path: String, MissingRoom)
  case file(FileError)
}

/// What about a configuration directory, or the place it is in, keeps it from being exchanged with a sibling.
package enum ExchangeObstacle: Sendable, Equatable {
  /// It has no directory above it, as `/`.
  case noParent
  case link
  case notDirectory
  case mountPoint
  /// Something is mounted inside it: where.
  case holdsMount(String)
  /// It is a subvolume, or on another device than the directory above it.
  case otherDevice
  /// It came with the firmware: the lower layer of an overlay, which is never renamed (`EXDEV`).
  case lowerLayer
  /// The file system has no `RENAME_EXCHANGE`: its type, empty when unknown.
  case filesystemCannot(String)
  /// It is in memory, and a restart loses it: the type of the file system, or the name of the device.
  case memory(String)
  /// The file system is mounted for reading only.
  case readOnly
  /// This directory is immutable or append-only: its path.
  case fixed(String)
  /// This process may not make entries in this directory: its path.
  case notPermitted(String)
  /// Nothing is known against it, and it cannot be tried without a risk: the file system's type, empty when unknown.
  case untried(String)
}

extension ExchangeObstacle {
  /// What a failed exchange of the configuration says; `nil` for an error of another kind.
  init?(exchange error: FileError, path: String) {
    guard error.operation == .exchange else { return nil }
    switch error.code {
    case FileError.Code.busy: self = .mountPoint
    case FileError.Code.otherDevice: self = .lowerLayer
    case FileError.Code.invalid, FileError.Code.notImplemented, FileError.Code.notSupported:
      self = .filesystemCannot("")
    default:
      guard let obstacle = ExchangeObstacle(place: error, path: path) else { return nil }
      self = obstacle
    }
  }

  /// What an error says of the place, whatever was tried there.
  init?(place error: FileError, path: String) {
    if error.isReadOnly {
      self = .readOnly
    } else if error.isNotPermitted {
      self = .notPermitted(path)
    } else {
      return nil
    }
  }
}
