internal import BackupStore
internal import CameraModel
internal import CameraService
internal import TerminalUI
internal import Wording

/// The Super PIN for the backup that is restored or compared.
struct OpenBackupScreen: Screen {
  enum Action: Hashable, Sendable {
    case open, cancel
  }

  /// What the backup is opened for.
  enum Purpose: Sendable {
    case restore
    /// The modules alone.
    ///
    /// - Parameter isFixed: whether the preview has no box that makes a whole restore of it.
    case restoreModules(ModuleSelection, isFixed: Bool)
    /// - Parameter others: backups with which it may be compared in place of the camera.
    case compare(others: [BackupDescription])
  }

  let title: String
  let explanation: String
  var panel: Panel<FieldName, Action>
  let secrets: [FieldName] = [.pin]
  private let backup: BackupDescription
  private let purpose: Purpose
  /// Until the PIN may be tried again.
  private var wait = WaitCountdown()
  /// Whether Undo needs the old PIN.
  private var needsOldPIN = false
  /// Whether it is left for what the backup holds.
  private var hasShown = false
  /// Wrong PINs before there is a wait; `nil` where that is not known.
  private var triesLeft: Int?

  init(_ backup: BackupDescription, for purpose: Purpose, _ context: Context) {
    self.backup = backup
    self.purpose = purpose
    title = purpose.title
    explanation = purpose.explanation
    panel = Panel(
      fields: purpose.fields(context) + [Self.pinField("Super PIN")],
      commands: [
        Command(.open, nil, button: purpose.button, help: "Opens the backup. Nothing is changed."),
        Command(.cancel, nil, button: "Cancel", help: "Back to the list. Nothing is changed."),
      ])
    // Fingers begin with the PIN. What stands above it is right as it is for most.
    panel.focus(on: .pin)
  }

  private static func pinField(_ label: String) -> Field<FieldName> {
    Field(.pin, label, .secret(count: 0), width: 32)
  }

  var wantsTicks: Bool { wait.isRunning }
  var waitNotice: Notice? { wait.notice }

  /// The PIN that is needed, as a sentence names it.
  private var pin: String { needsOldPIN ? "the old PIN" : "the Super PIN" }

  /// Back from the preview, the PIN is wiped. Back from the help, all is as it was.
  mutating func appear(_ context: Context) -> [Step] {
    let look = Step.perform(.pin(.nextTry))
    guard hasShown else { return [look] }
    hasShown = false
    panel.focus(on: .pin)
    return [.wipe, look]
  }

  mutating func perform(_ action: Action, _ context: Context) -> [Step] {
    switch action {
    case .cancel: return [.pop]
    case .open:
      if let notice = wait.notice { return [.tell(notice)] }
      guard panel.count(.pin) > 0 else {
        panel.focus(on: .pin)
        return [.tell(Notice(.failure, "Enter \(pin)."))]
      }
      return [.perform(.restore(operation))]
    }
  }

  private var operation: RestoreOperation {
    switch purpose {
    case .restore, .restoreModules: return .preview(backup.selector, options)
    case .compare(let others):
      let chosen = panel.chosen(.comparedWith)
      guard chosen > 0, chosen <= others.count else { return .preview(backup.selector, options) }
      return .compare(others[chosen - 1].selector, backup.selector)
    }
  }

  private var options: RestoreOptions {
    var options = RestoreOptions()
    if case .restoreModules(let modules, _) = purpose {
      options.modulesOnly = true
      options.modules = modules
    }
    return options
  }

  mutating func receive(_ reply: Reply, _ context: Context) -> [Step] {
    if case .pin(.nextTry(let next)) = reply { return take(next) }
    if case .restore(.compared(let comparison)) = reply {
      hasShown = true
      return [.wipe, .push(DifferencesScreen(comparison, context))]
    }
    guard case .restore(.previewed(let preview)) = reply else { return [] }
    hasShown = true
    switch purpose {
    case .compare: return [.wipe, .push(DifferencesScreen(preview, context))]
    case .restore:
      var options = options
      options.modulesOnly = !preview.needsReboot
      return [.push(PreviewScreen(preview, options, isOfModules: false, context))]
    case .restoreModules(_, let isFixed):
      return [.push(PreviewScreen(preview, options, isOfModules: isFixed, context))]
    }
  }

