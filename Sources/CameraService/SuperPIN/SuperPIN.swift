package import BackupStore
internal import CameraDevice
internal import CameraModel
internal import FileSystem
package import Sodium

/// What came of an operation on the Super PIN.
package struct PINReport: Sendable {
  /// What happened to the backups.
  package let outcome: PINOutcome
  /// Files that were unlinked without being overwritten.
  package let notOverwritten: [String]
}

extension UseCase {
  /// First PIN, or a forgotten one.
  static let setPIN = UseCase("pin set", .authentication)
  /// Change of the PIN.
  static let changePIN = UseCase("pin change", .authentication)
  /// Use of the backups of a locked card.
  static let adoptBackups = UseCase("pin adopt", .authentication)
  /// Check of the PIN.
  static let checkPIN = UseCase("pin check", .authentication)
}

extension Camera {
  /// Sets the Super PIN where no PIN is set, or, *forgotten*, without the old one. A PIN that opens backups on the card
  /// may be as short as it was. Where the settings name a key of an escrow, the PIN is sealed for it, or not set.
  package func setPIN(
    _ digits: borrowing SecretBytes, forgetting: Bool, _ decisions: PINDecisions
  ) throws(ServiceError) -> PINReport {
    try perform(.setPIN) { () throws(ServiceError) in
      let problem = try problemOfNew(digits)
      let escrow = try escrow()
      return try withStore(.changePIN, needsCard: false, startsEmpty: forgetting) {
        (session, _) throws(ServiceError) in
        let outcome = try unless(problem) { () throws(StoreError) in
          try session.setPIN(
            digits, forgetting: forgetting, mustOpen: problem != nil, escrow: escrow, decisions)
        }
        return PINReport(outcome: outcome, session)
      }
    }
  }

  /// Runs a store operation; digits that open nothing are refused for what they lack as new ones.
  private func unless(
    _ problem: PINProblem?, _ body: () throws(StoreError) -> PINOutcome
  ) throws(ServiceError) -> PINOutcome {
    do throws(StoreError) {
      return try body()
    } catch {
      if let problem, case .opensNothing = error { throw .pin(problem) }
      throw .store(error)
    }
  }

  /// Changes the Super PIN and re-encrypts every backup on the card. A new PIN that opens foreign backups there may be
  /// as short as it was. It is sealed as in `setPIN`.
  package func changePIN(
    from old: borrowing SecretBytes, to new: borrowing SecretBytes, _ decisions: PINDecisions
  ) throws(ServiceError) -> PINReport {
    try perform(.changePIN) { () throws(ServiceError) in
      try checkOld(old)
      let problem = old.isEqual(to: new) ? nil : try problemOfNew(new)
      let escrow = try escrow()
      return try withStore(.changePIN, needsCard: false) { (session, presence) throws(ServiceError) in
        do throws(ServiceError) {
          let outcome = try unless(problem) { () throws(StoreError) in
            try session.changePIN(
              from: old, to: new, mustOpen: problem != nil, escrow: escrow, decisions)
          }
          return PINReport(outcome: outcome, session)
        } catch .store(.wouldLeaveCard(.absent)) {
          // The card is there, and its device is gone.
          guard case CardPresence.pulledOut = presence else { throw .store(.wouldLeaveCard(.absent)) }
          throw .noCard(.pulledOutAtChange)
        }
      }
    }
  }

  /// Tries the current digits on backups that another camera, or this one before, wrote.
  package func adoptBackups(
    _ digits: borrowing SecretBytes, _ decisions: PINDecisions
  ) throws(ServiceError) -> PINReport {
    try perform(.adoptBackups) { () throws(ServiceError) in
      try checkOld(digits)
      return try withStore(.adopt, needsCard: true) { (session, _) throws(ServiceError) in
        do throws(StoreError) {
          return PINReport(outcome: try session.adopt(digits, decisions), session)
        } catch .nothingToAdopt {
          var outcome = PINOutcome()
          outcome.isUnchanged = true
          return PINReport(outcome: outcome, session)
        } catch {
          throw ServiceError.store(error)
        }
      }
    }
  }

  /// Whether the digits are the Super PIN: returns, or throws why not.
  package func checkPIN(_ digits: borrowing SecretBytes) throws(ServiceError) {
    try perform(.checkPIN) { () throws(ServiceError) in
      try checkOld(digits)
      try withStore(.checkPIN, needsCard: false) { (session, _) throws(ServiceError) in
        try mapError(ServiceError.store, try session.check(digits))
      }
    }
  }

  /// Random digits for a Super PIN, in guarded memory.
  ///
  /// - Parameter count: `PINRules.generatedLengths`.
  /// - Throws: `ServiceError.secret(.noMemory)`.
  package static func generatePIN(count: Int) throws(ServiceError) -> SecretBytes {
    try mapError(ServiceError.init(_:)) { () throws(SodiumError) in
      var digits = try SecretBytes(count: count)
      for index in 0..<count {
        let digit = UInt8(try RandomBytes.uniform(below: 10)) + 0x30
        digits.withMutableBytes { $0[index] = digit }
      }
      return digits
    }
  }

  /// Why this cannot be a new PIN, though it may still be an old one.
  ///
  /// - Throws: `ServiceError.pin` for what cannot be an old PIN either.
  private func problemOfNew(_ digits: borrowing SecretBytes) throws(ServiceError) -> PINProblem? {
    let minimum = settings.pinMinimum
    do throws(PINProblem) {
      try digits.withBytes { (bytes) throws(PINProblem) in try PINRules.checkNew(bytes, minimum: minimum) }
      return nil
    } catch {
      guard digits.withBytes({ PINRules.mayBeFormer($0) }) else { throw .pin(error) }
      return error
    }
  }

  private func checkOld(_ digits: borrowing SecretBytes) throws(ServiceError) {
    try mapError(
      ServiceError.pin, try digits.withBytes { (bytes) throws(PINProblem) in try PINRules.checkFormer(bytes) })
  }
}

extension PINReport {
  fileprivate init(outcome: PINOutcome, _ session: StoreSession) {
    self.init(outcome: outcome, notOverwritten: session.wipes.notOverwritten)
  }
}
