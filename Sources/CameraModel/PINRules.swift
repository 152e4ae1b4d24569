/// Why digits cannot be a Super PIN.
package enum PINProblem: Error, Equatable {
  /// Something else than the digits 0–9.
  case notDigits
  /// Fewer digits than `minimum`.
  case tooShort(minimum: Int)
  /// More digits than `maximum`.
  case tooLong(maximum: Int)
}

/// What a Super PIN may be.
package enum PINRules {
  /// The least number of digits of an old PIN.
  package static let formerMinimum = 4
  /// Digits that any PIN has at most.
  package static let maximum = 64
  /// Random digits that are offered: they resist a thief of the card for years.
  package static let generated = 12
  /// How many random digits can be asked for.
  package static let generatedLengths = 8...maximum

  /// Checks a new Super PIN.
  ///
  /// - Parameter minimum: digits at least, 4…64 (`PIN_MIN`, 8 if not set).
  package static func checkNew(_ pin: Span<UInt8>, minimum: Int = 8) throws(PINProblem) {
    try check(pin, minimum: max(minimum, formerMinimum))
  }

  /// Checks a PIN that is to open what it locked once.
  package static func checkFormer(_ pin: Span<UInt8>) throws(PINProblem) {
    try check(pin, minimum: formerMinimum)
  }

  /// Whether it can be a PIN that locked something once.
  package static func mayBeFormer(_ pin: Span<UInt8>) -> Bool { (try? checkFormer(pin)) != nil }

  private static func check(_ pin: Span<UInt8>, minimum: Int) throws(PINProblem) {
    guard pin.indices.allSatisfy({ ASCII.isDigit(pin[$0]) }) else { throw .notDigits }
    guard pin.count >= minimum else { throw .tooShort(minimum: minimum) }
    guard pin.count <= maximum else { throw .tooLong(maximum: maximum) }
  }
}