  private mutating func take(_ next: NextPINTry) -> [Step] {
    needsOldPIN = backup.isUndo && next.undoNeedsOldPIN
    if needsOldPIN { panel.fields = [Self.pinField("Old PIN")] }
    triesLeft = next.triesBeforeWait
    return wait.found(next.wait, because: tooManyWrongPINs)
  }

  mutating func failed(_ error: ServiceError, _ context: Context) -> [Step] {
    panel.focus(on: .pin)
    if case .store(.wrongPIN(let seconds)) = error {
      wait.begin(seconds, because: "That was not \(pin).")
      // After a wait each wrong PIN brings the next one.
      triesLeft = seconds > 0 ? 1 : triesLeft
      let look: [Step] = seconds > 0 ? [] : [.perform(.pin(.nextTry))]
      return [.wipe, .tell(wait.notice ?? Notice(.failure, "That is not \(pin). Try again."))] + look
    }
    if case .store(.mustWait(let seconds)) = error {
      wait.begin(seconds, because: tooManyWrongPINs)
      return [.wipe, .tell(wait.notice ?? Notice(error, context))]
    }
    let told: [Step] = [.tell(Notice(error, context))]
    // The list shows a backup that is not there any more: it is read again.
    if case .store(.notFound) = error { return [.pop] + told }
    return told
  }

  mutating func tick(_ context: Context) -> [Step] { wait.tick() }

  private var undoText: String {
    needsOldPIN
      ? "Undo needs the old PIN, because the current Super PIN was set without it."
      : "Undo needs the current Super PIN."
  }

  func draw(into frame: inout Frame, _ context: Context) {
    frame.next += 1
    frame.paragraph(backup.title(context), .bold)
    frame.next += 1
    frame.fields(panel, labelWidth: purpose.labelWidth)
    frame.next += 1
    if backup.isUndo { frame.paragraph(undoText) }
    if let triesLeft { frame.paragraph(SuperPINScreen.tries(triesLeft)) }
    for text in purpose.next { frame.paragraph(text) }
  }
}

extension OpenBackupScreen.Purpose {
  fileprivate var title: String {
    switch self {
    case .restore, .restoreModules: "Restore"
    case .compare: "Compare"
    }
  }

  fileprivate var explanation: String {
    switch self {
    case .restore, .restoreModules:
      """
      The Super PIN opens the backup. The next screen shows what a restore changes. Nothing is changed before you agree \
      there. After wrong PINs you have to wait.
      """
    case .compare:
      """
      Compares the backup with the camera, or with another backup on the card. The Super PIN opens them. Nothing is \
      changed. After wrong PINs you have to wait.
      """
    }
  }

  fileprivate var button: String {
    switch self {
    case .restore, .restoreModules: "Show what changes"
    case .compare: "Show what differs"
    }
  }

  fileprivate var labelWidth: Int {
    switch self {
    case .restore, .restoreModules: 11
    case .compare: 14
    }
  }

  /// The fields before the PIN.
  fileprivate func fields(_ context: Context) -> [Field<FieldName>] {
    guard case .compare(let others) = self else { return [] }
    let texts = ["the camera"] + others.map { Text.fitted($0.rowText(context), to: 38) }
    return [Field(.comparedWith, "Compare with", .choice(texts, chosen: 0))]
  }

  /// What comes next.
  fileprivate var next: [String] {
    switch self {
    case .restore: ["The next screen shows what changes. Nothing is changed before you agree there."]
    case .restoreModules:
      ["The next screen shows which modules get settings. Nothing is changed before you agree there."]
    case .compare(let others):
      (others.isEmpty ? [] : ["Up, then Left or Right chooses another backup."])
        + ["The next screen shows what differs. Nothing is changed."]
    }
  }
}
