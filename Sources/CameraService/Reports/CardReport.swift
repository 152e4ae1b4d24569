package import BackupStore
internal import CameraDevice
package import CameraModel
internal import FileSystem

/// The card in the slot, for a report.
package struct CardReport: Sendable {
  /// What is in the slot. The words are those of JSON and of metrics.
  package enum State: String, Sendable, CaseIterable {
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

  /// What is in the slot.
  package let state: State
  /// Whether it can be written.
  package let isWritable: Bool
  /// As the kernel names it; `nil` when unknown.
  package let filesystem: String?
  /// The size of its file system in bytes; `nil` when unknown.
  package let bytesTotal: Int64?
  /// Bytes that are free; `nil` when unknown.
  package let bytesFree: Int64?
  /// Backups made with other PINs.
  package internal(set) var foreign = 0
  /// Whether it is the card that this camera wrote last.
  package internal(set) var isLastUsed = true
  /// More files look like backups than are read: `BackupLimits.files`.
  package internal(set) var isOverfilled = false
  /// The card's ledger is not known here: it is taken as it is.
  package internal(set) var isTakenAsIs = false
  /// Why there is no card to use; `nil` where there is one, and in an empty slot.
  package internal(set) var problem: ServiceError?
  /// `nil` on a file system that does not count them.
  package internal(set) var inodesFree: Int64?
  /// What is on it, to notice that another card is in the slot later.
  package internal(set) var contents: CardContents?
}

extension CardReport {
  init(_ presence: CardPresence, _ listing: CardListing?) {
    let card: MountedCard? = if case .present(let card) = presence { card } else { nil }
    self.init(
      state: State(presence, listing), isWritable: card?.isWritable ?? false, filesystem: card?.filesystem,
      bytesTotal: card?.capacity.total, bytesFree: card?.capacity.free, foreign: listing?.foreign ?? 0,
      isLastUsed: listing?.isLastUsed ?? false, isOverfilled: listing?.isOverfilled ?? false,
      isTakenAsIs: listing?.isTakenAsIs ?? false, problem: presence.problem, inodesFree: card?.capacity.freeInodes,
      contents: listing?.contents)
  }
}

extension CardReport.State {
  fileprivate init(_ presence: CardPresence, _ listing: CardListing?) {
    self =
      switch presence {
      case .absent: .absent
      case .notMounted: .notMounted
      case .pulledOut: .pulledOut
      case .failed: .error
      case .present: listing.flatMap { CardReport.State(rawValue: $0.condition.rawValue) } ?? .error
      }
  }
}

extension CardReport {
  /// It has free bytes, and takes no further file.
  package var lacksInodes: Bool { state.hasCard && inodesFree == 0 }
}

extension CardPresence {
  /// Why there is no card to use; `nil` where there is one, and in an empty slot.
  fileprivate var problem: ServiceError? {
    switch self {
    case .absent, .present: nil
    case .notMounted(let reason): .noCard(.notMounted(reason))
    case .pulledOut: .noCard(.pulledOut)
    case .failed(let error): .card(error)
    }
  }
}

/// The backups of the card, as far as their headers and the record tell.
package struct ListReport: Sendable {
  /// The card that they are on.
  package let card: CardReport
  /// Newest first; empty for a locked card.
  package let backups: [BackupDescription]
  /// The one that a further backup replaces; `nil` for none.
  package let nextRemoved: BackupName?
  /// The one that the camera's configuration came of, if it is among them.
  package internal(set) var inForce: BackupInForce?
  /// Whether a Super PIN is set.
  package internal(set) var isPINSet = true
  /// This camera, to tell backups of another one; `nil` where that is not known.
  package internal(set) var camera: CameraIdentity?
  /// When backups were last made, verified and known to be good.
  package internal(set) var freshness = Freshness()
  /// The backups of a locked card, newest first: of each its name and its size. Empty for any other card.
  package internal(set) var locked: [BackupDescription] = []
}
