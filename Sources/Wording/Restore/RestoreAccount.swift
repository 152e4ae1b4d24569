internal import BackupStore
internal import CameraDevice
internal import CameraModel
package import CameraService
internal import FileSystem

extension RestoreLeftOut {
  /// `module 4, module 0-0052 (other kind)`; empty where no module was left out.
  package var text: String {
    modules.map { "module \($0.address)" + ($0.isOfOtherKind ? " (other kind)" : "") }.joined(separator: ", ")
  }

  /// Parts that a sentence names; of more it says how many.
  private static let namedParts = 8

  /// `SECTION ethernet, network/interfaces`; empty where nothing was kept.
  package var keptText: String {
    let names = kept.prefix(Self.namedParts).map(\.keptText)
    let rest = kept.count - names.count
    return names.joined(separator: ", ") + (rest > 0 ? " and \(rest) more" : "")
  }
}

extension KeptPart {
  /// `SECTION ethernet`, `SECTION ethernet of network.cfg`, `network/interfaces`.
  package var text: String {
    guard let section else { return file }
    return file.utf8.elementsEqual(MainConfiguration.name.utf8) ? "SECTION \(section)" : "SECTION \(section) of \(file)"
  }

  /// The same in a list of what was kept: what only the backup has is not there afterwards.
  fileprivate var keptText: String { isOnlyInBackup ? "no \(text)" : text }
}

extension EditedConfiguration {
  /// Names that a sentence has; of more it says how many.
  private static let mostNames = 8

  /// `ethernet.IP, ethernet.MTU and 3 more`.
  package var text: String {
    let shown = names.prefix(Self.mostNames)
    return shown.joined(separator: ", ") + (count > shown.count ? " and \(count - shown.count) more" : "")
  }
}

extension RestoreLosses {
  /// The entries in words: `a (owner), b (mode) and 3 more`.
  package var text: String {
    named.joined(separator: ", ") + (count > named.count ? " and \(count - named.count) more" : "")
  }
}

extension RestoreStatus {
  /// Which backup was restored when and by whom: `backup 00020003 of 2026-11-20 02:00:03 on 2026-11-23 10:01:17 by
  /// dora`.
  ///
  /// - Parameter localTime: a moment in the camera's time zone, of seconds since 1970.
  package func text(_ localTime: (Int64) -> String) -> String {
    let created = created.map { " of \(localTime($0))" } ?? ""
    let time = restored > 0 ? " on \(localTime(restored))" : ""
    return object + created + time + (caller.isEmpty ? "" : " by \(caller)")
  }

  /// What was done, before what it was done with.
  package var doing: String { edited != nil ? "Changed " : isOfModulesOnly ? "Restored modules of " : "Restored " }

  /// What was restored or changed: `backup 00020003`, `ethernet.IP, ethernet.MTU`.
  package var object: String { edited?.text ?? restoreSource(backup) }

  /// Modules whose settings wait for them: `module 0-0053`; empty for none.
  package var pendingText: String { pendingModules.map { "module \($0)" }.joined(separator: ", ") }

  /// What was restored, kept and left out, and what is pending, in sentences.
  ///
  /// - Parameter localTime: a moment in the camera's time zone, of seconds since 1970.
  package func account(_ localTime: (Int64) -> String) -> String {
    let parts = [
      doing + text(localTime), leftOut.keptText.isEmpty ? "" : "Kept: \(leftOut.keptText)",
      leftOut.text.isEmpty ? "" : "Left out: \(leftOut.text)",
      pendingText.isEmpty ? "" : "Pending: \(pendingText)",
      losses.isEmpty ? "" : "This file system or account could not store: \(losses.text)",
      leftBehind.map { "The previous configuration could not be removed: it is in clear in \($0)" } ?? "",
    ]
    return parts.filter { !$0.isEmpty }.map { $0 + "." }.joined(separator: " ")
  }

  /// How the last restore stands, in a few words.
  ///
  /// - Parameters:
  ///   - isWatched: whether it is reverted at its time.
  ///   - saysTime: whether the text says how long it still is. A text that stays on a screen does not.
  package func standing(isWatched: Bool = true, saysTime: Bool = true) -> String {
    switch state {
    case .rebootNeeded: "complete; the camera must restart"
    case .awaitingConfirmation where isOverdue: "not confirmed in time, and not reverted yet"
    case .awaitingConfirmation where !isWatched: "waits for its confirmation; nothing reverts it at its time"
    case .awaitingConfirmation:
      "waits for its confirmation" + ((saysTime ? untilSeconds : nil).map { "; reverted in \(duration($0))" } ?? "")
    case .confirmed: "confirmed"
    case .reverted: "reverted"
    }
  }
}
