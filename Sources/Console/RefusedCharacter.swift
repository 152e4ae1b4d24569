internal import TerminalUI

/// What is said of a character that a field does not take: which ones it takes.
extension Notice {
  init(_ refusal: Refusal, of content: Field<FieldName>.Content?) {
    var isName = false
    if case .text(let field) = content { isName = field.characters == .name }
    switch refusal {
    case .character:
      self = .refusal(isName ? Self.names : "Only characters that this terminal can show are allowed here.")
    case .full(let limit): self = .refusal("At most \(limit) \(isName ? "characters" : "bytes") fit here.")
    }
  }

  /// The same of a secret, which then counts only after it was emptied.
  init(_ refusal: Refusal, of secret: FieldName) {
    let reason =
      switch refusal {
      case .character:
        secret.takesDigits ? "Only digits are allowed in a PIN." : secret == .secretValue ? Self.values : Self.passwords
      case .full(let limit): "At most \(limit) characters fit here."
      }
    self = .refusal("\(reason) \(Self.advice)")
  }

  /// A secret with a character missing was to be used.
  static func spoiled(_ secret: FieldName) -> Notice {
    let what = secret.takesDigits ? "PIN" : secret == .secretValue ? "value" : "password"
    return Notice(.failure, "A character was typed that is not allowed in a \(what). \(advice)")
  }

  private static let names = "Only ASCII letters, digits and signs are allowed here, without spaces."
  private static let passwords = "Only ASCII letters, digits and signs are allowed in a password."
  private static let values = "Only ASCII letters, digits, signs and spaces can be typed here."
  private static let advice = "Press Ctrl-U and enter it again."
}
