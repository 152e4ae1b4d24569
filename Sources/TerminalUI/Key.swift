/// A key as a screen sees it, however the terminal coded it.
package enum Key: Sendable, Hashable {
  /// A printable character, blanks included.
  case character(Unicode.Scalar)
  /// A character of the first line of a paste, for a field that text is typed into; `nil` for one that no field takes.
  case pasted(Unicode.Scalar?)
  /// Something was typed that is not a character here: bytes that are not UTF-8, what a terminal cannot show, and on a
  /// line without UTF-8 all that is not ASCII. It is told to the person, so that it is not lost in silence.
  case unreadable
  case enter, escape, tab, backTab, backspace, delete, insert
  case up, down, left, right, home, end, pageUp, pageDown
  /// 1…12, also as Esc and a digit (0 is 10).
  case function(Int)
  /// Control and a letter `a`…`z` that has no key of its own.
  case control(Unicode.Scalar)
}
