internal import BackupStore
internal import CameraModel
internal import CameraService
internal import TerminalUI

/// What a restore would change, and the last word on it.
struct PreviewScreen: Screen {
  enum Action: Hashable, Sendable {
    case restore, cancel
    /// Gives modules the settings of those in whose place they seem to be.
    case pair
    case toggle(FieldName)
  }

  let title = "Restore: what changes"
  let explanation = """
    Everything in which the backup differs from the camera: + is added, - is removed, ~ is changed; the network comes \
    first; secrets show as ***. A checked box changes the preview at once.
    """
  var panel: Panel<FieldName, Action>
  let secrets: [FieldName] = [.pin]
  private var preview: RestorePreview
  private var text: PreviewView
  /// Those of the preview that is shown.
  private var options = RestoreOptions()
  private var asked = Asked.preview(RestoreOptions())
  private var question = Subject.restore

  /// The request that is under way.
  private enum Asked {
    case preview(RestoreOptions)
    case restore(RestoreOptions)
  }

  /// What the open question is about.
  private enum Subject {
    case restore, reboot
    case leaveOut(Set<String>, RestoreOptions)
  }

  init(_ preview: RestorePreview, _ context: Context) {
    self.preview = preview
    text = PreviewView(preview, context)
    var fields: [Field<FieldName>] = [
      Field(.keepNetwork, "Keep network", .box(isChecked: false)),
      Field(.keepUsers, "Keep users", .box(isChecked: false)),
      Field(.modulesOnly, "Modules only", .box(isChecked: false)),
    ]
    if context.settings.revertMinutes > 0 {
      let label = "Revert unless confirmed within \(context.settings.revertMinutes) min"
      fields.append(Field(.revert, label, .box(isChecked: true)))
    }
    if preview.firmware == .backupIsNewer {
      fields.append(Field(.allowNewer, "Allow newer firmware", .box(isChecked: false)))
    }
    panel = Panel(
      fields: fields, list: ListSelection(), commands: Self.commands(preview, modulesOnly: false, fields),
      listAction: .restore,
      listWord: "scroll")
    panel.focus = .list
  }

  private static func commands(
    _ preview: RestorePreview, modulesOnly: Bool, _ fields: [Field<FieldName>]
  ) -> [Command<Action>] {
    var commands = [
      Command(
        Action.restore, "r", button: modulesOnly ? "Restore modules" : "Restore configuration and reboot",
        word: "Restore", help: "Asks once more, then restores."),
      Command(.cancel, "c", button: "Cancel", word: "Cancel", help: "Back to the list; nothing is changed."),
      Command(
        .toggle(.keepNetwork), "n", button: "", help: "Keep network: the camera's network settings of now stay."),
      Command(.toggle(.keepUsers), "u", button: "", help: "Keep users: the users and passwords of now stay."),
      Command(
        .toggle(.modulesOnly), "m", button: "", help: "Modules only: the camera's configuration stays; no restart."),
    ]
    if !preview.offeredPairs.isEmpty {
      commands.insert(
        Command(
          .pair, "p", button: "Pair modules", word: "Pair",
          help: "Gives a module that is not in the backup the settings of the missing one of its kind."), at: 1)
    }
    if fields.contains(where: { $0.name == .revert }) {
      commands.append(
        Command(
          .toggle(.revert), "v", button: "",
          help: "Revert: without a confirmation after the restart everything returns to what it was."))
    }
    if fields.contains(where: { $0.name == .allowNewer }) {
      commands.append(
        Command(
          .toggle(.allowNewer), "f", button: "",
          help: "Allow newer firmware: the camera may not know all of the backup's settings."))
    }
    return commands
  }

  mutating func fit(rows: Int, columns: Int) {
    let boxes = panel.boxRows(columns: columns, from: 1)
    text.fit(rows: rows - boxes, columns: columns)
    panel.list?.setCount(text.lastTop + 1)
    panel.list?.setPage(1, jump: text.page - 1)
  }

  mutating func appear(_ context: Context) -> [Step] { offer }

  func draw(into frame: inout Frame, _ context: Context) {
    text.drawHead(into: &frame)
    frame.next = panel.drawBoxes(into: &frame.canvas, at: Position(column: 1, row: frame.next))
    text.draw(into: &frame, from: panel.list?.index ?? 0, hasFocus: panel.focus == .list)
  }
}

/// What it does.
extension PreviewScreen {
  mutating func perform(_ action: Action, _ context: Context) -> [Step] {
    switch action {
    case .cancel: return cancelled(context)
    case .restore: return ask()
    case .pair: return pair()
    case .toggle(let name):
      panel[name] = .box(isChecked: !panel.isChecked(name))
      return edited(name, context)
    }
  }

  /// Back to the list, past the PIN.
  mutating func cancelled(_ context: Context) -> [Step] { [.pop, .pop] }

