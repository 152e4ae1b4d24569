package import BackupStore
internal import CameraDevice
package import CameraModel
internal import FileSystem

/// The card in the slot, for a report.
package struct CardReport: Sendable {
  package enum State: String, Sendable {
    case open, empty, locked, absent
    case notMounted = "not-mounted"
    case error
  }

  package let state: State
  package let isWritable: Bool
  /// As the kernel names it; `nil` when unknown.
  package let filesystem: String?
  package let bytesTotal: Int64?
  package let bytesFree: Int64?
  /// Backups of other Super PINs.
  package let foreign: Int
  /// Whether it is the card that this camera wrote last.
  package let isLastUsed: Bool
  package let isOverfilled: Bool
  /// The card's ledger is not known here: it is taken as it is.
  package let isTakenAsIs: Bool

  package init(
    state: State, isWritable: Bool, filesystem: String?, bytesTotal: Int64?, bytesFree: Int64?, foreign: Int = 0,
    isLastUsed: Bool = true, isOverfilled: Bool = false, isTakenAsIs: Bool = false
  ) {
    self.state = state
    self.isWritable = isWritable
    self.filesystem = filesystem
    self.bytesTotal = bytesTotal
    self.bytesFree = bytesFree
    self.foreign = foreign
    self.isLastUsed = isLastUsed
    self.isOverfilled = isOverfilled
    self.isTakenAsIs = isTakenAsIs
  }

  init(_ presence: CardPresence, _ listing: CardListing?) {
    let mounted: MountedCard? = if case .present(let card) = presence { card } else { nil }
    state =
      switch presence {
      case .absent: .absent
      case .notMounted: .notMounted
      case .failed: .error
      case .present: listing.map { State(rawValue: $0.condition.rawValue) ?? .error } ?? .error
      }
    isWritable = mounted?.isWritable ?? false
    filesystem = mounted?.filesystem
    bytesTotal = mounted?.capacity.total
    bytesFree = mounted?.capacity.free
    foreign = listing?.foreign ?? 0
    isLastUsed = listing?.isLastUsed ?? false
    isOverfilled = listing?.isOverfilled ?? false
    isTakenAsIs = listing?.isTakenAsIs ?? false
  }
}

/// What a technician wants to know first.
package struct StatusReport: Sendable {
  package let identity: CameraIdentity
  package let isPINSet: Bool
  /// Seconds since 1970; `nil` when no PIN is set.
  package let pinChanged: Int64?
  /// Seconds until the PIN may be tried again.
  package let pinWait: Int
  package let card: CardReport
  /// Backups on the card that can be used, or could before they were damaged.
  package let backups: Int
  /// How many of them are damaged, as far as headers and tags tell.
  package let damaged: Int
  /// When the newest was made, seconds since 1970.
  package let lastBackup: Int64?
  package let modules: [BusModule]
  /// How the last restore stands; `nil` when there was none.
  package let restore: RestoreStatus?

  package init(
    identity: CameraIdentity, isPINSet: Bool, pinChanged: Int64?, pinWait: Int, card: CardReport, backups: Int,
    damaged: Int, lastBackup: Int64?, modules: [BusModule], restore: RestoreStatus?
  ) {
    self.identity = identity
    self.isPINSet = isPINSet
    self.pinChanged = pinChanged
    self.pinWait = pinWait
    self.card = card
    self.backups = backups
    self.damaged = damaged
    self.lastBackup = lastBackup
    self.modules = modules
    self.restore = restore
  }
}

/// The backups of the card.
package struct ListReport: Sendable {
  package let card: CardReport
  package let backups: [BackupDescription]
  package let nextRemoved: BackupName?
  /// The one that the camera's configuration came of, if it is among them.
  package let inForce: BackupInForce?

  package init(
    card: CardReport, backups: [BackupDescription], nextRemoved: BackupName?, inForce: BackupInForce? = nil
  ) {
    self.card = card
    self.backups = backups
    self.nextRemoved = nextRemoved
    self.inForce = inForce
  }
}

extension Camera {
  /// The state of camera, PIN, card and modules. Headers of backups are read, not the backups.
  ///
  /// - Parameter readingModules: whether the bus is asked, which takes seconds where a module hangs; else the report
  ///   has no modules.
  package func status(readingModules: Bool = true) throws(ServiceError) -> StatusReport {
    try perform(.status) { () throws(ServiceError) in
      let identity = try identityIfKnown()
      let modules = readingModules ? try readModules() : []
      return try withStore("a status report", needsCard: false) { (session, presence) throws(ServiceError) in
        let listing = try listing(session, .headers)
        let present = listing?.backups.filter { $0.state != .missing && $0.state != .foreign } ?? []
        return StatusReport(
          identity: identity, isPINSet: session.isPINSet, pinChanged: session.pinChanged, pinWait: session.pinWait,
          card: CardReport(presence, listing), backups: present.count,
          damaged: present.count { $0.state == .damaged },
          lastBackup: present.filter(\.isOpen).compactMap(\.metadata.created).max(), modules: modules,
          restore: try restoreStatus())
      }
    }
  }

  /// The backups, every byte of them verified; a locked card lists nothing, an absent one neither.
  package func listBackups() throws(ServiceError) -> ListReport {
    try perform(.listBackups) { () throws(ServiceError) in
      try withStore("a listing", needsCard: false) { (session, presence) throws(ServiceError) in
        let listing = try listing(session, .whole)
        let backups = listing?.backups ?? []
        return ListReport(
          card: CardReport(presence, listing), backups: backups, nextRemoved: listing?.nextRemoved,
          inForce: backupInForce(among: backups))
      }
    }
  }

  /// The card that is to be emptied. Nothing else of the camera is looked at, so that nothing else can hinder it.
  package func cardToEmpty() throws(ServiceError) -> CardReport {
    try perform(.listBackups) { () throws(ServiceError) in
      try withStore("a listing", needsCard: true) { (session, presence) throws(ServiceError) in
        CardReport(presence, try listing(session, .headers))
      }
    }
  }

  private func listing(_ session: StoreSession, _ depth: ListingDepth) throws(ServiceError) -> CardListing? {
    do {
      return try session.list(depth)
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

  func readModules() throws(ServiceError) -> [BusModule] {
    let addresses: [ModuleAddress]
    do {
      addresses = try bus.addresses()
    } catch {
      throw .bus(error)
    }
    return addresses.map { bus.module(at: $0) }
  }
}
