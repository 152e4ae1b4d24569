internal import BackupStore
internal import CameraModel
internal import CameraService
internal import TerminalUI
internal import Wording

/// What a restore would change, and the last word on it.
struct PreviewScreen: SearchableText {
  enum Action: FindingAction {
    case restore, cancel
    /// Gives modules the settings of those in whose place they seem to be.
    case pair
    case toggle(FieldName)
    case find(FindKey)
  }

  let title = "Restore: what changes"
  let explanation = """
    This is what the restore changes: + is added, - is removed, ~ is changed. Warnings come first, then the network. \
    Secrets show as ***. When you check a box, the preview changes at once.
    """
  var panel: Panel<FieldName, Action>
  let secrets: [FieldName] = [.pin]
  var preview: RestorePreview
  var text: PreviewView
  /// Those of the preview that is shown.
  var options = RestoreOptions()
  var asked = Asked.preview(RestoreOptions())
  /// Whether it began with the modules alone, and there is nothing else to restore.
  let isOfModules: Bool
  var search = Search()

  /// The operation that is under way, or that an answer begins.
  enum Asked {
    case preview(RestoreOptions)
    case restore(RestoreOptions)
  }

  /// - Parameters:
  ///   - options: those of the preview.
  ///   - isOfModules: whether nothing but modules is restored, and no box changes that.
  init(_ preview: RestorePreview, _ options: RestoreOptions, isOfModules: Bool, _ context: Context) {
    self.preview = preview
    self.isOfModules = isOfModules
    self.options = options
    if preview.revertLack != nil { self.options.revertMinutes = 0 }
    text = Self.view(preview, context)
    panel = Panel(
      fields: Self.boxes(preview, self.options, context.settings, isOfModules: isOfModules), list: ListSelection(),
      listAction: .restore, listWord: "scroll")
    setCommands()
    panel.focus = .list
  }

  static func view(_ preview: RestorePreview, _ context: Context) -> PreviewView {
    let lines = preview.lines(context.settings)
    return PreviewView(lines, PreviewHead(preview, lines, context))
  }

  mutating func fit(rows: Int, columns: Int) {
    let boxes = panel.boxRows(columns: columns, from: 1)
    // Where there is room the last question finds its rows free: on a slow line its text and the preview's are dear.
    let forQuestion = rows > 12 ? 2 : 0
    text.fit(rows: rows - boxes - forQuestion, columns: columns)
    panel.list?.setCount(text.window.lastTop + 1)
    panel.list?.setPage(1, jump: text.window.page - 1)
  }

  var searchedLines: [String] { text.searchedLines }
  var window: TextWindow { text.window }

  mutating func wasSearched() { setCommands() }

  mutating func appear(_ context: Context) -> [Step] { offer }

  func draw(into frame: inout Frame, _ context: Context) {
    text.drawHead(into: &frame)
    frame.boxes(panel)
    text.draw(into: &frame, from: panel.list?.index ?? 0, match: search.match, hasFocus: panel.focus == .list)
  }
}

/// What it does.
extension PreviewScreen {
  mutating func perform(_ action: Action, _ context: Context) -> [Step] {
    switch action {
    case .cancel: return cancelled(context)
    case .restore: return ask(context)
    case .pair: return pair()
    case .toggle(let name):
      panel[name] = .box(isChecked: !panel.isChecked(name))
      return edited(name, context)
    case .find(let key): return find(key, context)
    }
  }

  /// Back to the list, past the PIN.
  mutating func cancelled(_ context: Context) -> [Step] { [.popTwice] }

  mutating func edited(_ field: FieldName, _ context: Context) -> [Step] {
    if let obstacle = obstacle(to: field) {
      panel[field] = .box(isChecked: false)
      return [.tell(Notice(.failure, obstacle))]
    }
    let wanted = checked(options.modules)
    guard field != .allowNewer, field != .revert else {
      options = wanted
      return []
    }
    return look(wanted)
  }

  private mutating func pair() -> [Step] {
    var modules = options.modules
    for (old, new) in preview.offeredPairs { modules.pairs[old] = new }
    return look(checked(modules))
  }

  /// A module that seems to be in the place of a missing one is never paired silently.
  var offer: [Step] {
    guard let pair = preview.offeredPairs.first else { return [] }
    let text = "Module \(pair.new) may be in the place of \(pair.old), which is missing: p gives it those settings."
    return [.update(Notice(.information, text))]
  }

  mutating func look(_ wanted: RestoreOptions) -> [Step] {
    asked = .preview(wanted)
    return [.perform(.restore(.preview(preview.backup.selector, wanted)))]
  }

  /// What the answer to a question about a restore does.
  mutating func restore(_ wanted: RestoreOptions) -> Step {
    var wanted = wanted
    wanted.undoes = preview.undoes
    wanted.shown = preview.shown
    asked = .restore(wanted)
    return .perform(.restore(.start(preview.backup.selector, wanted)))
  }

  /// The options as the boxes are.
  func checked(_ modules: ModuleSelection) -> RestoreOptions {
    var wanted = RestoreOptions()
    wanted.modulesOnly = isOfModules || panel.isChecked(.modulesOnly)
    wanted.keepsNetwork = panel.isChecked(.keepNetwork) && !wanted.modulesOnly
    wanted.keepsUsers = panel.isChecked(.keepUsers) && !wanted.modulesOnly
    wanted.allowsNewer = panel.isChecked(.allowNewer)
    if panel[.revert] != nil, !panel.isChecked(.revert) { wanted.revertMinutes = 0 }
    if preview.revertLack != nil { wanted.revertMinutes = 0 }
    wanted.modules = modules
    return wanted
  }

  private mutating func ask(_ context: Context) -> [Step] {
    if preview.firmware == .backupIsNewer, !options.allowsNewer { return refuseNewer() }
    guard !preview.changesNothing else {
      return [.tell(Notice(.information, "Nothing would change: there is nothing to restore."))]
    }
    // The person types the other model's name.
    var wanted = options
    wanted.allowsOtherModel = preview.origin.needsConsent
    return [.ask(.restore(preview, options, context, restore(wanted)))]
  }

  mutating func refuseNewer() -> [Step] {
    panel.focus(on: .allowNewer)
    let firmware = preview.manifest.identity.firmware
    return [
      .tell(
        Notice(
          .failure,
          "The backup is of the newer firmware \(firmware). Update the camera, or check Allow newer firmware (f)."))
    ]
  }
}
