package import BackupStore
package import CameraService

extension BackupDescription {
  /// As a sentence names it: the previous configuration for Undo, else its time, and its label if it has one.
  ///
  /// - Parameter localTime: a moment in the camera's time zone, of seconds since 1970.
  package func words(_ localTime: (Int64) -> String) -> String {
    guard !isUndo else { return "the previous configuration" }
    guard let created = metadata.created else { return "backup \(name)" }
    let label = metadata.label ?? ""
    return "the backup of \(localTime(created))" + (label.isEmpty ? "" : ", \(label)")
  }

  /// Its label as a heading, or that it has none, or that nobody can tell.
  package var labelText: String {
    guard let label = metadata.label else { return "Label not known" }
    guard label.isEmpty else { return label }
    return switch state {
    case .ok, .damaged: "No label (press e)"
    case .missing, .returned, .foreign: "No label"
    }
  }

  /// What a list has no column for, in sentences.
  ///
  /// - Parameters:
  ///   - report: the list.
  ///   - isNarrow: whether to leave out what all backups of the list have alike.
  ///   - hasSizes: whether the list has a column of sizes.
  ///   - localTime: a moment in the camera's time zone, of seconds since 1970.
  package func details(
    in report: ListReport, isNarrow: Bool, hasSizes: Bool, localTime: (Int64) -> String
  ) -> String {
    let sentences = [
      problem, contents(isNarrow: isNarrow, hasSizes: hasSizes), checkText(localTime),
      report.mark(of: self).map(\.sentence), name == report.nextRemoved ? "Next to be replaced." : nil,
      report.isOfOtherCamera(self) ? otherCamera(metadata.model, metadata.serial) : nil,
    ]
    return sentences.compactMap(\.self).joined(separator: " ")
  }

  /// What is the matter, and what to do.
  private var problem: String? {
    switch state {
    case .ok: nil
    case .damaged: "Damaged: it cannot be restored. Press v to read it again."
    case .foreign: "Made with another PIN. Press p and enter that PIN to open it."
    case .missing: "Deleted outside this camera. Press a to remove it from the list."
    case .returned: "Returned or imported: newer backups do not replace it. It can be restored."
    }
  }

  private func contents(isNarrow: Bool, hasSizes: Bool) -> String? {
    var parts: [String] = []
    if let firmware = metadata.firmware, !firmware.isEmpty { parts.append("Firmware \(firmware)") }
    if let files = metadata.files {
      let leftOut = metadata.leftOut ?? 0
      parts.append(counted(Int(files), "file") + (leftOut > 0 ? " (\(leftOut) left out)" : ""))
    }
    if let modules = metadata.modules {
      let total = metadata.modulesTotal ?? modules
      let text =
        modules == total ? counted(Int(modules), "module") : "\(modules) of \(counted(Int(total), "module"))"
      if !isNarrow || modules != total { parts.append(text) }
    }
    if !hasSizes, let bytes { parts.append(size(bytes)) }
    return parts.isEmpty ? nil : parts.joined(separator: ", ") + "."
  }

  private func checkText(_ localTime: (Int64) -> String) -> String? {
    guard state != .missing, state != .foreign else { return nil }
    guard let check else { return "Not checked: press v to read all of it." }
    let day = localTime(check.time).prefix { $0 != " " }
    return check.isDamaged ? "Found damaged \(day)." : "Verified \(day)."
  }
}

extension BackupInForce {
  /// What the details of the backup say.
  fileprivate var sentence: String {
    switch hasChanged {
    case true?: "Active, changed since."
    case false?: "Active."
    case nil: "Active, perhaps changed since."
    }
  }
}
