/// What a colour stands for; a terminal without colours shows none of it.
package enum Ink: UInt8, Sendable, CaseIterable {
  case plain, good, warning, bad, accent
}

/// How a cell is shown.
package struct Style: Equatable, Sendable {
  package var ink = Ink.plain
  package var isBold = false
  package var isReversed = false
  /// Part of a horizontal rule: the backend chooses its character.
  package var isRule = false

  package init(ink: Ink = .plain, isBold: Bool = false, isReversed: Bool = false, isRule: Bool = false) {
    self.ink = ink
    self.isBold = isBold
    self.isReversed = isReversed
    self.isRule = isRule
  }

  package static let plain = Style()
  package static let bold = Style(isBold: true)
  package static let reversed = Style(isReversed: true)

  package static func ink(_ ink: Ink) -> Style { Style(ink: ink) }
}
