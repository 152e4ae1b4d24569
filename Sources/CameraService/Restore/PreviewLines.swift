internal import BackupStore
package import CameraModel

/// One line of what a restore would change, for people: secrets are masked.
package struct PreviewLine: Sendable, Equatable {
  package enum Kind: Sendable {
    /// What a person must know before anything else.
    case warning
    /// A section; its keys follow.
    case section
    /// A section of those by which the camera is reached.
    case network
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
    case .warning, .section, .network, .file, .module, .moduleLeft, .note: nil
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
    var lines = sections(ofNetwork: true, settings) + sections(ofNetwork: false, settings)
    lines += fileLines("added", files.added)
    lines += fileLines("removed", files.removed)
    lines += fileLines("changed", files.changed)
    lines += files.attributes.map {
      PreviewLine(kind: .file, text: "File \($0.path) (\($0.words.joined(separator: ", ")))")
    }
    if lines.isEmpty, needsReboot { lines.append(PreviewLine(kind: .note, text: "The configuration is the same.")) }
    if needsReboot { lines += leftOutLines }
    // Undo has those modules only that the restore wrote: of others it says nothing.
    let modules = backup.isUndo ? modules.filter { $0.action != .notInBackup } : modules
    return lines + modules.map { PreviewLine(kind: $0.action.writes ? .module : .moduleLeft, text: $0.text) }
  }

  /// What stays as it is because the backup lacks it, and what cannot be as it was.
  private var leftOutLines: [PreviewLine] {
    var lines = manifest.leftOut.map {
      PreviewLine(kind: .note, text: "\($0.name) is not in the backup (\($0.reason.words)): the current one stays.")
    }
    if !losses.isEmpty {
      let text = "This file system or account cannot take: \(losses.text)."
      lines.append(PreviewLine(kind: .note, text: text))
    }
    return lines
  }

  private func sections(ofNetwork: Bool, _ settings: Settings) -> [PreviewLine] {
    documents.flatMap { document in
      document.difference.sections
        .filter { settings.networkSections.contains($0.name) == ofNetwork }
        .flatMap { $0.lines(of: document.path, isNetwork: ofNetwork, settings.secretMask) }
    }
  }

  private func fileLines(_ what: String, _ paths: [String]) -> [PreviewLine] {
    paths.map { PreviewLine(kind: .file, text: "File \($0) (\(what))") }
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
