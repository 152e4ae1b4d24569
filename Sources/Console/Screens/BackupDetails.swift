internal import BackupStore
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
    label = backup.labelText
    id = "backup \(backup.name)"
    func text(isNarrow: Bool) -> String {
      let columns = isNarrow ? Layout.smallest.columns : 80
      let hasSizes = BackupTable(report, columns: columns, context).hasSizes
      return backup.details(in: report, isNarrow: isNarrow, hasSizes: hasSizes, localTime: context.localTime)
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
}
