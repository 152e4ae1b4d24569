internal import CameraModel
internal import CameraService
internal import Wording

/// What is told before.
extension SuperPINScreen.Purpose {
  func lead(_ context: Context) -> String {
    let foreign = context.status?.card.state == .locked ? context.status?.card.foreign : nil
    switch (self, foreign) {
    case (.set, nil): return "No Super PIN is set: without one no backups are made."
    case (.set, let foreign?):
      return "No Super PIN is set. The card is locked by \(counted(foreign, "backup")) of another one."
    case (.change, nil):
      return "In force since \(context.status?.pinChanged.map(context.localTime) ?? "a day that is not known")."
    case (.change, let foreign?): return "The card is locked by \(counted(foreign, "backup")) of another Super PIN."
    case (.replace, _): return "A new Super PIN in the place of one that nobody knows."
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
    if self != .set, status.elsewhere > 0, status.card.state.hasCard { texts.append(Self.elsewhere(status.elsewhere)) }
    return texts + foreign(status.card)
  }

  private func foreign(_ card: CardReport) -> [String] {
    guard card.foreign > 0 else { return [] }
    guard card.state == .locked else {
      let backups = counted(card.foreign, "backup")
      return ["The card holds \(backups) of another Super PIN: these digits are tried on them."]
    }
    let digits = "The new digits are tried on them: enter theirs, and they open."
    return [self == .change ? "\(digits) If theirs are those in force, Try digits." : digits]
  }

  private static func elsewhere(_ count: Int) -> String {
    "\(counted(count, "backup")) on another card will be locked until the old PIN is set again."
  }

  private static func afterChange(_ status: StatusReport) -> String? {
    let later = "stays locked until its digits are set again."
    switch status.card.state {
    case .absent, .notMounted, .pulledOut: return "No card: a card written under the old PIN \(later)"
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
  /// What changes with a digit stands at the end, so that it costs little.
  static func resistance(_ strength: PINStrength?, _ settings: Settings) -> String {
    guard let strength else {
      let random = wording(PINStrength(digits: PINRules.generated).resistance)
      return
        "\(settings.pinMinimum) to \(PINRules.maximum) digits; \(PINRules.generated) random ones (Generate) resist \(random)"
    }
    let text = "A thief of the card needs \(wording(strength.resistance))"
    return strength.weakness.map { "\(text), for \($0.words) far less" } ?? text
  }

  static func forgetting(_ context: Context) -> Question {
    let count = context.status?.backups ?? 0
    let lost =
      count > 0
      ? "The \(counted(count, "backup")) on the card will be locked: nobody can restore them" : "Backups become locked"
    return Question(
      ["Set another Super PIN without the old one?", "\(lost) before the old digits are set again."],
      answers: [.harmful("Enter a new PIN", SuperPINScreen.step(.replace))], word: "forgotten")
  }
}

extension PINStrength.Weakness {
  /// After *for*.
  fileprivate var words: String {
    switch self {
    case .run: "a run"
    case .repeated: "repeats"
    case .date: "a date"
    }
  }
}
