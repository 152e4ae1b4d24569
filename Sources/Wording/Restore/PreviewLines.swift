internal import BackupStore
package import CameraModel
package import CameraService

/// One line of what a restore would change, for people: secrets are masked.
package struct PreviewLine: Sendable, Equatable {
  /// What a line says, which decides its sign and colour.
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
    /// A line of a text that differs.
    case lineAdded, lineRemoved, lineChanged
    /// How much more differs than is shown.
    case more
    /// A module that is written.
    case module
    /// A module that is left as it is.
    case moduleLeft
    case note
  }

  /// What the line says.
  package let kind: Kind
  /// The line without its sign.
  package let text: String

  /// The sign before a key; `nil` for other lines.
  package var sign: Character? {
    switch kind {
    case .added, .lineAdded: "+"
    case .removed, .lineRemoved: "-"
    case .changed, .lineChanged: "~"
    case .warning, .section, .network, .kept, .file, .more, .module, .moduleLeft, .note: nil
    }
  }
}

extension RestorePreview {
  /// The firmware, and whether it is older or newer than the camera's.
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
    var lines = contents.lines(settings)
    if lines.isEmpty, needsReboot { lines.append(PreviewLine(kind: .note, text: "The configuration is the same.")) }
    if needsReboot { lines += leftOutLines }
    // Undo has those modules only that the restore wrote: of others it says nothing.
    let modules = backup.isUndo ? modules.filter { $0.action != .notInBackup } : modules
    return keptLines + lines
      + modules.map { PreviewLine(kind: $0.action.writes ? .module : .moduleLeft, text: $0.text) }
  }

  /// What stays as it is because the backup lacks it, and what cannot be as it was.
  private var leftOutLines: [PreviewLine] {
    var lines = manifest.leftOut.map {
      PreviewLine(kind: .note, text: "\($0.name) is not in the backup (\($0.reason.words)). The current one stays.")
    }
    if !losses.isEmpty {
      let text = "This file system or account cannot store: \(losses.text)."
      lines.append(PreviewLine(kind: .note, text: text))
    }
    return lines
  }

  private var keptLines: [PreviewLine] {
    kept.map { part in
      let end = part.isOnlyInBackup ? "is not restored: this camera does not have it" : "stays as it is"
      return PreviewLine(kind: .kept, text: "\(part.text) \(end)")
    }
  }
}

extension ContentDifferences {
  /// Sections of the network, the others, other files, then what differs in attributes alone.
  package func lines(_ settings: Settings) -> [PreviewLine] {
    sections(ofNetwork: true, settings) + fileLines(ofNetwork: true, settings)
      + sections(ofNetwork: false, settings) + documents.flatMap(\.layoutLines)
      + fileLines(ofNetwork: false, settings) + attributeLines
  }

  private func sections(ofNetwork: Bool, _ settings: Settings) -> [PreviewLine] {
    documents.flatMap { document in
      document.difference.sections
        .filter {
          settings.isNetworkSection($0.name, of: document.path) == ofNetwork
        }
        .flatMap { $0.lines(of: document.path, isNetwork: ofNetwork, settings.secretMask) }
    }
  }

  private func fileLines(ofNetwork: Bool, _ settings: Settings) -> [PreviewLine] {
    let kind: PreviewLine.Kind = ofNetwork ? .network : .file
    func chosen(_ paths: [String]) -> [String] { paths.filter { settings.isNetworkFile($0) == ofNetwork } }
    let whole = [("added", files.added), ("removed", files.removed), ("removed, cannot be in a backup", files.special)]
    let lines = whole.flatMap { what, paths in
      chosen(paths).map { PreviewLine(kind: kind, text: "File \($0) (\(what))") }
    }
    return lines + chosen(files.changed).flatMap { changedFileLines($0, kind) }
  }

  /// A file whose contents differ, and what is known of them.
  private func changedFileLines(_ path: String, _ kind: PreviewLine.Kind) -> [PreviewLine] {
    let text = texts.first { $0.path.utf8.elementsEqual(path.utf8) }
    let what =
      (["changed"] + (text?.layout ?? []).map(\.words) + attributes.changes(of: path).map(\.words))
      .joined(separator: ", ")
    return [PreviewLine(kind: kind, text: "File \(path) (\(what))")] + (text?.difference?.previewLines ?? [])
  }

