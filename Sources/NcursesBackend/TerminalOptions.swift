/// How horizontal rules are drawn.
package enum RuleStyle: Sendable {
  /// `-` in UTF-8, the terminal's own line outside of it.
  case automatic
  /// Always `-`.
  case ascii
  /// The terminal's own line, by its line drawing characters of one byte.
  case acs
}

/// What the settings and the environment say of the terminal.
package struct TerminalOptions: Sendable {
  /// How lines are drawn.
  package var rules = RuleStyle.automatic
  /// Bits a second below which a line is slow.
  package var slowBelow = 38_400
  /// Whether the terminal is asked for its size where the system does not know it.
  package var asksSize = true
  /// The terminal's type as in `TERM`; `nil` or empty is missing.
  package var type: String?
  /// `false` for `NO_COLOR`.
  package var usesColour = true

  /// What holds unless something else is asked for.
  package init() {}
}

/// Why there can be no screen.
package enum TerminalProblem: Error, Equatable {
  /// Input or output is not a terminal.
  case notATerminal
  /// The type cannot place its cursor.
  case unusable(type: String)
}
