internal import CameraModel
internal import CameraService
internal import TerminalUI
internal import Wording

/// The names of a new key and of its section. Its value is typed in its row.
struct AddKeyScreen: Screen {
  enum Action: Hashable, Sendable {
    case next, cancel
  }

  let title = "Add a key"
  let explanation = """
    Adds a key to a section, or to a new section. Type the names, then the value in the row of the key. Nothing is \
    changed before Apply.
    """
  var panel: Panel<FieldName, Action>
  private let sections: [ShownSection]

  /// Bytes of a name.
  private static let limit = 128

  /// - Parameter section: the name of the section that is chosen.
  init(_ section: String, _ sections: [ShownSection]) {
    self.sections = sections
    panel = Panel(
      fields: [
        Field(.section, "Section", .text(TextField(section, limit: Self.limit)), width: 40),
        Field(.key, "Key", .text(TextField(limit: Self.limit)), width: 40),
      ],
      commands: [
        Command(.next, nil, button: "Next", help: "Goes on to the value of the key."),
        Command(.cancel, nil, button: "Cancel", help: "Back to the list. No key is added."),
      ])
    panel.focus(on: section.isEmpty ? .section : .key)
  }

  mutating func perform(_ action: Action, _ context: Context) -> [Step] {
    switch action {
    case .cancel: return [.pop]
    case .next:
      for name in [FieldName.section, .key] where panel.text(name).isEmpty {
        panel.focus(on: name)
        return [.tell(Notice(.failure, name == .key ? "Enter the name of the key." : "Enter the name of a section."))]
      }
      do throws(ConfigurationEditProblem) {
        return [.popReturning(.key(try sections.newKey(panel.text(.key), in: panel.text(.section), context.settings)))]
      } catch {
        return [.tell(Notice(.edit(error)))]
      }
    }
  }

  func draw(into frame: inout Frame, _ context: Context) {
    frame.next += 1
    frame.fields(panel, labelWidth: 9)
    frame.next += 1
    frame.paragraph("A section that does not exist is made. FILE:SECTION names a section of another file.")
  }
}
