/// What a screen is worked with: fields, a list, buttons, and which of them has the focus.
package struct Panel<Name: Hashable & Sendable, Action: Hashable & Sendable>: Sendable {
  /// What the next key goes to.
  package enum Focus: Equatable, Sendable {
    case field(Int)
    case list
    /// Counted among the commands that have a button.
    case button(Int)
  }

  /// What came of a key.
  package enum Event: Equatable {
    case command(Action)
    /// Something in this field is another.
    case edited(Name)
    /// This field does not take the character that was typed.
    case refused(Name, Refusal)
    /// The list's chosen row is another.
    case moved
    /// Esc, or Ctrl-C: back without effect.
    case cancelled
    /// The focus went on, or the key means nothing here.
    case nothing
  }

  /// What Enter does.
  package enum Press: Equatable {
    /// It goes to the next field or button.
    case next
    case command(Action)
    case nothing
  }

  /// The rows of the form, from above.
  package var fields: [Field<Name>]
  /// The list below the fields; `nil`: no list.
  package var list: ListSelection?
  /// What the screen can do, in the order of buttons and keys.
  package private(set) var commands: [Command<Action>]
  /// What the next key goes to.
  package var focus: Focus
  /// What Enter does in the list; `nil`: what the first button does.
  private let listAction: Action?
  /// What Up and Down do in the list: `choose`, or `scroll` where it is a text.
  package let listWord: String

  /// - Parameter list: a list above the buttons, below the fields.
  package init(
    fields: [Field<Name>] = [], list: ListSelection? = nil, commands: [Command<Action>] = [],
    listAction: Action? = nil, listWord: String = "choose"
  ) {
    self.fields = fields
    self.list = list
    self.commands = commands
    self.listAction = listAction
    self.listWord = listWord
    focus = fields.isEmpty ? list == nil ? .button(0) : .list : .field(0)
  }

  /// The commands that have a button.
  package var buttons: [Command<Action>] { commands.filter { !$0.button.isEmpty } }

  /// Other commands; the focus stays on the button of the same action.
  package mutating func setCommands(_ commands: [Command<Action>]) {
    var focused: Action?
    if case .button(let index) = focus, index < buttons.count { focused = buttons[index].action }
    self.commands = commands
    guard case .button(let index) = focus else { return }
    focus = .button(
      buttons.firstIndex { $0.action == focused } ?? min(index, max(buttons.count - 1, 0)))
  }

  /// The field with the focus.
  package var focusedField: Field<Name>? {
    guard case .field(let index) = focus, index < fields.count else { return nil }
    return fields[index]
  }

  /// Whether letters are typed into a field.
  package var isTyping: Bool { focusedField?.takesText ?? false }

  /// What a field holds; `nil`, and nothing to set, where there is no field of this name.
  package subscript(_ name: Name) -> Field<Name>.Content? {
    get { fields.first { $0.name == name }?.content }
    set {
      guard let newValue, let index = fields.firstIndex(where: { $0.name == name }) else { return }
      fields[index].content = newValue
    }
  }

  /// The text of a field.
  package func text(_ name: Name) -> String {
    if case .text(let field) = self[name] { field.text } else { "" }
  }

  /// How many characters a secret has.
  package func count(_ name: Name) -> Int {
    if case .secret(let count) = self[name] { count } else { 0 }
  }

  /// Whether a box is checked.
  package func isChecked(_ name: Name) -> Bool {
    if case .box(true) = self[name] { true } else { false }
  }

  /// The index that is chosen.
  package func chosen(_ name: Name) -> Int {
    if case .choice(_, let chosen) = self[name] { chosen } else { 0 }
  }

  /// Gives a field the focus. Nothing happens when no field has this name.
  package mutating func focus(on name: Name) {
    if let index = fields.firstIndex(where: { $0.name == name }) { focus = .field(index) }
  }
}

/// Keys.
extension Panel {
  /// Gives a key to what has the focus, or moves the focus, or finds the command of a letter.
  package mutating func handle(_ key: Key) -> Event {
    let panelKey = PanelKey(key)
    if panelKey == .cancel { return .cancelled }
    if let event = handleFocused(key) { return event }
    switch panelKey {
    case .next: move(by: 1)
    case .previous: move(by: -1)
    case .row: return goVertically(key)
    case .neighbour: if isInRow { move(by: key == .left ? -1 : 1) }
    case .press: return enter()
    case .cancel, nil: if case .character(let scalar) = key { return letter(scalar) }
    }
    return .nothing
  }

  /// Another row of the list, whatever button or box has the focus; where text is typed, and without a list, the field
  /// above or below.
  private mutating func goVertically(_ key: Key) -> Event {
    if !isTyping, hasRows, list?.handle(key) ?? false { return .moved }
    if key == .up { move(by: -1) }
    if key == .down, !isOnButton { move(by: 1) }
    return .nothing
  }

  private var hasRows: Bool { !(list?.isEmpty ?? true) }

  private var isOnButton: Bool { if case .button = focus { true } else { false } }

