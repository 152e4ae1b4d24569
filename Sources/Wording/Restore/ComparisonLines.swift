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

  private var identityLines: [PreviewLine] { PreviewLine.identities(identities.first, identities.second) }

  private var gapLines: [PreviewLine] {
    [(first, leftOut.first), (second, leftOut.second)].flatMap { backup, gaps in
      gaps.map { PreviewLine.gap($0, of: backup) }
    }
  }
}

/// What a backup and the camera differ in, for people: from the camera to the backup.
extension RestorePreview {
  /// The identity first, then sections of the network, the others, other files, modules, and what could not be
  /// compared. Secrets are masked.
  package func differences(_ settings: CameraModel.Settings) -> [PreviewLine] {
    let camera = ArchiveIdentity(
      model: origin.camera.model, serial: origin.camera.serial, firmware: origin.camera.firmware)
    return PreviewLine.identities(camera, manifest.identity) + contents.lines(settings)
      + modules.compactMap { $0.difference.map { PreviewLine(kind: .module, text: $0) } }
      + manifest.leftOut.map { PreviewLine.gap($0, of: backup) }
  }
}

extension PreviewLine {
  fileprivate static func identities(_ previous: ArchiveIdentity, _ new: ArchiveIdentity) -> [PreviewLine] {
    let values = [
      ("Model", previous.model, new.model), ("Serial number", previous.serial, new.serial),
      ("Firmware", previous.firmware, new.firmware),
    ]
    return values.filter { $0.1 != $0.2 }.map { name, previous, new in
      PreviewLine(kind: .warning, text: "\(name) of the camera: \(known(previous)) -> \(known(new))")
    }
  }

  private static func known(_ text: String) -> String { text.isEmpty ? "(none)" : text }

  fileprivate static func gap(_ gap: LeftOut, of backup: BackupDescription) -> PreviewLine {
    PreviewLine(kind: .more, text: "\(gap.name) was left out of backup \(backup.name) (\(gap.reason.words))")
  }
}

extension ModulePlan {
  /// How the module on the bus differs from that of the backup; `nil` where it does not.
  fileprivate var difference: String? {
    let title = "Module \(address) (\(kind)): "
    switch action {
    case .missing: return title + "only in the backup"
    case .notInBackup: return title + "only on the camera"
    case .skipped: return title + "its settings are not in the backup"
    case .same, .restore, .replaced, .otherKind: break
    }
    let settings: String? =
      switch action {
      case .restore: "settings changed"
      case .replaced, .otherKind: "settings not compared"
      case .same, .missing, .notInBackup, .skipped: nil
      }
    let values = [
      ("kind", onBus?.kind, inBackup?.kind), ("serial", onBus?.serial, inBackup?.serial),
      ("firmware", onBus?.firmware, inBackup?.firmware),
    ]
    let changes = values.filter { $0.1 != $0.2 }.map { "\($0) \($1 ?? "(none)") -> \($2 ?? "(none)")" }
    let parts = [settings].compactMap(\.self) + changes
    return parts.isEmpty ? nil : title + parts.joined(separator: ", ")
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
