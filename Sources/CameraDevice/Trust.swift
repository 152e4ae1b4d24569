internal import FileSystem

/// Whose files are trusted, and when: nobody else may have written them.
package enum Trust: Sendable {
  /// root's only.
  case root
  /// root's, or the user's that this process acts as: for a demo camera.
  case rootOrCaller

  func accepts(owner: UInt32) -> Bool {
    switch self {
    case .root: owner == 0
    case .rootOrCaller: owner == 0 || owner == SystemCalls.user
    }
  }

  /// Checks owner and permissions of what a path names.
  func check(_ status: FileStatus, at path: String) throws(TrustError) {
    guard accepts(owner: status.owner) else { throw .foreignOwner(path: path, owner: status.owner) }
    guard status.mode & Self.writableByOthers == 0 else { throw .writableByOthers(path: path, mode: status.mode) }
  }

  /// Checks the directory that a trusted file is in: where others may write, they could exchange the file, unless the
  /// sticky bit keeps them from it.
  func check(parent status: FileStatus, at path: String) throws(TrustError) {
    guard accepts(owner: status.owner) else { throw .foreignOwner(path: path, owner: status.owner) }
    guard status.mode & Self.writableByOthers == 0 || status.mode & Self.sticky != 0 else {
      throw .writableByOthers(path: path, mode: status.mode)
    }
  }

  private static let writableByOthers: UInt32 = 0o022
  private static let sticky: UInt32 = 0o1000
}

/// Why a file or directory is not trusted.
package enum TrustError: Error, Equatable {
  /// Neither root's nor, where that is enough, the caller's.
  case foreignOwner(path: String, owner: UInt32)
  /// Its group or others may write it.
  case writableByOthers(path: String, mode: UInt32)
}