  mutating func edited(_ field: FieldName, _ context: Context) -> [Step] {
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
  private var offer: [Step] {
    guard let pair = preview.offeredPairs.first else { return [] }
    let text = "Module \(pair.new) may be in the place of \(pair.old), which is missing: p gives it those settings."
    return [.update(Notice(.information, text))]
  }

  private mutating func look(_ wanted: RestoreOptions) -> [Step] {
    asked = .preview(wanted)
    return [.perform(.preview(preview.backup.name, wanted))]
  }

  private mutating func restore(_ wanted: RestoreOptions) -> [Step] {
    asked = .restore(wanted)
    return [.perform(.restore(preview.backup.name, wanted))]
  }

  /// The options as the boxes are.
  private func checked(_ modules: ModuleSelection) -> RestoreOptions {
    var wanted = RestoreOptions()
    wanted.keepsNetwork = panel.isChecked(.keepNetwork)
    wanted.keepsUsers = panel.isChecked(.keepUsers)
    wanted.modulesOnly = panel.isChecked(.modulesOnly)
    wanted.allowsNewer = panel.isChecked(.allowNewer)
    if panel[.revert] != nil, !panel.isChecked(.revert) { wanted.revertMinutes = 0 }
    wanted.modules = modules
    return wanted
  }

  private mutating func showBoxes() {
    panel[.keepNetwork] = .box(isChecked: options.keepsNetwork)
    panel[.keepUsers] = .box(isChecked: options.keepsUsers)
    panel[.modulesOnly] = .box(isChecked: options.modulesOnly)
  }

  private mutating func ask() -> [Step] {
    if preview.firmware == .backupIsNewer, !options.allowsNewer { return refuseNewer() }
    if options.modulesOnly, !preview.modules.contains(where: \.action.writes) {
      return [.tell(Notice(.information, "No module needs settings of this backup: there is nothing to restore."))]
    }
    question = .restore
    return [.ask(text.question(options))]
  }

  private mutating func refuseNewer() -> [Step] {
    panel.focus(on: .allowNewer)
    let firmware = preview.manifest.identity.firmware
    return [
      .tell(
        Notice(
          .failure,
          "The backup is of the newer firmware \(firmware). Update the camera, or check Allow newer firmware (f)."))
    ]
  }

  mutating func answered(_ index: Int, _ context: Context) -> [Step] {
    switch question {
    case .restore: return restore(options)
    case .reboot: return [.replace(RebootScreen(nil))]
    case .leaveOut(let addresses, var wanted):
      wanted.modules.skipped.formUnion(addresses)
      return restore(wanted)
    }
  }
}

/// What comes back.
extension PreviewScreen {
  mutating func receive(_ reply: Reply, _ context: Context) -> [Step] {
    switch reply {
    case .previewed(let preview):
      show(preview, context)
      return offer
    case .restored(let report):
      guard !report.needsReboot else { return [.replace(RebootScreen(report))] }
      return [.pop, .pop, .tell(.modulesRestored(report.preview.modules))]
    case .loggedIn, .logInWait, .passwordChosen, .status, .backups, .backupStarted, .verified, .marked, .acknowledged,
      .deleted, .pinSet, .pinChanged, .adopted, .pinGenerated, .restarting, .restoreConfirmed, .restoreReverted, .users,
      .passwordString, .usersSet,
      .modules, .failed:
      return []
    }
  }

  private mutating func show(_ preview: RestorePreview, _ context: Context) {
    if case .preview(let wanted) = asked { options = wanted }
    self.preview = preview
    text.show(preview, context)
    panel.setCommands(Self.commands(preview, modulesOnly: options.modulesOnly, panel.fields))
    panel.list?.choose(0)
  }

  mutating func failed(_ error: ServiceError, _ context: Context) -> [Step] {
    switch error {
    // Another session changed the PIN, or the tries are used up: the PIN is asked for again.
    case .store(.wrongPIN), .store(.mustWait), .store(.noPIN), .store(.locked): return [.pop, .tell(Notice(error))]
    case .store(.cleanUpFailed): return [.pop, .pop, .tell(Notice(error))]
    default: break
    }
    switch asked {
    case .preview:
      showBoxes()
      return [.tell(Notice(error))]
    case .restore(let wanted): return failedRestore(error, wanted)
    }
  }

  private mutating func failedRestore(_ error: ServiceError, _ wanted: RestoreOptions) -> [Step] {
    switch error {
    case .restoreModule(let address, _), .moduleNotRestorable(let address, _), .moduleDiffers(let address):
      question = .leaveOut([address], wanted)
      return [.ask(.leaveOut(address, error.message.text))]
    case .rebootNeeded(let backup):
      question = .reboot
      return [.ask(.reboot(after: backup))]
    case .newerFirmware: return refuseNewer()
    case .noAdministrator:
      panel.focus(on: .keepUsers)
      return [
        .tell(
          Notice(
            .failure, "After this restore nobody could administer the camera: check Keep users. Nothing was changed."))
      ]
    case .notPutBack(let modules, _):
      question = .leaveOut(Set(modules), wanted)
      return [.ask(.leaveOutStuck(error.message.text))]
    default: return [.tell(Notice(error))]
    }
  }
}

extension PreviewScreen {
  /// Of a restore of modules alone.
  init(ofModules preview: RestorePreview, _ context: Context) {
    self.init(preview, context)
    panel[.modulesOnly] = .box(isChecked: true)
    asked = .preview(checked(ModuleSelection()))
    show(preview, context)
  }
}
