/// What a person reads of an error: what is wrong, and what to do.
package struct Message: Sendable, Equatable {
  /// A sentence.
  package let text: String
  /// A sentence; empty when there is nothing to do.
  package let hint: String
  /// The same for a person who sees the screens, where the hint names subcommands or options.
  package let screenHint: String

  /// The hint for a person who sees the screens is the same, unless another is given.
  package init(_ text: String, _ hint: String = "", onScreen screenHint: String? = nil) {
    self.text = text
    self.hint = hint
    self.screenHint = screenHint ?? hint
  }

  /// The same with one more sentence.
  func adding(_ sentence: String) -> Message { Message(text + " " + sentence, hint, onScreen: screenHint) }

  /// The same with more to do, where there are commands.
  func hinting(_ sentence: String) -> Message { Message(text, hint + " " + sentence, onScreen: screenHint) }
}
