package import BackupStore
internal import FileSystem
package import Sodium

/// A backup that the PIN opened, for a person to look at.
package struct ShownBackup: Sendable {
  /// The backup as it is listed.
  package let description: BackupDescription
  /// What its archive says is in it.
  package let manifest: ArchiveManifest
  /// Bytes of the archive.
  package let length: Int64
}

/// A backup whose *keep* mark was asked for.
package struct MarkedBackup: Sendable {
  /// The backup as it is listed now.
  package let description: BackupDescription
  /// The mark was so already, and nothing was written.
  package let isUnchanged: Bool

  /// See the properties.
  /// See the properties.
  package init(description: BackupDescription, isUnchanged: Bool = false) {
    self.description = description
    self.isUnchanged = isUnchanged
  }
}

/// A backup that was given a label.
package struct LabelledBackup: Sendable {
  /// The backup as it is listed now.
  package let description: BackupDescription
  /// It had this label already, and nothing was written.
  package let isUnchanged: Bool

  /// See the properties.
  package init(description: BackupDescription, isUnchanged: Bool = false) {
    self.description = description
    self.isUnchanged = isUnchanged
  }
}

/// What work on the backups of a card did, and how they are listed behind it.
package struct Listed<Result: Sendable>: Sendable {
  /// What the work itself did.
  package let result: Result
  /// From the headers that the work had read already; `nil` where they could not be listed any more.
  package let listing: ListReport?

  /// See the properties.
  package init(_ result: Result, _ listing: ListReport? = nil) {
    self.result = result
    self.listing = listing
  }
}

extension UseCase {
  /// Verification of backups.
  static let verifyBackups = UseCase("backup verify", .look)
  /// What is in a backup.
  static let showBackup = UseCase("backup show", .work)
  /// Export in clear.
  static let exportBackup = UseCase("backup export", .work)
  /// Export as it is on the card.
  static let exportSealed = UseCase("backup export sealed", .work)
  /// Protection from rotation.
  static let keepBackup = UseCase("backup keep", .work)
  /// End of the protection from rotation.
  static let unkeepBackup = UseCase("backup unkeep", .work)
  /// Label of a backup.
  static let labelBackup = UseCase("backup label", .work)
  /// Missing backups are no longer reported.
  static let acknowledge = UseCase("backup acknowledge", .work)
  /// Deletion of all backups.
  static let deleteAllBackups = UseCase("backup delete-all", .work)
}

extension Camera {
  /// Reads every byte of the named backups, of all when none is named; no PIN is needed.
  package func verifyBackups(_ ids: [BackupSelector]) throws(ServiceError) -> Listed<[BackupDescription]> {
    try perform(.verifyBackups, about: ids.map(\.description).joined(separator: " ")) { () throws(ServiceError) in
      try withStore(.verify, needsCard: ids != [.undo]) { (session, _) throws(ServiceError) in
        try checkUndo(ids)
        return listed(try mapError(ServiceError.store, try session.verify(ids)), session)
      }
    }
  }

  /// Checks that there is such a backup on the card. For Undo nothing is checked.
  package func findBackup(_ id: BackupSelector) throws(ServiceError) {
    guard id != .undo else { return }
    try withStore(.find, needsCard: true) { (session, _) throws(ServiceError) in
      _ = try mapError(ServiceError.store, try session.find(id))
    }
  }

  /// Opens a backup with the PIN and tells what is in it.
  package func showBackup(
    _ id: BackupSelector, _ digits: borrowing SecretBytes
  ) throws(ServiceError) -> ShownBackup {
    try perform(.showBackup, about: id.description) { () throws(ServiceError) in
      try withStore(.open, needsCard: id != .undo) { (session, _) throws(ServiceError) in
        try checkUndo([id])
        let opened = try mapError(ServiceError.store, try session.open(id, digits))
        return ShownBackup(description: opened.description, manifest: opened.manifest, length: opened.length)
      }
    }
  }

  /// Streams a backup's archive once all of it is verified.
  package func exportBackup(
    _ id: BackupSelector, _ digits: borrowing SecretBytes, to sink: @escaping (Span<UInt8>) throws(ServiceError) -> Void
  ) throws(ServiceError) -> BackupDescription {
    try perform(.exportBackup, about: id.description) { () throws(ServiceError) in
      try withStore(.export, needsCard: id != .undo) { (session, _) throws(ServiceError) in
        try checkUndo([id])
        observer.expect(Self.passesOfPreview)
        let opened = try mapError(ServiceError.store, try session.open(id, digits))
        try passing(sink) { (push) throws(StoreError) in try opened.stream(to: push) }
        return opened.description
      }
    }
  }

