/// Limits of epochs and counters (sections 9 and 10 of the format). What someone else put on a card uses up few of
/// them.
enum BackupNumbers {
  /// Of an epoch and of a counter.
  static let highest: UInt32 = 65_535
  /// The most epochs that a new vault passes over because well-formed backups on the card have them.
  static let mostPassedEpochs: UInt32 = 8
  /// The most names that a new backup passes over because something on the card has them.
  static let mostPassed: UInt32 = 64
  /// The highest counter that a change of the PIN keeps or gives.
  static let highestKept: UInt32 = 60_000
}

extension StoreSession {
  /// The first epoch above every one that this camera ever used, and which no well-formed backup on the card has.
  ///
  /// - Throws: `StoreError.epochsUsedUp`; `.epochsTaken` when backups on the card have all of the next few.
  func nextEpoch() throws(StoreError) -> UInt32 {
    guard record.highestEpoch < BackupNumbers.highest else { throw .epochsUsedUp }
    let taken = Set(card?.files.compactMap(\.epoch) ?? [])
    let first = record.highestEpoch + 1
    let last = min(first + BackupNumbers.mostPassedEpochs, BackupNumbers.highest)
    guard let epoch = (first...last).first(where: { !taken.contains($0) }) else { throw .epochsTaken }
    return epoch
  }

  /// The first name of these counters that no entry on the card has, whatever it is.
  ///
  /// - Throws: `StoreError.numbersTaken`.
  func freeName(_ epoch: UInt32, from first: UInt32, to last: UInt32) throws(StoreError) -> BackupName {
    for counter in first...max(first, last) {
      if let name = BackupName(epoch: epoch, counter: counter), isFree(name) { return name }
    }
    throw .numbersTaken
  }

  func isFree(_ name: BackupName) -> Bool { card?.occupiedNames.contains(name.fileName) != true }
}
