internal import CameraService
internal import TerminalUI

/// The admin menu.
struct MenuScreen: Screen {
  enum Action: Hashable, Sendable {
    case confirm, restart, users, backups, modules, system, logOut
  }

  let title = "Admin Menu"
  let explanation = "From here every dialog is one or two keys away."
  var panel: Panel<FieldName, Action>
  /// The factory's password was just changed: the Super PIN is offered next.
  private var isFirstStart: Bool
  /// A restore waits for its confirmation: that stands on top.
  private var awaitsConfirmation = false
  /// The question about it was put once.
  private var hasAsked = false
  /// The backup of a restore that waits for the camera's restart, which failed or was left out: that stands on top.
  private var awaitsRestart: String?
  /// It was told once.
  private var hasToldRestart = false

  init(isFirstStart: Bool = false) {
    self.isFirstStart = isFirstStart
    panel = Panel(
      list: ListSelection(count: Self.usual.count), commands: Self.commands(Self.usual))
  }

  private static func commands(_ entries: [Entry]) -> [Command<Action>] {
    entries.map { Command($0.action, $0.letter, button: "", word: "", help: $0.help) }
  }

  private var entries: [Entry] {
    (awaitsConfirmation ? [Self.confirm] : []) + (awaitsRestart != nil ? [Self.restart] : []) + Self.usual
  }

  /// Takes over whether a restore waits.
  private mutating func look(_ context: Context) {
    let restore = context.status?.restore
    awaitsRestart = restore?.state == .rebootNeeded ? restore?.backup : nil
    awaitsConfirmation = context.restoreSecondsLeft != nil
    let entries = entries
    panel.setCommands(Self.commands(entries))
    panel.list?.setCount(entries.count)
  }

  private struct Entry {
    let action: Action
    let letter: Character
    let text: String
    let help: String
  }

  private static let confirm = Entry(
    action: .confirm, letter: "k", text: "Keep what was restored?",
    help: "A restored configuration waits for its confirmation.")

  private static let restart = Entry(
    action: .restart, letter: "r", text: "Restart the camera: a restore waits for it.",
    help: "What was restored is not in use before the camera restarts; asks once more.")

  private static let usual = [
    Entry(action: .users, letter: "u", text: "Users and Passwords", help: "Users, their groups, the Super PIN."),
    Entry(
      action: .backups, letter: "b", text: "Backup and Restore", help: "The backups on the SD card, and restoring them."
    ),
    Entry(action: .modules, letter: "m", text: "Modules", help: "The MxBus modules and whether they answer."),
    Entry(action: .system, letter: "s", text: "System", help: "Camera, card, version, settings in force."),
    Entry(action: .logOut, letter: "l", text: "Log out", help: "Ends the session."),
  ]

  mutating func appear(_ context: Context) -> [Step] {
    look(context)
    return context.status == nil || awaitsConfirmation || awaitsRestart != nil ? [.perform(.status)] : []
  }

  mutating func handle(_ key: Key, _ context: Context) -> [Step] {
    if key == .enter, let index = panel.list?.index { return perform(entries[index].action, context) }
    switch panel.handle(key) {
    case .command(let action): return perform(action, context)
    case .cancelled: return cancelled(context)
    case .edited, .refused, .moved, .nothing: return []
    }
  }

  mutating func perform(_ action: Action, _ context: Context) -> [Step] {
    switch action {
    case .confirm: return [.push(ConfirmScreen())]
    case .restart:
      return awaitsRestart.map { [.ask(.reboot(after: $0))] } ?? []
    case .users: return [.push(UsersScreen())]
    case .backups: return [.push(BackupsScreen())]
    case .modules: return [.push(ModulesScreen())]
    case .system: return [.push(SystemScreen())]
    case .logOut: return [.logOut(nil)]
    }
  }

  /// Esc leaves nothing by accident: it asks.
  mutating func cancelled(_ context: Context) -> [Step] {
    [.ask(Question(["Log out?"], cancel: "Stay", answers: [.harmless("Log out", .logOut(nil))]))]
  }

  mutating func receive(_ reply: Reply, _ context: Context) -> [Step] {
    guard case .status(let status) = reply else { return [] }
    look(context)
    if awaitsConfirmation, !hasAsked {
      hasAsked = true
      return [.push(ConfirmScreen())]
    }
    if awaitsRestart != nil, !hasToldRestart {
      hasToldRestart = true
      return [.update(Notice(.information, "A restore waits for the camera's restart: press r."))]
    }
    guard isFirstStart else { return [] }
    isFirstStart = false
    guard !status.isPINSet else { return [] }
    let text = "The password is changed. Next: a Super PIN, without which there are no backups."
    return [.push(SuperPINScreen(context)), .update(Notice(.done, text))]
  }

  func draw(into frame: inout Frame, _ context: Context) {
    frame.next += 1
    for (index, entry) in entries.enumerated() {
      let isChosen = index == panel.list?.index
      var text = "\(entry.letter.uppercased())  \(entry.text)"
      if entry.action == .confirm, let left = context.restoreSecondsLeft {
        text += left > 0 ? "  It is taken back in \(duration(left))." : "  Its time is over."
      }
      frame.row(text, isChosen: isChosen, hasFocus: panel.focus == .list)
    }
  }
}
