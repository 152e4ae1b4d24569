internal import CameraModel
internal import CameraService
internal import TerminalUI
internal import Wording

/// Sections and keys of the configuration. Values are edited in their rows, and nothing is changed before *Apply*.
struct ConfigurationScreen: SearchableScreen {
  enum Action: FindingAction {
    case edit, add, remove, discard, section, apply, close
    case find(FindKey)
  }

  let title = "Configuration"
  let explanation = """
    Changes are collected here and marked in their rows. Apply shows what changes and asks. Then the camera restarts, \
    and you confirm the change or the camera reverts it. Secrets show as ***, and are typed unseen. Users and the \
    identity of the camera are shown, but not changed here.
    """
  var panel: Panel<FieldName, Action>
  let secrets: [FieldName] = [.secretValue]
  var search = Search()
  private(set) var draft = ConfigurationDraft()
  private var table = ConfigurationTable()
  /// As they were read.
  private var sections: [ShownSection] = []
  /// Keys that are to be added.
  private var added: [ShownKey] = []
  /// What was to be done with keys before they were marked for removal.
  private var beforeRemoval = ConfigurationDraft()
  private var hasRead = false
  /// Why it cannot be read.
  private var obstacle: Notice?
  /// The key whose value is typed.
  private(set) var edited: ShownKey?
  private var columns = 80

  init() {
    panel = Panel(
      list: ListSelection(),
      commands: Self.findCommands() + [
        Command(
          .edit, "e", button: "Edit", word: "Edit", help: "Changes the value of the chosen key. Also Enter on a row."),
        Command(.add, "k", button: "Add key...", help: "Adds a key to this section, or to another or a new one."),
        Command(
          .remove, "r", button: "Remove", word: "Remove", help: "Marks the key for removal, or removes the mark."),
        Command(
          .discard, "d", button: "Discard", word: "Discard", help: "Discards the change of the chosen key."),
        Command(.section, "s", button: "", help: "Goes to the next section."),
        Command(
          .apply, "a", button: "Apply...", word: "Apply", help: "Shows what all changes do, and asks before it is done."
        ),
        Command(.close, "c", button: "Close", help: "Back to the menu. Asks first if changes are not applied."),
      ], listAction: .edit)
  }

  /// Whether a value is typed.
  var isEditing: Bool { edited != nil }

  var searchedLines: [String] { table.searched(draft) }

  mutating func appear(_ context: Context) -> [Step] { [.perform(.configuration(.list))] }

  mutating func fit(rows: Int, columns: Int) {
    self.columns = columns
    if isEditing, let last = panel.fields.indices.last { panel.fields[last].width = valueWidth }
    // Besides the rows there are the name of the section, where it is not one of them, and what there is.
    panel.list?.setPage(table.rows.count < rows ? rows - 1 : rows - 2)
  }

  /// The rows in view: one more where the first one is the name of a section.
  private func visible(_ list: ListSelection) -> Range<Int> {
    let isLong = list.visible.count < list.count
    let end = isLong && table.heading(above: list.top).isEmpty ? list.visible.upperBound + 1 : list.visible.upperBound
    return list.top..<min(end, list.count)
  }

  mutating func perform(_ action: Action, _ context: Context) -> [Step] {
    switch action {
    case .edit: edit()
    case .add: [.push(AddKeyScreen(row?.place.name ?? "", sections))]
    case .remove: toggleRemoval()
    case .discard: discard()
    case .section: goToNextSection()
    case .apply: apply()
    case .close: close()
    case .find(let key): find(key, context)
    }
  }

  mutating func cancelled(_ context: Context) -> [Step] { close() }

  mutating func handle(_ key: Key, _ context: Context) -> [Step] {
    if isSearching { return handleTyped(key, context) }
    return isEditing ? handleValue(key) : take(panel.handle(key), context)
  }

  func keyLine(columns: Int) -> String {
    guard isEditing else { return searchKeyLine(columns: columns) }
    return KeyLine.fitted(["Enter accept"], last: "F1 Help  Esc cancel", columns: columns)
  }

