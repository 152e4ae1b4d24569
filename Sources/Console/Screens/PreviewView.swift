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
    /// Which of the source's lines it belongs to.
    let source: Int
  }

  private var preview: RestorePreview
  private var source: [PreviewLine]
  private var name: String
  private var lines: [Line] = []
  /// Rows of the lines; one less where it says how many follow.
  private var rows = 1
  private var columns = 80
  /// Whether something is typed that is looked for, on the last row.
  var isSearched = false
  /// The source's line that was found.
  private var match: Int?

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
  var page: Int { isScrolled || isSearched ? rows - 1 : rows }

  /// The first line in view at the end.
  var lastTop: Int { max(lines.count - page, 0) }

  private var isFirmwareTold: Bool { preview.firmware != .same }

  private var headRows: Int { isFirmwareTold ? 3 : 2 }

  private mutating func compose() {
    lines = source.enumerated().flatMap { number, line in
      wrapped(line.start, line.text + line.kind.mark).enumerated().map { index, text in
        Line(text: text, style: line.kind.style, signInk: index == 0 ? line.kind.ink : .plain, source: number)
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

/// Looking for a text.
extension PreviewView {
  struct Found {
    /// The first line to be in view.
    let top: Int
    /// Which of all matches it is, from 1.
    let number: Int
    let count: Int
    /// Whether the search went over an end.
    let isAround: Bool
  }

  /// Finds the next line with a text in upper or lower case: from the last one found where that is in view, else from
  /// the first line in view. After the last line comes the first.
  mutating func find(_ text: String, isForward: Bool, from first: Int) -> Found? {
    let wanted = text.lowercased()
    let hits = source.indices.filter { source[$0].full.lowercased().contains(wanted) }
    let top = min(first, lastTop)
    let inView = lines[top..<min(top + page, lines.count)].map(\.source)
    let last = match.flatMap { inView.contains($0) ? $0 : nil }
    guard !hits.isEmpty, let start = last ?? inView.first else { return nil }
    let next = isForward ? hits.first { last == nil ? $0 >= start : $0 > start } : hits.last { $0 < start }
    let found = next ?? (isForward ? hits[0] : hits[hits.count - 1])
    match = found
    return Found(
      top: showing(found, from: top), number: (hits.firstIndex(of: found) ?? 0) + 1, count: hits.count,
      isAround: next == nil)
  }

  /// The first line in view with which all of a source's line is, if it fits.
  private func showing(_ number: Int, from top: Int) -> Int {
    let rows = lines.indices.filter { lines[$0].source == number }
    guard let first = rows.first, let last = rows.last else { return top }
    return first >= top && last < top + page ? top : max(min(first, last - page / 2), 0)
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
    let top = min(first, lastTop)
    let shown = lines[top..<min(top + page, lines.count)]
    let rest = shown.firstIndex { $0.source == match } ?? top
    if hasFocus { frame.canvas.cursor = Position(column: 1, row: frame.next + rest - top) }
    for line in shown {
      let row = frame.next
      frame.line(line.text, line.style)
      if line.signInk != .plain { frame.canvas.paint(row: row, columns: 3..<4, .ink(line.signInk)) }
      guard line.source == match else { continue }
      frame.canvas.write(">", at: Position(column: 0, row: row))
      if !frame.isSlow { frame.canvas.highlight(row: row) }
    }
    let below = lines.count - top - page
    if isScrolled, !isSearched { frame.scrollMark(below: below) }
  }

  private var summary: String {
    let parts = changes
    return parts.isEmpty ? "Nothing would change." : "Changes: " + parts.joined(separator: ", ")
  }

  /// What changes, counted.
  private var changes: [String] {
    let keys = source.count { [.added, .removed, .changed].contains($0.kind) }
    let texts = preview.contents.differingLines
    let sections = source.count { $0.kind == .section || $0.kind == .network }
    let files = source.count { $0.kind == .file }
    let modules = source.count { $0.kind == .module }
    var parts: [String] = []
    if sections > 0 { parts.append("\(counted(keys, "setting")) in \(counted(sections, "section"))") }
    if files > 0 { parts.append(counted(files, "file")) }
    if texts > 0 { parts.append(counted(texts, "line")) }
    if modules > 0 { parts.append(counted(modules, "module")) }
    return parts
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
