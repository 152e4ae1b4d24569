package import BackupStore
package import CameraService

extension ImportedBackup {
  /// What was imported, and what it is on this camera.
  package var sentences: [String] {
    let name = "Backup \(description.name)"
    let done = description.bytes.map { "\(name) was imported and read back: \(size($0))." }
    let first = isUnchanged ? "\(name) is on the card already. Nothing was changed." : done ?? "\(name) was imported."
    return [first] + [state].compactMap(\.self)
  }

  /// What its state means; `nil` where it is like any other backup.
  private var state: String? {
    switch description.state {
    case .ok, .missing: nil
    case .damaged: "It is damaged."
    case .returned:
      "It has returned to the card: newer backups do not replace it. Restore it by its number, not as latest."
    case .foreign: "It was made with another PIN. Set that PIN to use it."
    }
  }

  /// What a person should know beside it.
  package var notices: [String] {
    notOverwritten.map(overwritingFailed) + (forgotCleanUp ? [forgottenCleanUp] : [])
  }
}

/// The question before an import that locks the card.
///
/// - Parameter name: of the backup that comes in.
package func lockQuestion(_ name: BackupName) -> String {
  "Backup \(name) was made with another PIN. It locks the card: no new backups, until you set that PIN or delete it."
}
