internal import CameraModel
internal import CameraService
internal import TerminalUI
internal import Wording

/// Camera, card, version and the settings in force.
struct SystemScreen: Screen {
  enum Action: Hashable, Sendable {
    case refresh, close
  }

  let title = "System"
  let explanation = """
    Which camera this is, what card is in the slot, what is checked, and every setting as it is in force. Settings are \
    changed in /etc/camconsole.conf by root.
    """
  var panel: Panel<FieldName, Action>
  private var entries: [Entry] = []
  private var lines: [String] = []

  /// A line of text behind a label, or as many as the screen is narrow.
  private struct Entry {
    let label: String
    let text: String
    let width: Int

    func lines(columns: Int) -> [String] {
      let wrapped = Text.wrapped(text, to: columns - width)
      let rows = wrapped.isEmpty ? [""] : wrapped
      return rows.enumerated().map { Text.padded($0 == 0 ? label : "", to: width) + $1 }
    }
  }

  init() {
    panel = Panel(
      list: ListSelection(),
      commands: [
        Command(.refresh, "r", button: "Refresh", word: "Refresh", help: "Looks at card and modules again."),
        Command(.close, "c", button: "Close", help: "Back to the menu."),
      ], listAction: .close, listWord: "scroll")
  }

  mutating func appear(_ context: Context) -> [Step] {
    compose(context)
    return []
  }

  mutating func perform(_ action: Action, _ context: Context) -> [Step] {
    switch action {
    case .refresh: [.perform(.camera(.status))]
    case .close: [.pop]
    }
  }

  /// The list's rows are those that can be the first in view: there is nothing to choose.
  mutating func fit(rows: Int, columns: Int) {
    lines = entries.flatMap { $0.lines(columns: columns - 2) }
    panel.list?.setCount(max(lines.count - rows, 0) + 1)
    panel.list?.setPage(1, jump: rows)
  }

  mutating func receive(_ reply: Reply, _ context: Context) -> [Step] {
    compose(context)
    return []
  }

  private mutating func compose(_ context: Context) {
    let identity = context.identity
    entries = [
      Self.entry("Camera", "\(identity.model) \(identity.serial)"), Self.entry("Firmware", identity.firmware),
      Self.entry("Console", "camconsole \(context.version)"),
    ]
    if let status = context.status { entries += Self.entries(status, context) + Self.checks(status.check) }
    entries.append(Self.entry("", ""))
    entries += context.settings.list.map { Entry(label: $0.key, text: $0.value, width: 18) }
  }

  private static func entry(_ label: String, _ text: String) -> Entry { Entry(label: label, text: text, width: 12) }

  private static func entries(_ status: StatusReport, _ context: Context) -> [Entry] {
    let card = status.card
    var text = card.words
    if let filesystem = card.filesystem { text += ", \(filesystem)" }
    if let total = card.bytesTotal, let free = card.bytesFree { text += ", \(size(total)), \(size(free)) free" }
    let pin = status.pinChanged.map { "set on \(context.localTime($0))" } ?? "not set"
    let restore = status.restore.map { [entry("Restore", $0.words), entry("", $0.account(context.localTime))] } ?? []
    let last = status.lastBackup.map { ", the last of \(context.localTime($0))" } ?? ""
    return [
      entry("SD card", text), entry("Super PIN", pin), entry("Backups", "\(status.backups)\(last)"),
    ] + restore
  }

  private static func checks(_ check: CheckReport?) -> [Entry] {
    guard let check else { return [] }
    let failures = check.problems.map(\.message)
    guard !failures.isEmpty else { return [entry("Check", "ok")] }
    return failures.enumerated().map { index, problem in
      let hint = problem.screenHint.isEmpty ? "" : " " + problem.screenHint
      return entry(index == 0 ? "Check" : "", problem.text + hint)
    }
  }

  func draw(into frame: inout Frame, _ context: Context) {
    let top = panel.list?.index ?? 0
    if panel.focus == .list { frame.canvas.cursor = Position(column: 1, row: frame.next) }
    for line in lines.dropFirst(top).prefix(frame.body.count) { frame.line(line) }
  }
}

extension CardReport {
  /// The card's state in words.
  var words: String {
    let state =
      switch state {
      case .open: "open"
      case .empty: "empty"
      case .locked: "locked: \(counted(foreign, "backup")) of another Super PIN"
      case .absent: "none in the slot"
      case .notMounted: "not mounted"
      case .pulledOut: "pulled out"
      case .error: "cannot be read"
      }
    let isThere = self.state.hasCard
    if isThere, !isWritable { return state + ", read-only" }
    return lacksInodes ? state + ", no free inode" : state
  }
}

extension RestoreStatus {
  /// How the last restore stands.
  fileprivate var words: String {
    switch state {
    case .rebootNeeded: "done, the camera must be restarted"
    case .awaitingConfirmation:
      isOverdue ? "not confirmed in time, and not reverted yet" : "waits for its confirmation"
    case .confirmed: "kept"
    case .reverted: "taken back"
    }
  }
}
