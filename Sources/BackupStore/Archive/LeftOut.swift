/// An entry of the configuration that is not in a backup, and why.
package struct LeftOut: Sendable, Hashable {
  /// Why it is not in the archive.
  package enum Reason: String, Sendable {
    /// A socket, pipe or device: no configuration.
    case special
    /// It changed in every reading.
    case changing
    /// The system refused to read it.
    case unreadable
    /// It breaks a rule of the format, as a path that is too long.
    case unfit
  }

  /// In the archive, `config/…`.
  package let path: ArchivePath
  /// Why.
  package let reason: Reason

  /// An entry that is left out, with all below it.
  package init(path: ArchivePath, reason: Reason) {
    self.path = path
    self.reason = reason
  }

  /// The path below the configuration directory, as text (`NameText`).
  package var name: String {
    if case .configuration(let name)? = path.role { name } else { path.text }
  }
}
