internal import BackupStore
internal import CameraService
internal import TerminalUI
internal import Wording

/// Backups on USB sticks and elsewhere on the card, one of which comes to the backups of the card.
struct ImportScreen: SearchableScreen {
  enum Action: FindingAction {
    case importCopy, look, close
    case find(FindKey)
  }

  let title = "Import"
  let explanation = """
    Lists the sealed backups on USB sticks and in other folders of the SD card, whatever the names of their files. \
    Import copies the chosen one to the backups of the card, and reads it back. No other backup is replaced, and no PIN \
    is needed. The setting IMPORT_FROM names the folders of the sticks.
    """
  var panel: Panel<FieldName, Action>
  /// `nil` before the first look.
  private var listing: CopyListing?
  /// Why copies could not be imported, until *Look again*.
  private var failures: [FoundCopy.Key: ServiceError] = [:]
  private var table = CopyTable([], columns: 80)
  private(set) var searchedLines: [String] = []
  private var details: [CopyDetails] = []
  private var space = ListSpace(rows: 1, count: 0, details: 0, mostDetails: 0)
  private var columns = 80
  var search = Search()

  init() {
    panel = Panel(list: ListSelection(), commands: Self.commands(hasCopies: false), listAction: .importCopy)
  }

  private static func commands(hasCopies: Bool) -> [Command<Action>] {
    let importCopy = Command<Action>(
      .importCopy, "i", button: "Import", word: "Import",
      help: "Copies the chosen backup to the backups of the card, and reads it back.")
    let others: [Command<Action>] = [
      Command(.look, "l", button: "Look again", word: "Look again", help: "Looks at the sticks and the card again."),
      Command(.close, "c", button: "Close", help: "Back to the backups of the card."),
    ]
    return (hasCopies ? findCommands() + [importCopy] : []) + others
  }

  mutating func appear(_ context: Context) -> [Step] { [.perform(.backups(.findCopies))] }

  mutating func perform(_ action: Action, _ context: Context) -> [Step] {
    switch action {
    case .importCopy: selected.map { [.perform(.backups(.importCopy($0)))] } ?? []
    case .look: lookAgain()
    case .close: [.pop]
    case .find(let key): find(key, context)
    }
  }

  private mutating func lookAgain() -> [Step] {
    failures = [:]
    return [.clearMessage, .perform(.backups(.findCopies))]
  }

  private var copies: [FoundCopy] { listing?.copies ?? [] }

  private var selected: FoundCopy? {
    guard let index = panel.list?.index, copies.indices.contains(index) else { return nil }
    return copies[index]
  }

  mutating func receive(_ reply: Reply, _ context: Context) -> [Step] {
    guard case .backups(let reply) = reply else { return [] }
    if case .copiesFound(let listing) = reply { show(listing, context) }
    guard case .imported(let imported) = reply else { return [] }
    let told = (imported.result.screenSentences + imported.result.notices).joined(separator: " ")
    let notice = Notice(imported.result.isUnchanged ? .information : .done, told)
    return [.popReturning(.imported(imported.result.description.name, imported.listing)), .tell(notice)]
  }

  mutating func failed(_ error: ServiceError, _ context: Context) -> [Step] {
    if let selected, error.isOfCopy {
      failures[selected.key] = error
      fill(context)
    }
    return [.tell(Notice(error, context))]
  }

  private mutating func show(_ listing: CopyListing, _ context: Context) {
    let isFirst = self.listing == nil
    self.listing = listing
    let hadCopies = !(panel.list?.isEmpty ?? true)
    let isOther = hadCopies == copies.isEmpty || isFirst
    panel.setCommands(Self.commands(hasCopies: !copies.isEmpty))
    let count = copies.count
    panel.list?.setCount(count)
    if isOther { panel.focus = copies.isEmpty ? .button(0) : .list }
    search.forgetMatch()
    fill(context)
  }

  private mutating func fill(_ context: Context) {
    let rows = copies.map { CopyTable.Row($0, failures[$0.key], context) }
    searchedLines = zip(copies, rows).map { $1.searched($0) }
    details = copies.map { CopyDetails($0, failures[$0.key], context) }
    table = CopyTable(rows, columns: columns)
  }

  mutating func fit(rows: Int, columns: Int) {
    self.columns = columns
    table = CopyTable(table.rows, columns: columns)
    guard let index = panel.list?.index, details.indices.contains(index) else { return }
    let heights = details.indices.map { lines(of: $0).count }
    let notes = notes.reduce(0) { $0 + Text.wrapped($1, to: columns - 2).count }
    space = ListSpace(
      rows: rows, count: copies.count, details: heights[index], mostDetails: heights.max() ?? 0, notes: notes,
      needsHeading: true)
    panel.list?.setPage(space.page)
  }

  /// What is told under the list.
  private func lines(of index: Int) -> [(text: String, style: Style)] {
    details[index].lines(columns: columns, withLabel: table.cutsLabel(index))
  }

  /// What was left out, or where it was looked.
  private var notes: [String] { listing?.sentences ?? [] }

