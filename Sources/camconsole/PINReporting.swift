internal import BackupStore
internal import CameraModel
internal import CameraService
internal import Sodium
internal import Wording

/// What the PIN commands ask and tell.
enum PINReporting {
  /// Asks on the terminal; `--yes` agrees to what destroys nothing for good.
  static func decisions(yes: Bool) -> PINDecisions {
    var decisions = PINDecisions()
    decisions.goOnTrying = { tried, left in
      Confirmation.isGiven("The digits were tried on \(tried) other PINs' backups; \(left) are left.", yes: yes)
    }
    decisions.lockCard = { count in
      Confirmation.isGiven(
        "These digits do not open the \(count) foreign backups on the card: it will be locked.", yes: yes)
    }
    decisions.loseDamaged = { names in
      let list = names.map(\.description).joined(separator: ", ")
      return Confirmation.isGiven("Damaged backups will be lost: \(list).", yes: false)
    }
    decisions.leaveCard = { obstacle in
      Confirmation.isGiven(question(obstacle), yes: false)
    }
    decisions.loseUndo = { _ in
      Confirmation.isGiven("What Undo would put back cannot be re-encrypted, and will be lost.", yes: false)
    }
    return decisions
  }

  private static func question(_ obstacle: CardObstacle) -> String {
    let consequence = "backups under the old PIN will be locked until those digits are set again."
    return switch obstacle {
    case .absent: "No card is in the slot: a card with \(consequence)"
    case .readOnly: "The card cannot be written: its \(consequence)"
    case .tooSmall(let missing): "Re-encrypting needs \(size(missing)) more on the card. Without it, its \(consequence)"
    case .tooFewInodes(let missing):
      "Re-encrypting needs \(counted(Int(clamping: missing), "free inode")) more on the card. Without them, its \(consequence)"
    case .otherCard(let count):
      "This is not the card with the other \(count == 1 ? "backup" : "\(count) backups"): its \(consequence)"
    }
  }

  static let forgottenCleanUp =
    "A card with files still to be wiped is no longer known. Delete all its backups if that matters."
  /// What setting or changing the PIN says where nothing had to be done.
  static let sameText = "This is the Super PIN already."

  /// Tells a person how long new digits resist.
  static func tellStrength(_ pin: borrowing SecretBytes) {
    guard SystemCalls.isErrorATerminal else { return }
    let strength = pin.withBytes { PINStrength(of: $0) }
    let weak = strength.weakness == nil ? "" : " if they were random; these fall far sooner"
    Output.notice(
      "\(strength.digits) digits resist a thief of the card for \(wording(strength.resistance))\(weak).")
  }

  /// - Parameter first: the line that says what was done.
  static func print(_ report: PINReport, _ first: String, json: Bool) throws(ServiceError) {
    Output.reportWipes(report.notOverwritten)
    if report.outcome.forgotCleanUp {
      Output.notice(forgottenCleanUp)
    }
    if report.outcome.cardFailure != nil {
      Output.notice(
        "The PIN is set, but the card failed afterwards. Enter it again with pin adopt when the card works.")
    }
    if report.outcome.lostUndo {
      Output.notice("What Undo would put back was damaged or could not be re-encrypted, and is gone.")
    }
    guard !json else { return try Output.json(report.json) }
    let outcome = report.outcome
    try Output.line(first)
    if outcome.rewritten > 0 { try Output.line("Re-encrypted and verified: \(outcome.rewritten).") }
    if outcome.adopted > 0 {
      try Output.line("Adopted: \(outcome.adopted). Their keep marks and later labels are not known.")
    }
    for name in outcome.lost { try Output.line("Backup \(name) was damaged and is gone.") }
    if outcome.locked > 0 { try Output.line("On the card and of another Super PIN: \(outcome.locked).") }
    if outcome.lockedElsewhere > 0 {
      try Output.line("On another card, locked until the old PIN is set again: \(outcome.lockedElsewhere).")
    }
  }
}

extension PINReport {
  /// Whether the digits were the Super PIN already.
  var isSame: Bool { outcome.isUnchanged }
}
