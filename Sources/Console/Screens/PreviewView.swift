internal import BackupStore
internal import CameraModel
internal import CameraService
internal import TerminalUI
internal import Wording

/// The text of a preview or of a comparison: a head that stays, and lines that scroll.
struct PreviewView {
  private struct Line {
    let text: String
    let style: Style
    let signInk: Ink
    /// Which of the source's lines it belongs to.
    let source: Int
  }

  private let source: [PreviewLine]
  private let head: PreviewHead
  private var lines: [Line] = []
  private(set) var window = TextWindow()
  /// Rows of the lines; one less where it says how many follow.
  private var rows = 1
  private var columns = 80

  /// - Parameter lines: notes are not among those that are shown.
  init(_ lines: [PreviewLine], _ head: PreviewHead) {
    source = lines.filter { $0.kind != .note }
    self.head = head
    compose()
  }

  /// Shows another text in the same place.
  mutating func show(_ other: PreviewView) {
    let (rows, columns) = (rows, columns)
    self = other
    self.rows = rows
    self.columns = columns
    compose()
  }

  /// - Parameter rows: of head and lines.
  mutating func fit(rows: Int, columns: Int) {
    self.rows = max(rows - head.lines.count, 2)
    guard columns != self.columns else { return fitPage() }
    self.columns = columns
    compose()
  }

  private var isScrolled: Bool { lines.count > rows }

  /// The lines that are looked through.
  var searchedLines: [String] { source.map(\.full) }

  private mutating func compose() {
    lines = source.enumerated().flatMap { number, line in
      wrapped(line.start, line.text + line.kind.mark).enumerated().map { index, text in
        Line(text: text, style: line.kind.style, signInk: index == 0 ? line.kind.ink : .plain, source: number)
      }
    }
    window.sources = lines.map(\.source)
    fitPage()
  }

  private mutating func fitPage() { window.page = isScrolled ? rows - 1 : rows }

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
    for line in head.lines { frame.line(line.text, line.style) }
  }

  /// - Parameter match: the line that was found.
  func draw(into frame: inout Frame, from first: Int, match: Int?, hasFocus: Bool) {
    let view = window.lines(from: first)
    let rest = lines[view].firstIndex { $0.source == match } ?? view.lowerBound
    if hasFocus { frame.canvas.cursor = Position(column: 1, row: frame.next + rest - view.lowerBound) }
    for line in lines[view] {
      let row = frame.next
      frame.line(line.text, line.style)
      if line.signInk != .plain { frame.canvas.paint(row: row, columns: 3..<4, .ink(line.signInk)) }
      if line.source == match { frame.markFound(row: row, hasFocus: hasFocus) }
    }
    if isScrolled { frame.scrollMark(below: lines.count - view.upperBound) }
  }
}

/// What stands above the lines.
struct PreviewHead {
  fileprivate let lines: [(text: String, style: Style)]

  /// Of a restore.
  init(_ preview: RestorePreview, _ source: [PreviewLine], _ context: Context) {
    let counts = PreviewCounts(source, differingLines: preview.contents.differingLines, preview.modules)
    lines =
      [(preview.backup.title(context), .bold)]
      + (preview.firmware == .same ? [] : [(preview.firmwareText.sentence, .ink(.warning))])
      + [(preview.changesNothing ? "Nothing would change." : "Changes: \(counts.text)", .plain)]
  }

  /// Of a change of the configuration.
  init(_ preview: ConfigurationPreview, _ source: [PreviewLine]) {
    let counts = PreviewCounts(source, differingLines: preview.contents.differingLines, [])
    lines = [("Changes: \(counts.text)", .plain)]
  }

  /// Of a comparison with the camera.
  init(comparing preview: RestorePreview, _ source: [PreviewLine], _ context: Context) {
    let counts = PreviewCounts(source, differingLines: preview.contents.differingLines, [])
    self.init(preview.backup.title(context), "the camera", isSame: !source.tellDifference, counts)
  }

  /// Of two backups.
  init(_ comparison: BackupComparison, _ source: [PreviewLine], _ context: Context) {
    let counts = PreviewCounts(source, differingLines: comparison.contents.differingLines, [])
    self.init(
      comparison.second.title(context), comparison.first.words(context), isSame: !source.tellDifference, counts)
  }

  private init(_ what: String, _ other: String, isSame: Bool, _ counts: PreviewCounts) {
    lines = [
      (what, .bold), ("Compared with \(other)", .plain),
      (isSame ? "Nothing differs." : "Differences: \(counts.text)", .plain),
    ]
  }
}

extension [PreviewLine] {
  /// Whether something differs. Notes, and what could not be compared, do not count.
  fileprivate var tellDifference: Bool { contains { $0.kind != .note && $0.kind != .more } }
}

extension String {
  /// The same with a capital letter.
  fileprivate var sentence: String { prefix(1).uppercased() + dropFirst() }
}

/// What changes, counted.
private struct PreviewCounts {
  let text: String

  /// - Parameter plans: modules of which some may wait for settings.
  init(_ source: [PreviewLine], differingLines: Int, _ plans: [ModulePlan]) {
    let keys = source.count { [.added, .removed, .changed].contains($0.kind) }
    let sections = source.count { $0.kind == .section || $0.kind == .network }
    let files = source.count { $0.kind == .file }
    let modules = source.count { $0.kind == .module }
    let waiting = plans.count { $0.action == .missing }
    var parts: [String] = []
    if sections > 0 { parts.append("\(counted(keys, "setting")) in \(counted(sections, "section"))") }
    if files > 0 { parts.append(counted(files, "file")) }
    if differingLines > 0 { parts.append(counted(differingLines, "line")) }
    if modules > 0 { parts.append(counted(modules, "module")) }
    if waiting > 0, parts.isEmpty { parts.append("\(counted(waiting, "module")) later") }
    text = parts.isEmpty ? "see below" : parts.joined(separator: ", ")
  }
}

extension PreviewLine {
  fileprivate var start: String { sign.map { "  \($0) " } ?? "" }

  /// The line as it is shown where it fits.
  fileprivate var full: String { start + text + kind.mark }
}

extension PreviewLine.Kind {
  fileprivate var style: Style {
    switch self {
    case .section: .bold
    case .warning, .network: Style(ink: .warning, isBold: true)
    case .added, .removed, .changed, .kept, .file, .lineAdded, .lineRemoved, .lineChanged, .more, .module,
      .moduleLeft, .note:
      .plain
    }
  }

  fileprivate var ink: Ink {
    switch self {
    case .added, .lineAdded: .good
    case .removed, .lineRemoved: .bad
    case .changed, .lineChanged: .warning
    case .warning, .section, .network, .kept, .file, .more, .module, .moduleLeft, .note: .plain
    }
  }

  fileprivate var mark: String { self == .network ? ", the camera's network" : "" }
}
