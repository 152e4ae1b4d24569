internal import CameraModel
internal import CameraService
internal import TerminalUI
internal import Wording

/// The boxes and keys of a preview.
extension PreviewScreen {
  /// A box that has no effect under the others is not offered.
  static func boxes(
    _ preview: RestorePreview, _ options: RestoreOptions, _ settings: Settings, isOfModules: Bool
  ) -> [Field<FieldName>] {
    let all = candidates(preview, options, settings, isOfModules: isOfModules)
    // Where nothing would change, a box can only be cleared.
    return preview.changesNothing ? all.filter(\.isChecked).filter { $0.name != .revert } : all
  }

  private static func candidates(
    _ preview: RestorePreview, _ options: RestoreOptions, _ settings: Settings, isOfModules: Bool
  ) -> [Field<FieldName>] {
    var boxes: [Field<FieldName>] = []
    if !options.modulesOnly {
      boxes.append(keepBox(.keepNetwork, "k", "Keep network", options.keepsNetwork, preview.network))
      boxes.append(keepBox(.keepUsers, "u", "Keep users", options.keepsUsers, preview.keepableUsers))
    }
    if !isOfModules, options.modulesOnly || preview.modules.contains(where: { $0.source != nil }) {
      boxes.append(Field(.modulesOnly, "Modules only", .box(isChecked: options.modulesOnly), letter: "m"))
    }
    // A revert that nobody would do is not offered.
    if settings.revertMinutes > 0, !options.modulesOnly, preview.revertLack == nil {
      let label = "Revert unless confirmed within \(settings.revertMinutes) min"
      boxes.append(Field(.revert, label, .box(isChecked: options.revertMinutes != 0), letter: "v"))
    }
    if preview.firmware == .backupIsNewer {
      boxes.append(Field(.allowNewer, "Allow newer firmware", .box(isChecked: options.allowsNewer), letter: "f"))
    }
    return boxes
  }

  private static func keepBox(
    _ name: FieldName, _ letter: Character, _ label: String, _ isChecked: Bool, _ keepable: Keepable
  ) -> Field<FieldName> {
    Field(name, label, .box(isChecked: isChecked), canBeChecked: keepable.obstacle == nil, letter: letter)
  }

  /// Why a box cannot be checked; `nil` where it can.
  func obstacle(to field: FieldName) -> String? {
    if field == .keepNetwork { return preview.network.obstacle.map { "The network cannot be kept. \($0.text)" } }
    if field == .keepUsers { return preview.keepableUsers.obstacle.map { "The users cannot be kept. \($0.text)" } }
    return nil
  }

  /// The boxes of the options that are shown; the focus stays on its box.
  mutating func setBoxes(_ settings: Settings) {
    let focused = panel.focusedField?.name
    panel.fields = Self.boxes(preview, options, settings, isOfModules: isOfModules)
    if case .field = panel.focus { panel.focus = .list }
    if let focused { panel.focus(on: focused) }
  }

  /// The commands for what is shown, and what was looked for.
  mutating func setCommands() {
    panel.setCommands(Self.findCommands(isAgain: !search.sought.isEmpty) + restoring + toggles)
  }

  private var restoring: [Command<Action>] {
    var commands: [Command<Action>] = []
    if !preview.changesNothing {
      commands.append(
        Command(
          .restore, "r", button: options.modulesOnly ? "Restore modules" : "Restore configuration and reboot",
          word: "Restore", help: "Asks once more, then restores."))
    }
    if !preview.offeredPairs.isEmpty {
      commands.append(
        Command(
          .pair, "p", button: "Pair modules", word: "Pair",
          help: "Gives a module that is not in the backup the settings of the missing one of its kind."))
    }
    commands.append(
      Command(.cancel, "c", button: "Cancel", word: "Cancel", help: "Back to the list. Nothing is changed."))
    return commands
  }

  /// One for every box that is shown, by its letter.
  private var toggles: [Command<Action>] {
    panel.fields.compactMap { box in
      box.letter.map { Command(.toggle(box.name), $0, button: "", help: Self.help[box.name] ?? "") }
    }
  }

  private static let help: [FieldName: String] = [
    .keepNetwork: "Keep network: the current sections and files of the network stay.",
    .keepUsers: "Keep users: the current users and passwords stay.",
    .modulesOnly: "Modules only: the camera's configuration stays. There is no restart.",
    .revert: "Revert: if nobody confirms after the restart, the camera reverts the change.",
    .allowNewer: "Allow newer firmware: the camera may not know all of the backup's settings.",
  ]
}

extension Field {
  /// Whether it is a box that is checked.
  fileprivate var isChecked: Bool {
    if case .box(true) = content { true } else { false }
  }
}
