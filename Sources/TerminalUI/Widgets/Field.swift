/// A row of a form.
package struct Field<Name: Hashable & Sendable>: Sendable {
  /// What kind of field it is, and what it holds.
  package enum Content: Sendable {
    case text(TextField)
    /// A secret, which is not here: how many characters it has.
    case secret(count: Int)
    /// One of several.
    case choice([String], chosen: Int)
    case box(isChecked: Bool)
  }

  /// By which the screen knows it.
  package let name: Name
  /// What stands before it, or behind a box.
  package let label: String
  /// What it holds.
  package var content: Content
  /// Columns of the field itself.
  package var width: Int
  /// Whether a box can be checked; one that cannot shows `-`, and its screen says why.
  package let canBeChecked: Bool
  /// The letter that checks a box, shown behind its label; `nil`: no letter.
  package let letter: Character?

  /// See the properties.
  package init(
    _ name: Name, _ label: String, _ content: Content, width: Int = 24, canBeChecked: Bool = true,
    letter: Character? = nil
  ) {
    self.letter = letter
    self.name = name
    self.label = label
    self.content = content
    self.width = width
    self.canBeChecked = canBeChecked
  }

  /// Whether characters are typed into it, so that no letter is a command.
  package var takesText: Bool {
    switch content {
    case .text, .secret: true
    case .choice, .box: false
    }
  }

  /// Whether it is a box that is checked or not.
  package var isBox: Bool {
    if case .box = content { true } else { false }
  }

  /// Whether it is one of several texts.
  package var isChoice: Bool {
    if case .choice = content { true } else { false }
  }

  /// What is written behind a box.
  var boxText: String { letter.map { "\(label) (\($0))" } ?? label }

  /// Edits the content.
  ///
  /// - Returns: `.notMine` for every key of a secret, which is typed into guarded memory elsewhere.
  package mutating func handle(_ key: Key) -> FieldEdit {
    switch content {
    case .text(var text):
      let edit = text.handle(key)
      content = .text(text)
      return edit
    case .secret: return .notMine
    case .choice(let texts, let chosen): return choose(key, texts, chosen) ? .done : .notMine
    case .box(let isChecked):
      guard key == .character(" ") || key == .character("x") else { return .notMine }
      content = .box(isChecked: !isChecked && canBeChecked)
      return .done
    }
  }

  private mutating func choose(_ key: Key, _ texts: [String], _ chosen: Int) -> Bool {
    guard !texts.isEmpty, let next = Self.next(key, texts, chosen) else { return false }
    content = .choice(texts, chosen: next)
    return true
  }

  private static func next(_ key: Key, _ texts: [String], _ chosen: Int) -> Int? {
    if key == .right || key == .character(" ") { return (chosen + 1) % texts.count }
    if key == .left { return (chosen + texts.count - 1) % texts.count }
    guard case .character(let scalar) = key else { return nil }
    return next(Character(scalar), texts, chosen)
  }

  /// The next choice that begins with a letter.
  private static func next(_ letter: Character, _ texts: [String], _ chosen: Int) -> Int? {
    let order = (1...texts.count).map { (chosen + $0) % texts.count }
    return order.first { texts[$0].first?.lowercased() == letter.lowercased() }
  }

  /// Draws label and field; the cursor rests on it when it has the focus.
  ///
  /// - Parameter highlights: whether a box or a choice with the focus is shown reversed. A text shows it by its cursor.
  package func draw(
    into canvas: inout Canvas, at place: Position, labelWidth: Int, isFocused: Bool, highlights: Bool
  ) {
    if case .box(let isChecked) = content {
      canvas.write("[\(isChecked ? "x" : canBeChecked ? " " : "-")] \(boxText)", at: place)
      guard isFocused else { return }
      canvas.cursor = Position(column: place.column + 1, row: place.row)
      if highlights { canvas.paint(row: place.row, columns: place.column..<place.column + 3, .reversed) }
      return
    }
    canvas.write(label, at: place, width: max(labelWidth - 1, 0))
    let field = Position(column: place.column + labelWidth, row: place.row)
    switch content {
    case .text(let text): text.draw(into: &canvas, at: field, width: width, isFocused: isFocused)
    case .secret(let count): drawSecret(count, into: &canvas, at: field, isFocused: isFocused)
    case .choice(let texts, let chosen):
      let style: Style = isFocused && highlights ? .reversed : .plain
      canvas.write(
        "< \(texts.isEmpty ? "" : texts[chosen]) >", at: field, style, width: canvas.size.columns - field.column - 1)
      if isFocused { canvas.cursor = Position(column: field.column + 2, row: field.row) }
    case .box: break
    }
  }

  /// Dots for what is typed; the last ones where they are more than fit.
  private func drawSecret(_ count: Int, into canvas: inout Canvas, at place: Position, isFocused: Bool) {
    let shown = min(count, width - 3)
    canvas.write("[" + String(repeating: "*", count: shown), at: place)
    canvas.write("]", at: Position(column: place.column + width - 1, row: place.row))
    if isFocused { canvas.cursor = Position(column: place.column + 1 + shown, row: place.row) }
  }
}
