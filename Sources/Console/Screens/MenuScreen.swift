internal import CameraService
internal import TerminalUI
internal import Wording

/// The admin menu.
struct MenuScreen: Screen {
  /// The letter of an entry.
  typealias Action = Character

  let title = "Admin Menu"
  let explanation = """
    This screen shows the state of the camera. Verified is when the last backup was verified. Replaced next is the \
    backup that the next one replaces. Check is what is wrong. Next is what to do now. A letter opens a dialog.
    """
  var panel: Panel<FieldName, Action>
  /// The factory's password was just changed: the Super PIN is offered next.
  private var isFirstStart: Bool
  /// The session began with the choice of a password: what comes next is said until it ends.
  private let isFirstHour: Bool
  /// When the state was last looked at, seconds since 1970.
  private var lookedAt: Int64?
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
    isFirstHour = isFirstStart
    panel = Panel(
      list: ListSelection(count: Self.usual.count), commands: Self.commands(Self.usual))
  }

  private static func commands(_ entries: [Entry]) -> [Command<Action>] {
    entries.map { Command($0.letter, $0.letter, button: "", word: "", help: $0.help) }
  }

  private var entries: [Entry] {
    (awaitsConfirmation ? [Self.confirm] : []) + (awaitsRestart.map { [Self.restart(after: $0)] } ?? []) + Self.usual
  }

  /// Takes over whether a restore waits.
  private mutating func look(_ context: Context) {
    lookedAt = context.now()
    // What is urgent comes to the top, and gets the mark where it is on top.
    let chosen = panel.list.flatMap { $0.index > 0 ? panel.commands[$0.index].action : nil }
    let restore = context.status?.restore
    awaitsRestart = restore?.state == .rebootNeeded ? restore?.backup : nil
    awaitsConfirmation = context.restoreSecondsLeft != nil
    let entries = entries
    panel.setCommands(Self.commands(entries))
    panel.list?.setCount(entries.count)
    if let chosen { choose(chosen) }
  }

  /// The mark is on what was opened, so that one finds it again.
  private mutating func choose(_ letter: Character) {
    if let index = entries.firstIndex(where: { $0.letter == letter }) { panel.list?.choose(index) }
  }

  private struct Entry {
    let letter: Character
    let text: String
    let help: String
    let step: Step
  }

  private static let confirm = Entry(
    letter: "c", text: "Confirm the change", help: "A change waits for its confirmation: confirm or revert it.",
    step: .push(ConfirmScreen()))

  private static func restart(after backup: String) -> Entry {
    Entry(
      letter: "r", text: "Restart the camera: a change waits for it.",
      help: "The camera uses the change after it restarts. Asks once more.",
      step: .ask(.reboot(after: backup)))
  }

  private static let usual = [
    Entry(
      letter: "u", text: "Users and Passwords", help: "Users, their groups, the Super PIN.", step: .push(UsersScreen())),
    Entry(
      letter: "b", text: "Backup and Restore", help: "The backups on the SD card, and restoring them.",
      step: .push(BackupsScreen())),
    Entry(
      letter: "g", text: "Configuration", help: "The sections and keys of the configuration, and changing them.",
      step: .push(ConfigurationScreen())),
    Entry(
      letter: "m", text: "Modules", help: "The MxBus modules and whether they answer.", step: .push(ModulesScreen())),
    Entry(
      letter: "s", text: "System", help: "Camera, card, version, current settings.", step: .push(SystemScreen())),
    Entry(letter: "l", text: "Log out", help: "Ends the session.", step: .logOut(nil)),
  ]

  mutating func appear(_ context: Context) -> [Step] {
    look(context)
    return context.status == nil || awaitsConfirmation || awaitsRestart != nil ? [.perform(.camera(.status))] : []
  }

  mutating func handle(_ key: Key, _ context: Context) -> [Step] {
    if key == .enter, let index = panel.list?.index { return [entries[index].step] }
    switch panel.handle(key) {
    case .command(let letter): return perform(letter, context)
    case .cancelled: return cancelled(context)
    case .edited, .refused, .moved, .nothing: return []
    }
  }

  mutating func perform(_ letter: Character, _ context: Context) -> [Step] {
    choose(letter)
    return entries.first { $0.letter == letter }.map { [$0.step] } ?? []
  }

  /// Esc leaves nothing by accident: it asks.
  mutating func cancelled(_ context: Context) -> [Step] {
    [.ask(Question(["Log out?"], cancel: "Stay", answers: [.harmless("Log out", .logOut(nil))]))]
  }

  mutating func receive(_ reply: Reply, _ context: Context) -> [Step] {
    guard case .camera(.status(let status)) = reply else { return [] }
    look(context)
    if awaitsConfirmation, !hasAsked {
      hasAsked = true
      return [.push(ConfirmScreen())]
    }
    if awaitsRestart != nil, !hasToldRestart {
      hasToldRestart = true
      return [.update(Notice(.information, "A change waits for the camera's restart: press r."))]
    }
    guard isFirstStart else { return [] }
    isFirstStart = false
    guard !status.isPINSet else { return [] }
    let text = "The password is changed. Next: a Super PIN, without which there are no backups."
    return [.push(SuperPINScreen(context)), .update(Notice(.done, text))]
  }

  /// Another session may have decided on a change that waits.
  mutating func tick(_ context: Context) -> [Step] {
    if awaitsConfirmation != (context.restoreSecondsLeft != nil) { look(context) }
    return []
  }

  /// Each entry names its letter. More would cost a slow line as much as a row of the state.
  func keyLine(columns: Int) -> String { KeyLine.fitted(["Enter open"], last: "? Help  Esc", columns: columns) }

  func draw(into frame: inout Frame, _ context: Context) {
    let room = frame.body.count - entries.count
    // On a low screen a row is worth more than a gap.
    let gap = room > 4 ? 1 : 0
    home(context).draw(into: &frame, room: room - gap)
    frame.next += gap
    drawEntries(into: &frame, context)
  }

  private func home(_ context: Context) -> HomeState {
    HomeState(context, now: lookedAt ?? context.now(), isFirstHour: isFirstHour)
  }

  private func drawEntries(into frame: inout Frame, _ context: Context) {
    for (index, entry) in entries.enumerated() {
      let isChosen = index == panel.list?.index
      frame.row("\(entry.letter.uppercased())  \(entry.text)", isChosen: isChosen, hasFocus: panel.focus == .list)
    }
  }
}
