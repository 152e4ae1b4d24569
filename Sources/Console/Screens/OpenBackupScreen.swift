internal import BackupStore
internal import CameraService
internal import TerminalUI

/// The Super PIN for the backup that is restored.
struct RestoreScreen: Screen {
  enum Action: Hashable, Sendable {
    case preview, cancel
  }

  let title = "Restore"
  let explanation = """
    The Super PIN opens the backup. What it would change is shown next; nothing is changed before you agree to it \
    there. After wrong PINs there is a time to wait.
    """
  var panel: Panel<FieldName, Action>
  let secrets: [FieldName] = [.pin]
  private let backup: BackupDescription
  private let modulesOnly: Bool
  /// Until the PIN may be tried again.
  private var wait = WaitCountdown()
  /// Whether it is the old PIN that opens what Undo puts back.
  private var needsOldPIN = false

  /// - Parameter modulesOnly: whether the preview begins with that box checked.
  init(_ backup: BackupDescription, modulesOnly: Bool = false) {
    self.backup = backup
    self.modulesOnly = modulesOnly
    panel = Panel(
      fields: Self.fields("Super PIN"),
      commands: [
        Command(.preview, nil, button: "Show what changes", help: "Opens the backup; nothing is changed yet."),
        Command(.cancel, nil, button: "Cancel", help: "Back to the list; nothing is changed."),
      ])
  }

  private static func fields(_ label: String) -> [Field<FieldName>] {
    [Field(.pin, label, .secret(count: 0), width: 32)]
  }

  var wantsTicks: Bool { wait.isRunning }
  var waitNotice: Notice? { wait.notice }

  /// The PIN that is needed, as a sentence names it.
  private var pin: String { needsOldPIN ? "the old PIN" : "the Super PIN" }

  /// Back from the preview, the PIN is wiped.
  mutating func appear(_ context: Context) -> [Step] {
    panel.focus(on: .pin)
    return [.wipe, .perform(.pin(.nextTry))]
  }

  mutating func perform(_ action: Action, _ context: Context) -> [Step] {
    switch action {
    case .cancel: return [.pop]
    case .preview:
      if let notice = wait.notice { return [.tell(notice)] }
      guard panel.count(.pin) > 0 else {
        panel.focus(on: .pin)
        return [.tell(Notice(.failure, "Enter \(pin)."))]
      }
      var options = RestoreOptions()
      options.modulesOnly = modulesOnly
      return [.perform(.restore(.preview(backup.selector, options)))]
    }
  }

  mutating func receive(_ reply: Reply, _ context: Context) -> [Step] {
    if case .pin(.nextTry(let next)) = reply { return take(next) }
    guard case .restore(.previewed(let preview)) = reply else { return [] }
    return [.push(preview.needsReboot ? PreviewScreen(preview, context) : PreviewScreen(ofModules: preview, context))]
  }

  private mutating func take(_ next: NextPINTry) -> [Step] {
    needsOldPIN = backup.isUndo && next.undoNeedsOldPIN
    if needsOldPIN { panel.fields = Self.fields("Old PIN") }
    return wait.found(next.wait, because: WaitCountdown.wrongPINs)
  }

  mutating func failed(_ error: ServiceError, _ context: Context) -> [Step] {
    panel.focus(on: .pin)
    if case .store(.wrongPIN(let seconds)) = error {
      wait.begin(seconds, because: "That was not \(pin).")
      return [.wipe, .tell(wait.notice ?? Notice(.failure, "That is not \(pin). Try again."))]
    }
    if case .store(.mustWait(let seconds)) = error {
      wait.begin(seconds, because: WaitCountdown.wrongPINs)
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
      ? "Undo needs the old PIN: the current Super PIN was set later, without it."
      : "Undo needs the current Super PIN."
  }

  func draw(into frame: inout Frame, _ context: Context) {
    frame.next += 1
    let words = backup.words(context)
    frame.paragraph(words.prefix(1).uppercased() + words.dropFirst(), .bold)
    frame.next += 1
    frame.fields(panel, labelWidth: 11)
    frame.next += 1
    if backup.isUndo { frame.paragraph(undoText) }
    let what = modulesOnly ? "which modules would get its settings" : "what it would change"
    frame.paragraph("Next you see \(what). Nothing is changed before you agree to it there.")
  }
}
