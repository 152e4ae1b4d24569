internal import BackupStore
internal import CameraService
internal import TerminalUI
internal import Wording

/// The backups of a locked card, to delete one of them. Without their PIN nothing is known but number and size.
struct LockedBackupsScreen: Screen {
  enum Action: Hashable, Sendable {
    case delete, close
  }

  let title = "Delete one backup"
  let explanation = """
    Lists the backups of the locked card. The camera reads their times and labels only with the PIN that they were made \
    with. A higher number is a newer backup.
    """
  var panel: Panel<FieldName, Action>
  private let backups: [BackupDescription]

  /// - Parameter backups: newest first.
  init(_ backups: [BackupDescription]) {
    self.backups = backups
    panel = Panel(
      list: ListSelection(count: backups.count),
      commands: [
        Command(
          .delete, "d", button: "Delete...", word: "Delete", help: "Asks, then deletes the chosen backup. Also Enter."),
        Command(.close, "c", button: "Close", word: "Close", help: "Back. Nothing is deleted."),
      ])
  }

  mutating func perform(_ action: Action, _ context: Context) -> [Step] {
    switch action {
    case .delete:
      guard let index = panel.list?.index, backups.indices.contains(index) else { return [] }
      let backup = backups[index]
      return [
        .ask(.deletion(ofLocked: backup, .perform(.backups(.delete(backup.name, asked: backup.backupID)))))
      ]
    case .close: return [.pop]
    }
  }

  mutating func receive(_ reply: Reply, _ context: Context) -> [Step] {
    guard case .backups(.deleted(let deleted)) = reply else { return [] }
    let back: Step = deleted.listing.map { .popReturning(.backups($0)) } ?? .pop
    return [back, .tell(.deleted(deleted.result, context))]
  }

  /// What is shown is not what is on the card: the list behind this one is read again.
  mutating func failed(_ error: ServiceError, _ context: Context) -> [Step] {
    (error.isOfAnotherCard || error.code == .noCard ? [.pop] : []) + [.tell(Notice(error, context))]
  }

  /// Besides the rows there are the heading, and the sentence on at most two rows.
  mutating func fit(rows: Int, columns: Int) {
    panel.list?.setPage(rows - 1 - Text.wrapped(Self.sentence, to: columns - 2).count)
  }

  private static let sentence =
    "A higher number is a newer backup. Times and labels need the PIN of the backups."

  func draw(into frame: inout Frame, _ context: Context) {
    guard let list = panel.list else { return }
    frame.heading("  Backup     Size", list)
    for index in list.visible {
      let backup = backups[index]
      let size = Text.alignedRight(backup.bytes.map { cellSize($0) } ?? "", to: 5)
      frame.row("\(backup.name)  \(size)", isChosen: index == list.index, hasFocus: panel.focus == .list)
    }
    if frame.room > 2 { frame.next += 1 }
    frame.paragraph(Self.sentence)
  }
}
