internal import BackupStore
internal import CameraModel
internal import CameraService
internal import TerminalUI
internal import Wording

/// The MxBus modules.
struct ModulesScreen: Screen {
  enum Action: Hashable, Sendable {
    case again, restore, close
  }

  let title = "Modules"
  let explanation = """
    The modules on the MxBus, as they answer now. Their settings are part of every backup; a restore gives a module \
    that was replaced the settings of the former one.
    """
  var panel: Panel<FieldName, Action>
  /// `nil` while they are asked, and when they could not be.
  private var modules: [BusModule]?
  private var hasFailed = false

  init() {
    panel = Panel(
      list: ListSelection(),
      commands: [
        Command(.again, "a", button: "Ask again", word: "Ask again", help: "Asks the bus again."),
        Command(
          .restore, "r", button: "Restore modules...", word: "Restore",
          help: "Gives modules, replaced ones too, the settings of the newest backup; the camera is not restarted."),
        Command(.close, "c", button: "Close", help: "Back to the menu."),
      ], listAction: .again)
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
    case .restore: [.perform(.backups(.list))]
    case .close: [.pop]
    }
  }

  mutating func receive(_ reply: Reply, _ context: Context) -> [Step] {
    if case .backups(.listed(let report)) = reply { return restore(report) }
    guard case .camera(.modules(let modules)) = reply else { return [] }
    self.modules = modules
    panel.list?.setCount(modules.count)
    return []
  }

  mutating func failed(_ error: ServiceError, _ context: Context) -> [Step] {
    // A busy camera is asked again.
    hasFailed = error.code != .busy
    return [.tell(Notice(error, context))]
  }

  /// Goes on with the newest backup that is whole.
  private func restore(_ report: ListReport) -> [Step] {
    guard let backup = report.backups.first(where: { $0.state == .ok }) else {
      return [.tell(Notice(.failure, "No backup can be restored. Backup and Restore says why."))]
    }
    return [.push(RestoreScreen(backup, modulesOnly: true))]
  }

  mutating func fit(rows: Int, columns: Int) { panel.list?.setPage(rows - 4) }

  func draw(into frame: inout Frame, _ context: Context) {
    drawTable(into: &frame)
    drawWaiting(into: &frame, context)
  }

  private func drawTable(into frame: inout Frame) {
    guard let modules else {
      return frame.line(hasFailed ? "The modules could not be asked." : "Asking the modules.")
    }
    guard !modules.isEmpty, let list = panel.list else { return frame.line("No module is on the bus.") }
    let isNarrow = frame.columns < 80
    frame.line("  " + Self.columns("Address", "Kind", "Serial", "Firmware", "State", isNarrow: isNarrow))
    for index in list.visible {
      let module = modules[index]
      let text = Self.columns(
        module.address.text, module.kind, module.serial, module.firmware, Self.words(module.state), isNarrow: isNarrow)
      frame.row(text, isChosen: index == list.index, hasFocus: panel.focus == .list)
    }
  }

  /// Settings of the last restore that a module did not take yet.
  private func drawWaiting(into frame: inout Frame, _ context: Context) {
    guard let waiting = context.status?.restore?.pendingModules, !waiting.isEmpty else { return }
    frame.next += 1
    frame.paragraph(
      "Settings wait for \(waiting.joined(separator: ", ")): they are written when the module appears (a).")
  }

  private static func columns(
    _ address: String, _ kind: String, _ serial: String, _ firmware: String, _ state: String, isNarrow: Bool
  ) -> String {
    let first = [Text.padded(address, to: 12), Text.padded(kind, to: isNarrow ? 16 : 18)]
    let middle = isNarrow ? [] : [Text.padded(serial, to: 18), Text.padded(firmware, to: 10)]
    return (first + middle + [state]).joined(separator: " ")
  }

  private static func words(_ state: BusModule.State) -> String {
    switch state {
    case .ok: "answers"
    case .failed: "fails"
    case .hung: "does not answer"
    case .gone: "is gone"
    }
  }
}