  /// Streams a backup's encrypted file as it is, once its tag is verified; no PIN is needed.
  ///
  /// - Returns: the backup; `nil` for Undo.
  package func exportSealed(
    _ id: BackupSelector, to sink: @escaping (Span<UInt8>) throws(ServiceError) -> Void
  ) throws(ServiceError) -> BackupDescription? {
    try perform(.exportSealed, about: id.description) { () throws(ServiceError) in
      try withStore(.export, needsCard: id != .undo) { (session, _) throws(ServiceError) in
        try checkUndo([id])
        let backup = id == .undo ? nil : try mapError(ServiceError.store, try session.find(id))
        try passing(sink) { (push) throws(StoreError) in _ = try session.copySealed(id, to: push) }
        return backup
      }
    }
  }

  /// Sets or removes the *keep* mark.
  package func keepBackup(_ id: BackupSelector, _ isKept: Bool) throws(ServiceError) -> Listed<MarkedBackup> {
    try perform(isKept ? .keepBackup : .unkeepBackup, about: id.description) { () throws(ServiceError) in
      try withStore(.keep, needsCard: true) { (session, _) throws(ServiceError) in
        let marked = try mapError(ServiceError.store) { () throws(StoreError) in
          let row = try session.find(id)
          guard row.isKept != isKept else { return MarkedBackup(description: row, isUnchanged: true) }
          return MarkedBackup(description: try session.keep(.name(row.name), isKept))
        }
        return listed(marked, session)
      }
    }
  }

  /// Gives a backup another label, which the camera remembers beside the file.
  ///
  /// - Parameter label: printable, at most 64 bytes; empty for none.
  package func labelBackup(_ id: BackupSelector, _ label: String) throws(ServiceError) -> Listed<LabelledBackup> {
    try perform(.labelBackup, about: id.description) { () throws(ServiceError) in
      try withStore(.label, needsCard: true) { (session, _) throws(ServiceError) in
        let labelled = try mapError(ServiceError.store) { () throws(StoreError) in
          let row = try session.find(id)
          guard row.metadata.label ?? "" != label else { return LabelledBackup(description: row, isUnchanged: true) }
          return LabelledBackup(description: try session.label(.name(row.name), label))
        }
        return listed(labelled, session)
      }
    }
  }

  /// Takes missing backups off the list.
  package func acknowledgeMissing() throws(ServiceError) -> Listed<[BackupName]> {
    try perform(.acknowledge) { () throws(ServiceError) in
      try withStore(.acknowledge, needsCard: true) { (session, _) throws(ServiceError) in
        listed(try mapError(ServiceError.store, try session.acknowledgeMissing()), session)
      }
    }
  }

  /// What *Delete all* did.
  package struct Deletion: Sendable {
    /// How many files were wiped.
    package let count: Int
    /// Files that were unlinked without being overwritten.
    package let notOverwritten: [String]
  }

  /// Deletes every backup on the card, ours or not.
  ///
  /// - Parameter asked: what was on the card when a person was asked; `nil` when nobody was.
  /// - Throws: `ServiceError.store(.otherBackups)` when something else is on the card now.
  package func deleteAllBackups(asked: CardContents? = nil) throws(ServiceError) -> Listed<Deletion> {
    try perform(.deleteAllBackups) { () throws(ServiceError) in
      try withStore(.deleteAll, needsCard: true) { (session, _) throws(ServiceError) in
        let count = try mapError(ServiceError.store, try session.deleteAll(asked: asked))
        return listed(Deletion(count: count, notOverwritten: session.wipes.notOverwritten), session)
      }
    }
  }
}

/// What the deletion of one backup did.
package struct DeletedBackup: Sendable {
  /// The backup as it was.
  package let description: BackupDescription
  /// Files that were unlinked without being overwritten.
  package internal(set) var notOverwritten: [String] = []
  /// Another card's list of files to clean up had to leave the record.
  package internal(set) var forgotCleanUp = false
}

extension UseCase {
  /// Deletion of a backup.
  static let deleteBackup = UseCase("backup delete", .work)
}

extension Camera {
  /// The backup that a person wants to delete, as it is listed.
  package func backupToDelete(_ id: BackupSelector) throws(ServiceError) -> BackupDescription {
    try withStore(.find, needsCard: true) { (session, _) throws(ServiceError) in
      try mapError(ServiceError.store, try session.findToDelete(id))
    }
  }

  /// Deletes one backup, kept or not.
  ///
  /// - Parameter asked: the backup id that the person was asked about; `nil` when nobody was.
  /// - Throws: `ServiceError.store(.otherBackups)` when another file has the name now.
  package func deleteBackup(
    _ name: BackupName, asked: Identifier? = nil
  ) throws(ServiceError) -> Listed<DeletedBackup> {
    try perform(.deleteBackup, about: name.description) { () throws(ServiceError) in
      try withStore(.delete, needsCard: true) { (session, _) throws(ServiceError) in
        let deleted = try mapError(ServiceError.store, try session.delete(.name(name), asked: asked))
        return listed(
          DeletedBackup(
            description: deleted.description, notOverwritten: session.wipes.notOverwritten,
            forgotCleanUp: deleted.forgotCleanUp), session)
      }
    }
  }
}
