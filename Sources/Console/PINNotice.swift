internal import BackupStore
internal import CameraService
internal import Wording

extension PINReport {
  /// What came of it, in the message line.
  ///
  /// - Parameter first: what was done, as a sentence; empty where only backups were taken over.
  func notice(_ first: String) -> Notice {
    guard !outcome.isUnchanged else { return Notice(.information, "These digits are in force: nothing was written.") }
    guard outcome.cardFailure == nil else {
      return Notice(.failure, "\(first) But the card failed then: when it works, Try digits under Super PIN.")
    }
    let hasLoss = !outcome.lost.isEmpty || outcome.locked > 0 || outcome.lockedElsewhere > 0
    return Notice(hasLoss ? .information : .done, ([first] + sentences).filter { !$0.isEmpty }.joined(separator: " "))
  }

  private var sentences: [String] {
    var texts: [String] = []
    if outcome.rewritten > 0 { texts.append("\(counted(outcome.rewritten, "backup")) re-encrypted and verified.") }
    if outcome.adopted > 0 {
      texts.append("\(counted(outcome.adopted, "backup")) taken over, without keep marks and later labels.")
    }
    if !outcome.lost.isEmpty {
      texts.append("Damaged and gone: \(outcome.lost.map(\.description).joined(separator: ", ")).")
    }
    if outcome.lostUndo {
      texts.append("What Undo would put back was damaged or could not be re-encrypted, and is gone.")
    }
    if outcome.locked > 0 { texts.append("Still locked: \(counted(outcome.locked, "backup")) of another PIN.") }
    if outcome.lockedElsewhere > 0 {
      texts.append("Locked on another card: \(counted(outcome.lockedElsewhere, "backup")).")
    }
    if !notOverwritten.isEmpty {
      texts.append("Not overwritten, only removed: \(counted(notOverwritten.count, "file")).")
    }
    if outcome.forgotCleanUp { texts.append("Another card's files to wipe are no longer known.") }
    return texts
  }
}
