package import FileSystem
internal import Glibc

/// A way in which another user gets at what a setting names.
package enum Meddling: String, CaseIterable, Sendable {
  case otherOwner, writableByGroup, writableByAll, strangersLink, parentOfOther, parentWritable, ancestorOfOther

  package static let stranger: UInt32 = 65_534

  /// Meddles with a path of a directory `a/b/NAME` in `base`, or leads to it.
  ///
  /// - Returns: the path for the setting, and why it is refused.
  package func apply(_ name: String, in base: String) -> (path: String, error: TrustError) {
    let (above, parent) = (base + "/a", base + "/a/b")
    let path = parent + "/" + name
    switch self {
    case .otherOwner: return (path, owned(path))
    case .parentOfOther: return (path, owned(parent))
    case .ancestorOfOther: return (path, owned(above))
    case .writableByGroup: return (path, opened(path, 0o720))
    case .writableByAll: return (path, opened(path, 0o702))
    case .parentWritable: return (path, opened(parent, 0o777))
    case .strangersLink:
      let (shared, link) = (base + "/shared", base + "/shared/link")
      Disk.makeDirectory(shared, mode: 0o1777)
      Disk.makeLink(link, to: path)
      _ = unsafe lchown(link, Self.stranger, Self.stranger)
      return (link, .foreignLink(path: link, owner: Self.stranger))
    }
  }

  private func owned(_ path: String) -> TrustError {
    Disk.give(path, to: Self.stranger)
    return .foreignOwner(path: path, owner: Self.stranger)
  }

  private func opened(_ path: String, _ mode: UInt32) -> TrustError {
    Disk.setMode(mode, of: path)
    return .writableByOthers(path: path, mode: mode)
  }
}
