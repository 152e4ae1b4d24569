package import BackupStore
package import CameraModel
internal import FileSystem
package import Sodium

/// How one backup differs from another: what was added, removed and changed on the way from the first to the second.
package struct BackupComparison: Sendable {
  /// The backup that the comparison starts from.
  package let first: BackupDescription
  /// The backup that is compared with it.
  package let second: BackupDescription
  /// What differs of the configuration.
  package let contents: ContentDifferences
  /// Modules that differ, in order of their addresses.
  package let modules: [ModuleDifference]
  /// What was left out of the first and of the second when they were made.
  package let leftOut: (first: [LeftOut], second: [LeftOut])
  /// Of which cameras they are.
  package let identities: (first: ArchiveIdentity, second: ArchiveIdentity)

  /// See the properties.
  package init(
    first: BackupDescription, second: BackupDescription, contents: ContentDifferences, modules: [ModuleDifference],
    leftOut: (first: [LeftOut], second: [LeftOut]) = ([], []),
    identities: (first: ArchiveIdentity, second: ArchiveIdentity)
  ) {
    (self.first, self.second, self.contents, self.modules) = (first, second, contents, modules)
    (self.leftOut, self.identities) = (leftOut, identities)
  }

  /// Whether both hold the same configuration and the same modules.
  package var isSame: Bool { contents.isEmpty && modules.isEmpty }
}

/// How a module differs between two backups.
package struct ModuleDifference: Sendable, Equatable {
  /// How the module's settings differ.
  package enum Settings: String, Sendable {
    case same, added, removed, changed
  }

  /// The address on the bus.
  package let address: String
  /// In the first backup; `nil` where that does not have it.
  package let previous: ModuleIdentity?
  /// In the second one.
  package let new: ModuleIdentity?
  /// How its settings differ.
  package let settings: Settings

  /// See the properties.
  package init(address: String, previous: ModuleIdentity?, new: ModuleIdentity?, settings: Settings) {
    (self.address, self.previous, self.new, self.settings) = (address, previous, new, settings)
  }
}

extension Camera {
  /// Compares two backups of the card in memory; nothing is written.
  package func compareBackups(
    _ first: BackupSelector, _ second: BackupSelector, _ digits: borrowing SecretBytes
  ) throws(ServiceError) -> BackupComparison {
    try perform(.previewRestore, about: "\(first) \(second)") { () throws(ServiceError) in
      try withStore(.compare, needsCard: [first, second] != [.undo, .undo]) { (session, _) throws(ServiceError) in
        try checkUndo([first, second])
        let opened = try store { () throws(StoreError) in
          (first: try session.open(first, digits), second: try session.open(second, digits))
        }
        return try compare(opened.first, opened.second)
      }
    }
  }

  private func compare(_ first: OpenedBackup, _ second: OpenedBackup) throws(ServiceError) -> BackupComparison {
    let kept = KeptParts(RestoreOptions(), identityKeys: [], settings)
    let read = try store { () throws(StoreError) in
      let former = try first.read(into: ArchivedTreeReader())
      let reader = DifferenceReader(running: ArchivedDirectory(former.tree), kept: kept) { _ in false }
      return (former: former, new: try second.read(into: reader))
    }
    var reader = read.new
    try mapError(ServiceError.configuration) { () throws(FileError) in try reader.finish() }
    let gaps = first.manifest.leftOut
    let added = reader.files.added.filter { path in !gaps.contains { $0.covers(path) } }
    let files = FileDifferences(added: added, removed: reader.files.removed, changed: reader.files.changed)
    return BackupComparison(
      first: first.description, second: second.description,
      contents: ContentDifferences(
        documents: reader.documents, files: files, texts: reader.texts, attributes: reader.attributes),
      modules: ModuleDifference.find(
        from: (first.manifest, read.former.modules), to: (second.manifest, reader.modules)),
      leftOut: (gaps, second.manifest.leftOut), identities: (first.manifest.identity, second.manifest.identity))
  }
}

extension LeftOut {
  /// Whether a path of the configuration is this entry or lies in it.
  fileprivate func covers(_ path: String) -> Bool {
    path.utf8.starts(with: name.utf8)
      && (path.utf8.count == name.utf8.count || path.utf8.starts(with: (name + "/").utf8))
  }
}

extension ModuleDifference {
  typealias Side = (manifest: ArchiveManifest, settings: [String: [UInt8]])

  static func find(from former: Side, to new: Side) -> [ModuleDifference] {
    let addresses = Set((former.manifest.modules + new.manifest.modules).map(\.address))
    return addresses.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }.compactMap { address in
      let own = former.manifest.modules.first { $0.address == address }
      let other = new.manifest.modules.first { $0.address == address }
      let settings = Settings(from: former.settings[address], to: new.settings[address])
      guard own?.identity != other?.identity || settings != .same else { return nil }
      return ModuleDifference(address: address, previous: own?.identity, new: other?.identity, settings: settings)
    }
  }
}

extension ModuleDifference.Settings {
  fileprivate init(from former: [UInt8]?, to new: [UInt8]?) {
    self = former == new ? .same : former == nil ? .added : new == nil ? .removed : .changed
  }
}
