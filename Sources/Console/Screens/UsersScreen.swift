internal import CameraModel
internal import CameraService
internal import TerminalUI
internal import Wording

/// The users with the changes that are not set yet, and the state of the Super PIN.
struct UsersScreen: SearchableScreen {
  enum Action: FindingAction {
    case add, edit, remove, factoryReset, set, superPIN, close
    /// *Set* was the answer to the question that *Close* asks.
    case setAndClose
    case find(FindKey)
  }

  let title = "Users and Passwords"
  let explanation = """
    Changes are collected here and marked in their rows. Set carries out all of them in one step. The Super PIN \
    protects the backups on the SD card.
    """
  var panel: Panel<FieldName, Action>
  /// `nil` until the users are read, and when they cannot be.
  private(set) var draft: UserDraft?
  /// Why the users cannot be read.
  private(set) var obstacle: Notice?
  /// The screen is left once the changes are set.
  private var isClosing = false
  var search = Search()

  /// Names and groups, as the table has them.
  var searchedLines: [String] { draft?.rows.map { "\($0.name) \($0.group.rawValue)" } ?? [] }

  init() {
    panel = Panel(list: ListSelection(), commands: Self.commands, listAction: .edit)
  }

  private static let commands =
    findCommands() + [
      Command(.add, "a", button: "Add...", word: "Add", help: "Adds a user."),
      Command(
        .edit, "e", button: "Edit...", word: "Edit", help: "Changes name, group or password. Also Enter on a row."),
      Command(.remove, "r", button: "Remove", word: "Remove", help: "Marks the user for removal, or removes the mark."),
      Command(
        .factoryReset, "f", button: "Factory reset...",
        help: "Marks all users except admin for removal, as on a new camera."
      ),
      Command(.set, "s", button: "Set", word: "Set", help: "Carries out all changes."),
      Command(.superPIN, "p", button: "Super PIN...", word: "PIN", help: "Sets or changes the Super PIN."),
      Command(.close, "c", button: "Close", help: "Back to the menu. Asks first if changes are not set."),
    ]

  mutating func appear(_ context: Context) -> [Step] {
    draft == nil && obstacle == nil ? [.perform(.users(.list))] : []
  }

  mutating func perform(_ action: Action, _ context: Context) -> [Step] {
    switch action {
    case .add: draft.map { [.push(EditUserScreen(addingTo: $0))] } ?? []
    case .edit: edit()
    case .remove: toggleRemoval(context)
    case .factoryReset: askForReset()
    case .set: setAndStay(context)
    case .setAndClose: setAndClose(context)
    case .superPIN: [.push(SuperPINScreen(context))]
    case .close: close()
    case .find(let key): find(key, context)
    }
  }

  mutating func cancelled(_ context: Context) -> [Step] { close() }

  mutating func fit(rows: Int, columns: Int) { panel.list?.setPage(UserTable.page(rows: rows)) }

  func draw(into frame: inout Frame, _ context: Context) {
    guard let draft, let list = panel.list else { return drawObstacle(into: &frame) }
    UserTable(draft: draft, list: list, hasFocus: panel.focus == .list).draw(into: &frame)
    UserTable.drawPIN(into: &frame, context)
  }

  private func drawObstacle(into frame: inout Frame) {
    guard let obstacle else { return frame.line("Reading the users.") }
    frame.paragraph("The users cannot be read.", .bold)
    frame.paragraph(obstacle.text)
  }
}

/// Changes of the draft.
extension UsersScreen {
  private var row: (index: Int, row: UserDraft.Row)? {
    guard let draft, let index = panel.list?.index, draft.rows.indices.contains(index) else { return nil }
    return (index, draft.rows[index])
  }

  private mutating func show(_ draft: UserDraft) {
    self.draft = draft
    if obstacle != nil {
      obstacle = nil
      panel.setCommands(Self.commands)
      panel.focus = .list
    }
    panel.list?.setCount(draft.rows.count)
  }

  private func edit() -> [Step] {
    guard let draft, let (index, row) = row else { return [] }
    guard !row.isRemoved else {
      return [.tell(Notice(.failure, "\(row.name) will be removed when you press Set. Press r to keep this user."))]
    }
    return [.push(EditUserScreen(editing: index, of: draft))]
  }

  private mutating func toggleRemoval(_ context: Context) -> [Step] {
    guard var draft, let (index, row) = row else { return [] }
    do throws(UserError) {
      if row.isRemoved { try draft.unmark(index) } else { draft.markForRemoval(index) }
    } catch {
      return [.tell(Notice(.user(error)))]
    }
    show(draft)
    guard !row.isRemoved else { return [.update(Notice(.information, "\(row.name) stays."))] }
    return [.update(Notice(.information, Self.afterRemoval(of: row, in: draft, context)))]
  }

  private static func afterRemoval(of row: UserDraft.Row, in draft: UserDraft, _ context: Context) -> String {
    if case .failure(.noAdministratorLeft) = draft.result {
      return "\(row.name) is the last of admins: Set is refused until another user is in admins."
    }
    guard let original = row.original else { return "\(row.name) is not added." }
    return original.name == context.session?.name
      ? "You will be removed when you press Set, and this session ends."
      : "\(row.name) will be removed when you press Set."
  }

