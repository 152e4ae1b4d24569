internal import BackupStore
internal import CameraService
internal import TerminalUI

/// Another label of a backup that is there already.
struct LabelScreen: Screen {
  enum Action: Hashable, Sendable {
    case save, cancel
  }

  let title = "Label"
  let explanation = """
    Gives the backup another label. This needs no PIN. The camera stores the label itself, also after a change of the \
    PIN. Another camera shows the label that the backup was made with.
    """
  var panel: Panel<FieldName, Action>
  private let backup: BackupDescription

  init(_ backup: BackupDescription) {
    self.backup = backup
    panel = Panel(
      fields: [
        Field(
          .label, "Label", .text(TextField(backup.metadata.label ?? "", limit: BackupMetadata.longestLabel)), width: 48)
      ],
      commands: [
        Command(.save, nil, button: "Save", help: "Saves the label."),
        Command(.cancel, nil, button: "Cancel", help: "Back to the list. The label stays."),
      ])
  }

  mutating func perform(_ action: Action, _ context: Context) -> [Step] {
    switch action {
    case .save: [.perform(.backups(.label(backup.name, panel.text(.label))))]
    case .cancel: [.pop]
    }
  }

  mutating func receive(_ reply: Reply, _ context: Context) -> [Step] {
    guard case .backups(.labelled(let labelled)) = reply else { return [] }
    let back: Step = labelled.listing.map { .popReturning(.backups($0)) } ?? .pop
    return [back, .tell(.labelled(labelled.result, context))]
  }

  mutating func failed(_ error: ServiceError, _ context: Context) -> [Step] {
    panel.focus(on: .label)
    let told: [Step] = [.tell(Notice(error, context))]
    if case .store(.notFound) = error { return [.pop] + told }
    return told
  }

  func draw(into frame: inout Frame, _ context: Context) {
    frame.next += 1
    frame.paragraph(backup.title(context), .bold)
    frame.next += 1
    frame.fields(panel, labelWidth: 7)
    frame.next += 1
    frame.paragraph("At most \(BackupMetadata.longestLabel) bytes. Leave it empty for no label.")
  }
}
