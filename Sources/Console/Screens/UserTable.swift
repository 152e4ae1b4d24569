internal import CameraModel
internal import CameraService
internal import TerminalUI
internal import Wording

/// The users as a table, with what is not set yet beside them.
struct UserTable {
  let draft: UserDraft
  let list: ListSelection
  let hasFocus: Bool

  private static let userColumns = 18
  private static let groupColumns = 11
  private static let passwordColumns = 10
  private static let noteColumn = userColumns + groupColumns + passwordColumns

  /// Users in view at once, where the body has so many rows: without the heading, the number, and the Super PIN.
  static func page(rows: Int) -> Int { rows - otherRows }

  private static let otherRows = 3

  func draw(into frame: inout Frame) {
    frame.line("  " + Self.columns("User", "Group", "Password") + "Not set yet")
    for index in list.visible {
      let row = draft.rows[index]
      let note = row.note
      let width = Text.columns(note)
      frame.row(
        Self.columns(row.name, row.group.rawValue, row.passwordState) + note, isChosen: index == list.index,
        hasFocus: hasFocus, inks: width == 0 ? [] : [(Self.noteColumn..<Self.noteColumn + width, .warning)])
    }
    // A gap is worth less than a user.
    if draft.rows.count + Self.otherRows < frame.body.count { frame.line() }
    frame.line(count)
  }

  private var count: String {
    let count = draft.rows.count
    let inView = list.inView
    let users = inView.isEmpty ? counted(count, "user") : "Users \(inView)"
    return draft.isChanged ? users + ". Press s to set \(counted(draft.changeCount, "change"))." : users
  }

  static func drawPIN(into frame: inout Frame, _ context: Context) {
    guard let status = context.status else { return frame.line("Super PIN: not known yet") }
    let state = status.pinChanged.map { "set on \(context.localTime($0))" } ?? "not set"
    let card = status.card.state == .locked ? ", the card is locked" : ""
    let advice = status.pinChanged == nil ? ". Press p to set it." : ""
    frame.line("Super PIN: \(state)\(card)\(advice)")
  }

  private static func columns(_ user: String, _ group: String, _ password: String) -> String {
    Text.padded(user, to: userColumns) + Text.padded(group, to: groupColumns)
      + Text.padded(password, to: passwordColumns)
  }
}

extension UserDraft {
  /// The users after all changes, or the rule that they break.
  var result: Result<UserList, UserError> {
    do throws(UserError) {
      return .success(try apply())
    } catch {
      return .failure(error)
    }
  }

  var changeCount: Int { rows.count(where: \.isChanged) }

  /// Who is changed, and how; of many the first.
  var changeNames: String {
    let changed = rows.filter(\.isChanged)
    let names = changed.prefix(6).map { "\($0.name) \($0.verb)" }
    let rest = changed.count - names.count
    return names.joined(separator: ", ") + (rest > 0 ? " and \(rest) more" : "")
  }

  /// Why a session ends with *Set*.
  func endOfSession(of name: String) -> String {
    guard let row = rows.first(where: { $0.original?.name == name }) else { return "This ends your session." }
    let reason =
      row.isRemoved
      ? "you are removed" : row.name == name ? "you leave admins" : "you are called \(row.name) from then on"
    return "This ends your own session: \(reason)."
  }
}

extension UserDraft.Row {
  /// What is said of the password, of which nothing else is known.
  fileprivate var passwordState: String {
    if newPasswordString != nil { return original == nil ? "set" : "changed" }
    return original.map { PasswordHashing.isDerived($0.passwordString) } ?? true ? "set" : "-"
  }

  /// What *Set* will do; empty where it does nothing.
  fileprivate var note: String {
    guard let original else { return "new" }
    guard !isRemoved else { return "removed" }
    let isRenamed = name != original.name
    let isMoved = group != original.group
    switch (isRenamed, isMoved) {
    case (true, true): return "was \(original.name), \(original.group.rawValue)"
    case (true, false): return "was \(original.name)"
    case (false, true): return "was \(original.group.rawValue)"
    case (false, false): return newPasswordString == nil ? "" : "password"
    }
  }

  fileprivate var verb: String {
    guard original != nil else { return "added" }
    return isRemoved ? "removed" : "changed"
  }
}
