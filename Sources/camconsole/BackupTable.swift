internal import BackupStore
internal import CameraDevice
internal import CameraService
internal import Wording

/// Backups as lines of a table.
enum BackupTable {
  static let heading = "ID        Created              Label                 Firmware    Mod   Size  State"

  static func line(_ backup: BackupDescription, of report: ListReport) -> String {
    let metadata = backup.metadata
    let columns = [
      backup.name.description,
      fitted(metadata.created.map { Composition.time.localTime($0) } ?? "", 19),
      fitted(metadata.label ?? "", 20),
      fitted(metadata.firmware ?? "", 9),
      aligned(metadata.modulesText, 5),
      aligned(backup.bytes.map(cellSize) ?? "", 6),
      report.stateText(of: backup),
    ]
    return columns[0...3].joined(separator: "  ") + columns[4...5].joined(separator: " ") + "  " + columns[6]
  }

  /// Exactly `width` characters: filled with spaces, or cut with `>` at the end.
  private static func fitted(_ text: String, _ width: Int) -> String {
    let clean = Output.clean(text)
    guard clean.count > width else { return clean + String(repeating: " ", count: width - clean.count) }
    return String(clean.prefix(width - 1)) + ">"
  }

  private static func aligned(_ text: String, _ width: Int) -> String {
    String(repeating: " ", count: max(width - text.count, 0)) + text
  }
}
