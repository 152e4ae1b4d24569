package import BackupStore
internal import CameraDevice
package import CameraModel
internal import FileSystem

/// What a technician wants to know first.
package struct StatusReport: Sendable {
  /// The camera's words of itself; empty where they are not known.
  package let identity: CameraIdentity
  /// Whether a Super PIN is set.
  package let isPINSet: Bool
  /// Seconds since 1970; `nil` when no PIN is set.
  package let pinChanged: Int64?
  /// Seconds until the PIN may be tried again.
  package let pinWait: Int
  /// The card in the slot.
  package private(set) var card: CardReport
  /// Backups on the card that can be used, or could before they were damaged.
  package private(set) var backups: Int
  /// How many of them are damaged, as far as headers and the last readings of the whole files tell.
  package private(set) var damaged: Int
  /// When the newest of this camera that is not damaged was made, seconds since 1970: the one with the highest number,
  /// because a clock may have been wrong.
  package private(set) var lastBackup: Int64?
  /// The modules that the bus shows.
  package let modules: [BusModule]
  /// The state of the last restore; `nil` before the first.
  package let restore: RestoreStatus?
  /// Whether the record on internal flash could be read: else nothing is known of the Super PIN.
  package internal(set) var isPINKnown = true
  /// Why what is not reported could not be read.
  package internal(set) var gaps: [ServiceError] = []
  /// What `check` found; `nil` where it was not asked.
  package internal(set) var check: CheckReport?
  /// Backups that should be on the card and are not.
  package internal(set) var missing = 0
  /// How many of the backups no ledger lists: they came back to the card.
  package internal(set) var returned = 0
  /// How many of the backups were never read whole here.
  package internal(set) var unchecked = 0
  /// When backups were last made, verified and known to be good.
  package internal(set) var freshness = Freshness()
  /// Backups on cards that are not in the slot, which a change of the PIN would lock.
  package internal(set) var elsewhere = 0
  /// The escrow of the PIN; `nil` where the settings ask for none, and nothing is kept.
  package internal(set) var escrow: EscrowReport?
  /// The one that a further backup replaces; `nil` for none.
  package internal(set) var nextReplaced: BackupDescription?
  /// When the newest backup that is not damaged was last read whole and verified, seconds since 1970; `nil` for never.
  package internal(set) var lastCheck: Int64?
}

extension StatusReport {
  fileprivate init(
    _ identity: CameraIdentity, _ store: StoreStatus, _ modules: [BusModule], _ restore: RestoreStatus?,
    _ gaps: [ServiceError], _ check: CheckReport
  ) {
    self.init(
      identity: identity, isPINSet: store.isPINSet, pinChanged: store.pinChanged, pinWait: store.pinWait,
      card: CardReport(store.presence, store.listing), backups: 0, damaged: 0, lastBackup: nil, modules: modules,
      restore: restore, isPINKnown: store.isPINKnown, gaps: gaps, check: check, freshness: store.freshness,
      elsewhere: store.elsewhere, escrow: store.escrow)
    count(store.listing?.backups ?? [], nextReplaced: store.listing?.nextRemoved)
  }

  private mutating func count(_ listed: [BackupDescription], nextReplaced: BackupName?) {
    let present = listed.filter { $0.state != .missing && $0.state != .foreign }
    backups = present.count
    damaged = present.count { $0.state == .damaged }
    returned = present.count { $0.state == .returned }
    unchecked = present.count { $0.isOpen && $0.check == nil }
    missing = listed.count { $0.state == .missing }
    let newest = present.first {
      $0.isOpen && $0.metadata.created != nil && !$0.metadata.isOfOtherCamera(than: identity)
    }
    lastBackup = newest?.metadata.created
    self.nextReplaced = listed.first { $0.name == nextReplaced }
    lastCheck = newest?.check?.time
  }

  /// Takes over what a later check found.
  package mutating func learn(_ report: CheckReport) { check = report }

  /// Takes over what a later listing of the card tells.
  package mutating func learn(_ report: ListReport) {
    card = report.card
    freshness = report.freshness
    count(report.backups, nextReplaced: report.nextRemoved)
  }
}

extension UseCase {
  /// The state of the camera.
  static let status = UseCase("status", .look)
  /// List of the backups.
  static let listBackups = UseCase("backup list", .look)
  /// List of the modules.
  static let listModules = UseCase("modules list", .look)
}

extension Camera {
  /// The state of camera, PIN, card and modules. Headers of backups are read, not the backups.
  ///
  /// - Parameters:
  ///   - readingModules: whether the bus is asked, which takes seconds where a module hangs; else the report has no
  ///     modules.
  ///   - withGaps: what cannot be read is named in the report, and the rest of it is there; else it is thrown.
  package func status(readingModules: Bool = true, withGaps: Bool = false) throws(ServiceError) -> StatusReport {
    try perform(.status) { () throws(ServiceError) in
      var gaps = Gaps(areAllowed: withGaps)
      let identity = try gaps.reading { () throws(ServiceError) in try identityIfThere() }
      let modules = readingModules ? try gaps.reading { () throws(ServiceError) in try readModules() } : nil
      let store = try storeStatus(identity, &gaps)
      let restore = try gaps.reading { () throws(ServiceError) in try restoreStatus() }
      let check = checkReport(isFresh: false)
      guard !observer.shouldStop() else { throw .store(.stopped) }
      return StatusReport(
        identity ?? CameraIdentity(model: "", serial: "", firmware: ""), store, modules ?? [], restore ?? nil,
        gaps.errors, check)
    }
  }

