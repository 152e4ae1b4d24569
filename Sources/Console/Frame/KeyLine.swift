internal import TerminalUI

/// The last line: the keys that work here, dropped from the left where there is no room.
enum KeyLine {
  static func text<Action>(_ panel: Panel<FieldName, Action>, columns: Int) -> String {
    var parts: [String] = []
    let hasList = !(panel.list?.isEmpty ?? true)
    // Tab is known from other programs: where there is no room it goes first.
    if !panel.fields.isEmpty {
      parts.append("Tab next")
    } else if panel.buttons.count > 1 || (hasList && !panel.buttons.isEmpty) {
      parts.append("Tab button")
    }
    if hasList { parts.append("Up/Down \(panel.listWord)") }
    let hasText = panel.fields.contains(where: \.takesText)
    if hasText { parts.append("Enter \(press(panel))") } else if panel.buttons.isEmpty { parts.append("Enter open") }
    parts += panel.commands.compactMap { command in
      guard let letter = command.letter, !command.word.isEmpty, !hasText else { return nil }
      return "\(letter) \(command.word)"
    }
    return fitted(parts, last: hasText ? "F1 Help  Esc" : "? Help  Esc", columns: columns)
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
