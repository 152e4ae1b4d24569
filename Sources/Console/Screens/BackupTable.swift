internal import BackupStore
internal import CameraService
internal import TerminalUI
internal import Wording

/// The rows of the list of backups. A column whose values are all the same is not there, and Label gets its room. Where
/// there is too little, Firmware goes first, then Mod, then Label shrinks, then Size goes, and State leaves its last
/// marks to the details of the chosen backup.
struct BackupTable {
  struct Row {
    let text: String
    let inks: [(columns: Range<Int>, ink: Ink)]
  }

  /// A column that is not always there: the first one goes first.
  private enum Column: CaseIterable {
    case firmware, modules, size

    /// With the blanks behind it.
    var width: Int {
      switch self {
      case .firmware: 10
      case .modules: 5
      case .size: 7
      }
    }

    func text(_ backup: BackupDescription) -> String {
      switch self {
      case .firmware: backup.metadata.firmware ?? ""
      case .modules: backup.metadata.modulesText
      case .size: backup.bytes.map { cellSize($0) } ?? ""
      }
    }

    /// Whether it tells backups apart.
    func differs(_ backups: [BackupDescription]) -> Bool { Set(backups.map(text).filter { !$0.isEmpty }).count > 1 }
  }

  /// Firmware and Mod go before a label has less, Size before it has the second.
  private static let usualLabel = 17
  private static let shortLabel = 8

  private let report: ListReport
  private let context: Context
  private let numberWidth: Int
  private let labelWidth: Int
  private let stateWidth: Int
  private let columns: [Column]

  init(_ report: ListReport, columns width: Int, _ context: Context) {
    self.report = report
    self.context = context
    let backups = report.backups
    numberWidth = String(backups.count).count
    // The margin, the marker, the number, the time.
    let start = 3 + numberWidth + 1 + 19 + 2
    let longest = backups.map { Text.columns($0.metadata.label ?? "") }.max() ?? 0
    let label = longest == 0 ? 0 : max(longest, 5) + 2
    let state = max(backups.map { Text.columns(Self.state($0, report)) }.max() ?? 0, "State".count)
    var columns = Column.allCases.filter { $0.differs(backups) }
    // The last column stays free.
    func room(_ label: Int) -> Int { width - 1 - start - label - columns.reduce(0) { $0 + $1.width } - state }
    while let first = columns.first, room(min(label, (first == .size ? Self.shortLabel : Self.usualLabel) + 2)) < 0 {
      columns.removeFirst()
    }
    labelWidth = max(min(label, label + room(label)), min(label, Self.shortLabel + 2))
    stateWidth = state + min(room(labelWidth), 0)
    self.columns = columns
  }

  var header: String {
    var text = join(number: "", created: "Created", label: "Label")
    for column in columns {
      switch column {
      case .firmware: text += Text.padded("Firmware", to: column.width)
      case .modules: text += Text.padded("Mod", to: column.width)
      case .size: text += " Size  "
      }
    }
    return "  " + text + "State"
  }

  func row(_ index: Int) -> Row {
    let backup = report.backups[index]
    var text = join(
      number: String(index + 1), created: backup.metadata.created.map(context.localTime) ?? "No. \(backup.name)",
      label: backup.metadata.label ?? "")
    for column in columns {
      switch column {
      case .firmware: text += Text.padded(column.text(backup), to: column.width - 2) + "  "
      case .modules, .size: text += Text.alignedRight(column.text(backup), to: column.width - 2) + "  "
      }
    }
    let start = Text.columns(text)
    let word = backup.state.label
    return Row(
      text: text + Self.state(backup, report, columns: stateWidth),
      inks: [(start..<start + Text.columns(word), backup.state.ink)])
  }

  /// Whether there is a column of sizes, so that details need not say them.
  var hasSizes: Bool { columns.contains(.size) }

  private func join(number: String, created: String, label: String) -> String {
    let start = Text.alignedRight(number, to: numberWidth) + " " + Text.padded(created, to: 19) + "  "
    return labelWidth == 0 ? start : start + Text.padded(label, to: labelWidth - 2) + "  "
  }

  /// The state with as many marks as fit, the most important first.
  private static func state(_ backup: BackupDescription, _ report: ListReport, columns: Int = .max) -> String {
    let marks = [
      backup.isKept ? "kept" : nil, backup.name == report.nextRemoved ? "replaced next" : nil,
      report.mark(of: backup) == nil ? nil : "active", report.isOfOtherCamera(backup) ? "other camera" : nil,
      backup.isOpen && backup.check == nil ? "not checked" : nil,
    ]
    return marks.compactMap(\.self).reduce(backup.state.label) { text, mark in
      let longer = text + ", " + mark
      return Text.columns(longer) <= columns ? longer : text
    }
  }

  /// What is looked through for a text.
  static func searched(_ report: ListReport, _ context: Context) -> [String] {
    report.backups.map { backup in
      let metadata = backup.metadata
      let texts = [
        metadata.created.map(context.localTime), metadata.label, "\(backup.name)", metadata.firmware, metadata.model,
        metadata.serial, state(backup, report),
      ]
      return texts.compactMap(\.self).joined(separator: " ")
    }
  }
}

extension BackupDescription.State {
  fileprivate var ink: Ink {
    switch self {
    case .ok: .good
    case .damaged, .missing: .bad
    case .foreign, .returned: .warning
    }
  }
}
