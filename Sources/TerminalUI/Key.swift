/// A key as a screen sees it, however the terminal coded it.
package enum Key: Sendable, Hashable {
  /// A printable character, blanks included.
  case character(Unicode.Scalar)
  case enter, escape, tab, backTab, backspace, delete, insert
  case up, down, left, right, home, end, pageUp, pageDown
  /// 1…12, also as Esc and a digit (0 is 10).
  case function(Int)
  /// Control and a letter `a`…`z` that has no key of its own.
  case control(Unicode.Scalar)
}
