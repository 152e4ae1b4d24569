internal import CameraModel
internal import CameraService
internal import TerminalUI

/// The boxes and keys of a preview.
extension PreviewScreen {
  static func boxes(_ preview: RestorePreview, _ settings: Settings) -> [Field<FieldName>] {
    var boxes: [Field<FieldName>] = [
      Field(.keepNetwork, "Keep network", .box(isChecked: false)),
      Field(.keepUsers, "Keep users", .box(isChecked: false)),
      Field(.modulesOnly, "Modules only", .box(isChecked: false)),
    ]
    // A revert that nobody would do is not offered.
    if settings.revertMinutes > 0, preview.revertLack == nil {
      let label = "Revert unless confirmed within \(settings.revertMinutes) min"
      boxes.append(Field(.revert, label, .box(isChecked: true)))
    }
    if preview.firmware == .backupIsNewer {
      boxes.append(Field(.allowNewer, "Allow newer firmware", .box(isChecked: false)))
    }
    return boxes
  }

  /// The commands for what is shown, and what was looked for.
  mutating func setCommands() { panel.setCommands(searching + restoring + toggles) }

  private var searching: [Command<Action>] {
    [
      Command(.search, "/", button: "", word: "Find", help: "Looks for a text; Enter finds the next line with it."),
      Command(
        .findNext, "a", button: "", word: sought.isEmpty ? "" : "Next", help: "Finds the next line with the same text."),
      Command(
        .findPrevious, "b", button: "", word: sought.isEmpty ? "" : "Prev",
        help: "Finds the line before with the same text."),
    ]
  }

  private var restoring: [Command<Action>] {
    var commands: [Command<Action>] = [
      Command(
        .restore, "r", button: options.modulesOnly ? "Restore modules" : "Restore configuration and reboot",
        word: "Restore", help: "Asks once more, then restores.")
    ]
    if !preview.offeredPairs.isEmpty {
      commands.append(
        Command(
          .pair, "p", button: "Pair modules", word: "Pair",
          help: "Gives a module that is not in the backup the settings of the missing one of its kind."))
    }
    commands.append(
      Command(.cancel, "c", button: "Cancel", word: "Cancel", help: "Back to the list; nothing is changed."))
    return commands
  }

  private var toggles: [Command<Action>] {
    var toggles = [
      Self.toggle(.keepNetwork, "n", "Keep network: the camera's network settings of now stay."),
      Self.toggle(.keepUsers, "u", "Keep users: the users and passwords of now stay."),
      Self.toggle(.modulesOnly, "m", "Modules only: the camera's configuration stays; no restart."),
    ]
    if panel[.revert] != nil {
      toggles.append(
        Self.toggle(
          .revert, "v", "Revert: without a confirmation after the restart everything returns to what it was."))
    }
    if panel[.allowNewer] != nil {
      toggles.append(
        Self.toggle(
          .allowNewer, "f", "Allow newer firmware: the camera may not know all of the backup's settings."))
    }
    return toggles
  }

  private static func toggle(_ name: FieldName, _ letter: Character, _ help: String) -> Command<Action> {
    Command(.toggle(name), letter, button: "", help: help)
  }
}
