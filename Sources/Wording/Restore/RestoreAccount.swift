internal import BackupStore
internal import CameraDevice
internal import CameraModel
internal import CameraService
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

extension RestoreLosses {
  /// The entries in words: `a (owner), b (mode) and 3 more`.
  package var text: String {
    named.joined(separator: ", ") + (count > named.count ? " and \(count - named.count) more" : "")
  }
}

extension RestoreStatus {
  /// Which backup was restored when and by whom: `00020003 of 2026-11-20 02:00:03 on 2026-11-23 10:01:17 by dora`.
  ///
  /// - Parameter localTime: a moment in the camera's time zone, of seconds since 1970.
  package func text(_ localTime: (Int64) -> String) -> String {
    let created = created.map { " of \(localTime($0))" } ?? ""
    let restored = restored > 0 ? " on \(localTime(restored))" : ""
    let what = BackupSelector(backup) == .undo ? Wording.restored(backup) : backup
    return what + created + restored + (caller.isEmpty ? "" : " by \(caller)")
  }

  /// Modules whose settings wait for them: `module 0-0053`; empty for none.
  package var pendingText: String { pendingModules.map { "module \($0)" }.joined(separator: ", ") }

  /// What was restored, what was kept and left out, and what is pending, as a sentence.
  ///
  /// - Parameter localTime: a moment in the camera's time zone, of seconds since 1970.
  package func account(_ localTime: (Int64) -> String) -> String {
    let what = isOfModulesOnly ? "Restored modules of " : "Restored "
    let parts = [
      what + text(localTime), leftOut.keptText.isEmpty ? "" : "kept: \(leftOut.keptText)",
      leftOut.text.isEmpty ? "" : "left out: \(leftOut.text)",
      pendingText.isEmpty ? "" : "pending: \(pendingText)",
      losses.isEmpty ? "" : "not taken by this file system or account: \(losses.text)",
      leftBehind.map { "the former configuration could not be removed: see \($0)" } ?? "",
    ]
    return parts.filter { !$0.isEmpty }.joined(separator: "; ") + "."
  }
}
