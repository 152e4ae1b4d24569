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
  /// Which modules get settings, and whose.
  package var modules = ModuleSelection()
  /// A backup of a newer firmware is accepted.
  package var allowsNewer = false
  /// A backup of another camera model is accepted.
  package var allowsOtherModel = false
  /// Minutes after the reboot in which an administrator has to confirm, 0 for none; `nil`: as the settings say.
  package var revertMinutes: Int?
  /// Of Undo: the restore that the person was asked whether to undo; `nil`: whichever was the last.
  package var undoes: RestoreID?
  /// What the preview showed that a person agreed to; `nil`: whatever there is now is changed.
  package var shown: ShownRestore?

  /// Everything of the backup, as the settings of the camera say.
  package init() {}
}

/// Files of a backup and of the camera that differ, by their path in the configuration directory.
package struct FileDifferences: Sendable, Equatable {
  /// Only the backup has them.
  package var added: [String] = []
  /// Only the camera has them: a restore removes them.
  package var removed: [String] = []
  /// Both have them, with other contents.
  package var changed: [String] = []
  /// Pipes, sockets and devices of the camera, which no backup holds: a restore removes them.
  package var special: [String] = []

  /// See the properties.
  package init(added: [String] = [], removed: [String] = [], changed: [String] = [], special: [String] = []) {
    self.added = added
    self.removed = removed
    self.changed = changed
    self.special = special
  }

  /// Whether the camera has what the backup has. What no backup holds does not count.
  package var isEmpty: Bool { added.isEmpty && removed.isEmpty && changed.isEmpty }
}

/// A text file of which the lines or their ends differ.
package struct TextFileDifference: Sendable, Equatable {
  /// Lines of one file that are kept.
  static let lineLimit = 200
  /// Lines of all files that are kept.
  static let totalLimit = 2_000

  /// The path in the configuration directory.
  package let path: String
  /// `nil` when every line is the same.
  package let difference: TextDifference?
  /// Whether a byte order mark or the line ends differ.
  package let layout: [LayoutDifference]
}

/// The sections of one document that differ.
package struct DocumentDifference: Sendable {
  /// The document's path in the configuration directory.
  package let path: String
  /// Its sections and comments that differ.
  package let difference: ConfigurationDifference
}

/// Where two configurations differ.
package struct ContentDifferences: Sendable {
  /// Documents in both, section by section.
  package let documents: [DocumentDifference]
  /// Everything else.
  package let files: FileDifferences
  /// What differs in the text files among those.
  package let texts: [TextFileDifference]
  /// Owners, modes, access lists, extended attributes and times that differ.
  package let attributes: AttributeDifferences

  /// Whether a backup of one would be the same as a backup of the other.
  package var isEmpty: Bool { documents.isEmpty && files.isEmpty && attributes.isEmpty }

  /// Lines of texts and comments that differ, whether or not they are shown.
  package var differingLines: Int {
    let ofDocuments = documents.flatMap { [$0.difference.comments] + $0.difference.sections.map(\.text) }
    return (texts.map(\.difference) + ofDocuments).compactMap(\.self).reduce(0) { $0 + $1.count }
  }
}

/// How the camera's firmware is to the backup's.
package enum FirmwareRelation: Sendable {
  case same, backupIsOlder, backupIsNewer
}

