package import CameraService

/// The Super PIN.
package enum PINOperation: Sendable {
  /// When a PIN may be tried, and which one Undo needs.
  case nextTry
  case set(forgetting: Bool)
  case change
  /// Tries the PIN in force on backups of others.
  case adopt
  /// Draws twelve digits into the fields of a new PIN.
  case generate

  var traits: OperationTraits {
    switch self {
    case .nextTry: OperationTraits(words: "Looking when a PIN may be tried", isLook: true, isBeforeSecret: true)
    case .set:
      OperationTraits(
        words: "Setting the Super PIN", secrets: [.newPIN, .repeatedPIN], canBeStopped: true, status: .always)
    case .change:
      OperationTraits(
        words: "Changing the Super PIN", secrets: [.oldPIN, .newPIN, .repeatedPIN], canBeStopped: true,
        status: .always)
    case .adopt: OperationTraits(words: "Trying the digits", secrets: [.pin], canBeStopped: true, status: .always)
    case .generate: OperationTraits(words: "Drawing digits")
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
