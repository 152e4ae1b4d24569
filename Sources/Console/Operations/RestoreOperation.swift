package import BackupStore
package import CameraService
internal import Wording

/// A restore, from its preview to its confirmation.
package enum RestoreOperation: Sendable {
  case preview(BackupSelector, RestoreOptions)
  case start(BackupSelector, RestoreOptions)
  /// Compares two backups: what differs on the way from the first to the second.
  case compare(BackupSelector, BackupSelector)
  /// Confirms the restore that the screen showed; `nil`: whichever waits.
  case confirm(RestoreID?)
  /// Reverts that restore.
  case revert(RestoreID?)

  var traits: OperationTraits {
    switch self {
    case .preview(let id, let options):
      OperationTraits(words: "Opening the backup", secrets: [.pin], canBeStopped: true, status: .always) {
        (work) throws(ServiceError) in
        .restore(.previewed(try work.camera.previewRestore(id, work[.pin].bytes, options)))
      }
    case .compare(let first, let second):
      OperationTraits(words: "Comparing the backups", secrets: [.pin], canBeStopped: true, status: .always) {
        (work) throws(ServiceError) in
        .restore(.compared(try work.camera.compareBackups(first, second, work[.pin].bytes)))
      }
    case .start(let id, let options):
      OperationTraits(words: "Restoring", secrets: [.pin], canBeStopped: true, status: .always) {
        (work) throws(ServiceError) in
        .restore(.restored(try work.camera.restore(id, work[.pin].bytes, options)))
      }
    case .confirm(let asked):
      OperationTraits(words: "Confirming the change", status: .always) { (work) throws(ServiceError) in
        .restore(.confirmed(try work.camera.confirmRestore(asked)))
      }
    case .revert(let asked):
      OperationTraits(words: "Reverting the change", status: .always) { (work) throws(ServiceError) in
        .restore(.reverted(try work.camera.revertRestore(asked)))
      }
    }
  }
}

/// What came of it.
package enum RestoreReply: Sendable {
  case previewed(RestorePreview)
  case compared(BackupComparison)
  case restored(RestoreReport)
  case confirmed(RestoreStatus)
  case reverted(RevertReport)
}
