internal import TerminalUI

/// The last line: the keys that work here, dropped from the left where there is no room.
enum KeyLine {
  /// - Parameter tellsRow: whether it says what Enter does on a row of a list, which changes with the focus.
  static func text<Action>(_ panel: Panel<FieldName, Action>, columns: Int, tellsRow: Bool = true) -> String {
    var parts: [String] = []
    let hasList = !(panel.list?.isEmpty ?? true)
    // Tab is known from other programs: where there is no room it goes first.
    if !panel.fields.isEmpty {
      parts.append("Tab next")
    } else if panel.buttons.count > 1 || (hasList && !panel.buttons.isEmpty) {
      parts.append("Tab button")
    }
    if hasList { parts += ["Up/Down \(panel.listWord)"] + (tellsRow ? row(panel) : []) }
    let hasText = panel.fields.contains(where: \.takesText)
    if hasText { parts.append("Enter \(press(panel))") } else if panel.buttons.isEmpty { parts.append("Enter open") }
    parts += panel.commands.compactMap { command in
      guard let letter = command.letter, !command.word.isEmpty, !hasText else { return nil }
      return "\(letter) \(command.word)"
    }
    return fitted(parts, last: hasText ? "F1 Help  Esc" : "? Help  Esc", columns: columns)
  }

  /// What Enter does on a row of a list. On a button it takes as many columns, so that nothing behind it moves.
  private static func row<Action>(_ panel: Panel<FieldName, Action>) -> [String] {
    guard panel.listWord == "choose", let word = panel.rowWord else { return [] }
    let (onRow, onButton) = ("Enter \(word)", "Enter press")
    let width = max(Text.columns(onRow), Text.columns(onButton))
    return [Text.padded(panel.focus == .list ? onRow : onButton, to: width)]
  }

  /// What Enter does. On a button it is the same word whichever button it is: to write the line again costs a slow line
  /// as much as a button.
  private static func press<Action>(_ panel: Panel<FieldName, Action>) -> String {
    guard case .command(let action) = panel.press else { return "next" }
    guard panel.focusedField != nil else { return "press" }
    return panel.commands.first { $0.action == action }?.name ?? "next"
  }

  static func fitted(_ parts: [String], last: String, columns: Int) -> String {
    var parts = parts + [last]
    while parts.count > 1, Text.columns(parts.joined(separator: "  ")) > columns - 2 { parts.removeFirst() }
    return parts.joined(separator: "  ")
  }
}

extension Panel {
  /// What Enter does on a row of the list, as its button says it; `nil` where no button does.
  var rowWord: String? {
    var panel = self
    panel.focus = .list
    guard case .command(let action) = panel.press else { return nil }
    return commands.first { $0.action == action && !$0.button.isEmpty }?.name
  }
}
