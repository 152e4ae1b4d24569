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
    case .preview:
      OperationTraits(words: "Opening the backup", secrets: [.pin], canBeStopped: true, status: .always)
    case .compare:
      OperationTraits(words: "Comparing the backups", secrets: [.pin], canBeStopped: true, status: .always)
    case .start: OperationTraits(words: "Restoring", secrets: [.pin], canBeStopped: true, status: .always)
    case .confirm: OperationTraits(words: "Confirming the change", status: .always)
    case .revert: OperationTraits(words: "Reverting the change", status: .always)
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
