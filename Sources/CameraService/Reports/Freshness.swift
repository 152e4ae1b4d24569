internal import BackupStore
internal import CameraDevice
internal import CameraModel
internal import FileSystem

/// How fresh the backups are: what an alarm goes by. Times are seconds since 1970; one that the camera's clock cannot
/// have been right about is `nil`.
package struct Freshness: Sendable, Equatable {
  /// Something that happened, and how it ended.
  package struct Event: Sendable, Equatable {
    /// `nil`: the clock was wrong then.
    package let time: Int64?
    /// A word of `Freshness`, or that of an `ErrorCode`.
    package let result: String
  }

  /// A backup was made; a verification found nothing wrong.
  package static let ok = "ok"
  /// Nothing had changed, and no backup was needed.
  package static let unchanged = "unchanged"
  /// It began, and did not end.
  package static let unfinished = "unfinished"
  /// A verification found a backup damaged or missing.
  package static let damaged = "damaged"

  /// The last attempt to make a backup; `nil` before the first.
  package var attempt: Event?
  /// When a backup was last made.
  package var success: Int64?
  /// When nothing was last found to have changed.
  package var lastUnchanged: Int64?
  /// The last verification that was asked for; `nil` before the first.
  package var verification: Event?
  /// When the configuration was last known to be in a good backup, which is not missing and not known to be damaged:
  /// when that backup was made, or nothing was found to have changed. `nil`: there is no good backup.
  package var good: Int64?
}

extension Freshness {
  init(_ history: BackupHistory, good times: [Int64], now: Int64) {
    func credible(_ time: Int64) -> Int64? { ClockRules.isCredible(time, now: now) ? time : nil }
    attempt = history.attempt.map { Event(time: credible($0.time), result: $0.result.word) }
    success = history.success.flatMap(credible)
    lastUnchanged = history.unchanged.flatMap(credible)
    verification = history.verification.map {
      Event(time: credible($0.time), result: $0.isDamaged ? Self.damaged : Self.ok)
    }
    good = times.compactMap(credible).max()
  }
}

extension Freshness.Event {
  /// Whether nothing is wrong.
  package var isGood: Bool { result == Freshness.ok || result == Freshness.unchanged }
}

extension BackupHistory.Result {
  fileprivate var word: String {
    switch self {
    case .unfinished: Freshness.unfinished
    case .created: Freshness.ok
    case .unchanged: Freshness.unchanged
    case .failed(let code): ErrorCode(rawValue: Int32(code))?.word ?? "error-\(code)"
    }
  }
}

extension Camera {
  /// - Parameter listing: the card in the slot; without one the record tells of the card last used. A backup that was
  ///   handed out as a stream counts as well.
  func freshness(
    _ session: StoreSession, _ listing: CardListing?, _ identity: CameraIdentity?
  ) -> Freshness {
    let good = listing?.backups.filter { $0.state == .ok }.compactMap { $0.lastCurrent(identity) }
    let streamed = [session.streamedTime].compactMap(\.self)
    return Freshness(session.history, good: (good ?? session.rememberedTimes) + streamed, now: time.now().seconds)
  }
}

extension BackupDescription {
  /// When its contents were last those of this camera: by the record; where that does not say, by its metadata, if it
  /// is of this camera.
  fileprivate func lastCurrent(_ identity: CameraIdentity?) -> Int64? {
    if let current { return current }
    guard let identity, metadata.serial == identity.serial, metadata.model == identity.model else { return nil }
    return metadata.created
  }
}
