internal import BackupStore
internal import CameraModel
internal import CameraService
internal import Wording

extension Question {
  /// The last question before a restore, on one line of 80 columns: what it means in particular stands above.
  ///
  /// - Parameter restore: what its answer does.
  static func restore(
    _ preview: RestorePreview, _ options: RestoreOptions, _ context: Context, _ restore: Step
  ) -> Question {
    if options.modulesOnly {
      let modules = counted(preview.modules.count(where: \.action.writes), "module")
      return Question(
        ["Write the settings of \(preview.backup.words(context)) to \(modules)?"] + foreignLines(preview.origin),
        answers: [.harmful("Restore modules", restore)], word: word(preview.origin))
    }
    let sections = preview.documents.flatMap(\.difference.sections).map(\.name)
    let changesNetwork = preview.lines(context.settings).contains { $0.kind == .network }
    let changesUsers = sections.contains(UserList.section)
    let changes =
      switch (changesNetwork, changesUsers) {
      case (true, true): " The network and the users change."
      case (true, false): " The network changes."
      case (false, true): " The users change."
      case (false, false): ""
      }
    return Question(
      ["Replace the configuration and restart?" + changes] + foreignLines(preview.origin),
      answers: [.harmful("Restore and reboot", restore)], word: word(preview.origin))
  }

  private static func foreignLines(_ origin: BackupOrigin) -> [String] { origin.warning.map { [$0] } ?? [] }

  /// What a person types to restore a backup of another model: its name, where that can be typed.
  private static func word(_ origin: BackupOrigin) -> String? {
    guard origin.needsConsent else { return nil }
    let canBeTyped = (1...16).contains(origin.model.utf8.count) && origin.model.utf8.allSatisfy { $0 > 0x20 }
    return canBeTyped ? origin.model : "other"
  }
}

extension ModuleAction {
  /// Whether a module of the backup does not get its settings.
  var isLack: Bool {
    switch self {
    case .missing, .otherKind, .skipped: true
    case .same, .restore, .replaced, .notInBackup: false
    }
  }
}

extension Notice {
  static func modulesRestored(_ modules: [ModulePlan]) -> Notice {
    let written = counted(modules.count(where: \.action.writes), "module")
    let left = modules.filter(\.action.isLack).map { $0.text + "." }
    return Notice(
      .done, (["\(written) restored; the camera's configuration is as it was."] + left).joined(separator: " "))
  }
}

extension Question {
  /// A module stops a restore.
  static func leaveOut(_ addresses: [String], _ sentence: String, _ restore: Step) -> Question {
    let it = addresses.count == 1 ? "it" : "them"
    let consequence =
      addresses.count == 1 ? "Module \(addresses[0]) then keeps what it has" : "These modules then keep what they have"
    return Question(
      [sentence, "Leave \(it) out? \(consequence), and everything else is restored."],
      answers: [.harmful("Leave \(it) out", restore)])
  }

  /// Modules that could not be given back what they held.
  static func leaveOutStuck(_ sentence: String, _ restore: Step) -> Question {
    Question(
      [sentence, "Restore again without them? They stay as they are now; check them before you rely on them."],
      answers: [.harmful("Restore without them", restore)])
  }
}
