package import BackupStore
package import CameraModel

/// What a person wants of a restore.
package struct RestoreOptions: Sendable {
  /// The running values of the network's sections stay.
  package var keepsNetwork = false
  /// The running users stay.
  package var keepsUsers = false
  /// The configuration stays; no reboot is needed.
  package var modulesOnly = false
  package var modules = ModuleSelection()
  /// A backup of a newer firmware is accepted.
  package var allowsNewer = false
  /// Minutes after the reboot in which an administrator has to confirm, 0 for none; `nil`: as the settings say.
  package var revertMinutes: Int?

  package init() {}

  /// The sections of which the running values stay.
  func keptSections(_ settings: Settings) -> [String] {
    (keepsNetwork ? settings.networkSections : []) + (keepsUsers ? [UserList.section] : [])
  }
}

/// Files of a backup and of the camera that differ, by their path in the configuration directory.
package struct FileDifferences: Sendable, Equatable {
  package var added: [String] = []
  package var removed: [String] = []
  package var changed: [String] = []
  /// Entries of both that differ in mode, owner or extended attributes, whatever else.
  package var attributes: [AttributeDifference] = []

  package init(
    added: [String] = [], removed: [String] = [], changed: [String] = [], attributes: [AttributeDifference] = []
  ) {
    self.added = added
    self.removed = removed
    self.changed = changed
    self.attributes = attributes
  }

  /// Entries that differ in contents or attributes.
  package var allChanged: [String] {
    let others = attributes.map(\.path).filter { path in !changed.contains { $0.utf8.elementsEqual(path.utf8) } }
    return (changed + others).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  package var isEmpty: Bool { added.isEmpty && removed.isEmpty && changed.isEmpty && attributes.isEmpty }
}

/// The sections of one document that differ.
package struct DocumentDifference: Sendable {
  /// The document's path in the configuration directory.
  package let path: String
  package let difference: ConfigurationDifference

  package init(path: String, difference: ConfigurationDifference) {
    self.path = path
    self.difference = difference
  }
}

/// How the camera's firmware is to the backup's.
package enum FirmwareRelation: Sendable {
  case same, backupIsOlder, backupIsNewer
}

/// What a restore would change.
package struct RestorePreview: Sendable {
  package let backup: BackupDescription
  package let manifest: ArchiveManifest
  package let firmware: FirmwareRelation
  /// Documents in both, section by section.
  package var documents: [DocumentDifference]
  /// Everything else.
  package var files: FileDifferences
  package var modules: [ModulePlan]
  /// Whether a reboot is needed.
  package let needsReboot: Bool
  /// Minutes to confirm after the reboot, 0 for none.
  package let revertMinutes: Int
  /// The settings of the modules in the backup, by address there.
  let moduleContents: [String: [UInt8]]
  /// What becomes of the users; `nil` where they stay.
  package let users: UserChanges?
  /// The camera's user who is at the console; `nil` in a shell.
  package let ownLogin: String?
  /// Why it could not be undone, in a sentence, as far as that is known before; `nil` when it could.
  package let undoObstacle: String?
  /// What the configuration would not take of the backup here, as far as that is known before.
  package let losses: RestoreLosses
  /// The modules of the bus that cannot be read, by address.
  let unreadModules: [String: BusModule.State]

  package init(
    backup: BackupDescription, manifest: ArchiveManifest, firmware: FirmwareRelation, documents: [DocumentDifference],
    files: FileDifferences, modules: [ModulePlan], needsReboot: Bool, revertMinutes: Int,
    moduleContents: [String: [UInt8]], users: UserChanges?, ownLogin: String?,
    undoObstacle: String? = nil, losses: RestoreLosses = RestoreLosses(),
    unreadModules: [String: BusModule.State] = [:]
  ) {
    self.backup = backup
    self.manifest = manifest
    self.firmware = firmware
    self.documents = documents
    self.files = files
    self.modules = modules
    self.needsReboot = needsReboot
    self.revertMinutes = revertMinutes
    self.moduleContents = moduleContents
    self.users = users
    self.ownLogin = ownLogin
    self.undoObstacle = undoObstacle
    self.losses = losses
    self.unreadModules = unreadModules
  }
}

extension RestorePreview {
  /// One missing module of the backup and one module that is not in it, the only ones of their kind: perhaps the second
  /// is in the place of the first. They are offered (`ModuleSelection.pairs`), never paired silently.
  package var offeredPairs: [(old: String, new: String)] {
    let missing = Dictionary(grouping: modules.filter { $0.action == .missing && !$0.kind.isEmpty }, by: \.kind)
    let unknown = Dictionary(grouping: modules.filter { $0.action == .notInBackup }, by: \.kind)
    return missing.compactMap { kind, old in
      guard old.count == 1, let new = unknown[kind], new.count == 1, let source = old[0].source else { return nil }
      return (source, new[0].address)
    }.sorted { $0.0.utf8.lexicographicallyPrecedes($1.0.utf8) }
  }
}
