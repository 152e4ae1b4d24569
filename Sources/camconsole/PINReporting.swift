internal import BackupStore
internal import CameraModel
internal import CameraService
internal import Sodium
internal import Wording

/// What the PIN commands ask and tell.
enum PINReporting {
  /// Asks on the terminal. `--yes` agrees only to what can be undone later.
  static func decisions(yes: Bool) -> PINDecisions {
    var decisions = PINDecisions()
    decisions.goOnTrying = { isAgreed(.goOnTrying(tried: $0, left: $1), yes: yes) }
    decisions.lockCard = { isAgreed(.lockCard(backups: $0), yes: yes) }
    decisions.loseDamaged = { isAgreed(.loseDamaged($0)) }
    decisions.leaveCard = { isAgreed(.leaveCard($0)) }
    decisions.loseUndo = { _ in isAgreed(.loseUndo) }
    return decisions
  }

  private static func isAgreed(_ question: WorkQuestion, yes: Bool = false) -> Bool {
    Confirmation.isGiven(question.sentences.joined(separator: " "), yes: yes)
  }

  /// Tells a person how long a new PIN resists.
  static func tellStrength(_ pin: borrowing SecretBytes) {
    guard SystemCalls.isErrorATerminal else { return }
    Output.notice(pin.withBytes { PINStrength(of: $0) }.sentence)
  }

  /// - Parameter first: the line that says what was done.
  static func print(_ report: PINReport, _ first: String, json: Bool) throws(ServiceError) {
    for notice in report.notices { Output.notice(notice) }
    guard !json else { return try Output.json(report.json) }
    for sentence in [first] + report.sentences { try Output.line(sentence) }
  }
}
