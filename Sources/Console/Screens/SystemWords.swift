internal import CameraService
internal import Wording

/// What the System screen says.
enum SystemWords {
  /// Events that are shown at most.
  static let mostEvents = 50
  /// The result of an event that went well.
  static let done = "done"

  static func checked(_ report: CheckReport) -> Notice {
    let count = report.problems.count
    guard count > 0 else { return Notice(.done, "Everything was checked. Nothing is wrong.") }
    return Notice(.failure, "The check found \(counted(count, "problem")).")
  }
}

extension CardReport {
  /// The card's state in words.
  var words: String {
    let state =
      switch state {
      case .open: "open"
      case .empty: "empty"
      case .locked: "locked: \(counted(foreign, "backup")) of another Super PIN"
      case .absent: "none in the slot"
      case .notMounted: "not mounted"
      case .pulledOut: "pulled out"
      case .error: "cannot be read"
      }
    let isThere = self.state.hasCard
    if isThere, !isWritable { return state + ", read-only" }
    return lacksInodes ? state + ", no free inode" : state
  }
}

extension RestoreStatus {
  /// How the last restore stands.
  var words: String {
    switch state {
    case .rebootNeeded: "done, the camera must be restarted"
    case .awaitingConfirmation:
      isOverdue ? "not confirmed in time, and not reverted yet" : "waits for its confirmation"
    case .confirmed: "confirmed"
    case .reverted: "reverted"
    }
  }
}
