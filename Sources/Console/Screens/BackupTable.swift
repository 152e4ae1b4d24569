internal import BackupStore
internal import CameraService
internal import TerminalUI
internal import Wording

/// The rows of the list of backups, in as many columns as there are: first Firmware goes, then Mod, then Label shrinks,
/// then Size goes. Where State would take Label's place, it leaves *changed since* to the notes under the list.
struct BackupTable {
  struct Row {
    let text: String
    let inks: [(columns: Range<Int>, ink: Ink)]
  }

  private static let usualLabel = 17
  private static let usualState = 14
  /// Labels shrink to this before *changed since* goes, and to that before Size goes.
  private static let shortLabel = 10
  private static let leastLabel = 7
  private static let sizeWidth = 7

  private let report: ListReport
  private let context: Context
  private let numberWidth: Int
  private let labelWidth: Int
  private let hasFirmware: Bool
  private let hasModules: Bool
  private let hasSize: Bool
  private let saysChange: Bool

  init(_ report: ListReport, columns: Int, _ context: Context) {
    self.report = report
    self.context = context
    numberWidth = String(report.backups.count).count
    saysChange = Self.saysChange(report, columns: columns)
    let state = Self.stateWidth(report, saysChange: saysChange)
    let room = columns - Self.fixed(report) - max(Self.usualState, state)
    let label = max(min(Self.usualLabel, Self.usualLabel + Self.usualState - state), Self.shortLabel)
    hasModules = room - 5 >= label
    hasFirmware = room - 15 >= label
    hasSize = room >= Self.leastLabel
    let rest = room - (hasModules ? 5 : 0) - (hasFirmware ? 10 : 0) + (hasSize ? 0 : Self.sizeWidth - 1)
    let longest = report.backups.map { Text.columns($0.metadata.label ?? "") }.max() ?? 0
    labelWidth = max(min(max(longest, Self.usualLabel), rest), 5)
  }

  /// Whether State has room to say that the configuration has changed since the restore.
  static func saysChange(_ report: ListReport, columns: Int) -> Bool {
    columns - fixed(report) - stateWidth(report, saysChange: true) >= shortLabel
  }

  /// The columns of all but Label and State, in the narrowest table with a size.
  private static func fixed(_ report: ListReport) -> Int {
    3 + String(report.backups.count).count + 1 + 19 + 2 + 1 + sizeWidth
  }

  private static func stateWidth(_ report: ListReport, saysChange: Bool) -> Int {
    report.backups.map { Text.columns(state($0, report, saysChange: saysChange)) }.max() ?? 0
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
      label: metadata.label ?? "", firmware: metadata.firmware ?? "", modules: metadata.modulesText,
      size: backup.bytes.map { cellSize($0) } ?? "")
    let start = Text.columns(text)
    let word = Self.word(backup.state)
    return Row(
      text: text + Self.state(backup, report, saysChange: saysChange),
      inks: [(start..<start + Text.columns(word), Self.ink(backup.state))])
  }

  private func join(
    number: String, created: String, label: String, firmware: String, modules: String, size: String
  ) -> String {
    var text = Text.alignedRight(number, to: numberWidth) + " " + Text.padded(created, to: 19) + "  "
    text += Text.padded(label, to: labelWidth) + " "
    if hasFirmware { text += Text.padded(firmware, to: 8) + "  " }
    if hasModules { text += Text.alignedRight(modules, to: 3) + "  " }
    return hasSize ? text + Text.alignedRight(size, to: 5) + "  " : text + " "
  }

  private static func state(_ backup: BackupDescription, _ report: ListReport, saysChange: Bool) -> String {
    let marks = [
      backup.isOpen && backup.check == nil ? "not checked" : nil,
      report.isOfOtherCamera(backup) ? "other camera" : nil, backup.isKept ? "kept" : nil,
      report.mark(of: backup).map { saysChange ? $0.text : "active" },
      backup.name == report.nextRemoved ? "replaced next" : nil,
    ]
    return ([word(backup.state)] + marks.compactMap(\.self)).joined(separator: ", ")
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
