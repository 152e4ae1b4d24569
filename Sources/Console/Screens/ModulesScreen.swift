internal import BackupStore
internal import CameraModel
internal import CameraService
internal import TerminalUI
internal import Wording

/// The MxBus modules, and the backup from which they are restored.
struct ModulesScreen: SearchableScreen {
  enum Action: FindingAction {
    case again, restore, restoreAll, chooseBackup, close
    case find(FindKey)
  }

  let title = "Modules"
  let explanation = """
    The modules on the MxBus, as they answer now. Their settings are part of every backup. A restore gives a module \
    that was replaced the settings of the module before it; the camera is not restarted. The settings come from the \
    backup that is named: the one chosen in the list of backups, else the newest good one.
    """
  var panel: Panel<FieldName, Action>
  /// `nil` while they are asked, and when they could not be.
  private var modules: [BusModule]?
  private var hasFailed = false
  /// `nil` while the backups are read, and when they could not be.
  private var report: ListReport?
  var search = Search()
  /// What is told under the list.
  private var notes: [String] = []
  private var space = ListSpace(rows: 1, count: 0, details: 0, mostDetails: 0)

  init() {
    panel = Panel(
      list: ListSelection(),
      commands: Self.findCommands() + [
        Command(
          .restore, "r", button: "Restore...", word: "Restore",
          help: "Gives the chosen module its settings of the named backup, after a preview."),
        Command(
          .restoreAll, "m", button: "Restore all...", word: "All",
          help: "Gives every module, replaced ones too, its settings of the named backup, after a preview."),
        Command(
          .chooseBackup, "b", button: "Other backup...", word: "Backup", help: "Chooses another backup, in their list."),
        Command(.again, "a", button: "Ask again", word: "Ask again", help: "Asks the bus again."),
        Command(.close, "c", button: "Close", help: "Back to the menu."),
      ], listAction: .restore)
  }

  mutating func appear(_ context: Context) -> [Step] { ask() }

  /// What was seen before stays to be read until they have answered.
  private mutating func ask() -> [Step] {
    if modules?.isEmpty ?? true { modules = nil }
    hasFailed = false
    return [.perform(.camera(.modules))]
  }

  mutating func perform(_ action: Action, _ context: Context) -> [Step] {
    switch action {
    case .again: ask()
    case .restore: selected.map { restore(only: $0, context) } ?? []
    case .restoreAll: restore(only: nil, context)
    case .chooseBackup: [.push(BackupsScreen(choosingInPlaceOf: source(context)?.name))]
    case .close: [.pop]
    case .find(let key): find(key, context)
    }
  }

  private var selected: BusModule? {
    guard let modules, let index = panel.list?.index, modules.indices.contains(index) else { return nil }
    return modules[index]
  }

  mutating func receive(_ reply: Reply, _ context: Context) -> [Step] {
    if case .backups(.listed(let report)) = reply { self.report = report }
    notes = [sourceText(context), Self.waiting(context)].compactMap(\.self)
    guard case .camera(.modules(let modules)) = reply else { return [] }
    self.modules = modules
    search.forgetMatch()
    panel.list?.setCount(modules.count)
    return [.perform(.backups(.list))]
  }

  mutating func failed(_ error: ServiceError, _ context: Context) -> [Step] {
    // A busy camera is asked again.
    hasFailed = modules == nil && error.code != .busy
    return [.tell(Notice(error, context))]
  }

  /// The backup that was chosen in their list, else the newest that is good.
  private func source(_ context: Context) -> BackupDescription? {
    let backups = report?.backups ?? []
    let chosen = backups.first { $0.name == context.chosenBackup && $0.isOpen }
    return chosen ?? backups.first { $0.state == .ok }
  }

  /// - Parameter module: `nil` for all.
  private func restore(only module: BusModule?, _ context: Context) -> [Step] {
    guard report != nil else { return [.perform(.backups(.list))] }
    guard let backup = source(context) else { return [.tell(Notice(.failure, Self.noBackup))] }
    var selection = ModuleSelection()
    if let module { selection.only = [module.address.text] }
    return [.push(OpenBackupScreen(backup, for: .restoreModules(selection, isFixed: true), context))]
  }

  private static let noBackup = "No backup can be restored. Backup and Restore says why."

  mutating func fit(rows: Int, columns: Int) {
    let notes = notes.reduce(0) { $0 + Text.wrapped($1, to: columns - 2).count }
    space = ListSpace(
      rows: rows, count: modules?.count ?? 0, details: 0, mostDetails: 0, notes: notes, needsHeading: true)
    panel.list?.setPage(space.page)
  }

  var searchedLines: [String] {
    modules?.map { [$0.address.text, $0.kind, $0.serial, $0.firmware, $0.state.label].joined(separator: " ") }
      ?? []
  }

  func draw(into frame: inout Frame, _ context: Context) {
    drawTable(into: &frame)
    guard !notes.isEmpty else { return }
    if space.hasGaps || modules?.isEmpty ?? true { frame.next += 1 }
    for note in notes { frame.paragraph(note) }
  }

  private func drawTable(into frame: inout Frame) {
    guard let modules else {
      return frame.line(hasFailed ? "The modules could not be asked." : "Asking the modules.")
    }
    guard !modules.isEmpty, let list = panel.list else { return frame.line("No module is on the bus.") }
    let isNarrow = frame.columns < 80
    if space.hasHeading {
      frame.heading("  " + Self.columns("Address", "Kind", "Serial", "Firmware", "State", isNarrow: isNarrow), list)
    }
    for index in list.visible {
      let module = modules[index]
      let text = Self.columns(
        module.address.text, module.kind, module.serial, module.firmware, module.state.label, isNarrow: isNarrow)
      frame.row(text, isChosen: index == list.index, hasFocus: panel.focus == .list)
    }
  }

  private func sourceText(_ context: Context) -> String? {
    guard report != nil else { return nil }
    return source(context).map { "Settings come from \($0.words(context))." } ?? Self.noBackup
  }

  /// Settings of the last restore that a module did not take yet.
  private static func waiting(_ context: Context) -> String? {
    guard let waiting = context.status?.restore?.pendingModules, !waiting.isEmpty else { return nil }
    let names = waiting.joined(separator: ", ")
    return waiting.count == 1
      ? "Settings wait for module \(names). Press a to write them when the module answers."
      : "Settings wait for modules \(names). Press a to write them when the modules answer."
  }

  private static func columns(
    _ address: String, _ kind: String, _ serial: String, _ firmware: String, _ state: String, isNarrow: Bool
  ) -> String {
    let first = [Text.padded(address, to: 12), Text.padded(kind, to: isNarrow ? 16 : 18)]
    let middle = isNarrow ? [] : [Text.padded(serial, to: 18), Text.padded(firmware, to: 10)]
    return (first + middle + [state]).joined(separator: " ")
  }
}
