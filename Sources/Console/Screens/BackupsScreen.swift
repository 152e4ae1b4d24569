internal import BackupStore
internal import CameraModel
internal import CameraService
internal import TerminalUI
internal import Wording

/// The backups on the SD card.
struct BackupsScreen: SearchableScreen {
  enum Action: FindingAction {
    case choose, start, restore, restoreModules, compare, undo, verify, verifyAll, keep, label, acknowledge, importCopy,
      delete, deleteAll, superPIN, look, close
    case find(FindKey)
  }

  let title = "Backup and Restore"
  let explanation = """
    A backup holds the configuration of the camera and of its modules, encrypted with the Super PIN. At most \(spelled(BackupLimits.live)) are \
    on the card. A sixth one replaces a damaged one, or else the oldest one that is not kept. A damaged backup \
    cannot be restored. Press v to read a backup that is not checked. A missing backup was deleted outside this \
    camera. A returned backup was copied back to the card. It can be restored.
    """
  var panel: Panel<FieldName, Action>
  private var report: ListReport?
  private var face = BackupsFace.unknown
  /// The backup on which the selection stays.
  private var chosen: BackupName?
  /// The newest backup when a new one was begun: a newer one is chosen then.
  private var newestBefore: BackupName?
  private var isStarting = false
  private var room = (rows: 1, columns: 80)
  private var details: [BackupDetails] = []
  private var space = ListSpace(rows: 1, count: 0, details: 0, mostDetails: 0)
  var search = Search()
  private(set) var searchedLines: [String] = []

  /// Whether Enter chooses a backup for another screen. Then Esc does not.
  private let isChoice: Bool

  init() {
    isChoice = false
    panel = Panel(list: ListSelection(), commands: Self.commands(.list, nil, hasUndo: false), listAction: .restore)
  }

  /// Chooses the backup from which modules are restored.
  ///
  /// - Parameter current: the one from which they would be restored now.
  init(choosingInPlaceOf current: BackupName?) {
    (isChoice, chosen) = (true, current)
    let commands = [Self.choose] + Self.commands(.list, nil, hasUndo: false)
    panel = Panel(list: ListSelection(), commands: commands, listAction: .choose)
  }

  private var rows: [BackupDescription] { report?.backups ?? [] }

  private var selected: BackupDescription? {
    guard let list = panel.list, rows.indices.contains(list.index) else { return nil }
    return rows[list.index]
  }

  mutating func appear(_ context: Context) -> [Step] { [.perform(.backups(.list))] }

  /// A backup that cannot be restored here is told before it is needed.
  func standingNotice(_ context: Context) -> Notice? {
    guard face.hasList || face == .empty, let problem = context.status?.check?[.restore] else { return nil }
    return Notice(problem.message)
  }

  mutating func moved(_ context: Context) { chosen = selected?.name }

  mutating func cancelled(_ context: Context) -> [Step] { (isChoice ? [] : [.chooseBackup(chosen)]) + [.pop] }

  mutating func fit(rows: Int, columns: Int) {
    room = (rows, columns)
    guard face == .list, let report else { return }
    let (count, chosen) = (self.rows.count, panel.list?.index ?? 0)
    func space(_ note: String) -> ListSpace {
      let heights = details.map { $0.rows(columns: columns, note: note).count }
      return ListSpace(
        rows: rows, count: count, details: heights[chosen], mostDetails: heights.max() ?? 0,
        notes: BackupNotes.rows(report, columns: columns))
    }
    self.space = space("")
    if self.space.page < count { self.space = space("1-\(self.space.page) of \(count)") }
    panel.list?.setPage(self.space.page)
  }
}

/// What it does.
extension BackupsScreen {
  mutating func perform(_ action: Action, _ context: Context) -> [Step] {
    switch action {
    case .choose: return onOpenable { [.chooseBackup($0.name), .pop] }
    case .start: return start(context)
    case .restore: return restore(context, modulesOnly: false)
    case .restoreModules: return restore(context, modulesOnly: true)
    case .compare: return compare(context)
    case .undo: return undo(context)
    case .verify: return onSelected { [.perform(.backups(.verify([$0.name])))] }
    case .verifyAll: return rows.isEmpty ? [] : [.perform(.backups(.verify([])))]
    case .keep: return onSelected { [.perform(.backups(.keep($0.name, !$0.isKept)))] }
    case .label: return label()
    case .acknowledge: return acknowledge()
    case .importCopy: return [.push(ImportScreen())]
    case .delete: return delete(context)
    case .deleteAll: return deleteAll()
    case .find(let key): return find(key, context)
    case .superPIN: return [.push(SuperPINScreen(context, isForgotten: face == .recordDamaged))]
    case .look: return [.clearMessage, .perform(.backups(.list))]
    case .close: return cancelled(context)
    }
  }

