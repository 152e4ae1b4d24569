internal import BackupStore
internal import CameraService
internal import TerminalUI

/// The rows of the list of backups, in as many columns as there are: first Firmware goes, then Mod, then Label shrinks.
struct BackupTable {
  struct Row {
    let text: String
    let inks: [(columns: Range<Int>, ink: Ink)]
  }

  private static let usualLabel = 17
  private static let usualState = 14

  private let report: ListReport
  private let context: Context
  private let numberWidth: Int
  private let labelWidth: Int
  private let hasFirmware: Bool
  private let hasModules: Bool

  init(_ report: ListReport, columns: Int, _ context: Context) {
    self.report = report
    self.context = context
    numberWidth = String(report.backups.count).count
    let states = report.backups.map { Text.columns(Self.state($0, report)) }
    let fixed = 3 + numberWidth + 1 + 19 + 2 + 1 + 5 + 2 + max(Self.usualState, states.max() ?? 0)
    let room = columns - fixed
    hasModules = room - 5 >= min(Self.usualLabel, Self.usualLabel + Self.usualState - (states.max() ?? 0))
    hasFirmware = room - 15 >= min(Self.usualLabel, Self.usualLabel + Self.usualState - (states.max() ?? 0))
    let rest = room - (hasModules ? 5 : 0) - (hasFirmware ? 10 : 0)
    let longest = report.backups.map { Text.columns($0.metadata.label ?? "") }.max() ?? 0
    labelWidth = max(min(max(longest, Self.usualLabel), rest), 5)
  }

  var header: String {
    "  " + join(number: "", created: "Created", label: "Label", firmware: "Firmware", modules: "Mod", size: "Size")
      + "State"
  }

  func row(_ index: Int) -> Row {
    let backup = report.backups[index]
    let metadata = backup.metadata
    let text = join(
      number: String(index + 1), created: metadata.created.map(context.localTime) ?? "No. \(backup.name)",
      label: metadata.label ?? "", firmware: metadata.firmware ?? "", modules: metadata.modules.map(String.init) ?? "",
      size: backup.bytes.map { size($0) } ?? "")
    let start = Text.columns(text)
    let word = Self.word(backup.state)
    return Row(
      text: text + Self.state(backup, report), inks: [(start..<start + Text.columns(word), Self.ink(backup.state))])
  }

  private func join(
    number: String, created: String, label: String, firmware: String, modules: String, size: String
  ) -> String {
    var text = Text.alignedRight(number, to: numberWidth) + " " + Text.padded(created, to: 19) + "  "
    text += Text.padded(label, to: labelWidth) + " "
    if hasFirmware { text += Text.padded(firmware, to: 8) + "  " }
    if hasModules { text += Text.alignedRight(modules, to: 3) + "  " }
    return text + Text.alignedRight(size, to: 5) + "  "
  }

  private static func state(_ backup: BackupDescription, _ report: ListReport) -> String {
    word(backup.state) + (backup.isKept ? ", kept" : "") + (backup.name == report.nextRemoved ? ", goes next" : "")
  }

  private static func word(_ state: BackupDescription.State) -> String {
    switch state {
    case .ok: "ok"
    case .damaged: "damaged"
    case .foreign: "other PIN"
    case .missing: "missing"
    case .returned: "returned"
    }
  }

  private static func ink(_ state: BackupDescription.State) -> Ink {
    switch state {
    case .ok: .good
    case .damaged, .missing: .bad
    case .foreign, .returned: .warning
    }
  }
}
