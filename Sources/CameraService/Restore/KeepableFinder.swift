internal import CameraDevice
internal import CameraModel
internal import FileSystem

/// Finds what a restore can keep, while backup and current configuration are compared.
struct KeepableFinder {
  private let settings: Settings
  private var network: [KeptPart] = []
  private var users: [KeptPart] = []
  /// Entries of the backup that are not directories: nothing can be kept below them.
  private var backupFiles: Set<String> = []
  /// Files and links of the backup that belong to the network.
  private var networkFiles: Set<String> = []

  init(_ settings: Settings) { self.settings = settings }

  /// Takes an entry of the backup.
  mutating func found(inBackup path: String, isDirectory: Bool) {
    guard !isDirectory else { return }
    backupFiles.insert(path)
    if settings.isNetworkFile(path) { networkFiles.insert(path) }
  }

  /// Takes an entry of the current configuration.
  mutating func found(current path: String, _ kind: FileKind) {
    guard settings.isNetworkFile(path), kind == .regular || kind == .symbolicLink else { return }
    network.append(KeptPart(file: path))
    networkFiles.remove(path)
  }

  /// Takes the sections of a file that the backup or the camera has. Those of the network do not count in a file that
  /// belongs to it as a whole.
  mutating func found(_ new: ConfigurationDocument?, _ current: ConfigurationDocument?, at path: String) {
    let isReadable = KeptParts.isMain(path) || [new, current].allSatisfy { $0?.isDocument ?? true }
    guard isReadable else { return }
    if !settings.isNetworkFile(path) {
      for name in settings.networkSections { network += part(name, new, current, path) }
    }
    users += part(UserList.section, new, current, path)
  }

  private func part(
    _ name: String, _ new: ConfigurationDocument?, _ current: ConfigurationDocument?, _ path: String
  ) -> [KeptPart] {
    let isCurrent = current?.contains(section: name) ?? false
    guard isCurrent || new?.contains(section: name) ?? false else { return [] }
    return [KeptPart(file: path, section: name, isOnlyInBackup: !isCurrent)]
  }

  /// What the boxes can keep.
  ///
  /// - Parameter main: the camera's `camera.cfg`; `nil` where it cannot be read.
  func parts(_ main: ConfigurationDocument?) -> KeepableParts {
    KeepableParts(network: network(main), users: users(main))
  }

  /// What *Keep network* can keep.
  private func network(_ main: ConfigurationDocument?) -> Keepable {
    let parts = Self.ordered(network + networkFiles.map { KeptPart(file: $0, isOnlyInBackup: true) })
    if let file = parts.first(where: { $0.section == nil && !$0.isOnlyInBackup && isBlocked($0.file) })?.file {
      return Keepable(obstacle: .blocked(file: file))
    }
    if !parts.isEmpty, main != nil || parts.contains(where: { !$0.isOnlyInBackup }) { return Keepable(parts: parts) }
    guard main != nil else { return Keepable(obstacle: .noConfiguration) }
    return Keepable(
      obstacle: .noNetwork(sections: settings.networkSections, namesFiles: !settings.networkFiles.isEmpty))
  }

  private func isBlocked(_ path: String) -> Bool {
    var parent = path
    while let slash = parent.lastIndex(of: "/") {
      parent = String(parent[..<slash])
      if backupFiles.contains(parent) { return true }
    }
    return false
  }

  /// What *Keep users* can keep.
  private func users(_ main: ConfigurationDocument?) -> Keepable {
    guard let main else { return Keepable(obstacle: .noConfiguration) }
    guard let list = try? UserList(main) else { return Keepable(obstacle: .unreadableUsers) }
    guard !list.accounts.isEmpty else { return Keepable(obstacle: .noUsers) }
    return Keepable(parts: Self.ordered(users))
  }

  /// Sections first, those of `camera.cfg` before others; then files by their names. Sections of one file keep their
  /// order.
  private static func ordered(_ parts: [KeptPart]) -> [KeptPart] {
    func rank(_ part: KeptPart) -> Int { part.section == nil ? 2 : KeptParts.isMain(part.file) ? 0 : 1 }
    return parts.sorted { left, right in
      let (one, other) = (rank(left), rank(right))
      guard one == other else { return one < other }
      return left.file.utf8.lexicographicallyPrecedes(right.file.utf8)
    }
  }
}