  private func onSelected(_ body: (BackupDescription) -> [Step]) -> [Step] {
    guard let backup = selected else { return [] }
    guard backup.state != .missing else {
      return [.tell(Notice(.failure, "This backup is not on the card. To remove it from the list, press a."))]
    }
    return body(backup)
  }

  private mutating func start(_ context: Context) -> [Step] {
    guard let report else { return [] }
    isStarting = true
    newestBefore = rows.first?.name
    return [.push(StartBackupScreen(report, context))]
  }

  private func restore(_ context: Context, modulesOnly: Bool) -> [Step] {
    if let restore = context.status?.restore, restore.state == .rebootNeeded {
      return [.ask(.reboot(after: restore.backup))]
    }
    let purpose: OpenBackupScreen.Purpose =
      modulesOnly ? .restoreModules(ModuleSelection(), isFixed: false) : .restore
    return onOpenable { [.push(OpenBackupScreen($0, for: purpose, context))] }
  }

  /// For what opens the chosen backup.
  private func onOpenable(_ body: (BackupDescription) -> [Step]) -> [Step] {
    onSelected { backup in
      switch backup.state {
      case .ok, .returned: body(backup)
      case .damaged:
        [.tell(Notice(.failure, "This backup is damaged. Choose another, or press v to read this one again."))]
      case .foreign, .missing:
        [.tell(Notice(.failure, "This backup was made with another PIN. Press p and enter that PIN to open it."))]
      }
    }
  }

  private func compare(_ context: Context) -> [Step] {
    onOpenable { backup in
      let others = rows.filter { $0.isOpen && $0.name != backup.name }
      return [.push(OpenBackupScreen(backup, for: .compare(others: others), context))]
    }
  }

  private func label() -> [Step] {
    onSelected { backup in
      switch backup.state {
      case .ok, .damaged, .missing: [.push(LabelScreen(backup))]
      case .returned:
        [.tell(Notice(.failure, "This backup was returned to the card. Its label cannot be changed."))]
      case .foreign:
        [.tell(Notice(.failure, "This backup was made with another PIN. Press p and enter that PIN to open it."))]
      }
    }
  }

  private func undo(_ context: Context) -> [Step] {
    switch context.status?.restore?.undo {
    case .failed(let problem): [.tell(Notice(.failure, "The last restore cannot be undone: \(problem.text)"))]
    case .possible, .pending: [.push(OpenBackupScreen(.undo, for: .restore, context))]
    case .some(.none), nil: []
    }
  }

  private func acknowledge() -> [Step] {
    let missing = rows.filter { $0.state == .missing }
    guard !missing.isEmpty else { return [] }
    let names = missing.map(\.name.description).joined(separator: ", ")
    return [
      .ask(
        Question(
          [
            "Acknowledge \(counted(missing.count, "missing backup"))?",
            "\(missing.count == 1 ? "Backup" : "Backups") \(names) \(missing.count == 1 ? "was" : "were") deleted outside "
              + "this camera. Acknowledge removes \(missing.count == 1 ? "it" : "them") from the list.",
          ],
          answers: [.harmful("Acknowledge", .perform(.backups(.acknowledge)))]))
    ]
  }

  /// The chosen backup, or all; where nothing can be chosen, all.
  private func delete(_ context: Context) -> [Step] {
    guard let backup = selected else { return countOnCard > 0 ? deleteAll() : [] }
    guard backup.state != .missing else { return onSelected { _ in [] } }
    let delete = Step.perform(.backups(.delete(backup.name, asked: backup.backupID)))
    let all = countOnCard > 1 ? (count: countOnCard, step: Self.step(.deleteAll)) : nil
    return [.ask(.deletion(of: backup, context, delete, all: all))]
  }

  private var ownOnCard: Int { rows.count { $0.state != .missing && $0.state != .foreign } }
  /// All that *Delete all* deletes. Of a locked card some are damaged, and nobody knows their PIN.
  private var countOnCard: Int {
    let locked = report?.locked.count ?? 0
    return locked > 0 ? locked : ownOnCard + (report?.card.foreign ?? 0)
  }

  private func deleteAll() -> [Step] {
    guard let report else { return [] }
    let delete = Step.perform(.backups(.deleteAll(asked: report.card.contents)))
    // Of a locked card one can be chosen, too: in a list of their numbers.
    let one = report.locked.count > 1 ? Step.push(LockedBackupsScreen(report.locked)) : nil
    return [.ask(.deletionOfAll(countOnCard, foreign: ownOnCard > 0 ? report.card.foreign : 0, delete, one: one))]
  }
}

