internal import BackupStore

/// What a person has to know before typing a PIN.
package struct NextPINTry: Sendable, Equatable {
  /// Seconds until the Super PIN may be tried, 0 for at once.
  package internal(set) var wait = 0
  /// Seconds until a PIN may be tried on backups made with another one, 0 for at once.
  package internal(set) var foreignWait = 0
  /// Whether Undo needs the old PIN, because the current one was set without it.
  package internal(set) var undoNeedsOldPIN = false
  /// How many wrong PINs in a row it takes until there is a wait, 1 or more; `nil` where that is not known.
  package internal(set) var triesBeforeWait: Int?
}

extension Camera {
  /// When the next PIN may be tried, and which one Undo needs. The card is not looked at.
  ///
  /// - Throws: `ServiceError.store(.busy)` while other work goes on; `.state`, `.run`, `.store(.recordDamaged)`.
  package func nextPINTry() throws(ServiceError) -> NextPINTry {
    try withLock(.lookAtPIN) { () throws(ServiceError) in
      let session = try sessionWithoutCard()
      let undo = (try? session.undoBackup(.headers)) ?? nil
      return NextPINTry(
        wait: session.pinWait, foreignWait: session.foreignWait, undoNeedsOldPIN: undo?.state == .foreign,
        triesBeforeWait: session.pinTriesBeforeWait)
    }
  }
}
