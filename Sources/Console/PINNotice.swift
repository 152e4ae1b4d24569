internal import BackupStore
internal import CameraService
internal import Wording

extension PINReport {
  /// What it did, in the message line.
  ///
  /// - Parameters:
  ///   - first: what was done, as a sentence; empty where only backups were adopted.
  ///   - unchanged: the sentence where there was nothing to do.
  func notice(_ first: String, unchanged: String = PINReport.unchanged) -> Notice {
    guard !outcome.isUnchanged || outcome.escrow != nil else { return Notice(.information, unchanged) }
    if let cardFailure { return Notice(cardFailure) }
    let hasLoss = !outcome.lost.isEmpty || outcome.locked > 0 || outcome.lockedElsewhere > 0
    let texts = ([outcome.isUnchanged ? unchangedSentence : first] + sentences + notices).filter { !$0.isEmpty }
    return Notice(hasLoss ? .information : .done, texts.joined(separator: " "))
  }
}
