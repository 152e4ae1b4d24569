internal import BackupStore
internal import CameraService
internal import TerminalUI
internal import Wording

/// What can be done, by what is shown.
extension BackupsScreen {
  /// - Parameter hasUndo: whether a restore can be undone, which needs no card.
  static func commands(_ face: BackupsFace, _ report: ListReport?, hasUndo: Bool) -> [Command<Action>] {
    let own: [Command<Action>] =
      switch face {
      case .unknown, .list: list(report)
      case .empty: [start, importCopy, look]
      case .noPIN: [superPIN, importCopy, look]
      case .recordDamaged: [superPIN, look]
      case .locked: [superPIN, deleteAll, importCopy, look]
      case .absent, .notMounted, .pulledOut, .unreadable, .unread:
        [Command(.look, "l", button: "Look again", word: "Look again", help: "Looks at the card again.")]
      }
    return own + (hasUndo ? [undo] : []) + [close]
  }

  private static func list(_ report: ListReport?) -> [Command<Action>] {
    let states = Set(report?.backups.map(\.state) ?? [])
    var commands = [
      start,
      Command(
        .restore, "r", button: "Restore...", word: "Restore",
        help: "Shows what the chosen backup would change, then restores it."),
      Command(
        .compare, "c", button: "Compare...", word: "Compare",
        help: "Shows how the chosen backup differs from the camera or from another backup. Nothing is changed."),
      Command(
        .restoreModules, "m", button: "",
        help: "Restores only the modules, also replaced ones. The camera does not restart."),
      Command(.verify, "v", button: "Verify", word: "Verify", help: "Reads every byte of the chosen backup."),
      Command(.verifyAll, "w", button: "", help: "Verifies all backups on the card."),
      Command(
        .keep, "k", button: "Keep", word: "Keep",
        help:
          "Keeps the chosen backup: newer ones do not replace it. Pressed again, it is not kept. At most \(spelled(BackupLimits.kept)) are kept."
      ),
      Command(.label, "e", button: "", help: "Gives the chosen backup another label."),
    ]
    if states.contains(.missing) {
      commands.append(
        Command(
          .acknowledge, "a", button: "Acknowledge...", word: "Acknowledge",
          help: "Removes missing backups from the list.")
      )
    }
    if states.contains(.foreign) { commands.append(superPIN) }
    return commands + [delete, importCopy, look] + findCommands(find: "")
  }

  /// Where one is chosen for another screen.
  static let choose = Command<Action>(
    .choose, nil, button: "Select", help: "Modules are restored from the chosen backup. Also Enter on a row.")
  private static let start = Command<Action>(
    .start, "s", button: "Start Backup", word: "Start", help: "Makes a backup of camera and modules.")
  private static let delete = Command<Action>(
    .delete, "d", button: "Delete...",
    help: "Asks which, then deletes the chosen backup or all of them, also kept ones.")
  private static let importCopy = Command<Action>(
    .importCopy, "i", button: "Import...",
    help: "Lists the backups on a USB stick and in other folders of the card, and brings one to the backups here.")
  private static let deleteAll = Command<Action>(
    .deleteAll, "d", button: "Delete all...", word: "Delete all",
    help:
      "Deletes every backup on the card, also kept ones, or only one. The camera and its Super PIN stay as they are.")
  private static let undo = Command<Action>(
    .undo, "u", button: "Undo...", word: "Undo",
    help: "Shows the previous configuration, then restores it. This needs no card.")
  private static let superPIN = Command<Action>(
    .superPIN, "p", button: "Super PIN...", word: "Super PIN", help: "Sets the Super PIN, or enters one used before.")
  private static let look = Command<Action>(.look, "l", button: "", help: "Looks at the card again.")
  private static let close = Command<Action>(.close, nil, button: "Close", help: "Back to the screen before.")
}
