internal import FileSystem
package import Sodium

extension FailureWaits {
  /// Seconds after each wrong PIN (section 13 of the format).
  static let wrongPINs = FailureWaits([0, 0, 0, 0, 30, 60, 300, 900, 3_600])
}

extension StoreTime {
  /// Now, on the boot clock.
  var moment: BootMoment { BootMoment(seconds: sinceBoot(), bootID: bootID()) }
}

extension StoreSession {
  /// Whether a Super PIN is set.
  package var isPINSet: Bool { !record.vaults.isEmpty }

  /// Seconds since 1970 of the last change of the PIN; `nil` when none is set.
  package var pinChanged: Int64? { isPINSet ? record.pinChanged : nil }

  /// Seconds until the PIN may be tried again, 0 for at once.
  package var pinWait: Int { record.failures.remaining(at: environment.time.moment) }

  /// How many wrong PINs in a row it takes until there is a wait, 1 or more.
  package var pinTriesBeforeWait: Int { FailureWaits.wrongPINs.triesBeforeWait(after: record.failures.count) }

  /// Seconds until a PIN may be tried on foreign backups again, 0 for at once.
  package var foreignWait: Int { record.foreignFailures.remaining(at: environment.time.moment) }

  /// Checks the Super PIN against the first vault.
  ///
  /// - Throws: `StoreError.noPIN`, `.wrongPIN`, `.mustWait`, `.noMemory`.
  package func check(_ digits: borrowing SecretBytes) throws(StoreError) {
    _ = try openFirstVault(digits)
  }

  func openFirstVault(_ digits: borrowing SecretBytes) throws(StoreError) -> VaultSecret {
    try openVault(try currentVault().part, digits)
  }

  /// Opens one of the camera's vaults. The failure is recorded before the derivation, so that a cut does not spare it;
  /// the right PIN clears the count.
  func openVault(_ part: VaultPart, _ digits: borrowing SecretBytes) throws(StoreError) -> VaultSecret {
    let time = environment.time
    let wait = record.failures.remaining(at: time.moment)
    guard wait == 0 else { throw .mustWait(seconds: wait) }
    let former = record.failures
    try commit { $0.failures.add(at: time.moment, .wrongPINs) }
    let opened: VaultSecret?
    do {
      opened = try part.open(digits, environment.stretch)
    } catch {
      try commit { $0.failures = former }
      throw error
    }
    guard let opened else { throw .wrongPIN(waitSeconds: pinWait) }
    try commit { $0.failures = FailureCount() }
    return opened
  }
}
