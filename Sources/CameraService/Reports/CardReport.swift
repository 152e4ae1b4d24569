package import BackupStore
internal import CameraDevice
package import CameraModel
internal import FileSystem

/// The card in the slot, for a report.
package struct CardReport: Sendable {
  package enum State: String, Sendable {
    case open, empty, locked, absent
    case notMounted = "not-mounted"
    /// Still mounted, and its device is gone.
    case pulledOut = "pulled-out"
    case error

    /// Whether there is a card whose files could be looked at.
    package var hasCard: Bool {
      switch self {
      case .open, .empty, .locked: true
      case .absent, .notMounted, .pulledOut, .error: false
      }
    }
  }

  package let state: State
  package let isWritable: Bool
  /// As the kernel names it; `nil` when unknown.
  package let filesystem: String?
  package let bytesTotal: Int64?
  package let bytesFree: Int64?
  /// `nil` on a file system that does not count them.
  package let inodesFree: Int64?
  /// Backups of other Super PINs.
  package let foreign: Int
  /// Whether it is the card that this camera wrote last.
  package let isLastUsed: Bool
  package let isOverfilled: Bool
  /// The card's ledger is not known here: it is taken as it is.
  package let isTakenAsIs: Bool
  /// Why there is no card to use, and what to do; `nil` where there is one, and in an empty slot.
  package let problem: Message?
  /// What is on it, to notice that another card is in the slot later.
  package let contents: CardContents?

  package init(
    state: State, isWritable: Bool, filesystem: String?, bytesTotal: Int64?, bytesFree: Int64?, foreign: Int = 0,
    isLastUsed: Bool = true, isOverfilled: Bool = false, isTakenAsIs: Bool = false, problem: Message? = nil,
    inodesFree: Int64? = nil, contents: CardContents? = nil
  ) {
    self.inodesFree = inodesFree
    self.contents = contents
    self.state = state
    self.problem = problem
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
      case .pulledOut: .pulledOut
      case .failed: .error
      case .present: listing.map { State(rawValue: $0.condition.rawValue) ?? .error } ?? .error
      }
    isWritable = mounted?.isWritable ?? false
    filesystem = mounted?.filesystem
    bytesTotal = mounted?.capacity.total
    bytesFree = mounted?.capacity.free
    inodesFree = mounted?.capacity.freeInodes
    contents = listing?.contents
    foreign = listing?.foreign ?? 0
    isLastUsed = listing?.isLastUsed ?? false
    isOverfilled = listing?.isOverfilled ?? false
    isTakenAsIs = listing?.isTakenAsIs ?? false
    problem = presence.problem
  }
}

extension CardReport {
  /// It has free bytes, and takes no further file.
  package var lacksInodes: Bool { state.hasCard && inodesFree == 0 }
}

extension CardPresence {
  /// Why there is no card to use; `nil` where there is one, and in an empty slot.
  fileprivate var problem: Message? {
    switch self {
    case .absent, .present: nil
    case .notMounted(let reason): ServiceError.noCard(.notMounted(reason)).message
    case .pulledOut: ServiceError.noCard(.pulledOut).message
    case .failed(let error): ServiceError.card(error).message
    }
  }
}

/// The backups of the card, as far as their headers and the record tell.
package struct ListReport: Sendable {
  package let card: CardReport
  package let backups: [BackupDescription]
  package let nextRemoved: BackupName?
  /// The one that the camera's configuration came of, if it is among them.
  package let inForce: BackupInForce?
  package let isPINSet: Bool
  /// This camera, to tell backups of another one; `nil` where that is not known.
  package let camera: CameraIdentity?
  package let freshness: Freshness

  package init(
    card: CardReport, backups: [BackupDescription], nextRemoved: BackupName?, inForce: BackupInForce? = nil,
    isPINSet: Bool = true, camera: CameraIdentity? = nil, freshness: Freshness = Freshness()
  ) {
    self.card = card
    self.backups = backups
    self.nextRemoved = nextRemoved
    self.inForce = inForce
    self.isPINSet = isPINSet
    self.camera = camera
    self.freshness = freshness
  }
}