  /// What the store says; of an unreadable record the card alone.
  private func storeStatus(
    _ identity: CameraIdentity?, _ gaps: inout Gaps
  ) throws(ServiceError) -> StoreStatus {
    do {
      return try storeStatus(identity, startsEmpty: false)
    } catch .store(.recordDamaged) {
      try gaps.add(.store(.recordDamaged))
      return try storeStatus(identity, startsEmpty: true)
    } catch .store(.busy(let holder)) {
      try gaps.add(.store(.busy(holder)))
      return statusWithoutLock(identity) ?? StoreStatus(presence: card.open(), listing: nil, isPINKnown: false)
    } catch .store(let error) where error.place != .none {
      try gaps.add(.store(error))
      return StoreStatus(presence: card.open(), listing: nil, isPINKnown: false)
    }
  }

  private func storeStatus(_ identity: CameraIdentity?, startsEmpty: Bool) throws(ServiceError) -> StoreStatus {
    try withStore(.status, needsCard: false, startsEmpty: startsEmpty) {
      (session, presence) throws(ServiceError) in
      try storeStatus(identity, session, presence, isPINKnown: !startsEmpty)
    }
  }

  private func storeStatus(
    _ identity: CameraIdentity?, _ session: StoreSession, _ presence: CardPresence, isPINKnown: Bool
  ) throws(ServiceError) -> StoreStatus {
    let listing = try listing(session)
    return StoreStatus(
      presence: presence, listing: listing, isPINKnown: isPINKnown, isPINSet: session.isPINSet,
      pinChanged: session.pinChanged, pinWait: session.pinWait, freshness: freshness(session, listing, identity),
      elsewhere: session.backupsElsewhere,
      escrow: try? escrowReport(session, isPINKnown: isPINKnown))
  }

  /// What is known while another session is at work; `nil` where that cannot be looked at.
  private func statusWithoutLock(_ identity: CameraIdentity?) -> StoreStatus? {
    let presence = card.open()
    guard let state = try? files.openDirectory(at: settings.state), let root = try? presence.root(required: false),
      let session = try? StoreSession(lookingAt: environment(state: state, card: root))
    else { return nil }
    return try? storeStatus(identity, session, presence, isPINKnown: true)
  }

  /// The backups, by their headers and by what was found when they were last read whole; the card's contents are not
  /// read. A locked card and an absent one list nothing.
  package func listBackups() throws(ServiceError) -> ListReport {
    try perform(.listBackups) { () throws(ServiceError) in
      try withStore(.list, needsCard: false) { (session, presence) throws(ServiceError) in
        listReport(presence, session, try listing(session))
      }
    }
  }

  private func listReport(_ presence: CardPresence, _ session: StoreSession, _ listing: CardListing?) -> ListReport {
    let backups = listing?.backups ?? []
    return ListReport(
      card: CardReport(presence, listing), backups: backups, nextRemoved: listing?.nextRemoved,
      inForce: backupInForce(among: backups), isPINSet: session.isPINSet, camera: try? identityIfKnown(),
      freshness: freshness(session, listing, try? identity()), locked: listing?.locked ?? [])
  }

  /// What work of a session did, with the backups as they are then, where they are asked for: from the headers that the
  /// session has read. Of the card only the room is asked again.
  func listed<Result>(_ result: Result, _ session: StoreSession) -> Listed<Result> {
    guard listsBehindWork else { return Listed(result) }
    let presence = card.open()
    guard case .present = presence, let listing = try? session.list(.headers) else { return Listed(result) }
    return Listed(result, listReport(presence, session, listing))
  }

  /// The card that is to be emptied. Nothing else of the camera is looked at, so that nothing else can stop it.
  package func cardToEmpty() throws(ServiceError) -> CardReport {
    try perform(.listBackups) { () throws(ServiceError) in
      try withStore(.list, needsCard: true) { (session, presence) throws(ServiceError) in
        CardReport(presence, try listing(session))
      }
    }
  }

  private func listing(_ session: StoreSession) throws(ServiceError) -> CardListing? {
    do {
      return try session.list(.headers)
    } catch .noCard {
      return nil
    } catch {
      throw .store(error)
    }
  }

  /// The modules that the bus shows.
  package func modules() throws(ServiceError) -> [BusModule] {
    try perform(.listModules) { () throws(ServiceError) in try readModules() }
  }

  func readModules(leavingOut: Set<String> = []) throws(ServiceError) -> [BusModule] {
    try mapError(ServiceError.init(lookingAtBus:), try bus.modules(leavingOut: leavingOut))
  }
}

/// What the store says for a report.
private struct StoreStatus {
  let presence: CardPresence
  let listing: CardListing?
  var isPINKnown = true
  var isPINSet = false
  var pinChanged: Int64?
  var pinWait = 0
  var freshness = Freshness()
  var elsewhere = 0
  var escrow: EscrowReport?
}

/// What could not be read for a report.
private struct Gaps {
  let areAllowed: Bool
  private(set) var errors: [ServiceError] = []

  init(areAllowed: Bool) { self.areAllowed = areAllowed }

  /// Reads a part of the report; `nil` for a gap.
  mutating func reading<Part>(_ body: () throws(ServiceError) -> Part) throws(ServiceError) -> Part? {
    do {
      return try body()
    } catch {
      try add(error)
      return nil
    }
  }

  /// Notes what is missing, or throws it where there may be no gaps.
  mutating func add(_ error: ServiceError) throws(ServiceError) {
    if case .store(.stopped) = error { throw error }
    guard areAllowed else { throw error }
    errors.append(error)
  }
}
