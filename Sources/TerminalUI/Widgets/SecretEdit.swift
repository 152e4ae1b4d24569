/// What a key does to a secret, whose characters are not here.
package enum SecretEdit: Sendable, Equatable {
  /// A character at its end.
  case append(Unicode.Scalar)
  /// Something was typed or pasted that is not a character.
  case refuse
  case removeLast
  /// Ctrl-U, K and W: nobody sees where a word of it begins.
  case empty

  /// - Returns: `nil` for a key that is not one of a secret's.
  package init?(_ key: Key) {
    switch key {
    case .character(let scalar): self = .append(scalar)
    case .pasted(let scalar): self = scalar.map { .append($0) } ?? .refuse
    case .unreadable: self = .refuse
    case .backspace: self = .removeLast
    case .control(let letter):
      guard ["u", "k", "w"].contains(letter) else { return nil }
      self = .empty
    case .enter, .escape, .tab, .backTab, .delete, .insert, .up, .down, .left, .right, .home, .end, .pageUp, .pageDown,
      .function:
      return nil
    }
  }
}
