package import BackupStore
package import CameraService
internal import Wording

/// The backups on the card, and those to import. What changes the card brings the new listing with it.
package enum BackupOperation: Sendable {
  case list
  case start(StartBackupOptions)
  /// All when none is named.
  case verify([BackupName])
  case keep(BackupName, Bool)
  /// Printable, at most 64 bytes; empty for none.
  case label(BackupName, String)
  case acknowledge
  /// With the backup id of the question.
  case delete(BackupName, asked: Identifier?)
  /// With what was on the card at the question.
  case deleteAll(asked: CardContents?)
  /// Whether a backup made now would differ from the newest one.
  case findChanges
  /// Looks for backups on USB sticks and elsewhere on the card.
  case findCopies
  case importCopy(FoundCopy)

  var traits: OperationTraits {
    switch self {
    case .list:
      OperationTraits(words: "Reading the backups", canBeStopped: true, isLook: true, status: .always) {
        (work) throws(ServiceError) in
        .backups(.listed(try work.camera.listBackups()))
      }
    case .start(let options):
      OperationTraits(words: "Making a backup", canBeStopped: true, status: .onFailure) { (work) throws(ServiceError) in
        .backups(try work.start(options))
      }
    case .verify(let names):
      OperationTraits(words: "Verifying", canBeStopped: true, status: .onFailure) { (work) throws(ServiceError) in
        .backups(.verified(try work.camera.verifyBackups(names.map { .name($0) })))
      }
    case .keep(let name, let isKept):
      OperationTraits(words: "Writing the record", status: .onFailure) { (work) throws(ServiceError) in
        .backups(.marked(try work.camera.keepBackup(.name(name), isKept)))
      }
    case .label(let name, let label):
      OperationTraits(words: "Writing the record", status: .onFailure) { (work) throws(ServiceError) in
        .backups(.labelled(try work.camera.labelBackup(.name(name), label)))
      }
    case .acknowledge:
      OperationTraits(words: "Writing the record", status: .onFailure) { (work) throws(ServiceError) in
        .backups(.acknowledged(try work.camera.acknowledgeMissing()))
      }
    case .delete(let name, let asked):
      OperationTraits(words: "Deleting a backup", status: .onFailure) { (work) throws(ServiceError) in
        .backups(.deleted(try work.camera.deleteBackup(name, asked: asked)))
      }
    case .deleteAll(let asked):
      OperationTraits(words: "Deleting all backups", canBeStopped: true, status: .onFailure) {
        (work) throws(ServiceError) in
        .backups(.allDeleted(try work.camera.deleteAllBackups(asked: asked)))
      }
    case .findChanges:
      OperationTraits(words: "Looking for changes", canBeStopped: true, isLook: true, isBeforeTyping: true) {
        (work) throws(ServiceError) in
        .backups(.changesFound(try work.camera.changedSinceBackup(StartBackupOptions())))
      }
    case .findCopies:
      OperationTraits(words: "Looking for backups", canBeStopped: true, isLook: true) { (work) throws(ServiceError) in
        .backups(.copiesFound(try work.camera.findCopies()))
      }
    case .importCopy(let copy):
      OperationTraits(words: "Importing", canBeStopped: true, status: .onFailure) { (work) throws(ServiceError) in
        .backups(.imported(try work.camera.importBackup(copy) { work.ask(.importLocksCard($0)) }))
      }
    }
  }
}

/// What came of it.
package enum BackupReply: Sendable {
  case listed(ListReport)
  case started(Listed<StartedBackup>, milliseconds: Int64)
  case verified(Listed<[BackupDescription]>)
  case marked(Listed<MarkedBackup>)
  case labelled(Listed<LabelledBackup>)
  case acknowledged(Listed<[BackupName]>)
  case deleted(Listed<DeletedBackup>)
  case allDeleted(Listed<Camera.Deletion>)
  case changesFound(BackupComparedWithCamera)
  case copiesFound(CopyListing)
  case imported(Listed<ImportedBackup>)

  /// The backups as they are now; `nil` where they could not be listed any more, or were not looked at.
  var listing: ListReport? {
    switch self {
    case .listed(let report): report
    case .started(let started, _): started.listing
    case .verified(let verified): verified.listing
    case .marked(let marked): marked.listing
    case .labelled(let labelled): labelled.listing
    case .acknowledged(let acknowledged): acknowledged.listing
    case .deleted(let deleted): deleted.listing
    case .allDeleted(let deleted): deleted.listing
    case .changesFound, .copiesFound: nil
    case .imported(let imported): imported.listing
    }
  }
}

extension Workplace {
  fileprivate func start(_ options: StartBackupOptions) throws(ServiceError) -> BackupReply {
    let began = elapsed
    let backup = try camera.startBackup(options)
    return .started(backup, milliseconds: Int64((elapsed - began) * 1_000))
  }
}
