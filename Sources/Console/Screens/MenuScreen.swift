internal import CameraService
internal import TerminalUI

/// The admin menu.
struct MenuScreen: Screen {
  enum Action: Hashable, Sendable {
    case users, backups, modules, system, logOut
  }

  let title = "Admin Menu"
  let explanation = "From here every dialog is one or two keys away."
  var panel: Panel<FieldName, Action>
  /// The factory's password was just changed: the Super PIN is offered next.
  private var isFirstStart: Bool

  init(isFirstStart: Bool = false) {
    self.isFirstStart = isFirstStart
    panel = Panel(
      list: ListSelection(count: Self.entries.count),
      commands: Self.entries.map { entry in
        Command(entry.action, entry.letter, button: "", word: "", help: entry.help)
      })
  }

  private struct Entry {
    let action: Action
    let letter: Character
    let text: String
    let help: String
  }

  private static let entries = [
    Entry(action: .users, letter: "u", text: "Users and Passwords", help: "Users, their groups, the Super PIN."),
    Entry(
      action: .backups, letter: "b", text: "Backup and Restore", help: "The backups on the SD card, and restoring them."
    ),
    Entry(action: .modules, letter: "m", text: "Modules", help: "The MxBus modules and whether they answer."),
    Entry(action: .system, letter: "s", text: "System", help: "Camera, card, version, settings in force."),
    Entry(action: .logOut, letter: "l", text: "Log out", help: "Ends the session."),
  ]

  mutating func appear(_ context: Context) -> [Step] {
    context.status == nil ? [.perform(.status)] : []
  }

  mutating func handle(_ key: Key, _ context: Context) -> [Step] {
    if key == .enter, let index = panel.list?.index { return perform(Self.entries[index].action, context) }
    switch panel.handle(key) {
    case .command(let action): return perform(action, context)
    case .cancelled: return cancelled(context)
    case .edited, .moved, .nothing: return []
    }
  }

  mutating func perform(_ action: Action, _ context: Context) -> [Step] {
    switch action {
    case .users: [.push(UsersScreen())]
    case .backups: [.push(BackupsScreen())]
    case .modules: [.push(ModulesScreen())]
    case .system: [.push(SystemScreen())]
    case .logOut: [.logOut(nil)]
    }
  }

  /// Esc leaves nothing by accident: it asks.
  mutating func cancelled(_ context: Context) -> [Step] {
    [.ask(Question(["Log out?"], answers: ["Stay", "Log out"]))]
  }

  mutating func receive(_ reply: Reply, _ context: Context) -> [Step] {
    guard isFirstStart, case .status(let status) = reply else { return [] }
    isFirstStart = false
    return status.isPINSet ? [] : [.push(SuperPINScreen(context))]
  }

  mutating func answered(_ index: Int, _ context: Context) -> [Step] { [.logOut(nil)] }

  func draw(into frame: inout Frame, _ context: Context) {
    frame.next += 1
    for (index, entry) in Self.entries.enumerated() {
      let isChosen = index == panel.list?.index
      let text = "\(entry.letter.uppercased())  \(entry.text)"
      frame.row(text, isChosen: isChosen, hasFocus: panel.focus == .list)
    }
  }
}