  private mutating func handleFocused(_ key: Key) -> Event? {
    switch focus {
    case .field(let index):
      guard index < fields.count else { return nil }
      switch fields[index].handle(key) {
      case .notMine: return nil
      case .done: return .edited(fields[index].name)
      case .refused(let refusal): return .refused(fields[index].name, refusal)
      }
    case .list:
      guard list?.handle(key) ?? false else { return nil }
      return .moved
    case .button: return nil
    }
  }

  /// Whether the focus is on what may have neighbours on the left and right: a button, or a box.
  private var isInRow: Bool {
    if case .box = focusedField?.content { return true }
    return isOnButton
  }

  /// What Enter does now: on a button its command, in a field the next field, else the first button's command. A box is
  /// left: what it says is not an order to begin.
  package var press: Press {
    switch focus {
    case .field(let index) where index + 1 < fields.count || focusedField?.isBox == true: .next
    case .field: buttons.first.map { .command($0.action) } ?? .nothing
    case .list: (listAction ?? buttons.first?.action).map { .command($0) } ?? .nothing
    case .button(let index): index < buttons.count ? .command(buttons[index].action) : .nothing
    }
  }

  private mutating func enter() -> Event {
    switch press {
    case .next: move(by: 1)
    case .command(let action): return .command(action)
    case .nothing: break
    }
    return .nothing
  }

  private func letter(_ scalar: Unicode.Scalar) -> Event {
    guard !isTyping else { return .nothing }
    if scalar == " ", case .button(let index) = focus, index < buttons.count {
      return .command(buttons[index].action)
    }
    // With Shift or Caps Lock a letter is the same key, unless that one has its own command.
    let pressed = Character(scalar)
    let command =
      commands.first { $0.letter == pressed } ?? commands.first { $0.letter?.lowercased() == pressed.lowercased() }
    return command.map { .command($0.action) } ?? .nothing
  }

  private mutating func move(by step: Int) {
    let stops = fields.indices.map { Focus.field($0) } + (hasRows ? [.list] : []) + buttons.indices.map { .button($0) }
    guard let index = stops.firstIndex(of: focus), !stops.isEmpty else {
      if let first = stops.first { focus = first }
      return
    }
    focus = stops[(index + step + stops.count) % stops.count]
  }
}

/// Drawing.
extension Panel {
  /// Draws the fields one under another.
  ///
  /// - Parameter highlights: whether a box or a choice with the focus is shown reversed.
  /// - Returns: the row after the last.
  @discardableResult
  package func drawFields(
    into canvas: inout Canvas, at place: Position, labelWidth: Int, highlights: Bool
  ) -> Int {
    for (index, field) in fields.enumerated() {
      field.draw(
        into: &canvas, at: Position(column: place.column, row: place.row + index), labelWidth: labelWidth,
        isFocused: focus == .field(index), highlights: highlights)
    }
    return place.row + fields.count
  }

  /// Draws the boxes with which the fields begin side by side, in as many rows as they need.
  ///
  /// - Parameter highlights: whether the box with the focus is shown reversed.
  /// - Returns: the row after the last.
  package func drawBoxes(into canvas: inout Canvas, at place: Position, highlights: Bool) -> Int {
    for (index, box) in boxPlaces(canvas.size.columns, from: place.column).enumerated() {
      fields[index].draw(
        into: &canvas, at: Position(column: box.column, row: place.row + box.row), labelWidth: 0,
        isFocused: focus == .field(index), highlights: highlights)
    }
    return place.row + boxRows(columns: canvas.size.columns, from: place.column)
  }

  /// The rows that `drawBoxes` takes in so many columns.
  package func boxRows(columns: Int, from column: Int) -> Int {
    boxPlaces(columns, from: column).last.map { $0.row + 1 } ?? 0
  }

  private func boxPlaces(_ columns: Int, from column: Int) -> [Position] {
    var place = Position(column: column, row: 0)
    return fields.prefix(while: \.isBox).map { field in
      let width = Text.columns(field.boxText) + 4
      if place.column > column, place.column + width >= columns { place = Position(column: column, row: place.row + 1) }
      defer { place.column += width + 3 }
      return place
    }
  }

  /// The rows that the buttons take in so many columns, 0 or more.
  package func buttonRows(columns: Int) -> Int { buttonPlaces(columns).last.map { $0.row + 1 } ?? 0 }

  /// Draws the buttons in as many rows as they need; the cursor rests on the focused one.
  ///
  /// - Parameter highlights: whether that one is shown reversed.
  package func drawButtons(into canvas: inout Canvas, row: Int, highlights: Bool) {
    for (index, place) in buttonPlaces(canvas.size.columns).enumerated() {
      let isFocused = focus == .button(index)
      let place = Position(column: place.column, row: row + place.row)
      canvas.write("[\(buttons[index].button)]", at: place, isFocused && highlights ? .reversed : .plain)
      if isFocused { canvas.cursor = Position(column: place.column + 1, row: place.row) }
    }
  }

  private func buttonPlaces(_ columns: Int) -> [Position] {
    var place = Position(column: 1, row: 0)
    return buttons.map { button in
      let width = Text.columns(button.button) + 2
      // The last column stays free.
      if place.column > 1, place.column + width >= columns { place = Position(column: 1, row: place.row + 1) }
      defer { place.column += width + 1 }
      return place
    }
  }
}
