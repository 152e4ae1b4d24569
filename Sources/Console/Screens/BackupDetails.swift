internal import BackupStore
internal import CameraModel
internal import CameraService
internal import TerminalUI
internal import Wording

/// What is known of the chosen backup, under the list: its full label and its id, then sentences.
struct BackupDetails {
  private let label: String
  private let id: String
  /// Of a narrow screen without what the list tells of all backups alike.
  private let texts: (wide: String, narrow: String)

  init(_ backup: BackupDescription, _ report: ListReport, _ context: Context) {
    let label = backup.metadata.label ?? ""
    self.label = label.isEmpty ? "No label (e gives it one)" : label
    id = "backup \(backup.name)"
    func text(isNarrow: Bool) -> String {
      Self.sentences(backup, report, context, isNarrow: isNarrow).joined(separator: " ")
    }
    texts = (text(isNarrow: false), text(isNarrow: true))
  }

  /// - Parameters:
  ///   - columns: of the screen.
  ///   - note: stands before the id: which rows of the list are in view.
  func rows(columns: Int, note: String = "") -> [String] {
    let width = columns - 2
    let id = note.isEmpty ? id : "\(note), \(id)"
    var lines = Text.wrapped(label, to: width - Text.columns(id) - 2)
    if lines.isEmpty { lines = [""] }
    lines[0] = Text.padded(lines[0], to: width - Text.columns(id)) + id
    return lines + Text.wrapped(columns < 80 ? texts.narrow : texts.wide, to: width)
  }

  private static func sentences(
    _ backup: BackupDescription, _ report: ListReport, _ context: Context, isNarrow: Bool
  ) -> [String] {
    let sentences = [
      problem(backup), contents(backup, report, isNarrow: isNarrow), check(backup, context),
      report.mark(of: backup).map(active),
      backup.name == report.nextRemoved ? "Next to be replaced." : nil, origin(backup, report),
    ]
    return sentences.compactMap(\.self)
  }

  /// What is the matter, and what to do.
  private static func problem(_ backup: BackupDescription) -> String? {
    switch backup.state {
    case .ok: nil
    case .damaged: "Damaged: it cannot be restored. Press v to read it again."
    case .foreign: "Made with another PIN. Press p and enter that PIN to open it."
    case .missing: "Deleted outside this camera. Press a to take it off the list."
    case .returned: "Returned to the card. It can be restored."
    }
  }

  private static func contents(
    _ backup: BackupDescription, _ report: ListReport, isNarrow: Bool
  ) -> String? {
    let metadata = backup.metadata
    var parts: [String] = []
    if let firmware = metadata.firmware, !firmware.isEmpty { parts.append("Firmware \(firmware)") }
    if let files = metadata.files {
      let leftOut = metadata.leftOut ?? 0
      parts.append(counted(Int(files), "file") + (leftOut > 0 ? " (\(leftOut) left out)" : ""))
    }
    if let modules = metadata.modules {
      let total = metadata.modulesTotal ?? modules
      if !isNarrow || modules != total { parts.append(text(ofModules: modules, of: total)) }
    }
    if !BackupTable.hasSize(report), let bytes = backup.bytes { parts.append(size(bytes)) }
    return parts.isEmpty ? nil : parts.joined(separator: ", ") + "."
  }

  private static func text(ofModules count: Int64, of total: Int64) -> String {
    count == total ? counted(Int(count), "module") : "\(count) of \(counted(Int(total), "module"))"
  }

  private static func check(_ backup: BackupDescription, _ context: Context) -> String? {
    guard backup.state != .missing, backup.state != .foreign else { return nil }
    guard let check = backup.check else { return "Not checked: press v to read all of it." }
    let day = context.localTime(check.time).prefix { $0 != " " }
    return check.isDamaged ? "Found damaged \(day)." : "Verified \(day)."
  }

  private static func active(_ mark: BackupInForce) -> String {
    switch mark.hasChanged {
    case true?: "Active, changed since."
    case false?: "Active."
    case nil: "Active, perhaps changed since."
    }
  }

  private static func origin(_ backup: BackupDescription, _ report: ListReport) -> String? {
    guard report.isOfOtherCamera(backup) else { return nil }
    let names = [backup.metadata.model, backup.metadata.serial].compactMap(\.self).filter { !$0.isEmpty }
    return names.isEmpty ? "Made by another camera." : "Made by another camera, \(names.joined(separator: " "))."
  }
}
