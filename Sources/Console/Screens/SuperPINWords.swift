internal import CameraModel
internal import CameraService

/// What is told before.
extension SuperPINScreen.Purpose {
  func lead(_ context: Context) -> String {
    switch self {
    case .set: "No Super PIN is set: without one no backups are made."
    case .change: "Set on \(context.status?.pinChanged.map(context.localTime) ?? "a day that is not known")."
    case .replace: "A new Super PIN in the place of one that nobody knows."
    }
  }

  /// What Save will do to the card.
  func consequences(_ context: Context) -> [String] {
    guard let status = context.status else { return [] }
    var texts: [String] = []
    switch self {
    case .set: break
    case .change: texts += Self.afterChange(status).map { [$0] } ?? []
    case .replace:
      texts.append(
        status.backups > 0
          ? "The \(counted(status.backups, "backup")) on the card will be locked."
          : "Backups made under the old PIN stay locked until its digits are set again.")
    }
    if status.card.foreign > 0 {
      let backups = counted(status.card.foreign, "backup")
      texts.append("The card holds \(backups) of another Super PIN: these digits are tried on them.")
    }
    return texts
  }

  private static func afterChange(_ status: StatusReport) -> String? {
    let later = "stays locked until its digits are set again."
    switch status.card.state {
    case .absent, .notMounted: return "No card: a card written under the old PIN \(later)"
    case .error: return "The card cannot be read: what is on it under the old PIN \(later)"
    case .open, .empty, .locked: break
    }
    guard status.backups > 0 else { return nil }
    guard status.card.isWritable else { return "The card cannot be written: what is on it \(later)" }
    let lost = status.damaged > 0 ? ", \(counted(status.damaged, "damaged one")) will be lost" : ""
    return "\(counted(status.backups - status.damaged, "backup")) will be re-encrypted\(lost)."
  }
}

/// What is told meanwhile.
extension SuperPINScreen {
  /// The label never changes, so that a digit costs little.
  static func resistance(_ strength: PINStrength?) -> String {
    let label = "A thief of the card needs "
    guard let strength else { return label + "-" }
    guard let weakness = strength.weakness else { return label + wording(strength.resistance) }
    return label + "\(wording(strength.resistance)); \(weakness.words) far less"
  }

  static func forgetting(_ context: Context) -> Question {
    let count = context.status?.backups ?? 0
    let lost =
      count > 0
      ? "The \(counted(count, "backup")) on the card will be locked: nobody can restore them" : "Backups become locked"
    return Question(
      ["Set another Super PIN without the old one?", "\(lost) before the old digits are set again."],
      answers: ["Cancel", "Go on"], word: "forgotten")
  }
}

extension PINStrength.Weakness {
  /// Subject of *far less*.
  fileprivate var words: String {
    switch self {
    case .run: "a run"
    case .repeated: "repeats"
    case .date: "a date"
    }
  }
}
