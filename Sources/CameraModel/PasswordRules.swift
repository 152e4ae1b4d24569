/// The kinds of characters that a password is made of.
package enum CharacterClass: Sendable, CaseIterable {
  case upperCase
  case lowerCase
  case digit
  /// Printable ASCII that is not a letter and not a digit.
  case special

  fileprivate func contains(_ byte: UInt8) -> Bool {
    switch self {
    case .upperCase: (0x41...0x5A).contains(byte)
    case .lowerCase: (0x61...0x7A).contains(byte)
    case .digit: ASCII.isDigit(byte)
    case .special: ASCII.isGraphic(byte) && !ASCII.isLetter(byte) && !ASCII.isDigit(byte)
    }
  }
}

/// Why bytes cannot be a password.
package enum PasswordProblem: Error, Equatable {
  /// Something else than printable ASCII, or a space.
  case notPrintable
  /// Fewer characters than `minimum`.
  case tooShort(minimum: Int)
  /// More characters than `maximum`.
  case tooLong(maximum: Int)
  /// Fewer classes than `required`; those that are missing.
  case tooFewClasses(required: Int, missing: [CharacterClass])
  /// The password that every camera has when it leaves the factory.
  case factoryDefault
}

/// What a password may be.
package enum PasswordRules {
  /// Characters of a new password.
  package static let lengths = 8...99

  /// Checks a new password.
  ///
  /// - Parameter classes: how many of the four classes it must have, 1…4 (`PASSWORD_CLASSES`, 4 if not set).
  package static func checkNew(_ password: Span<UInt8>, classes: Int = 4) throws(PasswordProblem) {
    guard !isFactoryDefault(password) else { throw .factoryDefault }
    guard password.indices.allSatisfy({ ASCII.isGraphic(password[$0]) }) else { throw .notPrintable }
    guard password.count >= lengths.lowerBound else { throw .tooShort(minimum: lengths.lowerBound) }
    guard password.count <= lengths.upperBound else { throw .tooLong(maximum: lengths.upperBound) }
    let missing = CharacterClass.allCases.filter { kind in
      !password.indices.contains { kind.contains(password[$0]) }
    }
    guard CharacterClass.allCases.count - missing.count >= classes else {
      throw .tooFewClasses(required: classes, missing: missing)
    }
  }

  /// Whether this is the factory's password, which must be changed at the first login.
  package static func isFactoryDefault(_ password: Span<UInt8>) -> Bool {
    let factory = FactoryUser.password
    return password.count == factory.count && password.indices.allSatisfy { password[$0] == factory[$0] }
  }
}
