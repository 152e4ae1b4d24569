internal import BackupStore
package import CameraModel
package import CameraService

/// What differs, for people.
extension BackupComparison {
  /// Other cameras first, then sections of the network, the others, other files, modules, and what could not be
  /// compared. Secrets are masked.
  package func lines(_ settings: CameraModel.Settings) -> [PreviewLine] {
    identityLines + contents.lines(settings) + modules.map { PreviewLine(kind: .module, text: $0.text) } + gapLines
  }

  private var identityLines: [PreviewLine] {
    let (previous, new) = identities
    let values = [
      ("Model", previous.model, new.model), ("Serial number", previous.serial, new.serial),
      ("Firmware", previous.firmware, new.firmware),
    ]
    return values.filter { $0.1 != $0.2 }.map { name, previous, new in
      PreviewLine(kind: .warning, text: "\(name) of the camera: \(Self.known(previous)) -> \(Self.known(new))")
    }
  }

  private static func known(_ text: String) -> String { text.isEmpty ? "(none)" : text }

  private var gapLines: [PreviewLine] {
    [(first, leftOut.first), (second, leftOut.second)].flatMap { backup, gaps in
      gaps.map { gap in
        PreviewLine(kind: .more, text: "\(gap.name) was left out of backup \(backup.name) (\(gap.reason.words))")
      }
    }
  }
}

extension ModuleDifference {
  /// `Module 3 (DoorMaster): settings changed, serial 10.7.1 -> 10.9.1`.
  package var text: String {
    let title = "Module \(address) (\((new ?? previous)?.kind ?? ""))"
    guard let previous, let new else { return "\(title): \(previous == nil ? "added" : "removed")" }
    func change(_ name: String, _ previous: String, _ new: String) -> String? {
      previous == new ? nil : "\(name) \(previous) -> \(new)"
    }
    let parts = [
      settings == .same ? nil : "settings \(settings.rawValue)", change("kind", previous.kind, new.kind),
      change("serial", previous.serial, new.serial), change("firmware", previous.firmware, new.firmware),
    ]
    return "\(title): \(parts.compactMap(\.self).joined(separator: ", "))"
  }
}
