internal import CameraModel
internal import CameraService
internal import Wording

/// What is told before.
extension SuperPINScreen.Purpose {
  /// What is to be done where nothing else was asked for.
  init(_ context: Context) {
    self = context.status.map { $0.isPINSet ? .change : .set } ?? .unknown
  }

  /// What is so now.
  ///
  /// - Parameter triesLeft: of the old PIN, before there is a wait.
  func lead(_ context: Context, triesLeft: Int?) -> String {
    let tries = self == .change ? triesLeft.map { " " + SuperPINScreen.tries($0) } ?? "" : ""
    return lead(context) + tries
  }

  private func lead(_ context: Context) -> String {
    let foreign = context.status?.card.state == .locked ? context.status?.card.foreign : nil
    switch (self, foreign) {
    case (.unknown, _): return "The camera has not told yet whether a Super PIN is set."
    case (.set, nil): return "There is no Super PIN. Without one there are no backups."
    case (.set, let foreign?):
      return "There is no Super PIN. The card holds \(counted(foreign, "backup")) made with another PIN."
    case (.change, nil):
      let time = context.status?.pinChanged.map { " on \(context.localTime($0))" } ?? ""
      return "The current PIN was set\(time)."
    case (.change, let foreign?): return "The card holds \(counted(foreign, "backup")) made with another PIN."
    case (.replace, _): return "This sets a new Super PIN without the old one."
    }
  }

  /// What Save will do to the card.
  func consequences(_ context: Context) -> [String] {
    guard let status = context.status else { return [] }
    var texts: [String] = []
    switch self {
    case .unknown: break
    case .set: texts.append("With a PIN you can make backups.")
    case .change: texts += Self.afterChange(status).map { [$0] } ?? []
    case .replace:
      texts.append(
        status.backups > 0
          ? "The \(counted(status.backups, "backup")) on the card will be locked."
          : "Backups made with the old PIN stay locked until you set that PIN again.")
    }
    texts += status.escrow?.notices ?? []
    if self == .replace, let notice = status.escrow?.recoveryNotice { texts.append(notice) }
    if self != .set, status.elsewhere > 0, status.card.state.hasCard { texts.append(Self.elsewhere(status.elsewhere)) }
    return texts + foreign(status.card)
  }

  private func foreign(_ card: CardReport) -> [String] {
    guard card.foreign > 0 else { return [] }
    guard card.state == .locked else {
      let backups = counted(card.foreign, "backup")
      return ["The card also holds \(backups) made with another PIN. The camera tries the new PIN on them."]
    }
    let advice = "To use these backups, enter their PIN as the new PIN."
    return [self == .change ? "\(advice) If it is the current PIN, press Try PIN." : advice]
  }

  private static func elsewhere(_ count: Int) -> String {
    "\(counted(count, "backup")) on another card will be locked until you set the old PIN again."
  }

  private static func afterChange(_ status: StatusReport) -> String? {
    let later = "stay locked until you set that PIN again."
    switch status.card.state {
    case .absent, .notMounted, .pulledOut: return "There is no card. Backups made with the old PIN \(later)"
    case .error: return "The card cannot be read. Backups made with the old PIN \(later)"
    case .open, .empty, .locked: break
    }
    guard status.backups > 0 else { return nil }
    guard status.card.isWritable else { return "The card cannot be written. Its backups \(later)" }
    let lost = status.damaged > 0 ? " \(counted(status.damaged, "damaged backup")) will be deleted." : ""
    return "\(counted(status.backups - status.damaged, "backup")) will be re-encrypted.\(lost)"
  }
}

/// What is told meanwhile.
extension SuperPINScreen {
  /// How many wrong PINs there may be until there is a wait.
  static func tries(_ count: Int) -> String { "Tries left before a wait: \(count)." }

  static let howToSave = "Type the last four digits of the new PIN to save it."
  static let generatedIsNotSet = "The generated PIN was not set."
  static let otherDigits = "These are not the last four digits of the new PIN. Type them again."

  /// What changes with a digit stands at the end, so that it costs little.
  ///
  /// - Parameter isBegun: whether digits are typed.
  static func resistance(_ strength: PINStrength?, isBegun: Bool, _ settings: Settings) -> String {
    guard let strength else {
      let digits = "Type \(settings.pinMinimum) to \(PINRules.maximum) digits"
      return digits + (isBegun ? "." : ", or press Generate for a random PIN.")
    }
    let text = "A thief needs \(wording(strength.resistance))."
    return strength.weakness.map { "\(text) Less for \($0.words)." } ?? text
  }

  static func forgetting(_ context: Context) -> Question {
    let count = context.status?.backups ?? 0
    let lost =
      count > 0
      ? "The \(counted(count, "backup")) on the card will be locked" : "Backups made with the old PIN will be locked"
    return Question(
      ["Set a new Super PIN without the old one?", "\(lost) until you set the old PIN again."],
      answers: [.harmful("Set a new PIN", SuperPINScreen.step(.replace))], word: "forgotten")
  }
}

extension PINStrength.Weakness {
  /// After *less for*.
  fileprivate var words: String {
    switch self {
    case .run: "1234"
    case .repeated: "1212"
    case .date: "dates"
    }
  }
}
