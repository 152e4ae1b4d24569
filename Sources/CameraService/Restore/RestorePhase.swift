internal import CameraDevice
internal import CameraModel
internal import FileSystem

/// Where a recorded restore stands.
enum RestorePhase: Equatable {
  /// It was interrupted before the exchange: to be undone.
  case interrupted
  /// The configuration was exchanged in this boot.
  case rebootNeeded
  /// The camera runs with the new configuration: seconds of the time to confirm that are left; `nil`: it need not be
  /// confirmed.
  case awaiting(seconds: Int?)
  /// The confirmation is recorded, and what it ends is still there.
  case confirmed
  /// The former configuration is back, and the modules may not be.
  case takenBack
}

extension Camera {
  func phase(of intent: RestoreIntent) throws(ServiceError) -> RestorePhase {
    guard !intent.isConfirmed else { return .confirmed }
    guard try isExchanged(intent) else { return intent.lastStart == nil ? .interrupted : .takenBack }
    guard try currentBoot() != intent.bootID else { return .rebootNeeded }
    guard intent.revertMinutes > 0 else { return .awaiting(seconds: nil) }
    let left = Int64(intent.revertMinutes) * 60 - (try elapsed(of: intent))
    return .awaiting(seconds: Int(max(left, 0)))
  }

  /// Seconds since `boot` first ran in this boot. The boot clock itself does not tell: in a container it is the host's.
  private func elapsed(of intent: RestoreIntent) throws(ServiceError) -> Int64 {
    guard let began = intent.startedAt, intent.lastStart == (try currentBoot()) else { return 0 }
    return max(time.sinceBoot().seconds - began, 0)
  }

  /// The kernel's name of this boot.
  func currentBoot() throws(ServiceError) -> String {
    do {
      return try time.bootID()
    } catch {
      throw .state(error)
    }
  }

  /// Runs work on the restore's record. Who changes it holds this lock; who changes configuration or modules too holds
  /// the store's, taken before. So a confirmation does not wait for a backup.
  func withRecord<Result>(
    _ work: String, _ body: (RestoreRecord) throws(ServiceError) -> Result
  ) throws(ServiceError) -> Result {
    let state = try openState()
    return try withLock(work, name: "restore") { () throws(ServiceError) in try body(RestoreRecord(directory: state)) }
  }

  /// Whether the new tree is under the configuration's name. Both trees are on one file system, whose device number
  /// may be another after a restart: the inode decides. Where a tool has replaced the tree under that name, the
  /// sibling tells which of the two it was.
  ///
  /// - Throws: `.restoreRecordDamaged` where neither is there.
  func isExchanged(_ intent: RestoreIntent) throws(ServiceError) -> Bool {
    guard let former = intent.formerTree, let new = intent.newTree else { return false }
    do {
      let configuration = try ConfigurationDirectory(at: settings.configuration)
      let inode = try configuration.identity().inode
      guard inode != new.inode, inode != former.inode else { return inode == new.inode }
      // What the exchange back leaves has been removed.
      guard try configuration.hasSibling() else { return false }
      let other = try configuration.siblingIdentity().inode
      guard other == new.inode || other == former.inode else { throw ServiceError.restoreRecordDamaged }
      return other == former.inode
    } catch let error as ExchangeError {
      throw .exchange(error)
    } catch {
      throw .restoreRecordDamaged
    }
  }

  /// Puts the modules back and removes the staged tree and the intent.
  ///
  /// - Parameter isGivenUp: whether a module that does not take its settings may stay as it is.
  func undo(
    _ intent: RestoreIntent, _ record: RestoreRecord, isGivenUp: (String) -> Bool = { _ in false }
  ) throws(ServiceError) {
    let writer = ModuleWriter(bus: bus)
    let stuck = writer.putBack(intent.modules).filter { !writer.isOfOtherKind($0) && !isGivenUp($0.address) }
      .map(\.address)
    guard stuck.isEmpty else { throw .notPutBack(modules: stuck, cause: nil) }
    try record.clear()
    removeSibling()
  }

  /// Puts back what a restore that was interrupted, or is taken back, did to modules, so that no backup takes a mixture; and
  /// finishes a confirmation that another session's work kept waiting.
  func settleInterruptedRestore() throws(ServiceError) {
    try withRecord("the end of a restore") { (record) throws(ServiceError) in
      guard let intent = try record.intent() else { return }
      switch try phase(of: intent) {
      case .interrupted: try undo(intent, record)
      case .takenBack: _ = try finishTakingBack(intent, record)
      case .awaiting(seconds: nil), .confirmed: _ = try finishConfirmation(intent, record)
      case .rebootNeeded, .awaiting(seconds: .some): break
      }
    }
  }

  /// Removes the tree that is not under the configuration's name, in which secrets are in clear. What cannot be
  /// removed now is tried again by the next restore and at the next start.
  func removeSibling() {
    guard let configuration = try? ConfigurationDirectory(at: settings.configuration),
      (try? configuration.identity()) != nil
    else { return }
    try? configuration.removeSibling()
    try? configuration.removeTrial()
  }

  /// Where the tree is that could not be removed; `nil` when there is none.
  func leftBehind() -> String? {
    guard let configuration = try? ConfigurationDirectory(at: settings.configuration),
      (try? configuration.hasSibling()) == true
    else { return nil }
    return configuration.siblingPath
  }
}