  /// What differs in attributes alone.
  private var attributeLines: [PreviewLine] {
    let changed = Set(files.changed.map { Array($0.utf8) })
    let alone = attributes.list.filter { !changed.contains(Array($0.path.utf8)) }
    let lines = alone.map { difference in
      PreviewLine(
        kind: .file, text: "\(difference.title) (\(difference.changes.map(\.words).joined(separator: ", ")))")
    }
    guard attributes.leftOut > 0 else { return lines }
    return lines + [
      PreviewLine(kind: .more, text: "... \(attributes.leftOut) more with another owner, group or mode")
    ]
  }
}

extension DocumentDifference {
  /// What differs beside the values: a line for the document, then its comments.
  fileprivate var layoutLines: [PreviewLine] {
    guard !difference.layout.isEmpty else { return [] }
    let what = difference.layout.map(\.words).joined(separator: ", ")
    return [PreviewLine(kind: .file, text: "File \(path) (\(what))")] + (difference.comments?.previewLines ?? [])
  }
}

extension LayoutDifference {
  fileprivate var words: String {
    switch self {
    case .byteOrderMark: "byte order mark"
    case .lineEnds: "line ends"
    case .comments: "comments"
    case .blankLines: "blank lines"
    case .order: "order"
    case .spaces: "spaces"
    }
  }
}

extension AttributeDifference {
  fileprivate var title: String {
    switch kind {
    case .file: "File \(path)"
    case .folder: path.isEmpty ? "The configuration folder" : "Folder \(path)"
    case .link: "Link \(path)"
    }
  }
}

extension AttributeChange {
  fileprivate var words: String { "\(name) \(former) -> \(new)" }
}

extension TextDifference {
  /// The lines that differ, then how many more do.
  fileprivate var previewLines: [PreviewLine] {
    guard !isReplaced else {
      let text = "\(counted(removed, "line")) replaced by \(counted(added, "line"))"
      return [PreviewLine(kind: .lineChanged, text: text)]
    }
    let shown = lines.map { PreviewLine(kind: $0.kind, text: $0.words) }
    let more = "... \(counted(leftOut, lines.isEmpty ? "line" : "more line")) \(leftOut == 1 ? "differs" : "differ")"
    return shown + (leftOut > 0 ? [PreviewLine(kind: .more, text: more)] : [])
  }
}

extension LineDifference {
  fileprivate var kind: PreviewLine.Kind {
    switch change {
    case .added: .lineAdded
    case .removed: .lineRemoved
    case .changed: .lineChanged
    }
  }

  /// Tabs show as blanks, unless the lines would look the same then.
  fileprivate var words: String {
    let texts = [self.former, new].compactMap(\.self)
    let plain = texts.map { $0.split(separator: "\t", omittingEmptySubsequences: false).joined(separator: "  ") }
    let shown = Set(plain).count < Set(texts).count ? texts : plain
    return "\(number): \(shown.joined(separator: " -> "))"
  }
}

extension SectionDifference {
  fileprivate func lines(of path: String, isNetwork: Bool, _ mask: SecretMask) -> [PreviewLine] {
    let place = path == "camera.cfg" ? "" : " of \(path)"
    let title = name.isEmpty ? "Lines outside all sections" : "SECTION \(name)"
    var lines = [PreviewLine(kind: isNetwork ? .network : .section, text: "\(title)\(place) (\(change.word))")]
    lines += keys.map { $0.line(mask.hides($0.key, in: name) ? nil : mask) }
    return lines + (text?.previewLines ?? [])
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
  /// - Parameter mask: for secrets inside the values; `nil` where they are secrets themselves.
  fileprivate func line(_ mask: SecretMask?) -> PreviewLine {
    let shown = LongText.cut(text(self.former, mask), text(new, mask))
    return PreviewLine(kind: change.kind, text: "\(key): \(shown.previous) -> \(shown.new)")
  }

  private func text(_ bytes: [UInt8]?, _ mask: SecretMask?) -> String {
    guard let bytes else { return "(none)" }
    return mask.map { TextEncoding.text($0.masked(bytes)) } ?? SecretMask.stars
  }
}

extension ModulePlan {
  /// What is done with it, and why.
  package var text: String {
    let firmware = firmwareDiffers ? ", with other firmware" : ""
    let words =
      switch action {
      case .same: "has these settings already\(firmware)"
      case .restore: "gets the settings of the backup\(firmware)"
      case .replaced:
        "was replaced (\(serial ?? "") instead of \(serialInBackup ?? "")) and gets the settings\(firmware)"
      case .missing: "is not on the bus: settings wait"
      case .notInBackup: "is not in the backup and stays as it is"
      case .otherKind: "is of another kind now and stays as it is"
      case .skipped: "is left out"
      }
    return "Module \(address) (\(kind)) \(words)"
  }
}
