internal import CameraModel
internal import CameraService
internal import TerminalUI
internal import Wording

/// What the changes of the configuration do, and the last word on them.
struct ApplyScreen: SearchableText {
  enum Action: FindingAction {
    case apply, cancel
    case toggle
    case find(FindKey)
  }

  let title = "Apply: what changes"
  let explanation = """
    This is what the changes do: + is added, - is removed, ~ is changed. Warnings come first, then the network. \
    Secrets show as ***. Nothing is changed before you agree.
    """
  var panel: Panel<FieldName, Action>
  var search = Search()
  private let draft: ConfigurationDraft
  private let preview: ConfigurationPreview
  private var text: PreviewView

  init(_ preview: ConfigurationPreview, _ draft: ConfigurationDraft, _ context: Context) {
    self.preview = preview
    self.draft = draft
    let lines = preview.lines(context.settings)
    text = PreviewView(lines, PreviewHead(preview, lines))
    panel = Panel(fields: Self.boxes(preview, context.settings), list: ListSelection(), listWord: "scroll")
    setCommands()
    panel.focus = .list
  }

  /// A revert that nobody would do is not offered.
  private static func boxes(_ preview: ConfigurationPreview, _ settings: Settings) -> [Field<FieldName>] {
    guard settings.revertMinutes > 0, preview.revertLack == nil else { return [] }
    let label = "Revert unless confirmed within \(settings.revertMinutes) min"
    return [Field(.revert, label, .box(isChecked: true), letter: "v")]
  }

  private mutating func setCommands() {
    var commands = Self.findCommands(isAgain: !search.sought.isEmpty)
    commands += [
      Command(.apply, "a", button: "Apply...", word: "Apply", help: "Asks once more, then changes the configuration."),
      Command(.cancel, "c", button: "Cancel", word: "Cancel", help: "Back to the list. Your changes stay in it."),
    ]
    if panel[.revert] != nil {
      commands.append(
        Command(
          .toggle, "v", button: "",
          help: "Revert: if nobody confirms after the restart, the camera reverts the change."))
    }
    panel.setCommands(commands)
  }

  mutating func fit(rows: Int, columns: Int) {
    let boxes = panel.boxRows(columns: columns, from: 1)
    text.fit(rows: rows - boxes - (rows > 12 ? 2 : 0), columns: columns)
    panel.list?.setCount(text.window.lastTop + 1)
    panel.list?.setPage(1, jump: text.window.page - 1)
  }

  var searchedLines: [String] { text.searchedLines }
  var window: TextWindow { text.window }

  mutating func wasSearched() { setCommands() }

  mutating func perform(_ action: Action, _ context: Context) -> [Step] {
    switch action {
    case .apply: return [.ask(ConfigurationWords.apply(preview, context, .perform(.configuration(change))))]
    case .cancel: return [.pop]
    case .toggle:
      panel[.revert] = .box(isChecked: !panel.isChecked(.revert))
      return []
    case .find(let key): return find(key, context)
    }
  }

  private var change: ConfigurationOperation {
    var options = ConfigurationOptions()
    if !panel.isChecked(.revert) { options.revertMinutes = 0 }
    return .change(draft, options, shown: preview)
  }

  mutating func receive(_ reply: Reply, _ context: Context) -> [Step] {
    guard case .configuration(.changed(let report)) = reply else { return [] }
    guard !report.isUnchanged else { return [.pop, .tell(Notice(.information, ConfigurationWords.alreadySo))] }
    return [.replace(RebootScreen(.configuration(report.preview)))]
  }

  /// The list is read again where it is not what was shown.
  mutating func failed(_ error: ServiceError, _ context: Context) -> [Step] {
    let told: [Step] = [.tell(Notice(error, context))]
    if case .edit = error { return [.pop] + told }
    guard case .rebootNeeded(let backup) = error else { return told }
    return [.ask(.reboot(after: backup, .replace(RebootScreen(.earlier))))]
  }

  func draw(into frame: inout Frame, _ context: Context) {
    text.drawHead(into: &frame)
    frame.boxes(panel)
    text.draw(into: &frame, from: panel.list?.index ?? 0, match: search.match, hasFocus: panel.focus == .list)
  }
}
