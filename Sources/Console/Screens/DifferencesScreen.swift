internal import CameraModel
internal import CameraService
internal import TerminalUI
internal import Wording

/// How a backup differs from the camera, or from another backup. Nothing is restored from here.
struct DifferencesScreen: SearchableText {
  enum Action: FindingAction {
    case close
    case find(FindKey)
  }

  let title = "Compare: what differs"
  let explanation = """
    The chosen backup is compared with the camera or with another backup. + is only in the chosen backup. - is not in \
    it. ~ is in both: after -> is the value in the chosen backup. Secrets show as ***.
    """
  var panel: Panel<FieldName, Action>
  var search = Search()
  private var text: PreviewView

  /// With the camera: what differs, not what a restore would do.
  init(_ preview: RestorePreview, _ context: Context) {
    let lines = preview.differences(context.settings)
    self.init(PreviewView(lines, PreviewHead(comparing: preview, lines, context)))
  }

  init(_ comparison: BackupComparison, _ context: Context) {
    let lines = comparison.lines(context.settings)
    self.init(PreviewView(lines, PreviewHead(comparison, lines, context)))
  }

  private init(_ text: PreviewView) {
    self.text = text
    panel = Panel(
      list: ListSelection(),
      commands: Self.findCommands() + [
        Command(.close, "c", button: "Close", word: "Close", help: "Back to the list of backups.")
      ], listWord: "scroll")
  }

  mutating func fit(rows: Int, columns: Int) {
    text.fit(rows: rows, columns: columns)
    panel.list?.setCount(text.window.lastTop + 1)
    panel.list?.setPage(1, jump: text.window.page - 1)
  }

  var searchedLines: [String] { text.searchedLines }
  var window: TextWindow { text.window }

  mutating func perform(_ action: Action, _ context: Context) -> [Step] {
    switch action {
    case .close: cancelled(context)
    case .find(let key): find(key, context)
    }
  }

  /// Back to the list, past the PIN.
  mutating func cancelled(_ context: Context) -> [Step] { [.popTwice] }

  func draw(into frame: inout Frame, _ context: Context) {
    text.drawHead(into: &frame)
    text.draw(into: &frame, from: panel.list?.index ?? 0, match: search.match, hasFocus: panel.focus == .list)
  }
}
