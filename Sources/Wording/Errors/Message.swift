/// What a person reads of an error: what happened, and what to do.
package struct Message: Sendable, Equatable {
  /// A sentence.
  package let text: String
  /// What to do; empty when this person can do nothing.
  let remedy: Hint

  /// What to do on the command line.
  package var hint: String { remedy.onCommandLine }
  /// What to do on the screens.
  package var screenHint: String { remedy.onScreen }

  init(_ text: String, _ remedy: Hint = "") {
    self.text = text
    self.remedy = remedy
  }

  /// The same with one more sentence.
  func adding(_ sentence: String) -> Message { Message(text + " " + sentence, remedy) }
}

/// What a person can do, in sentences for the command line and for the screens. Both come of one text: where it names a
/// `Control`, each has that control's own name.
struct Hint: Sendable, Equatable {
  private(set) var onCommandLine: String
  private(set) var onScreen: String

  private init(_ onCommandLine: String, _ onScreen: String) {
    self.onCommandLine = onCommandLine
    self.onScreen = onScreen
  }

  /// Sentences that are of use on the command line only.
  static func command(_ hint: Hint) -> Hint { Hint(hint.onCommandLine, "") }

  /// Sentences that are of use on the screens only.
  static func screen(_ hint: Hint) -> Hint { Hint("", hint.onScreen) }

  static func + (first: Hint, second: Hint) -> Hint {
    Hint(
      join(first.onCommandLine, second.onCommandLine), join(first.onScreen, second.onScreen))
  }

  private static func join(_ texts: String...) -> String {
    texts.filter { !$0.isEmpty }.joined(separator: " ")
  }
}

extension Hint: ExpressibleByStringInterpolation {
  struct StringInterpolation: StringInterpolationProtocol {
    fileprivate var onCommandLine = ""
    fileprivate var onScreen = ""

    init(literalCapacity: Int, interpolationCount: Int) {}

    mutating func appendLiteral(_ literal: String) {
      onCommandLine += literal
      onScreen += literal
    }

    mutating func appendInterpolation(_ value: some CustomStringConvertible) {
      appendLiteral(value.description)
    }

    mutating func appendInterpolation(_ control: Control) {
      onCommandLine += control.command
      onScreen += control.button
    }
  }

  init(stringLiteral value: String) { self.init(value, value) }

  init(stringInterpolation: StringInterpolation) {
    self.init(stringInterpolation.onCommandLine, stringInterpolation.onScreen)
  }
}