  func draw(into frame: inout Frame, _ context: Context) {
    guard listing != nil else { return }
    if let list = panel.list, details.indices.contains(list.index) { draw(list, into: &frame) }
    if !notes.isEmpty, space.hasGaps || copies.isEmpty { frame.next += 1 }
    for note in notes { frame.paragraph(note) }
    guard !copies.isEmpty else {
      return frame.paragraph("Put in a USB stick with a backup, then press l to look again.")
    }
    if space.isFull { frame.next = max(frame.next, frame.body.upperBound) }
  }

  private func draw(_ list: ListSelection, into frame: inout Frame) {
    if space.hasHeading { frame.heading(table.header, list) }
    for index in list.visible {
      let row = table.row(index)
      frame.row(row.text, isChosen: index == list.index, hasFocus: panel.focus == .list, inks: row.inks)
    }
    if space.hasGaps { frame.next += 1 }
    let end = frame.next + space.detailRows
    for line in lines(of: list.index) { frame.line(line.text, line.style) }
    if !space.isFull { frame.next = end }
  }
}

/// What is known of the chosen copy, under the list: where its file is, then sentences.
private struct CopyDetails {
  private let path: String
  private let label: String
  private let text: String

  /// - Parameter failure: why it could not be imported.
  init(_ copy: FoundCopy, _ failure: ServiceError?, _ context: Context) {
    path = copy.path
    label = copy.description.metadata.label ?? ""
    text = failure?.message.text ?? copy.details(context.identity, localTime: context.localTime)
  }

  /// - Parameter withLabel: whether the list has no room for the label.
  func lines(columns: Int, withLabel: Bool) -> [(text: String, style: Style)] {
    func wrapped(_ text: String, _ style: Style) -> [(text: String, style: Style)] {
      Text.wrapped(text, to: columns - 2).map { ($0, style) }
    }
    return wrapped(path, .bold) + wrapped((withLabel ? "Label: \(label). " : "") + text, .plain)
  }
}

/// The rows of the list of copies. Label has what the other columns leave.
struct CopyTable {
  struct Row {
    let created: String
    let label: String
    let size: String
    /// The state, and that another camera made it.
    let (state, mark): (String, String)
    let ink: Ink

    /// - Parameter failure: why it could not be imported.
    init(_ copy: FoundCopy, _ failure: ServiceError?, _ context: Context) {
      let (description, metadata) = (copy.description, copy.description.metadata)
      created =
        metadata.created.map(context.localTime) ?? description.name.map { "No. \($0)" } ?? copy.fileName
      label = metadata.label ?? ""
      size = cellSize(copy.size)
      state = failure?.copyLabel ?? description.state.label
      mark = copy.isOfOtherCamera(context.identity) ? ", other camera" : ""
      ink = failure == nil ? description.state.ink : .bad
    }

    /// What is looked through for a text.
    func searched(_ copy: FoundCopy) -> String {
      let metadata = copy.description.metadata
      let texts = [created, label, state + mark, metadata.model ?? "", metadata.serial ?? "", copy.path]
      return texts.filter { !$0.isEmpty }.joined(separator: " ")
    }
  }

  /// Where a label would have less, the details alone say that another camera made a copy.
  private static let shortLabel = 8

  let rows: [Row]
  private let labelWidth: Int
  private let hasMarks: Bool

  init(_ rows: [Row], columns: Int) {
    self.rows = rows
    // The margin, the marker, the time, the size and the blanks between them, and the last column, which stays free.
    let taken = 3 + 19 + 2 + 5 + 2 + 1
    let longest = max(rows.map { Text.columns($0.label) }.max() ?? 0, 5)
    func room(_ state: (Row) -> String) -> Int {
      let width = max(rows.map { Text.columns(state($0)) }.max() ?? 0, 5)
      return min(longest, columns - taken - width - 2)
    }
    let marked = room { $0.state + $0.mark }
    hasMarks = marked >= min(longest, Self.shortLabel)
    labelWidth = max(hasMarks ? marked : room(\.state), 0)
  }

  /// Whether the label of a row is longer than its column.
  func cutsLabel(_ index: Int) -> Bool { Text.columns(rows[index].label) > labelWidth }

  var header: String {
    "  " + Text.padded("Created", to: 19) + "  " + Text.padded("Label", to: labelWidth) + "   Size  State"
  }

  func row(_ index: Int) -> (text: String, inks: [(columns: Range<Int>, ink: Ink)]) {
    let row = rows[index]
    let text =
      Text.padded(row.created, to: 19) + "  " + Text.padded(row.label, to: labelWidth) + "  "
      + Text.alignedRight(row.size, to: 5) + "  "
    let start = Text.columns(text)
    return (text + row.state + (hasMarks ? row.mark : ""), [(start..<start + Text.columns(row.state), row.ink)])
  }
}

extension FoundCopy {
  /// By what a file is the one that was to be imported.
  fileprivate struct Key: Hashable {
    let path: String
    let size: Int64
    let modified: Int64
  }

  fileprivate var key: Key { Key(path: path, size: size, modified: modified) }
}

extension CopyDescription.State {
  fileprivate var ink: Ink {
    switch self {
    case .own: .plain
    case .foreign, .onCard: .warning
    case .faulty: .bad
    }
  }
}