  func draw(into frame: inout Frame, _ context: Context) {
    guard let list = panel.list, hasRead else {
      frame.paragraph(obstacle == nil ? ConfigurationWords.reading : ConfigurationWords.unreadable)
      if let obstacle { frame.paragraph(obstacle.text) }
      return
    }
    let (heading, visible) = (table.heading(above: list.top), visible(list))
    if !heading.isEmpty { frame.line(heading) }
    for index in visible {
      let isChosen = index == list.index
      if isChosen, isEditing {
        drawValue(into: &frame)
      } else {
        table.draw(index, draft, into: &frame, isChosen: isChosen, hasFocus: panel.focus == .list)
      }
    }
    let inView =
      visible.count < list.count ? "\(visible.lowerBound + 1)-\(visible.upperBound) of \(list.count)" : ""
    frame.line(ConfigurationWords.count(table.counts, inView: inView, isNarrow: frame.columns < 80, draft))
  }
}

/// A value that is typed in its row.
extension ConfigurationScreen {
  private var row: ConfigurationTable.Row? {
    guard let index = panel.list?.index, table.rows.indices.contains(index) else { return nil }
    return table.rows[index]
  }

  /// Columns of a value that is typed.
  private var valueWidth: Int { max(columns - table.keyWidth - 6, 12) }

  /// The chosen key, or why there is nothing to change.
  private func onKey(_ body: (ShownKey) -> [Step]) -> [Step] {
    switch row {
    case nil: []
    case .section?: [.tell(Notice(.information, ConfigurationWords.sectionHasNoValue))]
    case .text(let place, _)?: [.tell(Notice(.edit(.textSection(place.name))))]
    case .key(let shown)?:
      shown.isFixed || !shown.isExact ? [.tell(ConfigurationWords.obstacle(shown))] : body(shown)
    }
  }

  private mutating func edit() -> [Step] {
    if let index = panel.list?.index, table.rows.indices.contains(index), table.isUnused(index),
      case .key(let shown) = table.rows[index]
    {
      return [.tell(Notice(.information, ConfigurationWords.lineIsUnused(shown)))]
    }
    var opened: ShownKey?
    let steps = onKey { shown in
      opened = shown
      return []
    }
    guard let opened else { return steps }
    edited = opened
    let (width, label) = (valueWidth, opened.key.key)
    if opened.hidesValue {
      panel.fields.append(Field(.secretValue, label, .secret(count: 0), width: width))
      panel.focus(on: .secretValue)
    } else {
      let text = ConfigurationWords.value(opened, draft[opened.key].flatMap { $0.isRemoved ? nil : $0 })
      panel.fields.append(Field(.value, label, .text(TextField(text, limit: ConfigurationValue.limit)), width: width))
      panel.focus(on: .value)
    }
    return [.clearMessage]
  }

  private mutating func handleValue(_ key: Key) -> [Step] {
    guard let shown = edited, let index = panel.fields.indices.last else { return [] }
    switch key {
    case .enter: return accept(shown)
    case .escape, .control("c"): return stopEditing()
    case .tab, .backTab, .up, .down, .pageUp, .pageDown: return []
    case .character, .pasted, .unreadable, .backspace, .delete, .insert, .left, .right, .home, .end, .function,
      .control:
      guard case .refused(let refusal) = panel.fields[index].handle(key) else { return [] }
      return [.tell(Notice(refusal, of: panel[.value]))]
    }
  }

  private mutating func accept(_ shown: ShownKey) -> [Step] {
    guard !shown.hidesValue else {
      guard panel.count(.secretValue) > 0 else { return [.tell(Notice(.failure, ConfigurationWords.emptySecret))] }
      return [.perform(.configuration(.takeSecret(shown.key)))]
    }
    let text = panel.text(.value)
    draft[shown.key] = text == shown.value && !table.isNew(shown.key) ? nil : .value(text)
    return stopEditing()
  }

  private mutating func stopEditing() -> [Step] {
    edited = nil
    forgetUnwanted()
    panel.fields = []
    panel.focus = .list
    return [.clearMessage, .forget([.secretValue])]
  }

  /// A key that is added goes with its change.
  private mutating func forgetUnwanted() {
    let wanted = added.filter { draft[$0.key] != nil }
    guard wanted.count < added.count else { return }
    added = wanted
    show(sections)
  }

  /// The key is a row now, and its value is typed.
  mutating func returned(_ result: Returned, _ context: Context) -> [Step] {
    guard case .key(let shown) = result else { return [] }
    if table.row(of: shown.key) == nil {
      added.append(shown)
      show(sections)
    }
    if let index = table.row(of: shown.key) { panel.list?.choose(index) }
    panel.focus = .list
    return edit()
  }

