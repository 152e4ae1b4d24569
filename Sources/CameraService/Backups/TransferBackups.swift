package import BackupStore
internal import FileSystem
internal import Sodium

/// A backup that was imported, or was there already.
package struct ImportedBackup: Sendable {
  /// The backup as it is listed now.
  package let description: BackupDescription
  /// The card had it already, and nothing was written.
  package let isUnchanged: Bool
  /// Files that were unlinked without being overwritten.
  package let notOverwritten: [String]
  /// Another card's list of files to clean up had to leave the record.
  package let forgotCleanUp: Bool

  /// See the properties.
  package init(
    description: BackupDescription, isUnchanged: Bool, notOverwritten: [String] = [], forgotCleanUp: Bool = false
  ) {
    self.description = description
    self.isUnchanged = isUnchanged
    self.notOverwritten = notOverwritten
    self.forgotCleanUp = forgotCleanUp
  }
}

extension UseCase {
  /// New backup to standard output.
  static let streamBackup = UseCase("backup create stream", .work)
  /// A copy put onto the card.
  static let importBackup = UseCase("backup import", .work)
}

/// Backups that leave the camera and come back without its card.
extension Camera {
  /// Copies a sealed backup to the card, under its own name, and reads it back; no PIN is needed.
  ///
  /// - Parameters:
  ///   - input: the file, or its text.
  ///   - lockCard: asks whether a backup that was made with another PIN may lock the card. No lock is held meanwhile.
  package func importBackup(
    _ input: any ByteInput, lockCard: (BackupName) -> Bool
  ) throws(ServiceError) -> Listed<ImportedBackup> {
    try perform(.importBackup) { () throws(ServiceError) in
      // Nobody waits for a pipe in which nothing comes.
      try importBackup(try mapError(ServiceError.store, try IncomingBackup(input)), lockCard)
    }
  }

  func importBackup(
    _ incoming: IncomingBackup, _ lockCard: (BackupName) -> Bool
  ) throws(ServiceError) -> Listed<ImportedBackup> {
    // Others wait for the lock: a person is asked without it.
    let wouldLock = try withStore(.importBackup, needsCard: true) { (session, _) throws(ServiceError) in
      try mapError(ServiceError.store, try session.wouldLockCard(incoming))
    }
    let isAgreed = wouldLock && lockCard(incoming.name)
    return try withStore(.importBackup, needsCard: true) { (session, _) throws(ServiceError) in
      let outcome = try mapError(ServiceError.store, try session.importBackup(incoming) { _ in isAgreed })
      return listed(
        ImportedBackup(
          description: outcome.description, isUnchanged: outcome.isUnchanged,
          notOverwritten: session.wipes.notOverwritten, forgotCleanUp: outcome.forgotCleanUp), session)
    }
  }

  /// Makes a backup and hands it out, sealed. Nothing of it is stored: for a camera without a card. How it ends is
  /// recorded as for any other backup.
  ///
  /// - Parameters:
  ///   - sink: takes the bytes of the file, in order.
  ///   - ending: is called behind the last one. Only what it does not refuse counts as a backup.
  package func streamBackup(
    _ options: StartBackupOptions, to sink: @escaping (Span<UInt8>) throws(ServiceError) -> Void,
    ending: @escaping () throws(ServiceError) -> Void = {}
  ) throws(ServiceError) -> StartedBackup {
    try perform(.streamBackup) { () throws(ServiceError) in
      let state = try openState()
      return try withLock(.stream) { () throws(ServiceError) in
        do throws(ServiceError) {
          return try withSession(in: state, needsCard: false) { (session, _) throws(ServiceError) in
            try stream(options, session, sink, ending)
          }
        } catch {
          recordFailedAttempt(error, state)
          throw error
        }
      }
    }
  }

  private func stream(
    _ options: StartBackupOptions, _ session: StoreSession,
    _ sink: @escaping (Span<UInt8>) throws(ServiceError) -> Void, _ ending: @escaping () throws(ServiceError) -> Void
  ) throws(ServiceError) -> StartedBackup {
    let request = try request(options, session)
    let detour = Detour()
    let made = try detour.around { () throws(StoreError) in
      try session.stream(request) { (bytes) throws(StoreError) in
        try detour.pass { () throws(ServiceError) in try sink(bytes) }
      } ending: { () throws(StoreError) in
        try detour.pass(ending)
      }
    }
    return started(request, made.outcome, made.description, session)
  }

  /// Receives a sealed backup in the state directory, for a restore. Nothing is changed, and nothing of it stays there.
  package func receiveBackup(_ input: any ByteInput) throws(ServiceError) -> ReceivedBackup {
    let state = try openState()
    return try store { () throws(StoreError) in
      try ReceivedBackup(try IncomingBackup(input), in: state, observer: observer)
    }
  }
}

/// Lets work push bytes into a sink, and brings the sink's own error through that of the store.
func passing<Result>(
  _ sink: @escaping (Span<UInt8>) throws(ServiceError) -> Void,
  _ work: (@escaping (Span<UInt8>) throws(StoreError) -> Void) throws(StoreError) -> Result
) throws(ServiceError) -> Result {
  let detour = Detour()
  return try detour.around { () throws(StoreError) in
    try work { (bytes) throws(StoreError) in try detour.pass { () throws(ServiceError) in try sink(bytes) } }
  }
}

/// The way of an output's own error past the store, which only hears that its work is stopped.
private final class Detour {
  private var failure: ServiceError?

  /// What the store calls.
  func pass(_ body: () throws(ServiceError) -> Void) throws(StoreError) {
    do throws(ServiceError) {
      try body()
    } catch {
      failure = error
      throw .stopped
    }
  }

  /// The work of the store.
  func around<Result>(_ work: () throws(StoreError) -> Result) throws(ServiceError) -> Result {
    do throws(StoreError) {
      return try work()
    } catch {
      throw failure ?? .store(error)
    }
  }
}

/// Which backup is restored.
package enum RestorableBackup: Sendable {
  /// One of the card, or the one of Undo.
  case selected(BackupSelector)
  /// One that came through a pipe: no card is needed.
  case received(ReceivedBackup)

  /// How the log names it.
  var text: String {
    switch self {
    case .selected(let id): id.description
    case .received(let backup): "\(backup.name) -"
    }
  }

  /// As the card or Undo has it; `nil` for one that came through a pipe.
  var selector: BackupSelector? {
    switch self {
    case .selected(let id): id
    case .received: nil
    }
  }

  var needsCard: Bool { selector.map { $0 != .undo } ?? false }
}

extension StoreSession {
  /// Opens the backup that is to be restored.
  func open(_ backup: RestorableBackup, _ digits: borrowing SecretBytes) throws(StoreError) -> OpenedBackup {
    switch backup {
    case .selected(let id): try open(id, digits)
    case .received(let received): try open(received, digits)
    }
  }
}
