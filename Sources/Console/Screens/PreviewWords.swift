internal import BackupStore
internal import CameraModel
internal import CameraService
internal import Wording

extension Question {
  /// The last question before a restore.
  ///
  /// - Parameter restore: what its answer does.
  static func restore(
    _ preview: RestorePreview, _ options: RestoreOptions, _ context: Context, _ restore: Step
  ) -> Question {
    let (question, button) =
      options.modulesOnly
      ? (preview.modulesQuestion(context.localTime), "Restore modules")
      : (preview.question(context.settings), "Restore and reboot")
    return Question(
      [question] + foreignLines(preview.origin), answers: [.harmful(button, restore)], word: word(preview.origin))
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
    Notice(.done, Wording.modulesRestored(modules, remaining: modules.filter(\.action.isLack)))
  }
}

extension Question {
  /// A module stops a restore.
  static func leaveOut(_ addresses: [String], _ sentence: String, _ restore: Step) -> Question {
    Question(
      [sentence, leaveOutQuestion(addresses)],
      answers: [.harmful(addresses.count == 1 ? "Leave it out" : "Leave them out", restore)])
  }

  /// Modules that could not be given back what they held.
  static func leaveOutStuck(_ sentence: String, _ restore: Step) -> Question {
    Question([sentence, leaveOutStuckQuestion], answers: [.harmful("Restore without them", restore)])
  }
}
