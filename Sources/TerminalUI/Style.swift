/// What a colour stands for; a terminal without colours shows none of it.
package enum Ink: UInt8, Sendable, CaseIterable {
  case plain, good, warning, bad, accent
}

/// How a cell is shown.
package struct Style: Equatable, Sendable {
  /// What the colour stands for.
  package var ink = Ink.plain
  /// Shown bold, or bright.
  package var isBold = false
  /// Foreground and background are exchanged.
  package var isReversed = false
  /// Part of a horizontal rule: the backend chooses its character.
  package var isRule = false

  /// See the properties.
  package init(ink: Ink = .plain, isBold: Bool = false, isReversed: Bool = false, isRule: Bool = false) {
    self.ink = ink
    self.isBold = isBold
    self.isReversed = isReversed
    self.isRule = isRule
  }

  /// As the terminal shows text by itself.
  package static let plain = Style()
  /// Plain, but bold.
  package static let bold = Style(isBold: true)
  /// Plain, but reversed.
  package static let reversed = Style(isReversed: true)

  /// Plain, but with a colour.
  package static func ink(_ ink: Ink) -> Style { Style(ink: ink) }
}
