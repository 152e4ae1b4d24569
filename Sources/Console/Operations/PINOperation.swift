package import CameraService

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
    case .nextTry: OperationTraits(words: "Looking when a PIN may be tried", isLook: true, isBeforeTyping: true)
    case .set(let source, _):
      OperationTraits(
        words: "Setting the Super PIN", secrets: source.secrets, canBeStopped: true, status: .always)
    case .change(let source):
      OperationTraits(
        words: "Changing the Super PIN", secrets: [.oldPIN] + source.secrets, canBeStopped: true, status: .always)
    case .adopt: OperationTraits(words: "Trying the PIN", secrets: [.pin], canBeStopped: true, status: .always)
    case .generate: OperationTraits(words: "Generating a PIN")
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
