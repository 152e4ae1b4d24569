internal import BackupStore
internal import CameraDevice
internal import CameraModel
internal import FileSystem
internal import Sodium

extension Camera {
  /// Runs one piece of work on the store while no other process does.
  ///
  /// - Parameters:
  ///   - work: what it is, for the person who has to wait.
  ///   - needsCard: refuses the work without a card.
  ///   - startsEmpty: where both copies of the record are unreadable, the work begins with an empty one.
  func withStore<Result>(
    _ work: LockedWork, needsCard: Bool, startsEmpty: Bool = false,
    _ body: (StoreSession, CardPresence) throws(ServiceError) -> Result
  ) throws(ServiceError) -> Result {
    let state = try openState()
    return try withLock(work) { () throws(ServiceError) in
      try withSession(in: state, needsCard: needsCard, startsEmpty: startsEmpty, body)
    }
  }

  /// The same where the lock is held.
  ///
  /// - Parameter state: the state directory.
  func withSession<Result>(
    in state: any Directory, needsCard: Bool, startsEmpty: Bool = false,
    _ body: (StoreSession, CardPresence) throws(ServiceError) -> Result
  ) throws(ServiceError) -> Result {
    let presence = card.open()
    let root = try presence.root(required: needsCard)
    let environment = environment(state: state, card: root)
    let session = try store { () throws(StoreError) in
      do throws(StoreError) {
        return try StoreSession(environment, observer: observer)
      } catch {
        guard startsEmpty, case .recordDamaged = error else { throw error }
        return try StoreSession(startingAnew: environment, observer: observer)
      }
    }
    do throws(ServiceError) {
      return try body(session, presence)
    } catch .store(.readOnly) {
      if case .present(let card) = presence, let filesystem = card.filesystem,
        MountedCard.unwritable.contains(filesystem)
      {
        throw .noCard(.unwritable(filesystem))
      }
      throw .store(.readOnly)
    }
  }

  /// The lock of the store and of the configuration.
  private static let storeLock = "lock"

  /// Runs one piece of work while no other process does any that takes the same lock. What a cut in a change of the
  /// configuration left is removed first.
  ///
  /// - Parameters:
  ///   - work: what it is, for the person who has to wait.
  ///   - name: of the lock in the run directory; the store's and the configuration's is `lock`.
  ///   - waitSeconds: seconds to wait; the session's own by default.
  func withLock<Result>(
    _ work: LockedWork, name: String = Camera.storeLock, waitSeconds: Int? = nil,
    _ body: () throws(ServiceError) -> Result
  ) throws(ServiceError) -> Result {
    let lock = try take(name, work, waitSeconds ?? self.waitSeconds)
    // Where it cannot be removed, as on a read-only file system, it is in no backup and no comparison all the same.
    if name == Self.storeLock { try? MainConfiguration(settings, files: files).clearLeftover() }
    let result = try body()
    withExtendedLifetime(lock) {}
    return result
  }

  /// The state directory, made if it is not there.
  func openState() throws(ServiceError) -> any Directory {
    do {
      return try files.openMakingDirectories(at: settings.state)
    } catch {
      throw .state(error)
    }
  }

  private func take(_ name: String, _ work: LockedWork, _ waitSeconds: Int) throws(ServiceError) -> ProcessLock {
    do {
      _ = try files.openMakingDirectories(at: settings.run)
    } catch {
      throw .run(error)
    }
    do {
      return try ProcessLock(
        in: files, path: settings.run + "/" + name, work: work.rawValue, now: time.now().seconds,
        waitSeconds: waitSeconds,
        shouldStop: observer.shouldStop)
    } catch {
      switch error {
      case .held(let holder): throw .store(.busy(holder))
      case .stopped: throw .store(.stopped)
      case .file(let error): throw .run(error)
      }
    }
  }

  /// The clock that stamps the configuration's files.
  var archiveClock: ArchiveClock {
    let time = time
    return ArchiveClock(now: { time.now() }, wait: ArchiveClock.system.wait)
  }

  func environment(state: any Directory, card: (any Directory)?) -> StoreEnvironment {
    let time = time
    return StoreEnvironment(
      state: state, card: card,
      time: StoreTime(
        now: { time.now().seconds },
        archiveClock: archiveClock,
        sinceBoot: { UInt64(max(time.sinceBoot().seconds, 0)) },
        bootID: { (try? time.bootID()) ?? "unknown" }),
      cost: cost,
      stretch: stretch ?? derivation)
  }

  /// Argon2id, where there is memory for it; the session's work can be stopped meanwhile.
  private var derivation: KeyStretching {
    let (files, shouldStop) = (files, observer.shouldStop)
    return { (digits, salt, cost) throws(SodiumError) in
      let available = try? Memory.availableKiB(files: files)
      if let available, available < Int(cost.memoryKiB) { throw .noMemory }
      return try Derivation.key(from: digits, salt: salt, cost: cost, shouldStop: shouldStop)
    }
  }
}

/// Runs a store operation.
func store<Result>(_ body: () throws(StoreError) -> Result) throws(ServiceError) -> Result {
  do {
    return try body()
  } catch {
    throw .store(error)
  }
}

extension CardPresence {
  /// The card's directory; `nil` without a card that is not required.
  func root(required: Bool) throws(ServiceError) -> (any Directory)? {
    switch self {
    case .present(let card): return card.root
    case .absent:
      if required { throw .noCard(.absent) }
    case .notMounted(let reason):
      if required { throw .noCard(.notMounted(reason)) }
    case .pulledOut:
      if required { throw .noCard(.pulledOut) }
    case .failed(let error):
      if required { throw .card(error) }
    }
    return nil
  }
}
