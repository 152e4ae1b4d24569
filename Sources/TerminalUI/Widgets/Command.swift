/// What a screen can do: one entry of the one table from which its buttons, its keys, its line of keys and its help are
/// made.
package struct Command<Action: Hashable & Sendable>: Sendable {
  /// What the screen is asked to do; each command has its own.
  package let action: Action
  /// The letter that does it where no text is typed; `nil`: only the button does.
  package let letter: Character?
  /// The button's text; empty: there is no button.
  package let button: String
  /// The word beside the letter in the line of keys; empty: it is not there.
  package let word: String
  /// A sentence for the help.
  package let help: String

  /// See the properties.
  package init(_ action: Action, _ letter: Character?, button: String, word: String = "", help: String) {
    self.action = action
    self.letter = letter
    self.button = button
    self.word = word
    self.help = help
  }

  /// The button's text as a word of a sentence, without the dots of one that asks.
  package var name: String { String(button.filter { $0 != "." }) }
}
