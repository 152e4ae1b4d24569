internal import BackupStore
internal import CameraModel
internal import CameraService
internal import TerminalUI

/// The text of a preview: a head that stays, and lines that scroll.
struct PreviewView {
  private struct Line {
    let text: String
    let style: Style
    let signInk: Ink
  }

  private var preview: RestorePreview
  private var source: [PreviewLine]
  private var name: String
  private var lines: [Line] = []
  /// Rows of the lines; one less where it says how many follow.
  private var rows = 1
  private var columns = 80

  init(_ preview: RestorePreview, _ context: Context) {
    self.preview = preview
    source = preview.lines(context.settings).filter { $0.kind != .note }
    name = preview.backup.words(context)
    compose()
  }

  mutating func show(_ preview: RestorePreview, _ context: Context) {
    self = PreviewView(preview, context, rows: rows, columns: columns)
  }

  private init(_ preview: RestorePreview, _ context: Context, rows: Int, columns: Int) {
    self.init(preview, context)
    self.rows = rows
    self.columns = columns
    compose()
  }

  /// - Parameter rows: of head and lines.
  mutating func fit(rows: Int, columns: Int) {
    self.rows = max(rows - headRows, 2)
    guard columns != self.columns else { return }
    self.columns = columns
    compose()
  }

  private var isScrolled: Bool { lines.count > rows }

  /// Lines in view at once.
  var page: Int { isScrolled ? rows - 1 : rows }

  /// The first line in view at the end.
  var lastTop: Int { max(lines.count - page, 0) }

  private var isFirmwareTold: Bool { preview.firmware != .same }

  private var headRows: Int { isFirmwareTold ? 3 : 2 }

  private mutating func compose() {
    lines = source.flatMap { line in
      let start = line.sign.map { "  \($0) " } ?? ""
      return wrapped(start, line.text + line.kind.mark).enumerated().map { index, text in
        Line(text: text, style: line.kind.style, signInk: index == 0 ? line.kind.ink : .plain)
      }
    }
  }

  /// A line that fits stays as it is, with every blank of a value; else what follows the first line is indented.
  private func wrapped(_ start: String, _ text: String) -> [String] {
    guard Text.columns(start + text) > columns - 2 else { return [start + text] }
    return Text.wrapped(text, to: columns - 6).enumerated().map { index, text in
      (index == 0 ? start : "    ") + text
    }
  }
}

/// Drawing.
extension PreviewView {
  func drawHead(into frame: inout Frame) {
    frame.line(name.prefix(1).uppercased() + name.dropFirst(), .bold)
    if isFirmwareTold {
      let text = preview.firmwareText
      frame.line(text.prefix(1).uppercased() + text.dropFirst(), .ink(.warning))
    }
    frame.line(summary)
  }

  func draw(into frame: inout Frame, from first: Int, hasFocus: Bool) {
    if hasFocus { frame.canvas.cursor = Position(column: 1, row: frame.next) }
    let top = min(first, lastTop)
    for line in lines[top..<min(top + page, lines.count)] {
      let row = frame.next
      frame.line(line.text, line.style)
      if line.signInk != .plain { frame.canvas.paint(row: row, columns: 3..<4, .ink(line.signInk)) }
    }
    let below = lines.count - top - page
    if isScrolled { frame.line(below > 0 ? "... \(counted(below, "more line"))" : "(end)") }
  }

  private var summary: String {
    let parts = changes
    return parts.isEmpty ? "Nothing would change." : "Changes: " + parts.joined(separator: ", ")
  }

  /// What changes, counted.
  private var changes: [String] {
    let keys = source.count { $0.sign != nil }
    let sections = source.count { $0.kind == .section || $0.kind == .network }
    let files = source.count { $0.kind == .file }
    let modules = source.count { $0.kind == .module }
    var parts: [String] = []
    if sections > 0 { parts.append("\(counted(keys, "setting")) in \(counted(sections, "section"))") }
    if files > 0 { parts.append(counted(files, "file")) }
    if modules > 0 { parts.append(counted(modules, "module")) }
    return parts
  }

  /// The last question before a restore.
  func question(_ options: RestoreOptions) -> Question {
    if options.modulesOnly {
      return Question(
        ["Write the settings of \(name) to \(counted(source.count { $0.kind == .module }, "module"))?"],
        answers: ["Cancel", "Restore modules"])
    }
    var lines = ["Replace the camera's configuration by this backup, and restart it?"]
    if source.contains(where: { $0.kind == .network }) {
      lines.append("The network changes: the camera may come back at another address.")
    }
    if changesUsers { lines.append("The users change: those of the backup log in afterwards.") }
    return Question(lines, answers: ["Cancel", "Restore and reboot"])
  }

  private var changesUsers: Bool {
    preview.documents.contains { document in document.difference.sections.contains { $0.name == "users" } }
  }
}

extension PreviewLine.Kind {
  fileprivate var style: Style {
    switch self {
    case .section: .bold
    case .warning, .network: Style(ink: .warning, isBold: true)
    case .added, .removed, .changed, .file, .module, .moduleLeft, .note: .plain
    }
  }

  fileprivate var ink: Ink {
    switch self {
    case .added: .good
    case .removed: .bad
    case .changed: .warning
    case .warning, .section, .network, .file, .module, .moduleLeft, .note: .plain
    }
  }

  fileprivate var mark: String { self == .network ? ", the camera's network" : "" }
}

extension ModuleAction {
  /// Whether a module of the backup does not get its settings.
  var isLack: Bool {
    switch self {
    case .missing, .otherKind, .skipped: true
    case .same, .restore, .replaced, .notInBackup: false
    }
  }
}

extension Notice {
  static func modulesRestored(_ modules: [ModulePlan]) -> Notice {
    let written = counted(modules.count(where: \.action.writes), "module")
    let left = modules.filter(\.action.isLack).map { $0.text + "." }
    return Notice(
      .done, (["\(written) restored; the camera's configuration is as it was."] + left).joined(separator: " "))
  }
}

extension Question {
  /// A module hinders a restore.
  static func leaveOut(_ address: String, _ sentence: String) -> Question {
    Question(
      [
        "\(sentence) Nothing was changed.",
        "Leave it out? Module \(address) then keeps what it has, and everything else is restored.",
      ],
      answers: ["Cancel", "Leave it out"])
  }

  /// Modules that could not be given back what they held.
  static func leaveOutStuck(_ sentence: String) -> Question {
    Question(
      [sentence, "Restore again without them? They stay as they are now; check them before you rely on them."],
      answers: ["Cancel", "Restore without them"])
  }
}
