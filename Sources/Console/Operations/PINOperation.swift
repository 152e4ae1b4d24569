internal import BackupStore
package import CameraService
internal import Wording

/// Where a new PIN comes from, and so what has to agree with it.
package enum NewPINSource: Sendable {
  /// It is typed twice.
  case typed
  /// It was generated, and its last digits are typed.
  case generated

  /// How many of its digits are typed.
  package static let lastDigits = 4

  fileprivate var secrets: [FieldName] {
    switch self {
    case .typed: [.newPIN, .repeatedPIN]
    case .generated: [.newPIN, .lastDigits]
    }
  }
}

/// The Super PIN.
package enum PINOperation: Sendable {
  /// When a PIN may be tried, and which one Undo needs.
  case nextTry
  case set(NewPINSource, forgetting: Bool)
  case change(NewPINSource)
  /// Tries the current PIN on backups of other cameras.
  case adopt
  /// Generates a PIN of twelve digits in the fields of a new PIN.
  case generate

  var traits: OperationTraits {
    switch self {
    case .nextTry:
      OperationTraits(words: "Looking when a PIN may be tried", isLook: true, isBeforeTyping: true) {
        (work) throws(ServiceError) in
        .pin(.nextTry(try work.camera.nextPINTry()))
      }
    case .set(let source, let forgetting):
      OperationTraits(words: "Setting the Super PIN", secrets: source.secrets, canBeStopped: true, status: .always) {
        (work) throws(ServiceError) in
        .pin(.set(try work.camera.setPIN(work.newPIN(source).bytes, forgetting: forgetting, work.decisions)))
      }
    case .change(let source):
      OperationTraits(
        words: "Changing the Super PIN", secrets: [.oldPIN] + source.secrets, canBeStopped: true, status: .always
      ) { (work) throws(ServiceError) in
        .pin(
          .changed(try work.camera.changePIN(from: work[.oldPIN].bytes, to: work.newPIN(source).bytes, work.decisions)))
      }
    case .adopt:
      OperationTraits(words: "Trying the PIN", secrets: [.pin], canBeStopped: true, status: .always) {
        (work) throws(ServiceError) in
        .pin(.adopted(try work.camera.adoptBackups(work[.pin].bytes, work.decisions)))
      }
    case .generate:
      OperationTraits(words: "Generating a PIN") { (work) throws(ServiceError) in
        .pin(.generated(count: try work.generatePIN()))
      }
    }
  }
}

/// What came of it.
package enum PINReply: Sendable {
  case nextTry(NextPINTry)
  case set(PINReport)
  case changed(PINReport)
  case adopted(PINReport)
  /// So many digits are in the secrets `newPIN` and `repeatedPIN`.
  case generated(count: Int)
}

extension Workplace {
  /// What a person decides while the Super PIN is set, changed or tried.
  fileprivate var decisions: PINDecisions {
    var decisions = PINDecisions()
    decisions.goOnTrying = { ask(.goOnTrying(tried: $0, left: $1)) }
    decisions.lockCard = { ask(.lockCard(backups: $0)) }
    decisions.loseDamaged = { ask(.loseDamaged($0)) }
    decisions.leaveCard = { ask(.leaveCard($0)) }
    decisions.loseUndo = { _ in ask(.loseUndo) }
    return decisions
  }
}
