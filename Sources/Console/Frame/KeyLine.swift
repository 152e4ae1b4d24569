internal import TerminalUI

/// The last line: the keys that work here, dropped from the left where there is no room.
enum KeyLine {
  static func text<Action>(_ panel: Panel<FieldName, Action>, columns: Int) -> String {
    var parts: [String] = []
    let hasList = !(panel.list?.isEmpty ?? true)
    if hasList { parts.append("Up/Down choose") }
    if !panel.fields.isEmpty { parts.append("Tab next") } else if hasList { parts.append("Tab button") }
    parts += panel.commands.compactMap { command in
      guard let letter = command.letter, !command.word.isEmpty, !panel.isTyping else { return nil }
      return "\(letter) \(command.word)"
    }
    return fitted(parts, last: panel.isTyping ? "F1 Help  Esc" : "? Help  Esc", columns: columns)
  }

  static func fitted(_ parts: [String], last: String, columns: Int) -> String {
    var parts = parts + [last]
    while parts.count > 1, Text.columns(parts.joined(separator: "  ")) > columns - 2 { parts.removeFirst() }
    return parts.joined(separator: "  ")
  }
}
