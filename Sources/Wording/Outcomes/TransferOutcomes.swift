package import BackupStore
package import CameraService

extension ImportedBackup {
  /// What was imported, and what it is on this camera.
  package var sentences: [String] { [done] + [state.onCommandLine].filter { !$0.isEmpty } }
  /// The same on the screens.
  package var screenSentences: [String] { [done] + [state.onScreen].filter { !$0.isEmpty } }

  private var done: String {
    let name = "Backup \(description.name)"
    guard !isUnchanged else { return "\(name) is on the card already. Nothing was changed." }
    return description.bytes.map { "\(name) was imported and read back: \(size($0))." } ?? "\(name) was imported."
  }

  /// What its state means; empty where it is like any other backup.
  private var state: Hint {
    switch description.state {
    case .ok, .missing: ""
    case .damaged: "It is damaged."
    case .returned:
      "The list shows it as returned: newer backups do not replace it."
        + .command("Restore it by its number, not as latest.")
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
