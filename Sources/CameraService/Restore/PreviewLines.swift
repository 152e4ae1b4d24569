internal import BackupStore
package import CameraModel

/// One line of what a restore would change, for people: secrets are masked.
package struct PreviewLine: Sendable, Equatable {
  package enum Kind: Sendable {
    /// What a person must know before anything else.
    case warning
    /// A section; its keys follow.
    case section
    /// A section or file of those by which the camera is reached.
    case network
    /// What stays because a person wants it.
    case kept
    case added, removed, changed
    case file
    /// A module that is written.
    case module
    /// A module that is left as it is.
    case moduleLeft
    case note
  }

  package let kind: Kind
  /// The line without its sign.
  package let text: String

  /// What stands before a key; `nil` for lines that are none.
  package var sign: Character? {
    switch kind {
    case .added: "+"
    case .removed: "-"
    case .changed: "~"
    case .warning, .section, .network, .kept, .file, .module, .moduleLeft, .note: nil
    }
  }
}

extension RestorePreview {
  /// The firmware, and how it is to the camera's.
  package var firmwareText: String {
    guard !manifest.identity.firmware.isEmpty else { return "firmware unknown" }
    let note =
      switch firmware {
      case .same: ""
      case .backupIsOlder: ", older than the camera's"
      case .backupIsNewer: ", newer than the camera's"
      }
    return "firmware \(manifest.identity.firmware)\(note)"
  }

  /// What would change: warnings first, then sections of the network, the others, other files, modules.
  package func lines(_ settings: Settings) -> [PreviewLine] {
    warnings(settings).map { PreviewLine(kind: .warning, text: $0) } + changes(settings)
  }

  private func changes(_ settings: Settings) -> [PreviewLine] {
    var lines = sections(ofNetwork: true, settings) + fileLines(ofNetwork: true, settings)
    lines += sections(ofNetwork: false, settings) + fileLines(ofNetwork: false, settings)
    if lines.isEmpty, needsReboot { lines.append(PreviewLine(kind: .note, text: "The configuration is the same.")) }
    // Undo has those modules only that the restore wrote: of others it says nothing.
    let modules = backup.isUndo ? modules.filter { $0.action != .notInBackup } : modules
    return keptLines + lines
      + modules.map { PreviewLine(kind: $0.action.writes ? .module : .moduleLeft, text: $0.text) }
  }

  private func sections(ofNetwork: Bool, _ settings: Settings) -> [PreviewLine] {
    documents.flatMap { document in
      document.difference.sections
        .filter {
          (settings.networkSections.contains($0.name) || settings.isNetworkFile(document.path)) == ofNetwork
        }
        .flatMap { $0.lines(of: document.path, isNetwork: ofNetwork, settings.secretMask) }
    }
  }

  private func fileLines(ofNetwork: Bool, _ settings: Settings) -> [PreviewLine] {
    [("added", files.added), ("removed", files.removed), ("changed", files.changed)].flatMap { what, paths in
      paths.filter { settings.isNetworkFile($0) == ofNetwork }.map { path in
        PreviewLine(kind: ofNetwork ? .network : .file, text: "File \(path) (\(what))")
      }
    }
  }

  private var keptLines: [PreviewLine] {
    kept.map { part in
      let end = part.isOnlyInBackup ? "is not restored: this camera does not have it" : "stays as it is"
      return PreviewLine(kind: .kept, text: "\(part.text) \(end)")
    }
  }
}

extension RestorePreview {
  /// Why this restore is refused without another option; `nil` where it is not.
  package func refusal(_ options: RestoreOptions) -> ServiceError? {
    if origin.relation == .otherModel, !options.allowsOtherModel {
      return .otherModel(backup: origin.model, camera: origin.camera.model)
    }
    guard firmware == .backupIsNewer, !options.allowsNewer else { return nil }
    return .newerFirmware(manifest.identity.firmware)
  }
}

extension SectionDifference {
  fileprivate func lines(of path: String, isNetwork: Bool, _ mask: SecretMask) -> [PreviewLine] {
    let place = path == "camera.cfg" ? "" : " of \(path)"
    let title = name.isEmpty ? "Lines outside all sections" : "SECTION \(name)"
    var lines = [PreviewLine(kind: isNetwork ? .network : .section, text: "\(title)\(place) (\(change.word))")]
    lines += keys.map { $0.line(isHidden: mask.hides($0.key, in: name)) }
    if textDiffers { lines.append(PreviewLine(kind: .changed, text: "other lines differ")) }
    return lines
  }
}

extension SectionDifference.Change {
  fileprivate var word: String {
    switch self {
    case .added: "added"
    case .removed: "removed"
    case .changed: "changed"
    }
  }

  fileprivate var kind: PreviewLine.Kind {
    switch self {
    case .added: .added
    case .removed: .removed
    case .changed: .changed
    }
  }
}

extension KeyDifference {
  fileprivate func line(isHidden: Bool) -> PreviewLine {
    PreviewLine(kind: change.kind, text: "\(key): \(text(former, isHidden)) -> \(text(new, isHidden))")
  }

  private func text(_ bytes: [UInt8]?, _ isHidden: Bool) -> String {
    guard let bytes else { return "(none)" }
    return isHidden ? "***" : String(decoding: bytes, as: UTF8.self)
  }
}

extension ModulePlan {
  /// What is done with it, and why.
  package var text: String {
    let firmware = firmwareDiffers ? ", with other firmware" : ""
    let words =
      switch action {
      case .same: "has these settings already"
      case .restore: "gets its settings back\(firmware)"
      case .replaced:
        "is another one (\(serial ?? "") instead of \(serialInBackup ?? "")) and gets its settings\(firmware)"
      case .missing: "is not on the bus: settings wait"
      case .notInBackup: "is not in the backup: left alone"
      case .otherKind: "is of another kind now: not written"
      case .skipped: "is left out"
      }
    return "Module \(address) (\(kind)) \(words)"
  }
}