  private func drawValue(into frame: inout Frame) {
    guard let field = panel.fields.last, frame.body.contains(frame.next) else { return }
    frame.canvas.write(">", at: Position(column: 1, row: frame.next))
    field.draw(
      into: &frame.canvas, at: Position(column: 5, row: frame.next), labelWidth: table.keyWidth, isFocused: true,
      highlights: false)
    frame.next += 1
  }
}

/// Other changes, and leaving.
extension ConfigurationScreen {
  private mutating func toggleRemoval() -> [Step] {
    var (draft, before) = (draft, beforeRemoval)
    let steps = onKey { shown in
      guard !table.isNew(shown.key) else { return notAdded(shown, &draft) }
      let isBack = draft[shown.key]?.isRemoved == true
      if !isBack { before[shown.key] = draft[shown.key] }
      draft[shown.key] = isBack ? before[shown.key] : .removed
      return []
    }
    (self.draft, beforeRemoval) = (draft, before)
    forgetUnwanted()
    return steps
  }

  /// The row of a new key goes.
  private func notAdded(_ shown: ShownKey, _ draft: inout ConfigurationDraft) -> [Step] {
    draft[shown.key] = nil
    return [.update(Notice(.information, ConfigurationWords.notAdded(shown)))]
  }

  private mutating func discard() -> [Step] {
    var (draft, before) = (draft, beforeRemoval)
    let steps = onKey { shown in
      guard draft[shown.key] != nil else {
        return [.update(Notice(.information, ConfigurationWords.notChanged))]
      }
      guard !table.isNew(shown.key) else { return notAdded(shown, &draft) }
      draft[shown.key] = nil
      before[shown.key] = nil
      return []
    }
    (self.draft, beforeRemoval) = (draft, before)
    forgetUnwanted()
    return steps
  }

  /// After the last section comes the first.
  private mutating func goToNextSection() -> [Step] {
    let sections = table.rows.indices.filter { if case .section = table.rows[$0] { true } else { false } }
    guard var list = panel.list else { return [] }
    guard let next = sections.first(where: { $0 > list.index }) ?? sections.first else { return [] }
    // Its keys are in view, too.
    list.choose(next + list.page - 1)
    list.choose(next)
    panel.list = list
    panel.focus = .list
    return []
  }

  private func apply() -> [Step] {
    guard !draft.isEmpty else { return [.update(Notice(.information, ConfigurationWords.nothingToApply))] }
    return [.perform(.configuration(.preview(draft, ConfigurationOptions())))]
  }

  private func close() -> [Step] {
    draft.isEmpty ? [.pop] : [.ask(ConfigurationWords.leave(draft, apply: Self.step(.apply)))]
  }

  mutating func receive(_ reply: Reply, _ context: Context) -> [Step] {
    guard case .configuration(let reply) = reply else { return [] }
    switch reply {
    case .listed(let sections):
      show(sections)
      return []
    case .secretTaken(let key, let value):
      draft[key] = .secret(value)
      return stopEditing()
    case .previewed(let preview):
      guard !preview.isUnchanged else { return [.tell(Notice(.information, ConfigurationWords.alreadySo))] }
      return [.push(ApplyScreen(preview, draft, context))]
    // Its own screen tells.
    case .changed: return []
    }
  }

  /// The same row stays chosen.
  private mutating func show(_ sections: [ShownSection]) {
    let name = row?.name
    self.sections = sections
    added.removeAll { key in sections.contains { $0.place == key.key.place && $0.has(key.key) } }
    table = ConfigurationTable(sections, adding: added)
    (hasRead, obstacle) = (true, nil)
    search.forgetMatch()
    panel.list?.setCount(table.rows.count)
    if let index = table.rows.firstIndex(where: { $0.name == name }) { panel.list?.choose(index) }
  }

  mutating func failed(_ error: ServiceError, _ context: Context) -> [Step] {
    // A busy camera is asked again.
    if !hasRead, error.code != .busy { obstacle = Notice(error, context) }
    return [.tell(Notice(error, context))]
  }
}

extension ConfigurationDraft.Change {
  /// Whether the key goes.
  var isRemoved: Bool { if case .removed = self { true } else { false } }
}

extension ShownSection {
  /// Whether the section has the key already.
  fileprivate func has(_ key: ConfigurationKey) -> Bool {
    lines.contains { if case .key(let shown) = $0 { shown.key == key } else { false } }
  }
}
