internal import BackupStore
internal import CameraModel
package import CameraService

extension CardReport {
  /// The card in one line: its state, file system, room, and what a person should know of it.
  package var text: String {
    var parts = [stateText]
    if let filesystem { parts.append(filesystem) }
    if let bytesTotal, let bytesFree { parts.append("\(size(bytesTotal)), \(size(bytesFree)) free") }
    if lacksInodes { parts.append("no free inode") }
    if !isWritable, state.hasCard { parts.append("read-only") }
    if isOverfilled {
      parts.append("more than \(BackupLimits.files) backup files: only \(BackupLimits.files) are read")
    }
    if !isLastUsed, state == .open || state == .empty { parts.append("not the card that was used last") }
    if isTakenAsIs { parts.append("its backups are accepted as they are") }
    return parts.joined(separator: ", ")
  }

  /// What to do about the card on the command line; `nil` when there is nothing to do.
  package func hint(isPINSet: Bool) -> String? {
    if let problem = problem?.message { return "\(problem.text) \(problem.hint)" }
    return switch state {
    case .locked:
      isPINSet
        ? Self.lockedHint
        : "Set the old PIN with \(Control.setPIN.command), or delete the backups with \(Control.deleteAll.command)."
    case .error: "Take the card out and insert it again."
    case .open, .empty, .absent, .notMounted, .pulledOut: nil
    }
  }

  private static let lockedHint =
    "If that is the PIN of this camera too, use pin adopt. If not, change to that PIN with pin change. "
    + "Or delete the backups with backup delete-all."

  /// The state alone.
  package var stateText: String {
    switch state {
    case .open: "open"
    case .empty: "empty"
    case .locked: "locked: \(counted(foreign, "backup")) made with another PIN"
    case .absent: "not in the slot"
    case .notMounted: "not mounted"
    case .pulledOut: "pulled out"
    case .error: "cannot be read"
    }
  }
}