/// What comes back.
extension BackupsScreen {
  mutating func receive(_ reply: Reply, _ context: Context) -> [Step] {
    if case .camera(.status) = reply, let report { show(report, context) }
    guard case .backups(let reply) = reply else { return [] }
    if let listing = reply.listing { show(listing, context) }
    let look: [Step] = reply.listing == nil ? [.perform(.backups(.list))] : []
    switch reply {
    case .listed(let report):
      // The line on top must not contradict the list.
      let isNews = context.status.map { $0.card.state != report.card.state } ?? true
      return isNews ? [.perform(.camera(.status))] : []
    // Its own screen tells.
    case .started, .labelled, .imported: return look
    case .changesFound, .copiesFound: return []
    case .verified(let backups): return look + [.tell(.verified(backups.result, context))]
    case .marked(let backup): return look + [.tell(.marked(backup.result.description, context))]
    case .acknowledged(let names):
      return look + [.tell(Notice(.done, "\(counted(names.result.count, "missing backup")) removed from the list."))]
    case .deleted(let deleted): return look + [.tell(.deleted(deleted.result, context))]
    case .allDeleted(let deletion): return look + [.tell(.deleted(deletion.result))]
    }
  }

  /// A new backup was made, one was imported, or one was deleted; or one is to be deleted.
  mutating func returned(_ result: Returned, _ context: Context) -> [Step] {
    switch result {
    case .backups(let report): show(report, context)
    case .imported(let name, let report):
      chosen = name
      guard let report else { return [.perform(.backups(.list))] }
      show(report, context)
    case .backup(let name):
      chosen = name
      return [.perform(.backups(.list))]
    case .users, .key: break
    }
    return []
  }

  mutating func failed(_ error: ServiceError, _ context: Context) -> [Step] {
    if case .store(.recordDamaged) = error {
      report = nil
      show(.recordDamaged, nil)
    } else if report == nil {
      // While another session is at work, what this one read before is still worth more than nothing.
      if error.code == .busy, let former = context.backups {
        show(former, context)
      } else {
        show(.unread, nil)
      }
    }
    let code = error.code
    // The card that is shown is not the one in the slot any more, or a backup on it was deleted.
    let isStale =
      face == .list && (code == .noCard || code == .locked || code == .notFound || error.isOfAnotherCard)
    return [.tell(Notice(error, context))] + (isStale ? [.perform(.backups(.list))] : [])
  }

  private mutating func show(_ report: ListReport, _ context: Context) {
    self.report = report
    let newest = report.backups.first?.name
    if isStarting, newest != newestBefore { chosen = newest }
    isStarting = false
    let hasUndo = context.status?.restore.map { $0.undo != .none } ?? false
    show(BackupsFace(report, isPINSet: context.status?.isPINSet ?? true), report, hasUndo: hasUndo)
    let count = face == .list ? rows.count : 0
    panel.list?.setCount(count)
    searchedLines = count > 0 ? BackupTable.searched(report, context) : []
    search.forgetMatch()
    details = count > 0 ? rows.map { BackupDetails($0, report, context) } : []
    if let index = rows.firstIndex(where: { $0.name == chosen }) { panel.list?.choose(index) }
    chosen = selected?.name
    fit(rows: room.rows, columns: room.columns)
  }

  /// The focus is on the list where there is one, else on the first button.
  private mutating func show(_ face: BackupsFace, _ report: ListReport?, hasUndo: Bool = false) {
    let wasList = self.face.hasList
    self.face = face
    panel.setCommands((isChoice && face.hasList ? [Self.choose] : []) + Self.commands(face, report, hasUndo: hasUndo))
    if face.hasList != wasList { panel.focus = face.hasList ? .list : .button(0) }
    if face.hasList, panel.list == nil { panel.list = ListSelection() }
    if !face.hasList { panel.list = nil }
  }
}

/// Drawing.
extension BackupsScreen {
  func draw(into frame: inout Frame, _ context: Context) {
    guard face == .list, let list = panel.list, let report else {
      face.draw(into: &frame, foreign: report?.card.foreign ?? 0)
      // A card that is empty may be another one, or may have lost its backups.
      if face == .empty, let report { BackupNotes.draw(report, hasGap: true, into: &frame) }
      return
    }
    let table = BackupTable(report, columns: frame.columns, context)
    if space.hasHeading { frame.line(table.header) }
    for index in list.visible {
      let row = table.row(index)
      frame.row(row.text, isChosen: index == list.index, hasFocus: panel.focus == .list, inks: row.inks)
    }
    drawDetails(list, into: &frame)
    BackupNotes.draw(report, hasGap: space.hasGaps, into: &frame)
    if space.isFull { frame.next = max(frame.next, frame.body.upperBound) }
  }

  private func drawDetails(_ list: ListSelection, into frame: inout Frame) {
    guard details.indices.contains(list.index) else { return }
    if space.hasGaps { frame.next += 1 }
    let end = frame.next + space.detailRows
    for (number, row) in details[list.index].rows(columns: frame.columns, note: list.inView).enumerated() {
      frame.line(row, number == 0 ? .bold : .plain)
    }
    if !space.isFull { frame.next = end }
  }
}
