package import Sodium

/// Counting and slowing down wrong PINs (section 13 of the format).
extension FailureCount {
  static let longestWait: UInt32 = 3_600

  /// Seconds to wait after the n-th failure, n from 1.
  static func wait(after failures: UInt32) -> UInt32 {
    switch failures {
    case 0...4: 0
    case 5: 30
    case 6: 60
    case 7: 300
    case 8: 900
    default: longestWait
    }
  }

  /// Seconds until the next try; all of the wait in another boot than the one it began in.
  func remaining(_ time: StoreTime) -> Int {
    guard waitSeconds > 0 else { return 0 }
    guard !isOfOtherBoot(time) else { return Int(waitSeconds) }
    let elapsed = time.sinceBoot() - startedAt
    return elapsed >= UInt64(waitSeconds) ? 0 : Int(UInt64(waitSeconds) - elapsed)
  }

  private func isOfOtherBoot(_ time: StoreTime) -> Bool {
    bootID != Array(time.bootID().utf8.prefix(64)) || startedAt > time.sinceBoot()
  }

  /// A wait of another boot, which begins now; `nil` where there is nothing to change. The boot clock alone does not
  /// tell when this boot began: in a container it is the host's.
  func begun(_ time: StoreTime) -> FailureCount? {
    guard waitSeconds > 0, isOfOtherBoot(time) else { return nil }
    var count = self
    count.startedAt = time.sinceBoot()
    count.bootID = Array(time.bootID().utf8.prefix(64))
    return count
  }

  /// One more failure, whose wait begins now.
  mutating func add(_ time: StoreTime) {
    count = count == .max ? .max : count + 1
    waitSeconds = Self.wait(after: count)
    startedAt = time.sinceBoot()
    bootID = Array(time.bootID().utf8.prefix(64))
  }
}

extension StoreSession {
  /// Whether a Super PIN is set.
  package var isPINSet: Bool { !record.vaults.isEmpty }

  /// Seconds since 1970 of the last change of the PIN; `nil` when none is set.
  package var pinChanged: Int64? { isPINSet ? record.pinChanged : nil }

  /// Seconds until the PIN may be tried again, 0 for at once.
  package var pinWait: Int { record.failures.remaining(environment.time) }

  /// Seconds until digits may be tried against foreign backups again.
  package var foreignWait: Int { record.foreignFailures.remaining(environment.time) }

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
  /// the right digits clear the count.
  func openVault(_ part: VaultPart, _ digits: borrowing SecretBytes) throws(StoreError) -> VaultSecret {
    let time = environment.time
    let wait = record.failures.remaining(time)
    guard wait == 0 else { throw .mustWait(seconds: wait) }
    let former = record.failures
    try commit { $0.failures.add(time) }
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
