/// How many there may be (sections 4, 6 and 8 of the format).
package enum BackupLimits {
  /// Backups on a card; a further one removes one of them.
  package static let live = 5
  /// Those of them with a *keep* mark.
  package static let kept = 4
  /// Files of backups on a card, ours or not, that are looked at.
  package static let files = 64
  /// The directory of the backups on a card.
  package static let directory = BackupCard.directoryName
  /// Super PINs whose keys a camera has.
  package static let vaults = 4
}
