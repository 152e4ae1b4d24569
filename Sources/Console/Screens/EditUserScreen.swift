internal import CameraModel
internal import CameraService
internal import TerminalUI
internal import Wording

/// A new user, or changes of one. OK puts them into the draft, which nothing but *Set* carries out.
struct EditUserScreen: Screen {
  enum Action: Hashable, Sendable {
    case accept, cancel
  }

  let title: String
  let explanation = """
    OK puts the user into the list. Nothing is changed on the camera before Set is pressed there. A new user or a new \
    name takes a password, typed twice; a change of group alone does not.
    """
  var panel: Panel<FieldName, Action>
  let secrets: [FieldName] = [.newPassword, .repeatedPassword]
  private let draft: UserDraft
  /// The row that is changed; `nil` for a new user.
  private let index: Int?

  init(addingTo draft: UserDraft) {
    self.init(draft, nil, name: "", .users)
  }

  init(editing index: Int, of draft: UserDraft) {
    self.init(draft, index, name: draft.rows[index].name, draft.rows[index].group)
  }

  private init(_ draft: UserDraft, _ index: Int?, name: String, _ group: UserGroup) {
    self.draft = draft
    self.index = index
    title = index == nil ? "Add a user" : "Edit \(name)"
    let groups = UserGroup.allCases
    panel = Panel(
      fields: [
        Field(
          .userName, "User",
          .text(TextField(name, limit: UserRules.nameLengths.upperBound, characters: .name)), width: 32),
        Field(.group, "Group", .choice(groups.map(\.rawValue), chosen: groups.firstIndex(of: group) ?? 0)),
        Field(.newPassword, index == nil ? "Password" : "New password", .secret(count: 0), width: 32),
        Field(.repeatedPassword, "Again", .secret(count: 0), width: 32),
      ],
      commands: [
        Command(.accept, nil, button: "OK", help: "Puts the user into the list, where Set carries it out."),
        Command(.cancel, nil, button: "Cancel", help: "Back to the list without effect."),
      ])
  }

  mutating func perform(_ action: Action, _ context: Context) -> [Step] {
    switch action {
    case .accept: accept()
    case .cancel: [.pop]
    }
  }

  /// Tries the change on paper first, so that no password is hashed for nothing.
  private mutating func accept() -> [Step] {
    let hasPassword = panel.count(.newPassword) > 0 || panel.count(.repeatedPassword) > 0
    do throws(UserError) {
      let changed = try changed(passwordString: hasPassword ? "not hashed yet" : nil)
      return hasPassword ? [.perform(.users(.hashPassword))] : [.popReturning(.users(changed))]
    } catch {
      if case .needsPassword = error { panel.focus(on: .newPassword) } else { panel.focus(on: .userName) }
      return [.tell(Notice(.user(error)))]
    }
  }

  private func changed(passwordString: String?) throws(UserError) -> UserDraft {
    let (name, group) = (panel.text(.userName), UserGroup.allCases[panel.chosen(.group)])
    var draft = draft
    if let index {
      try draft.edit(index, name: name, group: group, newPasswordString: passwordString)
    } else if let passwordString {
      try draft.add(UserAccount(name: name, group: group, passwordString: passwordString))
    } else {
      // A name that cannot be is told before the password that is missing.
      try draft.add(UserAccount(name: name, group: group, passwordString: ""))
      throw .needsPassword(name)
    }
    return draft
  }

  mutating func receive(_ reply: Reply, _ context: Context) -> [Step] {
    guard case .users(.passwordString(let text)) = reply else { return [] }
    do throws(UserError) {
      return [.popReturning(.users(try changed(passwordString: text)))]
    } catch {
      return [.tell(Notice(.user(error)))]
    }
  }

  mutating func failed(_ error: ServiceError, _ context: Context) -> [Step] {
    panel.focus(on: .newPassword)
    return [.wipe, .tell(Notice(error, context))]
  }

  func draw(into frame: inout Frame, _ context: Context) {
    frame.fields(panel, labelWidth: 15)
    // On a low screen the row is worth more than a gap.
    if frame.body.count >= 10 { frame.line() }
    if index != nil { frame.paragraph("Leave the password empty to keep it. A new name needs a new password.") }
    frame.paragraph("Password: \(Passwords.rule(context.settings))")
    frame.paragraph("Left, Right choose the group. Only admins may log in here.")
  }
}
