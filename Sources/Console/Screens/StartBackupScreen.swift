internal import BackupStore
internal import CameraModel
internal import CameraService
internal import TerminalUI
internal import Wording

/// A label, whether it is kept, and what it costs.
struct StartBackupScreen: Screen {
  enum Action: Hashable, Sendable {
    case start, cancel
  }

  let title = "Start Backup"
  let explanation = """
    Stores the configuration of the camera and of its modules on the card. This needs no PIN. Configuration and label \
    are encrypted. Newer backups do not replace a kept one. At most \(spelled(BackupLimits.kept)) are kept.
    """
  var panel: Panel<FieldName, Action>
  private var former: [BackupDescription]
  /// What the screen says that the backup replaces.
  private var nextRemoved: BackupDescription?
  /// The newest backup, where nothing has changed since it: known before anything is typed.
  private var unchanged: BackupDescription?
  /// Modules that are left out, or about which the question is.
  private var skipped: Set<String> = []
  /// Whether it is asked before a backup is made of what the newest one holds.
  private var onlyIfChanged = true

  init(_ report: ListReport, _ context: Context) {
    former = report.backups
    nextRemoved = report.nextToBeReplaced
    panel = Panel(
      fields: [
        Field(.label, "Label", .text(TextField(limit: BackupMetadata.longestLabel)), width: 40),
        Field(.keep, "Keep: newer backups do not replace it", .box(isChecked: false)),
      ],
      commands: [
        Command(.start, "s", button: "Start", word: "Start", help: "Makes the backup, and verifies it."),
        Command(.cancel, "c", button: "Cancel", help: "Back to the list. No backup is made."),
      ])
  }

  /// What is on the card may have changed since the screen was opened.
  private mutating func show(_ report: ListReport) {
    former = report.backups
    nextRemoved = report.nextToBeReplaced
  }

  /// Whether anything has changed costs the reading of configuration and modules, and nothing of the backups. A module
  /// that does not answer costs seconds, for which nobody's typing waits.
  mutating func appear(_ context: Context) -> [Step] {
    let answer = context.modules?.allSatisfy { $0.state == .ok } ?? false
    return answer && former.contains { $0.isOpen } ? [.perform(.backups(.findChanges))] : []
  }

  mutating func perform(_ action: Action, _ context: Context) -> [Step] {
    switch action {
    case .start:
      skipped = []
      onlyIfChanged = true
      return [.perform(.backups(.start(options)))]
    case .cancel: return [.pop]
    }
  }

  private var options: StartBackupOptions {
    var options = StartBackupOptions()
    options.label = panel.text(.label)
    options.isKept = panel.isChecked(.keep)
    options.skippedModules = skipped
    options.onlyIfChanged = onlyIfChanged
    options.asked = ReplacedBackup(nextRemoved?.name)
    return options
  }

  mutating func receive(_ reply: Reply, _ context: Context) -> [Step] {
    if case .backups(.listed(let report)) = reply { show(report) }
    if case .backups(.changesFound(let found)) = reply { unchanged = found.hasChanged ? nil : found.backup }
    guard case .backups(.started(let started, let milliseconds)) = reply else { return [] }
    guard !started.result.outcome.isUnchanged else {
      onlyIfChanged = false
      let start = Step.perform(.backups(.start(options)))
      return [.ask(.anotherBackup(of: started.result.description, context, start))]
    }
    let back: Step = started.listing.map { .popReturning(.backups($0)) } ?? .pop
    return [back, .tell(.started(started.result, milliseconds: milliseconds, former: former, context))]
  }

  mutating func failed(_ error: ServiceError, _ context: Context) -> [Step] {
    let told: [Step] = [.tell(Notice(error, context))]
    if case .modules(let modules) = error { return [.ask(askToLeaveOut(modules.addresses, error))] }
    if case .replacesAnother = error { return told + [.perform(.backups(.list))] }
    guard case .store(let problem) = error else { return told }
    if case .full = problem { return offerOfDeletion(problem, context) }
    if case .noFileLeft = problem { return offerOfDeletion(problem, context) }
    if case .cleanUpFailed = problem { return [.pop] + told }
    if case .label = problem { panel.focus(on: .label) }
    return told
  }

  private mutating func askToLeaveOut(_ addresses: [String], _ error: ServiceError) -> Question {
    skipped.formUnion(addresses)
    let isOne = addresses.count == 1
    let it = isOne ? "it" : "them"
    let consequence =
      isOne
      ? "no settings of module \(addresses[0]), and a restore of it leaves that module as it is."
      : "no settings of these modules, and a restore of it leaves them as they are."
    return Question(
      [error.message.text, "Leave \(it) out? The backup then has \(consequence)"],
      answers: [.harmless("Leave \(it) out", .perform(.backups(.start(options))))])
  }

  /// A full card: what may go is chosen in the list.
  private func offerOfDeletion(_ problem: StoreError, _ context: Context) -> [Step] {
    let error = ServiceError.store(problem)
    guard former.contains(where: { $0.state != .missing }) else { return [.tell(Notice(error, context))] }
    let room = RoomByDeletion(former, problem)
    guard let advice = room.advice else { return [.tell(Notice(.failure, room.offer))] }
    let back: Step = room.choice(in: former, next: nextRemoved?.name).map { .popReturning(.backup($0)) } ?? .pop
    let choose = Question.Answer.harmless(
      room == .anyOne ? "Select one" : "Select", back, .tell(Notice(.information, advice)))
    return [.ask(Question([error.message.text, room.offer], answers: [choose]))]
  }

  func draw(into frame: inout Frame, _ context: Context) {
    frame.next += 1
    frame.fields(panel, labelWidth: 7)
    frame.next += 1
    if let unchanged {
      frame.paragraph(nothingHasChanged(since: unchanged.words(context)), .ink(.warning))
    }
    frame.paragraph("The label may stay empty.")
    if let nextRemoved {
      let damage = nextRemoved.state == .damaged ? ", which is damaged" : ""
      frame.paragraph(
        "The card holds \(spelled(BackupLimits.live)) backups. The new one replaces \(nextRemoved.words(context))\(damage)."
      )
    }
    let kept = former.count { $0.isKept && $0.state != .missing }
    if kept >= BackupLimits.kept {
      frame.paragraph(
        "\(spelled(BackupLimits.kept, beginsSentence: true)) backups are kept already. More cannot be kept.")
    }
  }
}

extension RoomByDeletion {
  /// The backup with which a choice begins: the next to be replaced, else the oldest damaged one, else the oldest one
  /// that is not kept. Only one whose deletion is enough, where one is.
  ///
  /// - Parameter backups: newest first.
  fileprivate func choice(in backups: [BackupDescription], next: BackupName?) -> BackupName? {
    let least: Int64 = if case .one(let bytes) = self { bytes } else { 0 }
    let candidates = backups.reversed().filter { $0.state != .missing && $0.bytes ?? 0 >= least }
    let first =
      candidates.first { $0.name == next } ?? candidates.first { $0.state == .damaged }
      ?? candidates.first { !$0.isKept && $0.isOpen } ?? candidates.first
    return first?.name
  }
}

extension ListReport {
  fileprivate var nextToBeReplaced: BackupDescription? { backups.first { $0.name == nextRemoved } }
}
