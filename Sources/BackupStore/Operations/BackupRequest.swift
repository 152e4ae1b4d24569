package import FileSystem

/// What a new backup is made of.
package struct BackupRequest: Sendable {
  /// What is saved.
  package let configuration: any Directory
  /// The modules on the bus, with what they hold.
  package let modules: [ModuleSnapshot]
  /// Of which camera.
  package let identity: ArchiveIdentity
  /// At most 64 bytes as encoded in JSON, printable.
  package let label: String
  /// Whether it gets the *keep* mark.
  package let isKept: Bool
  /// Leaves the slots alone when the newest backup has the same contents.
  package let onlyIfChanged: Bool
  /// Makes the backup without the files that change all the time, cannot be read or break a rule of the format.
  package let leavesOutFailures: Bool
  /// Files without which there is no backup, by their path in the archive.
  package let required: Set<ArchivePath>
  /// Whether contents of such a file that were written just now are complete.
  package let isWhole: @Sendable ([UInt8]) -> Bool

  /// A backup of configuration and modules as they are now.
  package init(
    configuration: any Directory, modules: [ModuleSnapshot], identity: ArchiveIdentity, label: String = "",
    isKept: Bool = false, onlyIfChanged: Bool = false, leavesOutFailures: Bool = false,
    required: Set<ArchivePath> = [], isWhole: @escaping @Sendable ([UInt8]) -> Bool = { !$0.isEmpty }
  ) {
    self.configuration = configuration
    self.modules = modules
    self.identity = identity
    self.label = label
    self.isKept = isKept
    self.onlyIfChanged = onlyIfChanged
    self.leavesOutFailures = leavesOutFailures
    self.required = required
    self.isWhole = isWhole
  }
}

/// What came of a request for a backup.
package struct BackupOutcome: Sendable {
  /// The new backup, or the newest when nothing had changed.
  package let name: BackupName
  /// Whether no backup was made, because nothing had changed.
  package let isUnchanged: Bool
  /// Backups that rotation removed.
  package let removed: [BackupName]
  /// What of the configuration is not in it, and why.
  package let leftOut: [LeftOut]
  /// The card's ledger was not known: its backups were taken over as they are.
  package let tookOver: Bool

  /// How a creation ended.
  package init(name: BackupName, isUnchanged: Bool, removed: [BackupName], leftOut: [LeftOut], tookOver: Bool) {
    self.name = name
    self.isUnchanged = isUnchanged
    self.removed = removed
    self.leftOut = leftOut
    self.tookOver = tookOver
  }
}
