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
  private var wait = WaitCountdown("That was not the Super PIN.")

  /// - Parameter modulesOnly: whether the preview begins with that box checked.
  init(_ backup: BackupDescription, modulesOnly: Bool = false) {
    self.backup = backup
    self.modulesOnly = modulesOnly
    panel = Panel(
      fields: [Field(.pin, "Super PIN", .secret(count: 0), width: 32)],
      commands: [
        Command(.preview, nil, button: "Show what changes", help: "Opens the backup; nothing is changed yet."),
        Command(.cancel, nil, button: "Cancel", help: "Back to the list; nothing is changed."),
      ])
  }

  var wantsTicks: Bool { wait.isRunning }

  /// Back from the preview, the PIN is wiped.
  mutating func appear(_ context: Context) -> [Step] {
    panel.focus(on: .pin)
    return [.wipe]
  }

  mutating func perform(_ action: Action, _ context: Context) -> [Step] {
    switch action {
    case .cancel: return [.pop]
    case .preview:
      if let notice = wait.notice { return [.tell(notice)] }
      guard panel.count(.pin) > 0 else {
        panel.focus(on: .pin)
        return [.tell(Notice(.failure, "Enter the Super PIN."))]
      }
      var options = RestoreOptions()
      options.modulesOnly = modulesOnly
      return [.perform(.preview(backup.selector, options))]
    }
  }

  mutating func receive(_ reply: Reply, _ context: Context) -> [Step] {
    guard case .previewed(let preview) = reply else { return [] }
    return [.push(preview.needsReboot ? PreviewScreen(preview, context) : PreviewScreen(ofModules: preview, context))]
  }

  mutating func failed(_ error: ServiceError, _ context: Context) -> [Step] {
    panel.focus(on: .pin)
    switch error {
    case .store(.wrongPIN(let seconds)):
      wait.seconds = seconds
      return [.wipe, .tell(wait.notice ?? Notice(.failure, "That is not the Super PIN. Try again."))]
    case .store(.mustWait(let seconds)):
      wait.seconds = seconds
      return [.wipe, .tell(wait.notice ?? Notice(error, context))]
    default: return [.tell(Notice(error, context))]
    }
  }

  mutating func tick(_ context: Context) -> [Step] { wait.tick() }

  func draw(into frame: inout Frame, _ context: Context) {
    frame.next += 1
    let words = backup.words(context)
    frame.paragraph(words.prefix(1).uppercased() + words.dropFirst(), .bold)
    frame.next += 1
    frame.fields(panel, labelWidth: 11)
    frame.next += 1
    let what = modulesOnly ? "which modules would get its settings" : "what it would change"
    frame.paragraph("Next you see \(what). Nothing is changed before you agree to it there.")
  }
}