  mutating func returned(_ result: Returned, _ context: Context) -> [Step] {
    guard case .users(let changed) = result else { return [] }
    let isNew = changed.rows.count > (draft?.rows.count ?? 0)
    show(changed)
    if isNew { panel.list?.choose(changed.rows.count - 1) }
    return []
  }

  private func askForReset() -> [Step] {
    if obstacle != nil {
      return [
        .ask(
          Question(
            ["This deletes all users now, and adds admin with the factory password."],
            answers: [.harmful("Replace all users", .perform(.users(.reset)))], word: "reset"))
      ]
    }
    guard draft != nil else { return [] }
    return [
      .ask(
        Question(
          ["Mark all users except admin for removal, and give admin the factory password?"],
          answers: [.harmful("Mark them", .perform(.users(.hashFactoryPassword)))], word: "reset"))
    ]
  }
}

/// Setting and leaving.
extension UsersScreen {
  private mutating func set(_ context: Context) -> [Step] {
    guard let draft, draft.isChanged else {
      return obstacle == nil ? [.update(Notice(.information, "Nothing is changed."))] : []
    }
    switch draft.result {
    case .failure(let error):
      isClosing = false
      return [.tell(Notice(.user(error)))]
    case .success(let users):
      guard let own = context.session?.name, !users.isAdministrator(own) else { return [.perform(.users(.set(draft)))] }
      return [
        .ask(
          Question(
            [draft.endOfSession(of: own)], answers: [.harmful("Set and log out", .perform(.users(.set(draft))))]))
      ]
    }
  }

  private mutating func close() -> [Step] {
    isClosing = false
    guard let draft, draft.isChanged else { return [.pop] }
    return [
      .ask(
        Question(
          ["\(counted(draft.changeCount, "change")) not set yet: \(draft.changeNames)."],
          answers: [.harmful("Leave without setting", .pop), .harmful("Set", Self.step(.setAndClose))]))
    ]
  }

  private mutating func setAndStay(_ context: Context) -> [Step] {
    isClosing = false
    return set(context)
  }

  private mutating func setAndClose(_ context: Context) -> [Step] {
    isClosing = true
    return set(context)
  }

  mutating func receive(_ reply: Reply, _ context: Context) -> [Step] {
    guard case .users(let reply) = reply else { return [] }
    switch reply {
    case .listed(let users): show(UserDraft(users))
    case .passwordString(let text):
      guard var draft else { return [] }
      let added = draft.rows.filter { $0.original == nil }.map(\.name)
      draft.resetToFactory(passwordString: text)
      show(draft)
      return Self.afterReset(notAdded: added.filter { name in !draft.rows.contains { $0.name == name } })
    case .set(let change): return wereSet(change, context)
    }
    return []
  }

  /// Users that were added, and not set yet, are in no row any more.
  private static func afterReset(notAdded names: [String]) -> [Step] {
    guard let first = names.first else { return [] }
    let who =
      names.count == 1 ? "\(first) is" : "\(names.dropLast().joined(separator: ", ")) and \(names[names.count - 1]) are"
    return [.update(Notice(.information, "\(who) not added."))]
  }

  private mutating func wereSet(_ change: UserChange, _ context: Context) -> [Step] {
    let count = draft?.changeCount ?? 0
    show(UserDraft(change.users))
    let notice =
      change.reloadFailure.map { Notice(.reload($0)) }
      ?? Notice(
        .done, count > 0 ? "\(counted(count, "change")) set." : "The only user is admin, with the factory password.")
    guard context.session.map({ change.users.isAdministrator($0.name) }) ?? false else {
      let text = "The users are set. You are logged out, because you are no longer an administrator."
      return [.logOut(Notice(.information, text))]
    }
    return isClosing ? [.pop, .update(notice)] : [.tell(notice)]
  }

  mutating func failed(_ error: ServiceError, _ context: Context) -> [Step] {
    isClosing = false
    if case .userList = error {
      show(Notice(error, context), [.factoryReset, .superPIN, .close])
      return []
    }
    if case .usersChanged = error {
      let count = draft?.changeCount ?? 0
      let dropped = count == 1 ? "1 change of yours is dropped" : "\(count) changes of yours are dropped"
      let text = "Another session changed the users: \(dropped). Look at them again."
      return [.tell(Notice(.failure, text)), .perform(.users(.list))]
    }
    // A busy camera is asked again; anything else stays.
    guard draft == nil, obstacle == nil, error.code != .busy else { return [.tell(Notice(error, context))] }
    show(Notice(error, context), [.superPIN, .close])
    return []
  }

  private mutating func show(_ obstacle: Notice, _ actions: [Action]) {
    draft = nil
    self.obstacle = obstacle
    panel.list?.setCount(0)
    panel.setCommands(Self.commands.filter { actions.contains($0.action) })
    panel.focus = .button(0)
  }
}
