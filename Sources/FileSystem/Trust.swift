internal import Glibc

/// Whose files are trusted, and when: nobody else may be able to write or to exchange them.
package enum Trust: Sendable {
  /// root's only.
  case root
  /// root's, or the user's that this process acts as: for a demo camera.
  case rootOrCaller

  /// Whether a user, by number, is one of these.
  package func accepts(owner: UInt32) -> Bool {
    switch self {
    case .root: owner == 0
    case .rootOrCaller: owner == 0 || Self.isCaller(owner)
    }
  }

  /// Whether a user is the one that this process acts as.
  static func isCaller(_ owner: UInt32) -> Bool { owner == geteuid() }

  /// Checks owner and permissions of what a path names.
  package func check(_ status: FileStatus, at path: String) throws(TrustError) {
    try check(owner: status.owner, group: status.group, mode: status.mode, isShared: false, at: path)
  }

  /// Whether nobody else may write a file or directory.
  package func trusts(_ status: FileStatus) -> Bool { (try? check(status, at: "")) != nil }

  /// Checks an entry of a path.
  ///
  /// - Parameters:
  ///   - mode: permission bits, 0…0o7777.
  ///   - isShared: whether others may write it when it has the sticky bit, as `/tmp` has. Then they cannot remove or
  ///     rename the files of other users.
  func check(owner: UInt32, group: UInt32, mode: UInt32, isShared: Bool, at path: String) throws(TrustError) {
    guard accepts(owner: owner) else { throw .foreignOwner(path: path, owner: owner) }
    let isKept = isShared && mode & Self.sticky != 0
    guard mode & writableBits(owner, group) == 0 || isKept else { throw .writableByOthers(path: path, mode: mode) }
  }

  /// The bits of those who may not write. A user's own group, which has the user's number, is nobody else.
  private func writableBits(_ owner: UInt32, _ group: UInt32) -> UInt32 {
    let isOwnGroup = owner != 0 && owner == group && Self.isCaller(owner)
    return isOwnGroup ? Self.othersWrite : Self.othersWrite | Self.groupWrites
  }

  private static let groupWrites: UInt32 = 0o020
  private static let othersWrite: UInt32 = 0o002
  private static let sticky: UInt32 = 0o1000
}

/// Why a file or directory is not trusted.
package enum TrustError: Error, Equatable {
  /// The owner is not root. Where the caller is trusted, too, the owner is not the caller.
  case foreignOwner(path: String, owner: UInt32)
  /// A link of somebody else, which may name something else the next moment.
  case foreignLink(path: String, owner: UInt32)
  /// Its group or others may write it.
  case writableByOthers(path: String, mode: UInt32)
}
