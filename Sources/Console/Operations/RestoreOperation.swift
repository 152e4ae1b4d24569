package import BackupStore
package import CameraService

/// A restore, from its preview to its confirmation.
package enum RestoreOperation: Sendable {
  case preview(BackupSelector, RestoreOptions)
  case start(BackupSelector, RestoreOptions)
  /// Confirms what was restored.
  case confirm
  /// Goes back to the previous configuration.
  case revert

  var traits: OperationTraits {
    switch self {
    case .preview:
      OperationTraits(words: "Opening the backup", secrets: [.pin], canBeStopped: true, status: .always)
    case .start: OperationTraits(words: "Restoring", secrets: [.pin], canBeStopped: true, status: .always)
    case .confirm: OperationTraits(words: "Confirming the change", status: .always)
    case .revert: OperationTraits(words: "Reverting the change", status: .always)
    }
  }
}

/// What came of it.
package enum RestoreReply: Sendable {
  case previewed(RestorePreview)
  case restored(RestoreReport)
  case confirmed(RestoreStatus)
  case reverted(RevertReport)
}