/// What a restore would change.
package struct RestorePreview: Sendable {
  /// The backup as it is listed.
  package let backup: BackupDescription
  /// What its archive says is in it.
  package let manifest: ArchiveManifest
  /// How the firmware of the backup is to that of the camera.
  package let firmware: FirmwareRelation
  /// Documents in both, section by section.
  package var documents: [DocumentDifference]
  /// Everything else.
  package var files: FileDifferences
  /// What differs in the text files among those.
  package var texts: [TextFileDifference]
  /// Owner, group, mode and extended attributes that differ.
  package var attributes: AttributeDifferences
  /// What is done with each module of backup and bus, by address.
  package var modules: [ModulePlan]
  /// Whether a reboot is needed.
  package let needsReboot: Bool
  /// Minutes to confirm after the reboot, 0 for none.
  package let revertMinutes: Int
  /// The settings of the modules in the backup, by address there.
  let moduleContents: [String: [UInt8]]
  /// How the users change; `nil` where they stay.
  package let users: UserChanges?
  /// The camera's user who is at the console; `nil` in a shell.
  package let ownLogin: String?
  /// Why it could not be undone, as far as that is known before; `nil` when it could.
  package let undoObstacle: ServiceError?
  /// Why nothing reverts it when nobody confirms it; `nil` when something does, or where only modules are restored.
  package let revertLack: RevertLack?
  /// Why this camera cannot exchange its configuration; `nil` when it can, as far as that is known.
  package let exchangeObstacle: RestoreObstacle?
  /// What the configuration would not take of the backup here, as far as that is known before.
  package let losses: RestoreLosses
  /// Entries that lose a flag of `chattr`, because no backup has them.
  package internal(set) var flagsLost = RestoreLosses()
  /// The modules of the bus that cannot be read, by address.
  package let unreadModules: [String: BusModule.State]
  /// Whose backup it is.
  package let origin: BackupOrigin
  /// What *Keep network* and *Keep users* can keep.
  package internal(set) var network: Keepable
  /// What *Keep users* can keep.
  package internal(set) var keepableUsers: Keepable
  /// What stays of the configuration because a person wants it.
  package internal(set) var kept: [KeptPart]
  /// The camera's addresses in files of the network, before and after.
  var networkAddresses: [AddressChange] = []
  /// Of Undo: the restore that it undoes; `nil` for a backup, and where an earlier version recorded it.
  package internal(set) var undoes: RestoreID?
  /// What stays, as it is staged.
  var keptParts: KeptParts?
  /// What it shows, for the restore that a person agrees to.
  package internal(set) var shown = ShownRestore()

  /// See the properties. Without an origin it is a backup of this camera.
  package init(
    backup: BackupDescription, manifest: ArchiveManifest, firmware: FirmwareRelation, documents: [DocumentDifference],
    files: FileDifferences, modules: [ModulePlan], needsReboot: Bool, revertMinutes: Int,
    moduleContents: [String: [UInt8]], users: UserChanges?, ownLogin: String?,
    undoObstacle: ServiceError? = nil, revertLack: RevertLack? = nil, exchangeObstacle: RestoreObstacle? = nil,
    losses: RestoreLosses = RestoreLosses(),
    unreadModules: [String: BusModule.State] = [:], origin: BackupOrigin? = nil, network: Keepable = Keepable(),
    keepableUsers: Keepable = Keepable(), kept: [KeptPart] = [], texts: [TextFileDifference] = [],
    attributes: AttributeDifferences = AttributeDifferences()
  ) {
    self.backup = backup
    self.manifest = manifest
    self.firmware = firmware
    self.documents = documents
    self.files = files
    self.texts = texts
    self.attributes = attributes
    self.modules = modules
    self.needsReboot = needsReboot
    self.revertMinutes = revertMinutes
    self.moduleContents = moduleContents
    self.users = users
    self.ownLogin = ownLogin
    self.undoObstacle = undoObstacle
    self.revertLack = revertLack
    self.exchangeObstacle = exchangeObstacle
    self.losses = losses
    self.unreadModules = unreadModules
    self.origin =
      origin
      ?? BackupOrigin(
        relation: .own, model: manifest.identity.model, serial: manifest.identity.serial,
        camera: CameraIdentity(model: manifest.identity.model, serial: manifest.identity.serial, firmware: ""))
    self.network = network
    self.keepableUsers = keepableUsers
    self.kept = kept
  }
}

extension RestorePreview {
  /// What differs of the configuration.
  package var contents: ContentDifferences {
    ContentDifferences(documents: documents, files: files, texts: texts, attributes: attributes)
  }

  /// Whether a restore would leave everything as it is: also what no backup holds, and no module waits for settings.
  package var changesNothing: Bool {
    contents.isEmpty && files.special.isEmpty && !modules.contains { $0.action.writes || $0.action == .missing }
  }

  /// Whether camera and modules are what the backup holds: exactly when `--if-changed` would make no other one.
  package var isSame: Bool {
    contents.isEmpty
      && modules.allSatisfy { plan in
        plan.action == .same && !plan.firmwareDiffers || backup.isUndo && plan.action == .notInBackup
      }
  }

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

extension RestorePreview {
  /// Why this restore is refused without another option; `nil` where it is not.
  package func refusal(_ options: RestoreOptions) -> ServiceError? {
    if origin.needsConsent, !options.allowsOtherModel {
      return .otherModel(origin)
    }
    guard firmware == .backupIsNewer, !options.allowsNewer else { return nil }
    return .newerFirmware(manifest.identity.firmware)
  }
}
